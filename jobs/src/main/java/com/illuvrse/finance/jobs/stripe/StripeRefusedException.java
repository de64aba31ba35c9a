package com.illuvrse.finance.jobs.stripe;

import com.stripe.exception.StripeException;
import org.jspecify.annotations.Nullable;

/** Stripe answered that a call is wrong or not allowed; trying again does not help. */
public final class StripeRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String code;

    public StripeRefusedException(String call, StripeException refused) {
        super(
                "Stripe refused "
                        + call
                        + " with status "
                        + refused.getStatusCode()
                        + ": "
                        + refused.getMessage(),
                refused);
        this.code = refused.getCode();
    }

    /** Stripe's own code, such as {@code balance_insufficient}. */
    public @Nullable String code() {
        return code;
    }
}
