package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the rows we keep with Stripe's itemised report of balance activity, which is worked out
 * apart from the list they were pulled from.
 *
 * <p>Amounts of the findings are what our books have above Stripe's report, as for the balance:
 * minus the net of a row only Stripe has, the net of a row only we have, else ours less theirs.
 */
public final class ReportComparison {

    /**
     * Categories the report leaves out: it tells activity, and payouts to the bank have a report of
     * their own (Stripe, "Balance report", as of 2026-11).
     */
    public static final Set<String> LEFT_OUT = Set.of("payout", "payout_reversal");

    private ReportComparison() {}

    /** A row of the report that Stripe's list never showed us. */
    public static Finding onlyInTheReport(ItemisedRow theirs, LocalDate reported) {
        return mismatch(
                theirs.id(),
                theirs.netMoney().negated(),
                "Stripe's report of %s (UTC) has %s with %s; its list has not shown it to us"
                        .formatted(reported, theirs.id(), theirs.words()));
    }

    /** A row of ours that the report of its day does not have. */
    public static Finding onlyInOurRows(ItemisedRow ours, LocalDate reported) {
        return mismatch(
                ours.id(),
                ours.netMoney(),
                "we booked %s with %s; Stripe's report of %s (UTC) does not have it"
                        .formatted(ours.id(), ours.words(), reported));
    }

    /** Whether both sides tell the same of one row, and else in what they differ. */
    public static Optional<Finding> difference(
            ItemisedRow ours, ItemisedRow theirs, LocalDate reported) {
        if (ours.equals(theirs)) {
            return Optional.empty();
        }
        Money above =
                ours.currency().equals(theirs.currency())
                        ? ours.netMoney().minus(theirs.netMoney())
                        : ours.netMoney();
        return Optional.of(
                mismatch(
                        ours.id(),
                        above,
                        "we booked %s with %s; Stripe's report of %s (UTC) has it with %s"
                                .formatted(ours.id(), ours.words(), reported, theirs.words())));
    }

    private static Finding mismatch(String id, Money amount, String detail) {
        return Finding.of(BreakType.REPORT_MISMATCH, id, amount, detail);
    }
}
