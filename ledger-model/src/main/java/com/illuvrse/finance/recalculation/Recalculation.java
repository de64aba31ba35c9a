package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Works out every sale, release, refund, reserve and guarantee of a ledger again, from its sealed
 * order events, contracts and rows of Stripe alone, and compares working and lines of each entry
 * (segment format, section 8).
 *
 * <p>Days come in order. Of a day first {@link #begin}, its contracts and its order events, then
 * rows of Stripe and entries by instant, each row before the instant of its entry is over, and
 * {@link #end} last. What is found wrong first is thrown; nothing can be asked afterwards.
 *
 * <p>Not worked out again: an order from the first row of a dispute on, whose workings only move
 * the counters of its contracts; refunds of destination charges.
 *
 * <p>Every order is remembered, because a refund may come years later: packed, some 250 bytes each
 * (see {@link PackedOrder}), in temporary files once they are many. On the heap are the contracts,
 * the names of orders with a fulfilment or a reserve that is not released yet, and the entries of
 * one instant. Not for several threads.
 */
public final class Recalculation {

    private static final int MOST_OPEN = 4096;

    private final Orders orders;
    private final Contracts contracts = new Contracts();
    private final List<Step> instant = new ArrayList<>();

    /** Orders with fulfilments that no entry has released so far. */
    private final Set<String> waiting = new LinkedHashSet<>();

    private final Agreement agreement = new Agreement();
    private final Reserves reserves;
    private final Disputes disputes;

    private LocalDate date = LocalDate.EPOCH;
    private ZoneId zone = ZoneId.of("UTC");
    private long inDispute;

    /** Workings of today of orders that were in dispute yesterday. */
    private long disputedBefore;

    private long again;

    public Recalculation() {
        this(MOST_OPEN);
    }

    /**
     * @param mostOpen how many orders may be unpacked at once
     */
    public Recalculation(int mostOpen) {
        this.orders = new Orders(mostOpen);
        this.reserves = new Reserves(orders, contracts);
        this.disputes = new Disputes(orders, contracts);
    }

    /** Begins a day. */
    public void begin(LocalDate day, ZoneId ledgerZone) {
        date = day;
        zone = ledgerZone;
        contracts.begin(day);
        reserves.begin(day);
        disputedBefore = 0;
        instant.clear();
    }

    /** Takes a row of {@code contracts.jsonl}. */
    public void contract(Json.Obj row) throws Mismatch {
        try {
            contracts.add(row);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw Mismatch.of(
                    "contract " + row.text("contract") + " version " + row.number("version"),
                    "terms that can be followed",
                    reason(e));
        }
    }

    /** Takes a row of {@code orders.jsonl}. */
    public void event(Json.Obj row) throws Mismatch {
        try {
            OrderBook book = orders.event(row, zone);
            if (!book.fulfilments.isEmpty()) {
                waiting.add(book.order);
            }
            reserves.schedule(book);
            agreement.look(book);
            orders.rest();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw Mismatch.of(
                    "order " + row.text("order") + " event " + row.text("event"),
                    "an order that can be followed",
                    reason(e));
        }
    }

    /** Takes a row of {@code balance_transactions.jsonl}. */
    public void row(Json.Obj row) {
        orders.row(row);
        orders.rest();
    }

    /** Takes an entry; those that move nothing here may be left out. */
    public void entry(BookedEntry entry) throws Mismatch {
        if (!instant.isEmpty() && instant.getFirst().entry().at() != entry.at()) {
            endInstant();
        }
        instant.add(Step.of(entry));
    }

    /** Tells that the day has no more entries. */
    public void endEntries() throws Mismatch {
        endInstant();
    }

    private void endInstant() throws Mismatch {
        instant.sort(null);
        for (Step step : instant) {
            try {
                perform(step);
            } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
                throw Mismatch.of(step.entry().name(), "figures the evidence can give", reason(e));
            }
        }
        instant.clear();
    }

    private static String reason(RuntimeException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    }

    private void perform(Step step) throws Mismatch {
        switch (step.rank()) {
            case SALE, SALE_REVERSAL, FULFIL, REFUND, RESERVE -> ofOrder(step, known(step));
            case GUARANTEE -> {
                Guarantees.require(step, contracts, date);
                again++;
            }
            case DISPUTE -> disputes.dispute(step);
            case OTHER -> disputes.advances(step.entry());
        }
    }

    private void ofOrder(Step step, OrderBook book) throws Mismatch {
        switch (step.rank()) {
            case FULFIL -> fulfil(step, book);
            case REFUND -> refund(step, book);
            case RESERVE -> again += reserves.release(step, book) ? 1 : 0;
            default -> sale(step, book);
        }
        reserves.schedule(book);
        orders.rest();
    }

    private OrderBook known(Step step) throws Mismatch {
        OrderBook book = orders.find(step.part(1));
        if (book == null || (book.latest == null && book.form == null)) {
            throw new Mismatch(
                    Mismatch.Kind.COMPLETENESS,
                    step.entry().name(),
                    "an order of orders.jsonl",
                    "none of that name so far");
        }
        if (step.entry().trace() != null) {
            count(book);
        }
        return book;
    }

    private void count(OrderBook book) {
        long today = date.toEpochDay();
        book.tracesToday = book.tracesOn == today ? book.tracesToday + 1 : 1;
        book.tracesOn = today;
        disputedBefore += book.disputedFrom == OrderBook.LONG_AGO ? 1 : 0;
    }

    // ---- sales

    private void sale(Step step, OrderBook book) throws Mismatch {
        BookedEntry entry = step.entry();
        boolean reversal = step.rank() == Step.Rank.SALE_REVERSAL;
        Payment row =
                orders.take(
                        entry,
                        book,
                        step.part(2),
                        reversal ? Payment.Use.REVERSAL : Payment.Use.SALE);
        forgetReleased(book, entry.at());
        if (reversal) {
            Sales.reverse(entry, book, row);
        } else {
            Sales.sell(entry, book, row);
            agreement.look(book);
        }
        BookedLines booked = new BookedLines(row.currency());
        Sales.settle(book, row.amount(), booked);
        booked.requireOf(entry);
        again++;
    }

    // ---- releases

    private void fulfil(Step step, OrderBook book) throws Mismatch {
        BookedEntry entry = step.entry();
        Json.Obj trace = entry.trace("fulfil");
        String event = trace.text("event");
        OrderBook.Fulfilment fulfilment = book.fulfilments.remove(event);
        if (fulfilment == null || book.form == null) {
            throw new Mismatch(
                    Mismatch.Kind.COMPLETENESS,
                    entry.name() + " trace.event",
                    "an accepted fulfilment of a sold order, not released before",
                    event);
        }
        entry.requireAt(Math.max(fulfilment.at(), book.firstSale));
        if (step.number() != book.releases + 1L) {
            throw Mismatch.of(entry.name(), "release " + (book.releases + 1), step.number());
        }
        if (entry.at() >= book.disputedFrom) {
            disputes.follow(entry, book, trace, "released");
        } else {
            release(entry, book, event, fulfilment, trace);
        }
        book.releases++;
        earn(book, trace, "share", 1);
        if (fulfilment.portion().equals(Ratio.ONE) && book.completedOn == null) {
            book.completedOn = day(entry.at());
        }
    }

    private void release(
            BookedEntry entry,
            OrderBook book,
            String event,
            OrderBook.Fulfilment fulfilment,
            Json.Obj trace)
            throws Mismatch {
        BookedLines booked = new BookedLines(book.currency);
        List<Json> parts = new ArrayList<>();
        for (SoldLine line : book.lines) {
            long base = line.releasable(fulfilment.portion());
            if (base > 0) {
                Terms terms = contracts.on(entry.name(), line.contract, day(book.form().at()));
                long position = position(trace, parts.size(), line.contract, book.currency);
                parts.add(
                        new ReleaseAgain(line, terms, book.currency, contracts, booked)
                                .release(base, position));
                contracts.standing(line.contract, book.currency).counter =
                        Math.addExact(position, base);
            }
        }
        if (parts.isEmpty() || book.isDestination()) {
            throw Mismatch.of(entry.name(), "no entry, for nothing is released", "one");
        }
        Workings.require(
                entry,
                Json.object()
                        .put("kind", "fulfil")
                        .put("event", event)
                        .put("portion", fulfilment.text())
                        .put("parts", Json.array(parts))
                        .build());
        booked.requireOf(entry);
        again++;
    }

    /** Where a contract's counter stands, of what it can be after a lost dispute as is written. */
    private long position(Json.Obj trace, int part, String contract, String currency) {
        Standing standing = contracts.standing(contract, currency);
        List<Json.Obj> parts = trace.objects("parts");
        List<String> tier = part < parts.size() ? parts.get(part).texts("tier") : List.of();
        if (standing.slack > 0 && !tier.isEmpty()) {
            standing.isAt(Long.parseLong(tier.getFirst()));
        }
        return standing.counter;
    }

    // ---- refunds

    private void refund(Step step, OrderBook book) throws Mismatch {
        BookedEntry entry = step.entry();
        Payment row = orders.take(entry, book, step.part(2), Payment.Use.REFUND);
        if (book.firstSale == OrderBook.NEVER) {
            throw Mismatch.of(entry.name(), "no refund of an order that is not sold", "one");
        }
        entry.requireAt(Math.max(row.at(), book.firstSale));
        if (book.isDestination()) {
            return;
        }
        Json.Obj trace = entry.trace("refund");
        if (entry.at() >= book.disputedFrom) {
            disputes.follow(entry, book, trace, "released");
        } else {
            BookedLines booked = new BookedLines(book.currency);
            Json.Obj expected =
                    new RefundAgain(
                                    book,
                                    contracts,
                                    booked,
                                    (contract, found) -> position(contract, book, found))
                            .refund(row, trace);
            if (expected == null || !book.currency.equals(row.currency())) {
                throw Mismatch.of(entry.name(), "no entry, for nothing of the row fits", "one");
            }
            Workings.require(entry, expected);
            booked.requireOf(entry);
            again++;
        }
        earn(book, trace, "reversed", -1);
    }

    private long position(String contract, OrderBook book, @Nullable String found) {
        Standing standing = contracts.standing(contract, book.currency);
        if (standing.slack > 0 && found != null) {
            standing.isAt(Long.parseLong(found));
        }
        return standing.counter;
    }

    /** Adds what a working gave or took to what its parties earned this month. */
    private void earn(OrderBook book, Json.Obj trace, String member, int sign) {
        for (Json.Obj part : trace.objects("parts")) {
            String contract = part.optionalText("contract");
            if (contract != null) {
                for (Json.Obj share : part.objects("shares")) {
                    long step = Disputes.step(share.texts(member));
                    contracts.earn(contract, share.text("party"), book.currency, sign * step);
                }
            }
        }
    }

    // ---- the end of a day

    /**
     * Ends a day: what is accepted and due was released, or an open break says why not; and what an
     * order asks for is what its charge brought, or a break says that it is not.
     */
    public void end(Explanations breaks) throws Mismatch {
        inDispute = disputedBefore + orders.inDispute(date);
        requireReleased(breaks::names);
        reserves.requireReleased(breaks::names);
        agreement.requireSaid(orders, breaks);
        orders.end();
    }

    private void requireReleased(Predicate<String> named) throws Mismatch {
        for (Iterator<String> left = waiting.iterator(); left.hasNext(); orders.rest()) {
            OrderBook book = orders.book(left.next());
            forgetReleased(book, Long.MAX_VALUE);
            reserves.schedule(book);
            if (book.fulfilments.isEmpty()) {
                left.remove();
            } else if (isOwed(book) && !book.isNamed(named)) {
                throw new Mismatch(
                        Mismatch.Kind.COMPLETENESS,
                        "order " + book.order,
                        "a release of fulfilment "
                                + book.fulfilments.keySet().iterator().next()
                                + ", or an open break that says why not",
                        "neither");
            }
        }
    }

    /** Whether a fulfilment that waits should have moved money. */
    private static boolean isOwed(OrderBook book) {
        if (book.disputedFrom != OrderBook.NEVER) {
            return false;
        }
        Placed placed = book.form == null ? book.latest : book.form;
        return placed == null || placed.total() > 0;
    }

    /** Forgets fulfilments up to an instant that release nothing: they have no entry. */
    private void forgetReleased(OrderBook book, long upTo) {
        if (book.form == null || (book.gross <= 0 && book.form.sum() > 0)) {
            return;
        }
        book.fulfilments
                .values()
                .removeIf(
                        fulfilment -> {
                            boolean nothing =
                                    fulfilment.at() < upTo && !book.isReleasable(fulfilment);
                            if (nothing
                                    && fulfilment.portion().equals(Ratio.ONE)
                                    && book.completedOn == null) {
                                book.completedOn = day(Math.max(fulfilment.at(), book.firstSale));
                            }
                            return nothing;
                        });
    }

    // ---- small things

    private LocalDate day(long at) {
        return Instant.ofEpochMilli(at).atZone(zone).toLocalDate();
    }

    /** Of the day that was ended: entries with a working whose order is or was in dispute. */
    public long inDispute() {
        return inDispute;
    }

    /** How many entries were worked out again so far. */
    public long again() {
        return again;
    }
}
