package com.illuvrse.finance.order;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do in a night, with its place in the calculation order: by instant, rank, source
 * (segment format, section 3).
 *
 * @param number order of the releases of one order at one instant
 * @param state the order it belongs to; null for a journal
 */
record Step(
        Instant at,
        Rank rank,
        String source,
        int number,
        @Nullable OrderState state,
        @Nullable OrderFact fact,
        @Nullable AdvanceJournal journal)
        implements Comparable<Step> {

    private static final Comparator<Step> ORDER =
            Comparator.comparing(Step::at)
                    .thenComparing(Step::rank)
                    .thenComparing(Step::source)
                    .thenComparingInt(Step::number);

    /** What is worked out first when two things happen at one instant. */
    enum Rank {
        JOURNAL,
        SALE,
        SALE_REVERSAL,
        FULFIL,
        REFUND,
        REFUND_FAILURE,
        DISPUTE,
        TRANSFER,
        RESERVE
    }

    static Step of(Instant at, Rank rank, String source, OrderState state, OrderFact fact) {
        return new Step(at, rank, source, 0, state, fact, null);
    }

    @Override
    public int compareTo(Step other) {
        return ORDER.compare(this, other);
    }
}
