package com.illuvrse.finance.jobs.stripe;

/** A restricted API key that never shows itself when printed. */
public record StripeKey(String value) {

    public StripeKey {
        if (value.isBlank()) {
            throw new IllegalArgumentException(
                    "a Stripe key must not be empty; set it in a file or a role, never in a parameter");
        }
    }

    @Override
    public String toString() {
        return "StripeKey[hidden]";
    }
}
