package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.lineage.Amount;
import com.illuvrse.finance.exporters.lineage.Condition;
import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One account number in one currency at both ends of a month, a row of {@code trial-balance.csv};
 * debit positive, minor units.
 *
 * @param reporting both ends in the reporting currency, every entry at the rate of its own day;
 *     null when a rate is missing
 */
public record TrialLine(
        Books books,
        String number,
        Currency currency,
        long beginning,
        long ending,
        @Nullable Ends reporting) {

    /** Two balances. */
    public record Ends(long beginning, long ending) {}

    public static final String HEADER = "trial_balance";
    public static final List<String> KEY = List.of("GL_Account_Number", "Amount_Currency");

    /** Balances as the cut of the day before the month drew them, account by account. */
    public static final Facts DRAWN = Facts.ofLedger("balances drawn before the month");

    /** What earlier entries came to in the reporting currency, each at the rate of its own day. */
    public static final Facts BEFORE =
            Facts.ofLedger("balances before the month at their rates", "entry_id");

    private static final Condition[] OF_ROW = {
        Condition.same("GL_Account_Number"), Condition.same("Amount_Currency")
    };

    public static final CsvTable<TrialLine> TABLE =
            new CsvTable<>(
                    "trial-balance.csv",
                    List.of(
                            CsvColumn.text("GL_Account_Number", TrialLine::number),
                            CsvColumn.text("Business_Unit_Code", row -> row.books().entity()),
                            CsvColumn.<TrialLine>figure(
                                            "Fiscal_Year",
                                            row ->
                                                    row.books()
                                                            .fiscalYear()
                                                            .of(row.books().lastDay()))
                                    .from(Origin.setting("reports.fiscal-year-start-month")),
                            CsvColumn.text(
                                    "Period",
                                    row ->
                                            row.books()
                                                    .fiscalYear()
                                                    .periodOf(row.books().lastDay())),
                            CsvColumn.text(
                                    "Balance_As_Of_Date", row -> row.books().lastDay().toString()),
                            CsvColumn.<TrialLine>figure(
                                            "Amount_Beginning",
                                            row -> major(row.beginning, row.currency))
                                    .from(Origin.sum(DRAWN, Amount.of("amount"), OF_ROW)),
                            CsvColumn.<TrialLine>figure(
                                            "Amount_Ending", row -> major(row.ending, row.currency))
                                    .from(
                                            Origin.together(
                                                    Origin.cell("Amount_Beginning"),
                                                    Origin.sum(
                                                            GlLine.FACTS, GlLine.AMOUNT, OF_ROW))),
                            CsvColumn.text("Amount_Currency", row -> row.currency().code()),
                            CsvColumn.<TrialLine>figure(
                                            "Reporting_Amount_Beginning",
                                            row ->
                                                    row.reporting == null
                                                            ? null
                                                            : major(
                                                                    row.reporting.beginning(),
                                                                    row.books.reporting()))
                                    .from(Origin.sum(BEFORE, Amount.of("reporting"), OF_ROW)),
                            CsvColumn.<TrialLine>figure(
                                            "Reporting_Amount_Ending",
                                            row ->
                                                    row.reporting == null
                                                            ? null
                                                            : major(
                                                                    row.reporting.ending(),
                                                                    row.books.reporting()))
                                    .from(
                                            Origin.together(
                                                    Origin.cell("Reporting_Amount_Beginning"),
                                                    Origin.sum(
                                                            GlLine.FACTS,
                                                            GlLine.REPORTING,
                                                            OF_ROW))),
                            CsvColumn.text(
                                    "Reporting_Amount_Currency",
                                    row -> row.books().reporting().code())),
                    Comparator.comparing(TrialLine::number).thenComparing(TrialLine::currency),
                    "GL_Account_Number, Amount_Currency");

    private static String major(long minor, Currency currency) {
        return Money.of(minor, currency).toMajor();
    }
}
