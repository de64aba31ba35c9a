package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.memory.Records;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the evidence has told of every order so far. */
final class Orders {

    private final int mostOpen;
    private final Names names = new Names();
    private final PackWriter writer = new PackWriter(names);
    private final Records packed = new Records();
    private final Map<String, OrderBook> open = new HashMap<>();

    /** Rows that name no order; a later entry may. */
    private final Map<String, Payment> unnamed = new HashMap<>();

    /** Orders with a first row of a dispute today. */
    private final Set<String> disputedToday = new HashSet<>();

    private boolean anyUnnamedDispute;

    /**
     * @param mostOpen so many orders are objects at most; all others are bytes
     */
    Orders(int mostOpen) {
        this.mostOpen = mostOpen;
    }

    /** The book of an order; not to be kept beyond the next {@link #rest()}. */
    OrderBook book(String order) {
        OrderBook book = find(order);
        return book == null ? open.computeIfAbsent(order, OrderBook::new) : book;
    }

    @Nullable OrderBook find(@Nullable String order) {
        if (order == null) {
            return null;
        }
        OrderBook book = open.get(order);
        byte[] bytes = book == null ? packed.get(order) : null;
        if (bytes != null) {
            book = PackedOrder.read(order, bytes, names);
            open.put(order, book);
        }
        return book;
    }

    /** Packs the orders that are open, once they are many. */
    void rest() {
        if (open.size() >= mostOpen) {
            open.forEach((order, book) -> packed.put(order, PackedOrder.of(book, writer)));
            open.clear();
        }
    }

    /** Takes in an accepted event of an order; tells the order's book. */
    OrderBook event(Json.Obj event, ZoneId zone) {
        OrderBook book = book(event.text("order"));
        long at = InstantText.millis(event.text("occurredAt"));
        switch (event.text("type")) {
            case "order.placed" -> {
                Placed placed = Placed.read(event);
                if (book.latest == null || placed.version() > book.latest.version()) {
                    book.latest = placed;
                }
            }
            case "order.fulfilled" -> {
                String portion = event.text("portion");
                book.fulfilments.put(
                        event.text("event"),
                        new OrderBook.Fulfilment(at, portion, Ratio.read(portion)));
            }
            default -> {
                LocalDate day = Instant.ofEpochMilli(at).atZone(zone).toLocalDate();
                book.completedOn = book.completedOn == null ? day : book.completedOn;
            }
        }
        return book;
    }

    /** Takes in a row of Stripe. */
    void row(Json.Obj row) {
        String order = row.optionalText("order");
        String category = row.text("reporting_category");
        boolean isAdjustment = row.text("type").equals("adjustment");
        if (isAdjustment && (category.equals("dispute") || category.equals("dispute_reversal"))) {
            if (order == null) {
                anyUnnamedDispute = true;
            } else {
                dispute(book(order), Math.multiplyExact(row.number("created"), 1000L));
            }
            return;
        }
        Payment payment = Payment.read(row);
        if (payment != null && order != null) {
            book(order).payments.add(payment);
        } else if (payment != null) {
            unnamed.put(payment.bt(), payment);
        }
    }

    /** An entry of a dispute whose row named no order says of which order it is. */
    void disputed(OrderBook book, long at) {
        if (anyUnnamedDispute) {
            dispute(book, at);
        }
    }

    private void dispute(OrderBook book, long at) {
        if (book.disputedFrom != OrderBook.LONG_AGO) {
            book.disputedFrom = Math.min(book.disputedFrom, at);
            disputedToday.add(book.order);
        }
    }

    /** Entries with a working of orders that came into dispute today, up to now. */
    long inDispute(LocalDate date) {
        long count = 0;
        for (String order : disputedToday) {
            OrderBook book = book(order);
            count += book.tracesOn == date.toEpochDay() ? book.tracesToday : 0;
            rest();
        }
        return count;
    }

    /** What comes tomorrow comes after the disputes of today, whenever it happened. */
    void end() {
        for (String order : disputedToday) {
            book(order).disputedFrom = OrderBook.LONG_AGO;
            rest();
        }
        disputedToday.clear();
    }

    /** The row an entry of an order uses, each once. */
    Payment take(BookedEntry entry, OrderBook book, String bt, Payment.Use use) throws Mismatch {
        Payment found = null;
        for (Payment payment : book.payments) {
            found = payment.bt().equals(bt) ? payment : found;
        }
        found = found == null ? unnamed.remove(bt) : found;
        if (found == null || found.use() != use) {
            throw new Mismatch(
                    Mismatch.Kind.COMPLETENESS,
                    entry.name(),
                    "a row of Stripe of this order, not used before",
                    found == null ? "none" : "a row for a " + found.use());
        }
        if (!Objects.equals(found.source(), entry.stripe())) {
            throw new Mismatch(
                    Mismatch.Kind.COMPLETENESS,
                    entry.name() + " ref.stripe",
                    found.source() == null ? "none, as in the row" : found.source(),
                    entry.stripe() == null ? "none" : entry.stripe());
        }
        book.payments.remove(found);
        return found;
    }
}
