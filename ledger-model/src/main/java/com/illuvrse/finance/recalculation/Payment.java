package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import org.jspecify.annotations.Nullable;

/**
 * A row of Stripe that pays an order or gives back, until an entry of the order uses it.
 *
 * @param at milliseconds of its {@code created}
 * @param amount as Stripe signs it
 * @param presented what the buyer saw, without sign; 0 without {@code presentedCurrency}
 * @param source the object of Stripe that caused it; null for none
 */
record Payment(
        Use use,
        String bt,
        long at,
        long amount,
        String currency,
        long presented,
        @Nullable String presentedCurrency,
        @Nullable String source) {

    /** What a row does to its order. */
    enum Use {
        SALE,
        REVERSAL,
        REFUND
    }

    static @Nullable Payment read(Json.Obj row) {
        Use use = use(row.text("type"), row.text("reporting_category"), row.minor("amount"));
        return use == null
                ? null
                : new Payment(
                        use,
                        row.text("id"),
                        Math.multiplyExact(row.number("created"), 1000L),
                        row.minor("amount"),
                        row.text("currency"),
                        Math.absExact(row.minor("presentment_amount")),
                        row.optionalText("presentment_currency"),
                        row.optionalText("source"));
    }

    private static @Nullable Use use(String type, String category, long amount) {
        return switch (type) {
            case "charge", "payment" -> Use.SALE;
            case "payment_failure_refund", "payment_reversal" -> Use.REVERSAL;
            case "refund" ->
                    category.equals("partial_capture_reversal") ? Use.REVERSAL : Use.REFUND;
            case "payment_refund" -> amount > 0 ? null : Use.REFUND;
            default -> null;
        };
    }
}
