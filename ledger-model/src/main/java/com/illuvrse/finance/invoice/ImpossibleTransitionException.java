package com.illuvrse.finance.invoice;

/** An invoice was to take a step that its status does not allow. */
public final class ImpossibleTransitionException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    ImpossibleTransitionException(String order, InvoiceStatus from, InvoiceStatus to) {
        super("the invoice of order %s is %s and cannot become %s".formatted(order, from, to));
    }
}
