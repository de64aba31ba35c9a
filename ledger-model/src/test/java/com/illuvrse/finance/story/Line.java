package com.illuvrse.finance.story;

import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the books with what it refers to, so that a law can be asked about books that no
 * entry could be built of.
 *
 * @param source source key of the entry
 * @param amount minor units, debit positive
 */
record Line(
        String source,
        @Nullable String order,
        @Nullable String bt,
        @Nullable String stripe,
        String account,
        String currency,
        long amount) {

    private static final String ROW = "stripe:acct_platform:bt:";

    static List<Line> of(Collection<JournalEntry> entries) {
        List<Line> lines = new ArrayList<>();
        for (JournalEntry entry : entries) {
            for (Posting posting : entry.postings()) {
                lines.add(
                        new Line(
                                entry.source().text(),
                                entry.ref().get("order"),
                                entry.ref().get("bt"),
                                entry.ref().get("stripe"),
                                posting.account().path(),
                                posting.amount().currency().code(),
                                posting.signedMinor()));
            }
        }
        return lines;
    }

    Line amount(long other) {
        return new Line(source, order, bt, stripe, account, currency, other);
    }

    Line account(String other) {
        return new Line(source, order, bt, stripe, other, currency, amount);
    }

    /** The row whose own entry this line is of; null for other entries. */
    @Nullable String row() {
        return source.startsWith(ROW) ? source.substring(ROW.length()) : null;
    }

    boolean isOf(String prefix) {
        return account.equals(prefix) || account.startsWith(prefix + ":");
    }
}
