package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import java.util.Comparator;
import java.util.List;

/**
 * One line of an entry that was effective before the day it could be booked on, a row of {@code
 * late-entries.csv}; debit positive.
 */
public record LateLine(JournalEntry entry, Posting posting) {

    public static final String HEADER = "late_entries";
    public static final List<String> KEY =
            List.of("booked_on", "entry_id", "account", "currency", "amount_minor");

    public static final CsvTable<LateLine> TABLE =
            new CsvTable<>(
                    "late-entries.csv",
                    List.of(
                            CsvColumn.text("entry_id", row -> row.entry().id().toString()),
                            CsvColumn.text("source_key", row -> row.entry().source().text()),
                            CsvColumn.text(
                                    "effective_on", row -> row.entry().effectiveOn().toString()),
                            CsvColumn.text("booked_on", row -> row.entry().bookedOn().toString()),
                            CsvColumn.text("account", row -> row.posting().account().path()),
                            CsvColumn.text(
                                    "currency", row -> row.posting().amount().currency().code()),
                            CsvColumn.<LateLine>figure(
                                            "amount_minor", row -> row.posting().signedMinor())
                                    .from(
                                            Origin.itself(
                                                    "one posting of the late entry", "entry_id"))),
                    Comparator.comparing((LateLine row) -> row.entry().bookedOn())
                            .thenComparing(row -> row.entry().id().toString())
                            .thenComparing(row -> row.posting().account())
                            .thenComparing(row -> row.posting().amount().currency())
                            .thenComparingLong(row -> row.posting().signedMinor()),
                    "booked_on, entry_id, account, currency, amount_minor");

    /** The lines of a late entry, in the order of the file. */
    public static List<LateLine> of(JournalEntry entry) {
        return entry.postings().stream()
                .map(posting -> new LateLine(entry, posting))
                .sorted(TABLE.order())
                .toList();
    }
}
