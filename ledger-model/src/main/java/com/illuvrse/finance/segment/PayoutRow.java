package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.Decision;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.payout.Vote;
import java.time.Instant;
import java.util.Comparator;

/**
 * A row of {@code payouts.jsonl}: what happened to payout batches on a day (segment format, section
 * 9).
 */
public sealed interface PayoutRow {

    /** Rows stand as they happened; the items of a batch by payee and currency. */
    Comparator<PayoutRow> ORDER =
            (before, row) ->
                    before instanceof Item first
                                    && row instanceof Item second
                                    && first.item().batch().equals(second.item().batch())
                            ? Item.ORDER.compare(first, second)
                            : -1;

    Json.Obj toJson();

    /** A drafted batch with the exact text that approvers sign. */
    record Batch(String batch, String statement) implements PayoutRow {

        public static Batch of(PayoutStatement statement) {
            return new Batch(statement.batch(), statement.text(Decision.APPROVE));
        }

        @Override
        public Json.Obj toJson() {
            return row("batch", batch).put("statement", statement).build();
        }
    }

    /** What was decided about one creator and currency. */
    record Item(PayoutItem item) implements PayoutRow {

        private static final Comparator<Item> ORDER =
                Comparator.comparing((Item row) -> row.item.payee())
                        .thenComparing(row -> row.item.currency());

        @Override
        public Json.Obj toJson() {
            return item.toJson();
        }
    }

    /** A person's signed decision. */
    record Ballot(String batch, Vote vote) implements PayoutRow {

        @Override
        public Json.Obj toJson() {
            return row("vote", batch)
                    .put("person", vote.person())
                    .put("role", vote.role())
                    .put("key", vote.key())
                    .put("decision", vote.decision().name())
                    .put("at", InstantText.of(vote.at()))
                    .put("signature", vote.signature())
                    .build();
        }
    }

    /** The batch was given free for sending. */
    record Release(String batch, Instant at) implements PayoutRow {

        @Override
        public Json.Obj toJson() {
            return row("release", batch).put("at", InstantText.of(at)).build();
        }
    }

    /**
     * A payout that left.
     *
     * @param net in minor units
     * @param reference id of the transfer, or the bank's reference
     */
    record Sent(String batch, String payee, Currency currency, long net, String reference)
            implements PayoutRow {

        @Override
        public Json.Obj toJson() {
            return row("sent", batch)
                    .put("payee", payee)
                    .put("currency", currency.code())
                    .putMinor("net", net)
                    .put("reference", reference)
                    .build();
        }
    }

    /** The end of a batch. */
    record Closed(String batch, Instant at, Result result) implements PayoutRow {

        /** How a batch can end. */
        public enum Result {
            DONE,
            REJECTED,
            EXPIRED,
            FAILED
        }

        @Override
        public Json.Obj toJson() {
            return row("closed", batch)
                    .put("at", InstantText.of(at))
                    .put("result", result.name())
                    .build();
        }
    }

    private static Json.Builder row(String kind, String batch) {
        return Json.object().put("kind", kind).put("batch", batch);
    }
}
