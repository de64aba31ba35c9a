package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.lineage.Condition;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.lineage.Sheet;
import com.illuvrse.finance.exporters.report.Csv;
import com.illuvrse.finance.exporters.report.Header;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How an accounting package wants journals to be written. */
public interface ImportFormat {

    /** First part of the names of its files, such as {@code import-xero}. */
    String name();

    /** Name of its header. */
    String header();

    /** Columns that name a row. */
    List<String> key();

    /** Rows a file may have. */
    int maxLines();

    /** Writes the rows of one journal. */
    void write(Csv csv, DayJournal journal) throws IOException;

    /** How the figures among its cells come about. */
    Map<String, Origin> figures();

    /** How the cells of its files come about. */
    default Sheet sheet() {
        Map<String, Origin> origins = new LinkedHashMap<>();
        for (String column : Header.of(header())) {
            origins.put(
                    column,
                    Objects.requireNonNullElse(
                            figures().get(column),
                            Origin.told("as the accounting package wants it; no figure")));
        }
        return new Sheet(name() + "_p*.csv", key(), origins);
    }

    /** The day in a text that ends with it, or with it and a currency. */
    static Condition ofDayIn(String column, int after) {
        return Condition.that(
                "Entered_Date is the day in " + column,
                (row, fact) -> {
                    String text = String.valueOf(row.get(column));
                    int end = text.length() - after;
                    return end >= DAY
                            && text.substring(end - DAY, end).equals(fact.get("Entered_Date"));
                });
    }

    /** Letters of a day. */
    int DAY = 10;

    /** A text of others without line breaks, which these packages do not take. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }
}
