package com.illuvrse.finance.exporters.informationreturn;

import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Origin;
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

    /** The facts other worksheets are added up from. */
    static final Facts FACTS = Facts.file("sale-facts.csv", "fact_no", "entry_id");

    private static final Origin PART =
            Origin.itself("the payee's part of the sale of one order line", "entry_id");

    public static final CsvTable<SaleRow> TABLE =
            new CsvTable<>(
                            "sale-facts.csv",
                            List.of(
                                    CsvColumn.whole("fact_no", SaleRow::number)
                                            .from(Origin.told("counts the rows")),
                                    CsvColumn.text("entry_id", row -> row.fact.entry().toString()),
                                    CsvColumn.text("payee_ref", row -> row.fact.part().payee()),
                                    CsvColumn.text(
                                            "contract", row -> row.fact.part().line().contract()),
                                    CsvColumn.text("order_id", row -> row.fact.order()),
                                    CsvColumn.text("stripe_id", row -> row.fact.charge()),
                                    CsvColumn.text("kind", row -> row.fact.part().line().kind()),
                                    CsvColumn.instant(
                                            "occurred_at", row -> row.fact.occurredAt().toString()),
                                    CsvColumn.date("local_date", row -> row.fact.day().toString()),
                                    CsvColumn.text("state", row -> Cells.state(row.payee)),
                                    CsvColumn.text(
                                            "currency", row -> row.fact.gross().currency().code()),
                                    CsvColumn.<SaleRow>whole(
                                                    "gross_minor", row -> row.fact.gross().minor())
                                            .from(PART),
                                    CsvColumn.<SaleRow>decimal(
                                                    "usd_rate", row -> Cells.rate(row.fact.rate()))
                                            .from(
                                                    Origin.told(
                                                            "the published rate of the day; the"
                                                                    + " manifest lists all that were"
                                                                    + " used")),
                                    CsvColumn.<SaleRow>decimal(
                                                    "gross_usd",
                                                    row -> usd(row.fact.rate(), row.fact.usd()))
                                            .from(PART),
                                    CsvColumn.<SaleRow>decimal(
                                                    "tips_usd",
                                                    row ->
                                                            row.fact.isTip()
                                                                    ? usd(
                                                                            row.fact.rate(),
                                                                            row.fact.usd())
                                                                    : "0.00")
                                            .from(PART),
                                    CsvColumn.text(
                                            "form",
                                            row ->
                                                    row.fact.excluded(row.payee) == null
                                                            ? TaxForm.SALES.number()
                                                            : null),
                                    CsvColumn.text(
                                            "excluded_reason",
                                            row -> row.fact.excluded(row.payee))),
                            Comparator.comparingLong(SaleRow::number),
                            "fact_no")
                    .asFacts();

    private static @Nullable String usd(@Nullable DayRate rate, Money usd) {
        return rate == null ? null : usd.toMajor();
    }
}
