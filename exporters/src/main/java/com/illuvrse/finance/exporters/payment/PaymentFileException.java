package com.illuvrse.finance.exporters.payment;

/** A payment file breaks a rule; the sentence names rule and place, never a person or account. */
public final class PaymentFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PaymentFileException(String message) {
        super(message);
    }
}
