package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.account.ChartOfAccounts;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import java.util.Comparator;
import java.util.List;

/**
 * The whole chart, {@code chart-of-accounts.csv}; the description says which paths are posted to a
 * number.
 */
public final class ChartSheet {

    public static final String HEADER = "chart_of_accounts";
    public static final List<String> KEY = List.of("GL_Account_Number");

    public static final CsvTable<ChartOfAccounts.Entry> TABLE =
            new CsvTable<>(
                    "chart-of-accounts.csv",
                    List.of(
                            CsvColumn.text("GL_Account_Number", row -> row.account().number()),
                            CsvColumn.text("GL_Account_Name", row -> row.account().name()),
                            CsvColumn.text(
                                    "GL_Account_Description", row -> String.join(" ", row.paths())),
                            CsvColumn.text("Account_Type", row -> row.account().type()),
                            CsvColumn.text("Account_Subtype", row -> row.account().subtype()),
                            CsvColumn.text("FS_Caption", row -> row.account().caption()),
                            CsvColumn.text(
                                    "Parent_GL_Account_Number", row -> row.account().parent())),
                    Comparator.comparing(row -> row.account().number()),
                    "GL_Account_Number");

    private ChartSheet() {}
}
