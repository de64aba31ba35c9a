package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.lineage.Amount;
import com.illuvrse.finance.exporters.lineage.Condition;
import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Measure;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.money.Currency;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One payout of Stripe's to our bank, taken apart by what Stripe lists under it and held against
 * ledger and bank, a row of {@code stripe-payouts.csv}; minor units.
 *
 * @param automatic made by Stripe's schedule; rows of others cannot be listed
 * @param parts null when Stripe has not listed it
 * @param payout what Stripe says it paid out
 * @param ledger what the entry of the payout debits to money in transit
 * @param bank the line of the bank statement that names it
 * @param failed whether Stripe says it came back
 * @param breaks open breaks that name it
 */
public record StripePayoutLine(
        String entity,
        String id,
        LocalDate createdOn,
        @Nullable LocalDate arrivalOn,
        Currency currency,
        boolean automatic,
        @Nullable Parts parts,
        long payout,
        long ledger,
        @Nullable BankCredit bank,
        boolean failed,
        long breaks) {

    /**
     * Sums of Stripe's rows by reporting category.
     *
     * @param fees what Stripe kept: the fees of all rows and rows that are fees themselves
     * @param rows without the payout's own
     */
    public record Parts(
            long charges,
            long refunds,
            long disputes,
            long fees,
            long transfers,
            long other,
            long rows) {

        long sum() {
            return charges + refunds + disputes - fees + transfers + other;
        }
    }

    /** Money the bank says it received. */
    public record BankCredit(LocalDate bookedOn, @Nullable String reference, long amount) {}

    /** How far a payout is explained. */
    public enum Status {
        /** Its rows add up, the ledger agrees and the money is at the bank. */
        RECONCILED,
        /** Nothing disagrees, and the bank has not told of it yet. */
        IN_TRANSIT,
        /** Made by hand: Stripe lists no rows of it. */
        NOT_ITEMISED,
        FAILED,
        MISMATCH
    }

    public static final String HEADER = "stripe_payout_reconciliation";
    public static final List<String> KEY = List.of("created_on", "stripe_payout_id");

    /** Rows Stripe lists under its payouts, each in the part it belongs to. */
    public static final Facts LISTED = Facts.ofLedger("rows listed under payouts", "entry_id");

    /** The payouts themselves. */
    public static final Facts PAYOUTS = Facts.ofLedger("payouts of the month", "entry_id");

    private static final Condition OF_PAYOUT = Condition.same("stripe_payout_id");

    public static final CsvTable<StripePayoutLine> TABLE =
            new CsvTable<>(
                    "stripe-payouts.csv",
                    List.of(
                            CsvColumn.text("entity", StripePayoutLine::entity),
                            CsvColumn.text("stripe_payout_id", StripePayoutLine::id),
                            CsvColumn.text("created_on", row -> row.createdOn().toString()),
                            CsvColumn.text(
                                    "arrival_date",
                                    row ->
                                            row.arrivalOn() == null
                                                    ? null
                                                    : row.arrivalOn().toString()),
                            CsvColumn.text("currency", row -> row.currency().code()),
                            CsvColumn.text("automatic", row -> row.automatic() ? "Y" : "N"),
                            part("charges_minor", Parts::charges, listed("charges")),
                            part("refunds_minor", Parts::refunds, listed("refunds")),
                            part("disputes_minor", Parts::disputes, listed("disputes")),
                            part(
                                    "fees_minor",
                                    Parts::fees,
                                    Origin.sum(LISTED, Amount.of("fees_minor"), OF_PAYOUT)),
                            part("transfers_minor", Parts::transfers, listed("transfers")),
                            part("other_minor", Parts::other, listed("other")),
                            CsvColumn.figure("payout_minor", StripePayoutLine::payout)
                                    .from(
                                            Origin.sum(
                                                    PAYOUTS, Amount.of("payout_minor"), OF_PAYOUT)),
                            CsvColumn.figure("difference_minor", StripePayoutLine::difference)
                                    .from(
                                            Origin.cells(
                                                    "charges_minor",
                                                    "refunds_minor",
                                                    "disputes_minor",
                                                    "-fees_minor",
                                                    "transfers_minor",
                                                    "other_minor",
                                                    "-payout_minor")),
                            CsvColumn.figure("ledger_payout_minor", StripePayoutLine::ledger)
                                    .from(
                                            Origin.sum(
                                                    PAYOUTS, Amount.of("ledger_minor"), OF_PAYOUT)),
                            atBank("bank_booked_on", bank -> bank.bookedOn().toString()),
                            atBank("bank_reference", BankCredit::reference),
                            CsvColumn.text("status", row -> row.status().name()),
                            part(
                                    "txn_count",
                                    Parts::rows,
                                    Origin.sum(LISTED, Amount.of("amount_minor"), OF_PAYOUT)
                                            .by(Measure.countOf("bt"))),
                            CsvColumn.figure("exception_count", StripePayoutLine::breaks)
                                    .from(
                                            Origin.told(
                                                    "how many breaks that name the payout were open"
                                                            + " at the end of the month"))),
                    Comparator.comparing(StripePayoutLine::createdOn)
                            .thenComparing(StripePayoutLine::id),
                    "created_on, stripe_payout_id");

    private static CsvColumn<StripePayoutLine> part(
            String name, Function<Parts, Long> figure, Origin origin) {
        return CsvColumn.<StripePayoutLine>figure(
                        name, row -> row.parts() == null ? null : figure.apply(row.parts()))
                .from(origin);
    }

    private static Origin listed(String part) {
        return Origin.sum(LISTED, Amount.of("amount_minor"), OF_PAYOUT, Condition.is("part", part));
    }

    private static CsvColumn<StripePayoutLine> atBank(
            String name, Function<BankCredit, @Nullable String> cell) {
        return CsvColumn.text(name, row -> row.bank() == null ? null : cell.apply(row.bank()));
    }

    private @Nullable Long difference() {
        return parts == null ? null : parts.sum() - payout;
    }

    Status status() {
        if (failed) {
            return Status.FAILED;
        }
        Long difference = difference();
        boolean disagrees =
                (difference != null && difference != 0)
                        || ledger != payout
                        || (bank != null && bank.amount() != payout);
        if (disagrees) {
            return Status.MISMATCH;
        }
        if (!automatic) {
            return Status.NOT_ITEMISED;
        }
        return bank == null || difference == null ? Status.IN_TRANSIT : Status.RECONCILED;
    }
}
