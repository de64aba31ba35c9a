package com.illuvrse.finance.exporters.informationreturn;

import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Origin;
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

    /** The facts other worksheets are added up from. */
    static final Facts FACTS =
            Facts.file("payment-facts.csv", "fact_no", "payment_entry_id", "item_entry_id");

    private static final Origin PART =
            Origin.itself("what one payment paid of one item", "payment_entry_id", "item_entry_id");

    public static final CsvTable<PaidRow> TABLE =
            new CsvTable<>(
                            "payment-facts.csv",
                            List.of(
                                    CsvColumn.whole("fact_no", PaidRow::number)
                                            .from(Origin.told("counts the rows")),
                                    CsvColumn.text(
                                            "payment_entry_id",
                                            row -> row.paid.fact().payment().toString()),
                                    CsvColumn.text(
                                            "item_entry_id",
                                            row -> row.paid.fact().item().entry().toString()),
                                    CsvColumn.text("payout_id", row -> row.paid.payout()),
                                    CsvColumn.text(
                                            "payee_ref", row -> row.paid.payee().payee().payee()),
                                    CsvColumn.text(
                                            "contract",
                                            row -> row.paid.fact().earning().contract()),
                                    CsvColumn.text("income_type", PaidRow::incomeType),
                                    CsvColumn.text(
                                            "order_id", row -> row.paid.fact().earning().order()),
                                    CsvColumn.text(
                                            "buyer_country",
                                            row -> row.paid.fact().earning().buyerCountry()),
                                    CsvColumn.date(
                                            "paid_on", row -> row.paid.fact().paidOn().toString()),
                                    CsvColumn.text(
                                            "currency",
                                            row -> row.paid.fact().gross().currency().code()),
                                    CsvColumn.<PaidRow>whole(
                                                    "gross_minor",
                                                    row -> row.paid.fact().gross().minor())
                                            .from(PART),
                                    CsvColumn.<PaidRow>whole(
                                                    "withheld_minor", row -> row.paid.withheld())
                                            .from(PART),
                                    CsvColumn.text(
                                            "regime",
                                            row ->
                                                    row.paid.tax() == null
                                                            ? null
                                                            : row.paid.tax().regime().name()),
                                    CsvColumn.<PaidRow>decimal(
                                                    "rate",
                                                    row ->
                                                            row.paid.tax() == null
                                                                    ? null
                                                                    : Cells.decimal(
                                                                            row.paid.tax().rate()))
                                            .from(
                                                    Origin.told(
                                                            "the rate the payment was taxed at, as"
                                                                    + " its entry booked it")),
                                    CsvColumn.<PaidRow>decimal(
                                                    "usd_rate", row -> Cells.rate(row.paid.rate()))
                                            .from(
                                                    Origin.told(
                                                            "the published rate of the day; the"
                                                                    + " manifest lists all that were"
                                                                    + " used")),
                                    CsvColumn.<PaidRow>decimal(
                                                    "gross_usd",
                                                    row ->
                                                            row.paid.rate() == null
                                                                    ? null
                                                                    : row.paid.usd().toMajor())
                                            .from(PART),
                                    CsvColumn.<PaidRow>decimal(
                                                    "withheld_usd",
                                                    row ->
                                                            row.paid.rate() == null
                                                                    ? null
                                                                    : row.paid
                                                                            .withheldUsd()
                                                                            .toMajor())
                                            .from(PART),
                                    CsvColumn.text("form", PaidRow::form),
                                    CsvColumn.text("excluded_reason", row -> row.paid.excluded())),
                            Comparator.comparingLong(PaidRow::number),
                            "fact_no")
                    .asFacts();

    private String incomeType() {
        IncomeType type = paid.fact().earning().incomeType();
        return type == null ? "" : type.name().toLowerCase(Locale.ROOT);
    }

    private String form() {
        TaxForm form = paid.form();
        return form == null ? "" : form.number();
    }
}
