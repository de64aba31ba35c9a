package com.illuvrse.finance.jobs.stripe;

/**
 * Stripe's report could not be made or read this time: the run failed, the file was cut off or does
 * not have the form that was asked for. Nothing of it is kept; a later night asks again.
 */
public final class StripeReportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StripeReportException(String message) {
        super(message);
    }

    public StripeReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
