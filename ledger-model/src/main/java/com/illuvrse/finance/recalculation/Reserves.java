package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What is held back of releases, and the day it is due. */
final class Reserves {

    private final Orders orders;
    private final Contracts contracts;

    /** Orders by the day their reserves are due, or the next day when that was over. */
    private final TreeMap<LocalDate, Set<String>> due = new TreeMap<>();

    private LocalDate date = LocalDate.EPOCH;

    Reserves(Orders orders, Contracts contracts) {
        this.orders = orders;
        this.contracts = contracts;
    }

    void begin(LocalDate day) {
        date = day;
    }

    /** Takes the entry that releases an order's reserves; false when it is in dispute. */
    boolean release(Step step, OrderBook book) throws Mismatch {
        BookedEntry entry = step.entry();
        entry.trace("reserve");
        if (book.disputedFrom <= entry.at()) {
            book.reserveReleased = true;
            return false;
        }
        LocalDate dueOn = book.reserveDueOn;
        if (dueOn == null || dueOn.isAfter(date)) {
            throw Mismatch.of(
                    entry.name(),
                    dueOn == null ? "no reserve, for none is due" : "a reserve on " + dueOn,
                    "one");
        }
        BookedLines booked = new BookedLines(book.currency);
        List<Json> parts = new ArrayList<>();
        for (SoldLine line : book.lines) {
            for (Holding holding : line.holdings) {
                if (holding.reserve != 0) {
                    booked.debit(Accounts.reserve(holding.party), holding.reserve);
                    booked.credit(Accounts.payable(holding.party), holding.reserve);
                    parts.add(
                            Json.object()
                                    .put("contract", line.contract)
                                    .put("version", line.version)
                                    .put("line", line.line)
                                    .put("party", holding.party)
                                    .putMinor("amount", holding.reserve)
                                    .build());
                    holding.payable = Math.addExact(holding.payable, holding.reserve);
                    holding.reserve = 0;
                }
            }
        }
        Workings.require(
                entry,
                Json.object().put("kind", "reserve").put("parts", Json.array(parts)).build());
        booked.requireOf(entry);
        book.reserveReleased = true;
        return true;
    }

    /** Requires every reserve that is due to be released, or an open break that names it. */
    void requireReleased(Predicate<String> named) throws Mismatch {
        for (Set<String> ofDay : due.headMap(date, true).values()) {
            for (String order : ofDay) {
                orders.rest();
                OrderBook book = orders.book(order);
                boolean held = book.reserve() != 0 && !book.reserveReleased;
                if (held && book.disputedFrom == OrderBook.NEVER && !book.isNamed(named)) {
                    throw new Mismatch(
                            Mismatch.Kind.COMPLETENESS,
                            "order " + book.order,
                            "the reserve due on " + book.reserveDueOn + ", or an open break",
                            "neither");
                }
            }
        }
        due.headMap(date, true).clear();
    }

    /** Notes when the order's reserves are due, once it is complete and holds something back. */
    void schedule(OrderBook book) {
        LocalDate dueOn = null;
        if (book.completedOn != null && !book.reserveReleased && book.reserve() != 0) {
            dueOn = book.completedOn.plusDays(reserveDays(book));
        }
        if (!Objects.equals(dueOn, book.reserveDueOn)) {
            Set<String> sameDay = book.reserveDueOn == null ? null : due.get(book.reserveDueOn);
            if (sameDay != null) {
                sameDay.remove(book.order);
            }
            book.reserveDueOn = dueOn;
            if (dueOn != null) {
                LocalDate checked = dueOn.isAfter(date) ? dueOn : date.plusDays(1);
                due.computeIfAbsent(checked, day -> new LinkedHashSet<>()).add(book.order);
            }
        }
    }

    private long reserveDays(OrderBook book) {
        long days = 0;
        for (SoldLine line : book.lines) {
            Terms terms = contracts.version(line.contract, line.version);
            days = Math.max(days, terms == null ? 0 : terms.reserveDays());
        }
        return days;
    }
}
