package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One payment to a creator that was booked in the month, a row of {@code payout-register.csv}.
 *
 * @param batch null for money that left outside the pipeline
 * @param id {@code <batch>:<payee>:<currency>}, or the source key of the journal
 * @param currency the one it was owed in
 * @param gross minor units; gross less what was withheld is what was paid
 * @param withheld by regime
 * @param end how it stood when the month was over
 * @param releasedBy the first person who approved its batch
 * @param reference what the rail calls it: EndToEndId, trace number or transfer
 */
public record PaymentLine(
        @Nullable String batch,
        String id,
        String payee,
        String rail,
        Currency currency,
        long gross,
        Withheld withheld,
        LocalDate orderedOn,
        End end,
        @Nullable String releasedBy,
        @Nullable String reference,
        EntryId entry) {

    /** Taxes kept back of a payment, in minor units. */
    public record Withheld(long backup, long nra, long other) {

        long sum() {
            return Math.addExact(Math.addExact(backup, nra), other);
        }
    }

    /** How far a payment is. */
    public enum Status {
        /** In the books, not sent. */
        ORDERED,
        /** Sent, and neither Stripe nor the bank has told of it. */
        SENT,
        SETTLED,
        /** Owed again: it came back, or its batch was never released. */
        RETURNED
    }

    /**
     * How a payment stood at the end of the month.
     *
     * @param bankReference of the line that settled it, or what the bank calls a payment made by
     *     hand
     * @param returnCode why it came back
     */
    public record End(
            Status status,
            @Nullable String bankReference,
            @Nullable LocalDate settledOn,
            @Nullable LocalDate returnedOn,
            @Nullable String returnCode) {}

    public static final String HEADER = "payout_register";
    public static final List<String> KEY = List.of("ordered_on", "payout_id", "currency");

    private static final Origin PAID =
            Origin.itself(
                    "what the payment entry debits to the creator's payable and advances",
                    "journal_id");
    private static final Origin KEPT =
            Origin.itself("the tax the payment entry books as kept back", "journal_id");

    public static final CsvTable<PaymentLine> TABLE =
            new CsvTable<>(
                    "payout-register.csv",
                    List.of(
                            CsvColumn.text("payout_batch_id", PaymentLine::batch),
                            CsvColumn.text("payout_id", PaymentLine::id),
                            CsvColumn.text("payee_ref", PaymentLine::payee),
                            CsvColumn.text("rail", PaymentLine::rail),
                            CsvColumn.text("currency", row -> row.currency().code()),
                            amount("gross_amount", PaymentLine::gross, PAID),
                            amount("backup_withheld", row -> row.withheld().backup(), KEPT),
                            amount("nra_withheld", row -> row.withheld().nra(), KEPT),
                            amount("other_withheld", row -> row.withheld().other(), KEPT),
                            amount(
                                    "net_amount",
                                    row -> row.gross() - row.withheld().sum(),
                                    Origin.cells(
                                            "gross_amount",
                                            "-backup_withheld",
                                            "-nra_withheld",
                                            "-other_withheld")),
                            CsvColumn.text("status", row -> row.end().status().name()),
                            CsvColumn.text("ordered_on", row -> row.orderedOn().toString()),
                            CsvColumn.text("released_by_approval_id", PaymentLine::releasedBy),
                            CsvColumn.text("end_to_end_id", PaymentLine::reference),
                            CsvColumn.text("bank_reference", row -> row.end().bankReference()),
                            date("settled_on", End::settledOn),
                            date("returned_on", End::returnedOn),
                            CsvColumn.text("return_code", row -> row.end().returnCode()),
                            CsvColumn.text("journal_id", row -> row.entry().toString())),
                    Comparator.comparing(PaymentLine::orderedOn)
                            .thenComparing(PaymentLine::id)
                            .thenComparing(PaymentLine::currency),
                    "ordered_on, payout_id, currency");

    private static CsvColumn<PaymentLine> amount(
            String name, Function<PaymentLine, Long> minor, Origin origin) {
        return CsvColumn.<PaymentLine>figure(
                        name, row -> Money.of(minor.apply(row), row.currency()).toMajor())
                .from(origin);
    }

    private static CsvColumn<PaymentLine> date(
            String name, Function<End, @Nullable LocalDate> day) {
        return CsvColumn.text(
                name,
                row -> {
                    LocalDate on = day.apply(row.end());
                    return on == null ? null : on.toString();
                });
    }
}
