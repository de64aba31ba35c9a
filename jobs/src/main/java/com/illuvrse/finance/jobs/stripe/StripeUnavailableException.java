package com.illuvrse.finance.jobs.stripe;

/**
 * Stripe did not answer a call usefully within all its attempts. Running the same night again
 * continues.
 */
public final class StripeUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean replayed;

    public StripeUnavailableException(String call, int attempts, Throwable last) {
        this(call, attempts, last, false);
    }

    StripeUnavailableException(String call, int attempts, Throwable last, boolean replayed) {
        super(
                "Stripe did not answer "
                        + call
                        + " in "
                        + attempts
                        + " attempts; run the same command again later",
                last);
        this.replayed = replayed;
    }

    /**
     * Whether Stripe keeps this failure under our key and will give it again: what was asked for
     * has to be looked for, asking does not help.
     */
    public boolean isReplayed() {
        return replayed;
    }
}
