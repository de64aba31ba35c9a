package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the evidence has told of every order so far. */
final class Orders {

    private final Map<String, OrderBook> books = new HashMap<>();

    /** Rows that name no order; a later entry may. */
    private final Map<String, Payment> unnamed = new HashMap<>();

    /** Orders with a first row of a dispute today. */
    private final List<OrderBook> disputedToday = new ArrayList<>();

    private boolean anyUnnamedDispute;

    OrderBook book(String order) {
        return books.computeIfAbsent(order, OrderBook::new);
    }

    @Nullable OrderBook find(@Nullable String order) {
        return order == null ? null : books.get(order);
    }

    /** Takes in an accepted event of an order; tells the order's book. */
    OrderBook event(Json.Obj event, ZoneId zone) {
        OrderBook book = book(event.text("order"));
        Instant at = Instant.parse(event.text("occurredAt"));
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
                        new OrderBook.Fulfilment(at.toEpochMilli(), portion, Ratio.read(portion)));
            }
            default -> {
                LocalDate day = at.atZone(zone).toLocalDate();
                book.completedOn = book.completedOn == null ? day : book.completedOn;
            }
        }
        return book;
    }

    /** Takes in a row of Stripe. */
    void row(Json.Obj row) {
        String order = row.optionalText("order");
        String category = row.text("reporting_category");
        if (category.equals("dispute") || category.equals("dispute_reversal")) {
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
        book.disputedFrom = Math.min(book.disputedFrom, at);
        disputedToday.add(book);
    }

    /** What comes tomorrow comes after the disputes of today, whenever it happened. */
    void end() {
        disputedToday.forEach(book -> book.disputedFrom = OrderBook.LONG_AGO);
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
        book.payments.remove(found);
        return found;
    }
}
