package com.illuvrse.finance.exporters.dpi;

import com.illuvrse.finance.dpi.SellerRow;
import com.illuvrse.finance.dpi.SellerRow.Quarter;
import com.illuvrse.finance.dpi.Sellers;
import com.illuvrse.finance.exporters.lineage.Amount;
import com.illuvrse.finance.exporters.lineage.Condition;
import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Measure;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.lineage.Sheet;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.payout.TaxStatus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
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

    /** Facts of goods as the low-volume test takes them: by person, at the rate of the test. */
    public static final Facts GOODS =
            Facts.ofLedger("payments for goods", "payment_entry_id", "item_entry_id");

    private SellerTable() {}

    /** How the cells of every worksheet of the year come about. */
    public static List<Sheet> sheets() {
        return List.of(of(0, "").sheet(KEY), SellerFactRow.TABLE.sheet(SellerFactRow.KEY));
    }

    private static Origin.Sum ofPerson(String column) {
        return Origin.sum(
                GOODS,
                Amount.of(column),
                Condition.sameThrough(
                        "payee_ref has the tax number of the row's payee, or is it",
                        "payee_ref",
                        GOODS,
                        "payee_ref",
                        "person"));
    }

    private static Origin.Sum ofQuarter(Amount amount, int quarter) {
        return Origin.sum(
                SellerFactRow.FACTS,
                amount,
                Condition.same("payee_ref"),
                Condition.same("activity"),
                Condition.same("currency"),
                Condition.is("quarter", "Q" + quarter));
    }

    /** Orders: 1 for the first payment of one, -1 where that came back. */
    private static BigDecimal order(Map<String, String> fact) {
        return "Y".equals(fact.get("counted"))
                ? BigDecimal.valueOf(
                        Amount.number(fact, "consideration_minor")
                                .add(Amount.number(fact, "tax_minor"))
                                .signum())
                : BigDecimal.ZERO;
    }

    /**
     * The table of a year.
     *
     * @param dialect of the schema, such as {@code OECD}
     */
    public static CsvTable<SellerRow> of(int year, String dialect) {
        List<CsvColumn<SellerRow>> columns = new ArrayList<>();
        columns.add(
                CsvColumn.<SellerRow>figure("reporting_year", row -> year)
                        .from(Origin.told("the year of the set")));
        columns.add(
                CsvColumn.<SellerRow>text("jurisdiction_dialect", row -> dialect)
                        .from(Origin.setting("reports.dpi.dialect")));
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
        Measure whole = Measure.wholeUnits("currency");
        quarters(
                columns,
                "cons_q",
                (row, quarter) -> row.whole(quarter.consideration()),
                quarter -> ofQuarter(Amount.of("consideration_minor"), quarter).by(whole));
        quarters(
                columns,
                "numb_q",
                (row, quarter) -> quarter.count(),
                quarter ->
                        ofQuarter(
                                new Amount(
                                        "orders (1 where counted is Y, -1 where that payment came"
                                                + " back)",
                                        SellerTable::order),
                                quarter));
        quarters(
                columns,
                "fees_q",
                (row, quarter) -> row.whole(quarter.fees()),
                quarter -> ofQuarter(Amount.of("fees_minor"), quarter).by(whole));
        quarters(
                columns,
                "tax_q",
                (row, quarter) -> row.whole(quarter.tax()),
                quarter -> ofQuarter(Amount.of("tax_minor"), quarter).by(whole));
        columns.add(
                CsvColumn.figure("threshold_count", SellerRow::thresholdCount)
                        .from(ofPerson("orders")));
        columns.add(
                CsvColumn.<SellerRow>figure(
                                "threshold_eur",
                                row ->
                                        row.thresholdSum() == null
                                                ? null
                                                : row.thresholdSum().toMajor())
                        .from(
                                ofPerson("consideration_minor")
                                        .by(Measure.timesRate("currency", "rate", 0, 2))));
        columns.add(
                CsvColumn.<SellerRow>text(
                                "reportable",
                                row -> row.reportable() == null ? null : yes(row.reportable()))
                        .from(
                                Origin.byRule(
                                        "dpi.goods.exclusion",
                                        "whether the seller is reported: a relevant activity, a"
                                                + " reportable residence, and not few goods of low"
                                                + " value")));
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
            ToLongBiFunction<SellerRow, Quarter> figure,
            IntFunction<Origin> origin) {
        for (int quarter = 0; quarter < 4; quarter++) {
            int of = quarter;
            columns.add(
                    CsvColumn.<SellerRow>figure(
                                    name + (quarter + 1),
                                    row -> figure.applyAsLong(row, row.quarters().get(of)))
                            .from(origin.apply(quarter + 1)));
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
