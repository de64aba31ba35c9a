package com.illuvrse.finance.exporters.parquet;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of one entry, with what people group by.
 *
 * @param line from 1, in the order of the sealed entry
 * @param amount signed, debit positive
 */
public record PostingRow(
        EntryId entryId,
        int line,
        LocalDate effectiveOn,
        Instant occurredAt,
        AccountId account,
        Money amount,
        String sourceKey,
        @Nullable String order,
        @Nullable String payee,
        @Nullable String contract,
        @Nullable String stripe) {

    static final Comparator<PostingRow> ORDER =
            Comparator.comparing(PostingRow::entryId).thenComparingInt(PostingRow::line);

    public PostingRow {
        if (line < 1) {
            throw new IllegalArgumentException(
                    "lines count from 1, found line " + line + " of entry " + sourceKey);
        }
    }

    /** The rows of an entry, in the order of its lines. */
    public static List<PostingRow> of(JournalEntry entry) {
        EntryId id = entry.id();
        List<PostingRow> rows = new ArrayList<>();
        for (Posting posting : entry.postings()) {
            rows.add(
                    new PostingRow(
                            id,
                            rows.size() + 1,
                            entry.effectiveOn(),
                            entry.occurredAt(),
                            posting.account(),
                            Money.of(posting.signedMinor(), posting.amount().currency()),
                            entry.source().text(),
                            entry.ref().get("order"),
                            entry.ref().get("payee"),
                            entry.ref().get("contract"),
                            entry.ref().get("stripe")));
        }
        return rows;
    }
}
