package com.illuvrse.finance.jobs.stripe;

/**
 * Stripe did not answer a call usefully within all its attempts. Running the same night again
 * continues.
 */
public final class StripeUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StripeUnavailableException(String call, int attempts, Throwable last) {
        super(
                "Stripe did not answer "
                        + call
                        + " in "
                        + attempts
                        + " attempts; run the same command again later",
                last);
    }
}
