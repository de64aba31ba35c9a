package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the month with the people behind it.
 *
 * @param enteredBy {@code settlement}, or who wrote the journal
 * @param approvedBy who agreed to the journal, or the first who approved the payout batch
 * @param approvedOn the day of that vote
 * @param reversedBy the entry of the same month that takes this one back
 */
public record BookedEntry(
        JournalEntry entry,
        String enteredBy,
        @Nullable String approvedBy,
        @Nullable LocalDate approvedOn,
        @Nullable EntryId reversedBy) {}
