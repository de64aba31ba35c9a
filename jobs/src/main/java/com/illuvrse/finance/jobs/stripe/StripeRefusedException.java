package com.illuvrse.finance.jobs.stripe;

import com.stripe.exception.IdempotencyException;
import com.stripe.exception.StripeException;
import org.jspecify.annotations.Nullable;

/** Stripe answered that a call is wrong or not allowed; trying again does not help. */
public final class StripeRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String code;
    private final boolean concernsTheRequest;

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
        this.concernsTheRequest = concernsTheRequest(refused);
    }

    private static boolean concernsTheRequest(StripeException refused) {
        Integer status = refused.getStatusCode();
        if (status == null || refused instanceof IdempotencyException) {
            return false;
        }
        return status == 400
                || status == 402
                || status == 404
                || (status == 403 && "account_invalid".equals(refused.getCode()));
    }

    /**
     * Whether Stripe understood who asks and refused this one request, so that nothing was done and
     * the next request may go well; false when our key, our rights or an idempotency key is wrong.
     */
    public boolean concernsTheRequest() {
        return concernsTheRequest;
    }

    /** Stripe's own code, such as {@code balance_insufficient}. */
    public @Nullable String code() {
        return code;
    }
}
