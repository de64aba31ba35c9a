package com.illuvrse.finance.exporters.dpi;

import com.illuvrse.finance.dpi.SellerRow;
import com.illuvrse.finance.dpi.SellerRow.Quarter;
import com.illuvrse.finance.dpi.Sellers;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.payout.TaxStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code seller-summary.csv}: amounts of a quarter in whole units of the currency, as they are
 * reported; the sums behind them are exact.
 */
public final class SellerTable {

    public static final String HEADER = "dpi_seller_summary";
    public static final List<String> KEY = List.of("payee_ref", "activity", "currency");

    private static final Set<String> PEOPLE = Set.of("individual", "sole_proprietor");

    /** A seller that is a person; others are companies. */
    public static final String INDIVIDUAL = "INDIVIDUAL";

    private SellerTable() {}

    /**
     * The table of a year.
     *
     * @param dialect of the schema, such as {@code OECD}
     */
    public static CsvTable<SellerRow> of(int year, String dialect) {
        List<CsvColumn<SellerRow>> columns = new ArrayList<>();
        columns.add(CsvColumn.figure("reporting_year", row -> year));
        columns.add(CsvColumn.text("jurisdiction_dialect", row -> dialect));
        columns.add(CsvColumn.text("payee_ref", SellerTable::name));
        columns.add(CsvColumn.text("seller_kind", row -> kind(tax(row))));
        columns.add(
                CsvColumn.text("residence_country", row -> Sellers.residence(row.payee().payee())));
        columns.add(CsvColumn.text("tin_country", row -> tax(row).tinCountry()));
        columns.add(CsvColumn.text("tin_present", row -> yes(!row.payee().lacksNumber())));
        columns.add(CsvColumn.text("vat_present", row -> "N"));
        columns.add(CsvColumn.text("birth_date_present", row -> null));
        columns.add(CsvColumn.text("activity", SellerTable::activity));
        columns.add(CsvColumn.text("currency", row -> row.currency().code()));
        quarters(columns, "cons_q", (row, quarter) -> row.whole(quarter.consideration()));
        quarters(columns, "numb_q", (row, quarter) -> quarter.count());
        quarters(columns, "fees_q", (row, quarter) -> row.whole(quarter.fees()));
        quarters(columns, "tax_q", (row, quarter) -> row.whole(quarter.tax()));
        columns.add(CsvColumn.figure("threshold_count", SellerRow::thresholdCount));
        columns.add(
                CsvColumn.figure(
                        "threshold_eur",
                        row -> row.thresholdSum() == null ? null : row.thresholdSum().toMajor()));
        columns.add(
                CsvColumn.text(
                        "reportable",
                        row -> row.reportable() == null ? null : yes(row.reportable())));
        columns.add(
                CsvColumn.text(
                        "exclusion_reason",
                        row -> row.exclusion() == null ? null : row.exclusion().name()));
        columns.add(CsvColumn.text("doc_ref_id", SellerRow::docRefId));
        columns.add(CsvColumn.text("corr_doc_ref_id", row -> null));
        columns.add(CsvColumn.text("doc_type_indic", row -> row.isReportable() ? "OECD1" : null));
        return new CsvTable<>(
                "seller-summary.csv",
                columns,
                Comparator.comparing(SellerTable::name)
                        .thenComparing(SellerTable::activity)
                        .thenComparing(SellerRow::currency),
                "payee_ref, activity, currency");
    }

    private static void quarters(
            List<CsvColumn<SellerRow>> columns,
            String name,
            ToLongBiFunction<SellerRow, Quarter> figure) {
        for (int quarter = 0; quarter < 4; quarter++) {
            int of = quarter;
            columns.add(
                    CsvColumn.figure(
                            name + (quarter + 1),
                            row -> figure.applyAsLong(row, row.quarters().get(of))));
        }
    }

    private static String name(SellerRow row) {
        return row.payee().payee().payee();
    }

    private static TaxStatus tax(SellerRow row) {
        return row.payee().payee().tax();
    }

    private static String activity(SellerRow row) {
        return row.activity() == null ? "" : row.activity().name();
    }

    /** By the classification; without one by the form; empty when neither tells. */
    public static @Nullable String kind(TaxStatus tax) {
        String classification = tax.classification();
        String form = tax.form();
        if (classification != null) {
            return PEOPLE.contains(classification) ? INDIVIDUAL : "ENTITY";
        }
        if (form == null || form.equals("W-9")) {
            return null;
        }
        return form.equals("W-8BEN") ? INDIVIDUAL : "ENTITY";
    }

    private static String yes(boolean value) {
        return value ? "Y" : "N";
    }
}
