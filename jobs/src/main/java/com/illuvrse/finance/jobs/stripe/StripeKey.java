package com.illuvrse.finance.jobs.stripe;

/**
 * A restricted API key that never shows itself when printed.
 *
 * <p>Stripe's secret keys, which may do everything, are refused: who reads the feeds must not be
 * able to make a transfer.
 */
public record StripeKey(String value) {

    private static final String RESTRICTED = "rk_";

    public StripeKey {
        if (!value.startsWith(RESTRICTED)) {
            throw new IllegalArgumentException(
                    "expected a restricted Stripe key, which begins with %s, found %s; make one in Stripe with the rights its work needs and put it into the key file"
                            .formatted(RESTRICTED, beginning(value)));
        }
    }

    private static String beginning(String value) {
        return value.length() < 8 ? "none" : "one that begins with " + value.substring(0, 3);
    }

    /** The keys of a ledger: one that reads, another that makes transfers. */
    public static void requireTwo(StripeKey pull, StripeKey pay) {
        if (pull.equals(pay)) {
            throw new IllegalArgumentException(
                    "expected two Stripe keys, one that reads and one that makes transfers, found"
                            + " the same key in both files; see settlement.stripe.pull-key-file and"
                            + " pay-key-file");
        }
    }

    @Override
    public String toString() {
        return "StripeKey[hidden]";
    }
}
