package com.illuvrse.finance.exporters.informationreturn;

import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.informationreturn.SaleFact;
import com.illuvrse.finance.informationreturn.TaxForm;
import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Money;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sale-facts.csv}.
 *
 * @param payee as known on the day of the sale; null for the platform and for nobody
 */
public record SaleRow(long number, SaleFact fact, @Nullable TaxPayee payee) {

    public static final String HEADER = "us_sale_facts";
    public static final List<String> KEY = List.of("fact_no");

    public static final CsvTable<SaleRow> TABLE =
            new CsvTable<>(
                    "sale-facts.csv",
                    List.of(
                            CsvColumn.figure("fact_no", SaleRow::number),
                            CsvColumn.text("entry_id", row -> row.fact.entry().toString()),
                            CsvColumn.text("payee_ref", row -> row.fact.part().payee()),
                            CsvColumn.text("contract", row -> row.fact.part().line().contract()),
                            CsvColumn.text("order_id", row -> row.fact.order()),
                            CsvColumn.text("stripe_id", row -> row.fact.charge()),
                            CsvColumn.text("kind", row -> row.fact.part().line().kind()),
                            CsvColumn.text("occurred_at", row -> row.fact.occurredAt().toString()),
                            CsvColumn.text("local_date", row -> row.fact.day().toString()),
                            CsvColumn.text("state", row -> Cells.state(row.payee)),
                            CsvColumn.text("currency", row -> row.fact.gross().currency().code()),
                            CsvColumn.figure("gross_minor", row -> row.fact.gross().minor()),
                            CsvColumn.figure("usd_rate", row -> Cells.rate(row.fact.rate())),
                            CsvColumn.figure(
                                    "gross_usd", row -> usd(row.fact.rate(), row.fact.usd())),
                            CsvColumn.figure(
                                    "tips_usd",
                                    row ->
                                            row.fact.isTip()
                                                    ? usd(row.fact.rate(), row.fact.usd())
                                                    : "0.00"),
                            CsvColumn.text(
                                    "form",
                                    row ->
                                            row.fact.excluded(row.payee) == null
                                                    ? TaxForm.SALES.number()
                                                    : null),
                            CsvColumn.text("excluded_reason", row -> row.fact.excluded(row.payee))),
                    Comparator.comparingLong(SaleRow::number),
                    "fact_no");

    private static @Nullable String usd(@Nullable DayRate rate, Money usd) {
        return rate == null ? null : usd.toMajor();
    }
}
