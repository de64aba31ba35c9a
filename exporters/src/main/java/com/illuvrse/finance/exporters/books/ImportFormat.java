package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.report.Csv;
import java.io.IOException;
import java.util.List;

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

    /** A text of others without line breaks, which these packages do not take. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }
}
