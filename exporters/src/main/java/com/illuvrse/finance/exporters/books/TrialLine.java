package com.illuvrse.finance.exporters.books;

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

    public static final CsvTable<TrialLine> TABLE =
            new CsvTable<>(
                    "trial-balance.csv",
                    List.of(
                            CsvColumn.text("GL_Account_Number", TrialLine::number),
                            CsvColumn.text("Business_Unit_Code", row -> row.books().entity()),
                            CsvColumn.figure(
                                    "Fiscal_Year",
                                    row -> row.books().fiscalYear().of(row.books().lastDay())),
                            CsvColumn.text(
                                    "Period",
                                    row ->
                                            row.books()
                                                    .fiscalYear()
                                                    .periodOf(row.books().lastDay())),
                            CsvColumn.text(
                                    "Balance_As_Of_Date", row -> row.books().lastDay().toString()),
                            CsvColumn.figure(
                                    "Amount_Beginning", row -> major(row.beginning, row.currency)),
                            CsvColumn.figure(
                                    "Amount_Ending", row -> major(row.ending, row.currency)),
                            CsvColumn.text("Amount_Currency", row -> row.currency().code()),
                            CsvColumn.figure(
                                    "Reporting_Amount_Beginning",
                                    row ->
                                            row.reporting == null
                                                    ? null
                                                    : major(
                                                            row.reporting.beginning(),
                                                            row.books.reporting())),
                            CsvColumn.figure(
                                    "Reporting_Amount_Ending",
                                    row ->
                                            row.reporting == null
                                                    ? null
                                                    : major(
                                                            row.reporting.ending(),
                                                            row.books.reporting())),
                            CsvColumn.text(
                                    "Reporting_Amount_Currency",
                                    row -> row.books().reporting().code())),
                    Comparator.comparing(TrialLine::number).thenComparing(TrialLine::currency),
                    "GL_Account_Number, Amount_Currency");

    private static String major(long minor, Currency currency) {
        return Money.of(minor, currency).toMajor();
    }
}
