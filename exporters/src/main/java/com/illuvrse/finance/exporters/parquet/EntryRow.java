package com.illuvrse.finance.exporters.parquet;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import org.jspecify.annotations.Nullable;

/**
 * One sealed entry with the line that was signed.
 *
 * @param seq its place in the whole ledger, from 1
 * @param late whether the fact belongs to an earlier day
 * @param reverses the entry this one takes back
 * @param canonical its line of {@code ledger.jsonl}, without the line feed
 */
public record EntryRow(
        EntryId entryId,
        long seq,
        String sourceKey,
        @Nullable String memo,
        boolean late,
        @Nullable EntryId reverses,
        String canonical) {

    public EntryRow {
        if (seq < 1) {
            throw new IllegalArgumentException(
                    "places count from 1, found place " + seq + " of entry " + sourceKey);
        }
    }

    public static EntryRow of(long seq, JournalEntry entry, String canonical) {
        return new EntryRow(
                entry.id(),
                seq,
                entry.source().text(),
                entry.memo(),
                entry.late(),
                entry.reverses(),
                canonical);
    }
}
