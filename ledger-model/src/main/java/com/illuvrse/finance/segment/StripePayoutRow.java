package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.Comparator;

/**
 * A row of {@code evidence/stripe_payouts.jsonl}: the automatic payouts of Stripe whose
 * reconciliation was completed on a day, and then what each is made of (segment format, section 7).
 */
public sealed interface StripePayoutRow {

    /** Payouts first, then their rows. */
    Comparator<StripePayoutRow> ORDER =
            Comparator.comparing((StripePayoutRow row) -> row instanceof Part)
                    .thenComparing(StripePayoutRow::payout)
                    .thenComparing(row -> row instanceof Part part ? part.bt() : "");

    /** Stripe's id of the payout. */
    String payout();

    Json.Obj toJson();

    /**
     * An automatic payout.
     *
     * @param rows how many parts it has
     */
    record Payout(String payout, Money amount, LocalDate arrivalOn, long rows)
            implements StripePayoutRow {

        @Override
        public Json.Obj toJson() {
            return Json.object()
                    .put("payout", payout)
                    .putMinor("amount", amount.minor())
                    .put("currency", amount.currency().code())
                    .put("arrivalOn", arrivalOn.toString())
                    .put("rows", rows)
                    .build();
        }
    }

    /** A balance transaction a payout contains; never the payout's own row. */
    record Part(String payout, String bt) implements StripePayoutRow {

        @Override
        public Json.Obj toJson() {
            return Json.object().put("payout", payout).put("bt", bt).build();
        }
    }
}
