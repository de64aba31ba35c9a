package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.jobs.postgres.PayoutBatches.Batch;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.reconciliation.Break;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a night would do that was only rehearsed.
 *
 * @param entries what would be posted, by step and kind, in the order of the steps
 * @param creators what creators are owed before and after, and what is left of their advances
 * @param batches payout batches that were drawn or moved
 * @param payouts what the batch of the day decides, by creator and currency; empty on other days
 * @param opened breaks that are open after the night and were not before
 * @param closed breaks that were open before and are not after
 * @param reported breaks that are told once and never open
 * @param open all breaks open after the night
 */
public record RehearsedNight(
        LocalDate day,
        List<Group> entries,
        List<Holding> creators,
        List<Payout> batches,
        List<PayoutItem> payouts,
        List<Break> opened,
        List<Break> closed,
        List<Break> reported,
        List<Break> open) {

    public RehearsedNight {
        entries = List.copyOf(entries);
        creators = List.copyOf(creators);
        batches = List.copyOf(batches);
        payouts = List.copyOf(payouts);
        opened = List.copyOf(opened);
        closed = List.copyOf(closed);
        reported = List.copyOf(reported);
        open = List.copyOf(open);
    }

    /** How the step of entries is called that a night that failed had posted before. */
    public static final String BEFORE = "posted before";

    /**
     * Entries of one kind.
     *
     * @param step the step that posts them
     * @param kind how their source keys begin
     * @param totals sum of all debits, by currency, in minor units
     */
    public record Group(String step, String kind, long count, SortedMap<Currency, Long> totals) {

        public Group {
            totals = new TreeMap<>(totals);
        }
    }

    /** What kind of money of a creator. */
    public enum Part {
        PAYABLE,
        HELD,
        RESERVE,
        /** Paid in advance and not earned back; the creator owes nothing of it. */
        ADVANCE
    }

    /**
     * Money of one creator.
     *
     * @param contract the contract of an advance, else empty
     * @param before minor units at the end of the day before, owed to the creator; an advance is
     *     what is left of it
     * @param after the same at the end of this day
     */
    public record Holding(
            String payee, Currency currency, Part part, String contract, long before, long after) {

        public long change() {
            return Math.subtractExact(after, before);
        }
    }

    /**
     * A payout batch after the night.
     *
     * @param votes how many it needs
     * @param totals what would leave, by currency, in minor units
     */
    public record Payout(Batch batch, int votes, SortedMap<Currency, Long> totals) {

        public Payout {
            totals = new TreeMap<>(totals);
        }
    }
}
