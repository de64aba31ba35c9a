package com.illuvrse.finance.order;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was ordered, at which prices and taxes, under which contracts. A higher version amends a
 * lower one.
 *
 * @param total what the buyer is to pay, in minor units of {@code currency}
 * @param destinationPayee the creator of a destination charge, to whom the whole gross belongs;
 *     null for an order the platform splits
 */
public record OrderPlaced(
        String event,
        String order,
        int version,
        Instant occurredAt,
        Currency currency,
        List<OrderLine> lines,
        long total,
        @Nullable String destinationPayee)
        implements OrderEvent {

    public OrderPlaced {
        SourceKey.requireId(order);
        SourceKey.requireId(event);
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MILLIS);
        lines = List.copyOf(lines);
        require(version >= 1, order, "needs a version from 1 on, found " + version);
        require(currency.isKnown(), order, "has the unknown currency " + currency);
        require(!lines.isEmpty(), order, "needs at least one line");
        require(total >= 0, order, "has the negative total " + total);
        Set<String> names = new HashSet<>();
        for (OrderLine line : lines) {
            require(names.add(line.line()), order, "has line " + line.line() + " twice");
        }
        if (destinationPayee != null) {
            SourceKey.requireId(destinationPayee);
        }
        try {
            sum(lines);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "order " + order + " has lines that add up to more than 2^63 - 1", e);
        }
    }

    private static void require(boolean holds, String order, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("order " + order + " " + otherwise);
        }
    }

    private static long sum(List<OrderLine> lines) {
        long sum = 0;
        for (OrderLine line : lines) {
            sum = Math.addExact(sum, line.net());
            for (long tax : line.taxAmounts().values()) {
                sum = Math.addExact(sum, tax);
            }
        }
        return sum;
    }

    /** Net and tax of all lines together. */
    public long sum() {
        return sum(lines);
    }

    public Money totalMoney() {
        return Money.of(total, currency);
    }

    /** Tax by jurisdiction over all lines, by name. */
    public SortedMap<String, Long> taxAmounts() {
        TreeMap<String, Long> taxes = new TreeMap<>();
        for (OrderLine line : lines) {
            line.taxAmounts().forEach((place, tax) -> taxes.merge(place, tax, Math::addExact));
        }
        return taxes;
    }

    /** Stated tax less tax by rate, over all taxes that give both. */
    public long taxDifference() {
        return lines.stream().mapToLong(OrderLine::taxDifference).sum();
    }

    /** Whether some tax gives both an amount and a rate, and they do not agree. */
    public boolean hasTaxMismatch() {
        return lines.stream().anyMatch(OrderLine::hasTaxMismatch);
    }

    @Override
    public Json.Obj toJson() {
        return Json.object()
                .put("type", "order.placed")
                .put("event", event)
                .put("order", order)
                .put("version", version)
                .put("occurredAt", OrderEvent.text(occurredAt))
                .put("currency", currency.code())
                .put("lines", Json.array(lines.stream().map(OrderLine::toJson).toList()))
                .putMinor("total", total)
                .put("charge", destinationPayee == null ? null : "destination")
                .put("payee", destinationPayee)
                .build();
    }

    static OrderPlaced from(Json.Obj json) {
        return new OrderPlaced(
                json.text("event"),
                json.text("order"),
                Math.toIntExact(json.number("version")),
                Instant.parse(json.text("occurredAt")),
                Currency.of(json.text("currency")),
                json.objects("lines").stream().map(OrderLine::from).toList(),
                json.minor("total"),
                json.optionalText("charge") == null ? null : json.text("payee"));
    }
}
