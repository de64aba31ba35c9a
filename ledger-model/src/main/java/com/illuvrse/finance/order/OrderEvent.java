package com.illuvrse.finance.order;

import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import java.time.Instant;

/**
 * What the marketplace says about an order. {@code (order, event)} identifies it.
 *
 * <p>A broken rule is an {@link IllegalArgumentException} with a sentence, so that the feed can
 * refuse the line and say why.
 */
public sealed interface OrderEvent extends OrderFact
        permits OrderPlaced, OrderFulfilled, OrderCancelled {

    /** The event's id within its order. */
    String event();

    /** The event with the members a sealed segment keeps of it. */
    Json.Obj toJson();

    /** An instant with exactly three digits after the second. */
    static String text(Instant instant) {
        return InstantText.of(instant);
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
