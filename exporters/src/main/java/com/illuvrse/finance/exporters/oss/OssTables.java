package com.illuvrse.finance.exporters.oss;

import com.illuvrse.finance.exporters.lineage.Amount;
import com.illuvrse.finance.exporters.lineage.Condition;
import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Measure;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.lineage.Sheet;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.oss.MemberStates;
import com.illuvrse.finance.oss.OssCorrection;
import com.illuvrse.finance.oss.OssFiling;
import com.illuvrse.finance.oss.OssLine;
import com.illuvrse.finance.oss.Scheme;
import com.illuvrse.finance.oss.SchemeResult;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The three worksheets of a quarter's return. A row without a known rate keeps its amounts as
 * charged and has no euros. Member states are named as on the return.
 *
 * @param home the state of identification, ISO code
 */
public record OssTables(Scheme scheme, String home, Period quarter) {

    public static final String LINES = "vat_oss_lines";
    public static final String CORRECTIONS = "vat_oss_corrections";
    public static final String SUMMARY = "vat_oss_summary";
    public static final List<String> LINES_KEY =
            List.of(
                    "member_state_of_consumption",
                    "supply_type",
                    "rate_type",
                    "vat_rate",
                    "source_currency");
    public static final List<String> CORRECTIONS_KEY =
            List.of("corrected_period", "member_state_of_consumption", "source_currency");
    public static final List<String> SUMMARY_KEY = List.of("period");

    private static final Currency EUR = Currency.of("EUR");
    private static final MathContext DIGITS = new MathContext(12, RoundingMode.HALF_UP);

    /** Entries whose sale is of an earlier quarter than the return, with that quarter. */
    public static final Facts SOLD_BEFORE =
            Facts.ofLedger("entries of sales of earlier quarters", "entry_id");

    private static final Origin FX_RATE =
            Origin.told(
                    "what the ECB published for the last day of the quarter, or the next day with a"
                            + " rate; the manifest lists it");

    /** How the cells of every worksheet of the quarter come about. */
    public static List<Sheet> sheets() {
        OssTables any = new OssTables(Scheme.UNION, "IE", Period.parse("2026-Q1"));
        return List.of(
                any.lines().sheet(LINES_KEY),
                any.corrections().sheet(CORRECTIONS_KEY),
                any.summary().sheet(SUMMARY_KEY),
                EvidenceRow.TABLE.sheet(EvidenceRow.KEY));
    }

    private static Origin.Sum ofLine(String column) {
        return Origin.sum(
                EvidenceRow.FACTS,
                Amount.of(column),
                Condition.is("scheme_result", SchemeResult.OSS.name()),
                Condition.same("member_state_of_consumption"),
                Condition.same("supply_type"),
                Condition.same("vat_rate"),
                Condition.same("source_currency", "currency"),
                Condition.through(
                        "the sale is of no earlier quarter",
                        "",
                        "entry_id",
                        SOLD_BEFORE,
                        "entry_id",
                        "quarter"));
    }

    private static Origin.Sum ofCorrection() {
        return Origin.sum(
                EvidenceRow.FACTS,
                Amount.of("vat_amount"),
                Condition.is("scheme_result", SchemeResult.OSS.name()),
                Condition.same("member_state_of_consumption"),
                Condition.same("source_currency", "currency"),
                Condition.through(
                        "the sale is of the row's corrected_period",
                        "corrected_period",
                        "entry_id",
                        SOLD_BEFORE,
                        "entry_id",
                        "quarter"));
    }

    public CsvTable<OssLine> lines() {
        return new CsvTable<>(
                "oss-lines.csv",
                List.of(
                        CsvColumn.text("scheme", row -> scheme.name()),
                        CsvColumn.text(
                                "member_state_of_identification",
                                row -> MemberStates.onReturn(home)),
                        CsvColumn.text("period", row -> quarter.name()),
                        CsvColumn.text("member_state_of_consumption", OssTables::state),
                        CsvColumn.text("supply_type", OssLine::supplyType),
                        CsvColumn.text("rate_type", OssLine::rateType),
                        CsvColumn.figure("vat_rate", OssLine::vatRate)
                                .from(
                                        Origin.told(
                                                "the rate of the lines added up here, in percent")),
                        CsvColumn.<OssLine>figure(
                                        "taxable_amount_eur", row -> major(row.taxableEuro()))
                                .from(ofLine("taxable_amount").by(Measure.dividedBy("fx_rate"))),
                        CsvColumn.<OssLine>figure("vat_amount_eur", row -> major(row.vatEuro()))
                                .from(ofLine("vat_amount").by(Measure.dividedBy("fx_rate"))),
                        CsvColumn.text("source_currency", row -> row.vat().currency().code()),
                        CsvColumn.<OssLine>figure("source_taxable", row -> row.taxable().toMajor())
                                .from(ofLine("taxable_amount")),
                        CsvColumn.<OssLine>figure("source_vat", row -> row.vat().toMajor())
                                .from(ofLine("vat_amount")),
                        CsvColumn.<OssLine>figure("fx_rate", row -> rate(row.rate())).from(FX_RATE),
                        CsvColumn.text("fx_date", row -> date(row.rate())),
                        CsvColumn.figure("transaction_count", OssLine::sales)
                                .from(
                                        ofLine("taxable_amount")
                                                .and(Condition.is("refund_of", ""))
                                                .by(Measure.countOf("entry_id")))),
                Comparator.comparing((OssLine row) -> state(row))
                        .thenComparing(OssLine::supplyType)
                        .thenComparing(
                                row -> new BigDecimal(row.vatRate()), Comparator.reverseOrder())
                        .thenComparing(row -> row.vat().currency())
                        .thenComparing(row -> String.valueOf(row.rateType())),
                "state, supply type, rate descending, source currency");
    }

    public CsvTable<OssCorrection> corrections() {
        return new CsvTable<>(
                "oss-corrections.csv",
                List.of(
                        CsvColumn.text("scheme", row -> scheme.name()),
                        CsvColumn.text("period", row -> quarter.name()),
                        CsvColumn.text("corrected_period", row -> row.corrected().name()),
                        CsvColumn.text("member_state_of_consumption", OssTables::state),
                        CsvColumn.<OssCorrection>figure(
                                        "vat_correction_eur", row -> major(row.vatEuro()))
                                .from(ofCorrection().by(Measure.dividedBy("fx_rate"))),
                        CsvColumn.text("source_currency", row -> row.vat().currency().code()),
                        CsvColumn.<OssCorrection>figure("source_vat", row -> row.vat().toMajor())
                                .from(ofCorrection()),
                        CsvColumn.<OssCorrection>figure("fx_rate", row -> rate(row.rate()))
                                .from(FX_RATE),
                        CsvColumn.text("fx_date", row -> date(row.rate())),
                        CsvColumn.text("reason", OssCorrection::reason),
                        CsvColumn.figure("transaction_count", OssCorrection::entries)
                                .from(ofCorrection().by(Measure.countOf("entry_id")))),
                Comparator.comparing((OssCorrection row) -> row.corrected().firstDay())
                        .thenComparing(OssTables::state)
                        .thenComparing(row -> row.vat().currency()),
                "corrected period, state, currency");
    }

    /** One row for the quarter. */
    public CsvTable<OssFiling> summary() {
        return new CsvTable<>(
                "oss-summary.csv",
                List.of(
                        CsvColumn.text("scheme", row -> scheme.name()),
                        CsvColumn.text(
                                "member_state_of_identification",
                                row -> MemberStates.onReturn(home)),
                        CsvColumn.text("period", row -> quarter.name()),
                        CsvColumn.<OssFiling>figure("vat_lines_eur", row -> major(row.vatLines()))
                                .from(Origin.rows("oss-lines.csv", "vat_amount_eur")),
                        CsvColumn.<OssFiling>figure(
                                        "corrections_eur", row -> major(row.vatCorrections()))
                                .from(Origin.rows("oss-corrections.csv", "vat_correction_eur")),
                        CsvColumn.<OssFiling>figure("vat_due_eur", row -> major(row.vatDue()))
                                .from(Origin.cells("vat_lines_eur", "corrections_eur")),
                        CsvColumn.text("due_on", row -> row.dueOn().toString())),
                Comparator.comparing(OssFiling::dueOn),
                "period");
    }

    private static String state(OssLine row) {
        return MemberStates.onReturn(row.state());
    }

    private static String state(OssCorrection row) {
        return MemberStates.onReturn(row.state());
    }

    private static @Nullable String major(@Nullable Money money) {
        return money == null ? null : money.toMajor();
    }

    private static @Nullable String date(@Nullable DayRate rate) {
        return rate == null || rate.used().isEmpty() ? null : rate.asOf().toString();
    }

    /** Units of the currency charged for one euro, in the text of its source where that is so. */
    private static @Nullable String rate(@Nullable DayRate rate) {
        if (rate == null || rate.used().isEmpty()) {
            return null;
        }
        ReferenceRate published = rate.used().getFirst();
        if (published.base().equals(EUR)) {
            return published.rate();
        }
        Fraction perEuro = Fraction.ONE.dividedBy(rate.rate());
        BigDecimal decimal =
                new BigDecimal(perEuro.numerator())
                        .divide(new BigDecimal(perEuro.denominator()), DIGITS)
                        .stripTrailingZeros();
        return decimal.toPlainString();
    }
}
