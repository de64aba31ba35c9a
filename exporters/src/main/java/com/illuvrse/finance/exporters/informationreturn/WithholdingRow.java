package com.illuvrse.finance.exporters.informationreturn;

import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.informationreturn.WithheldTax;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code withholding.csv}: one payment under one regime, also when the tax rounds to
 * nothing; negative for what a return gave back.
 *
 * @param entry the payment, or its return
 * @param depositedOn when the last cent of it was paid to the authority, first in, first out; null
 *     when it was not yet
 */
public record WithholdingRow(
        LocalDate date,
        String payee,
        WithheldTax tax,
        String reason,
        Currency currency,
        String payout,
        EntryId entry,
        @Nullable LocalDate depositedOn,
        @Nullable String depositReference) {

    public static final String HEADER = "withholding_ledger";
    public static final List<String> KEY = List.of("date", "payout_id", "regime", "journal_id");

    public static final Comparator<WithholdingRow> ORDER =
            Comparator.comparing(WithholdingRow::date)
                    .thenComparing(WithholdingRow::payout)
                    .thenComparing(row -> row.tax.regime().name())
                    .thenComparing(row -> row.entry.toString());

    public static final CsvTable<WithholdingRow> TABLE =
            new CsvTable<>(
                            "withholding.csv",
                            List.of(
                                    CsvColumn.date("date", row -> row.date.toString()),
                                    CsvColumn.text("payee_ref", WithholdingRow::payee),
                                    CsvColumn.text("regime", row -> row.tax.regime().name()),
                                    CsvColumn.text("reason", WithholdingRow::reason),
                                    CsvColumn.<WithholdingRow>decimal(
                                                    "base_amount",
                                                    row ->
                                                            Money.of(row.tax.base(), row.currency)
                                                                    .toMajor())
                                            .from(
                                                    Origin.itself(
                                                            "what was subject of the payment, as"
                                                                    + " its entry booked it",
                                                            "journal_id")),
                                    CsvColumn.<WithholdingRow>decimal(
                                                    "rate", row -> Cells.decimal(row.tax.rate()))
                                            .from(
                                                    Origin.told(
                                                            "the rate the payment was taxed at, as"
                                                                    + " its entry booked it")),
                                    CsvColumn.<WithholdingRow>decimal(
                                                    "withheld",
                                                    row ->
                                                            Money.of(
                                                                            row.tax.withheld(),
                                                                            row.currency)
                                                                    .toMajor())
                                            .from(
                                                    Origin.itself(
                                                            "the tax kept back of the payment, as"
                                                                    + " its entry booked it",
                                                            "journal_id")),
                                    CsvColumn.text("currency", row -> row.currency.code()),
                                    CsvColumn.text("payout_id", WithholdingRow::payout),
                                    CsvColumn.text("journal_id", row -> row.entry.toString()),
                                    CsvColumn.date(
                                            "deposited_on",
                                            row ->
                                                    row.depositedOn == null
                                                            ? null
                                                            : row.depositedOn.toString()),
                                    CsvColumn.text(
                                            "deposit_reference", WithholdingRow::depositReference)),
                            ORDER,
                            "date, payout_id, regime")
                    .asFacts();

    /** The same with the day it was deposited. */
    public WithholdingRow deposited(LocalDate on, @Nullable String reference) {
        return new WithholdingRow(date, payee, tax, reason, currency, payout, entry, on, reference);
    }
}
