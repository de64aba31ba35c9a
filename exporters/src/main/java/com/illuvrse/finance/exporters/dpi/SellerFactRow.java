package com.illuvrse.finance.exporters.dpi;

import com.illuvrse.finance.dpi.SellerFact;
import com.illuvrse.finance.dpi.SellerRow;
import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code dpi-payment-facts.csv}.
 *
 * @param excluded why the seller's row it counts in is not reported; null when it is
 */
public record SellerFactRow(long number, SellerFact fact, SellerRow.@Nullable Exclusion excluded) {

    public static final String HEADER = "dpi_payment_facts";
    public static final List<String> KEY = List.of("fact_no");

    /** The facts the sellers' rows are added up from. */
    static final Facts FACTS =
            Facts.file("dpi-payment-facts.csv", "fact_no", "payment_entry_id", "item_entry_id");

    private static final Origin PART =
            Origin.itself(
                    "what one payment paid of one order line of an item",
                    "payment_entry_id",
                    "item_entry_id");

    public static final CsvTable<SellerFactRow> TABLE =
            new CsvTable<>(
                            "dpi-payment-facts.csv",
                            List.of(
                                    CsvColumn.whole("fact_no", SellerFactRow::number)
                                            .from(Origin.told("counts the rows")),
                                    CsvColumn.text(
                                            "payment_entry_id",
                                            row -> row.fact.payment().payment().toString()),
                                    CsvColumn.text(
                                            "item_entry_id",
                                            row -> row.fact.payment().item().entry().toString()),
                                    CsvColumn.text("payee_ref", row -> row.fact.payee()),
                                    CsvColumn.text(
                                            "order_id",
                                            row -> row.fact.payment().earning().order()),
                                    CsvColumn.text("order_line", row -> row.fact.line()),
                                    CsvColumn.text("kind", row -> row.fact.kind()),
                                    CsvColumn.text(
                                            "activity",
                                            row ->
                                                    row.fact.activity() == null
                                                            ? null
                                                            : row.fact.activity().name()),
                                    CsvColumn.date(
                                            "paid_on",
                                            row -> row.fact.payment().paidOn().toString()),
                                    CsvColumn.text("quarter", row -> "Q" + row.fact.quarter()),
                                    CsvColumn.text(
                                            "currency", row -> row.fact.gross().currency().code()),
                                    CsvColumn.<SellerFactRow>whole(
                                                    "consideration_minor",
                                                    row -> row.fact.consideration().minor())
                                            .from(PART),
                                    CsvColumn.<SellerFactRow>whole(
                                                    "fees_minor", row -> row.fact.fees().minor())
                                            .from(PART),
                                    CsvColumn.<SellerFactRow>whole(
                                                    "tax_minor", row -> row.fact.tax().minor())
                                            .from(PART),
                                    CsvColumn.flag(
                                            "counted", row -> row.fact.counted() ? "Y" : "N"),
                                    CsvColumn.text(
                                            "excluded_reason",
                                            row ->
                                                    row.excluded == null
                                                            ? null
                                                            : row.excluded.name())),
                            Comparator.comparingLong(SellerFactRow::number),
                            "fact_no")
                    .asFacts();
}
