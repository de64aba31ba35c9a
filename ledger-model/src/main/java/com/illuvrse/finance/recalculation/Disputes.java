package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.util.List;

/**
 * What is not worked out again, and still moves what other orders depend on: counters of contracts
 * and their advances.
 */
final class Disputes {

    private final Orders orders;
    private final Contracts contracts;

    Disputes(Orders orders, Contracts contracts) {
        this.orders = orders;
        this.contracts = contracts;
    }

    /** Moves only what other orders depend on: counters, by the working; advances, by the lines. */
    void follow(BookedEntry entry, OrderBook book, Json.Obj trace, String member) throws Mismatch {
        boolean refund = trace.text("kind").equals("refund");
        for (Json.Obj part : trace.objects("parts")) {
            SoldLine line = line(entry, book, part.text("line"));
            List<String> pair = part.texts(member);
            long step = step(pair);
            if (refund) {
                line.refundedReleased = Long.parseLong(pair.getLast());
                line.refundedEscrow = Long.parseLong(part.texts("escrow").getLast());
            } else {
                line.released = Long.parseLong(pair.getLast());
            }
            List<String> tier = part.texts("tier");
            if (tier.isEmpty()) {
                continue;
            }
            Standing standing = contracts.standing(line.contract, book.currency);
            long before = standing.counter;
            if (!standing.isAt(Long.parseLong(tier.getFirst()))) {
                throw Mismatch.of(entry.name() + " trace tier", before, tier.getFirst());
            }
            standing.counter = Math.addExact(standing.counter, refund ? -step : step);
            if (standing.counter != Long.parseLong(tier.getLast())) {
                throw Mismatch.of(entry.name() + " trace tier", standing.counter, tier.getLast());
            }
        }
        advances(entry);
    }

    private static SoldLine line(BookedEntry entry, OrderBook book, String name) throws Mismatch {
        for (SoldLine line : book.lines) {
            if (line.line.equals(name)) {
                return line;
            }
        }
        throw Mismatch.of(entry.name() + " trace line", "a line of the order", name);
    }

    static long step(List<String> pair) {
        return Math.subtractExact(Long.parseLong(pair.getLast()), Long.parseLong(pair.getFirst()));
    }

    /** A lost dispute takes released money back without a working; its lines tell how much. */
    void dispute(Step step) throws Mismatch {
        BookedEntry entry = step.entry();
        advances(entry);
        OrderBook book = orders.find(entry.order());
        if (book == null) {
            return;
        }
        orders.disputed(book, entry.at());
        if (!step.part(2).equals("lost") || book.lines.isEmpty()) {
            return;
        }
        long back = 0;
        for (BookedEntry.Line line : entry.lines()) {
            if (isOfParty(line.account())) {
                back = Math.addExact(back, line.signed());
            }
        }
        List<String> names = book.lines.stream().map(line -> line.contract).distinct().toList();
        for (String name : names) {
            Standing standing = contracts.standing(name, book.currency);
            if (names.size() == 1) {
                standing.counter = Math.subtractExact(standing.counter, back);
            } else {
                long cents = book.lines.size();
                standing.slack =
                        Math.addExact(standing.slack, Math.addExact(Math.absExact(back), cents));
            }
        }
    }

    /** Whether an account holds what was released: a creator's, the commission, an advance. */
    private static boolean isOfParty(String account) {
        return account.startsWith("liabilities:creator:")
                || account.equals("revenue:commission")
                || account.startsWith(Accounts.ADVANCES);
    }

    /** Moves advances by the lines of an entry that is not worked out again. */
    void advances(BookedEntry entry) {
        for (BookedEntry.Line line : entry.lines()) {
            if (line.account().startsWith(Accounts.ADVANCES)) {
                String contract = line.account().substring(Accounts.ADVANCES.length());
                Standing standing = contracts.standing(contract, line.currency());
                standing.outstanding = Math.addExact(standing.outstanding, line.signed());
            }
        }
    }
}
