package com.illuvrse.finance.exporters.informationreturn;

import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.informationreturn.PaidFact;
import com.illuvrse.finance.informationreturn.TaxForm;
import com.illuvrse.finance.payout.IncomeType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A row of {@code payment-facts.csv}. */
public record PaidRow(long number, PaidFact paid) {

    public static final String HEADER = "us_payment_facts";
    public static final List<String> KEY = List.of("fact_no");

    public static final CsvTable<PaidRow> TABLE =
            new CsvTable<>(
                    "payment-facts.csv",
                    List.of(
                            CsvColumn.figure("fact_no", PaidRow::number),
                            CsvColumn.text(
                                    "payment_entry_id",
                                    row -> row.paid.fact().payment().toString()),
                            CsvColumn.text(
                                    "item_entry_id",
                                    row -> row.paid.fact().item().entry().toString()),
                            CsvColumn.text("payout_id", row -> row.paid.payout()),
                            CsvColumn.text("payee_ref", row -> row.paid.payee().payee().payee()),
                            CsvColumn.text("contract", row -> row.paid.fact().earning().contract()),
                            CsvColumn.text("income_type", PaidRow::incomeType),
                            CsvColumn.text("order_id", row -> row.paid.fact().earning().order()),
                            CsvColumn.text(
                                    "buyer_country",
                                    row -> row.paid.fact().earning().buyerCountry()),
                            CsvColumn.text("paid_on", row -> row.paid.fact().paidOn().toString()),
                            CsvColumn.text(
                                    "currency", row -> row.paid.fact().gross().currency().code()),
                            CsvColumn.figure("gross_minor", row -> row.paid.fact().gross().minor()),
                            CsvColumn.figure("withheld_minor", row -> row.paid.withheld()),
                            CsvColumn.text(
                                    "regime",
                                    row ->
                                            row.paid.tax() == null
                                                    ? null
                                                    : row.paid.tax().regime().name()),
                            CsvColumn.figure(
                                    "rate",
                                    row ->
                                            row.paid.tax() == null
                                                    ? null
                                                    : Cells.decimal(row.paid.tax().rate())),
                            CsvColumn.figure("usd_rate", row -> Cells.rate(row.paid.rate())),
                            CsvColumn.figure(
                                    "gross_usd",
                                    row ->
                                            row.paid.rate() == null
                                                    ? null
                                                    : row.paid.usd().toMajor()),
                            CsvColumn.figure(
                                    "withheld_usd",
                                    row ->
                                            row.paid.rate() == null
                                                    ? null
                                                    : row.paid.withheldUsd().toMajor()),
                            CsvColumn.text("form", PaidRow::form),
                            CsvColumn.text("excluded_reason", row -> row.paid.excluded())),
                    Comparator.comparingLong(PaidRow::number),
                    "fact_no");

    private String incomeType() {
        IncomeType type = paid.fact().earning().incomeType();
        return type == null ? "" : type.name().toLowerCase(Locale.ROOT);
    }

    private String form() {
        TaxForm form = paid.form();
        return form == null ? "" : form.number();
    }
}
