package com.illuvrse.finance.order;

import com.illuvrse.finance.canonical.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What the marketplace says about an order. {@code (order, event)} identifies it.
 *
 * <p>A broken rule is an {@link IllegalArgumentException} with a sentence, so that the feed can
 * refuse the line and say why.
 */
public sealed interface OrderEvent extends OrderFact
        permits OrderPlaced, OrderFulfilled, OrderCancelled {

    DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** The event's id within its order. */
    String event();

    /** The event with the members a sealed segment keeps of it. */
    Json.Obj toJson();

    /** An instant with exactly three digits after the second. */
    static String text(Instant instant) {
        return MILLIS.format(instant);
    }

    /** Reads what {@link #toJson()} wrote. */
    static OrderEvent from(Json.Obj json) {
        return switch (json.text("type")) {
            case "order.placed" -> OrderPlaced.from(json);
            case "order.fulfilled" -> OrderFulfilled.from(json);
            case "order.cancelled" -> OrderCancelled.from(json);
            default ->
                    throw new IllegalArgumentException(
                            "type must be order.placed, order.fulfilled or order.cancelled, found \""
                                    + json.text("type")
                                    + "\"");
        };
    }
}
