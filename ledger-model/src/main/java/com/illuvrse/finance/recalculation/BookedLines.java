package com.illuvrse.finance.recalculation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lines an entry must have: amounts of one side and account added, zeros left out, negative
 * ones on the other side, both sides of an account kept (segment format, section 3).
 */
final class BookedLines {

    private final String currency;
    private final TreeMap<String, Long> debits = new TreeMap<>();
    private final TreeMap<String, Long> credits = new TreeMap<>();

    BookedLines(String currency) {
        this.currency = currency;
    }

    void debit(String account, long amount) {
        if (amount != 0) {
            (amount > 0 ? debits : credits).merge(account, Math.absExact(amount), Math::addExact);
        }
    }

    void credit(String account, long amount) {
        debit(account, Math.negateExact(amount));
    }

    void requireOf(BookedEntry entry) throws Mismatch {
        List<BookedEntry.Line> expected = new ArrayList<>();
        add(expected, debits, true);
        add(expected, credits, false);
        for (int i = 0; i < Math.max(expected.size(), entry.lines().size()); i++) {
            Object wanted = i < expected.size() ? expected.get(i) : "no more lines";
            Object found = i < entry.lines().size() ? entry.lines().get(i) : "no more lines";
            if (!wanted.equals(found)) {
                throw Mismatch.of(entry.name() + " lines[" + i + "]", wanted, found);
            }
        }
    }

    private void add(List<BookedEntry.Line> lines, Map<String, Long> amounts, boolean debit) {
        amounts.forEach(
                (account, amount) ->
                        lines.add(new BookedEntry.Line(debit, account, currency, amount)));
    }
}
