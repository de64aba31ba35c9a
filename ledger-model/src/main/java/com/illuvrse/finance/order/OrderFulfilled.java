package com.illuvrse.finance.order;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Fraction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An order was delivered, up to now by {@code portion} of the whole: above 0, at most 1,
 * cumulative.
 */
public record OrderFulfilled(String event, String order, Instant occurredAt, Fraction portion)
        implements OrderEvent {

    public OrderFulfilled {
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MILLIS);
        SourceKey.requireId(order);
        SourceKey.requireId(event);
        if (portion.signum() <= 0 || portion.compareTo(Fraction.ONE) > 0) {
            throw new IllegalArgumentException(
                    "the portion of a fulfilment is above 0 and at most 1, found " + portion);
        }
    }

    @Override
    public Json.Obj toJson() {
        return Json.object()
                .put("type", "order.fulfilled")
                .put("event", event)
                .put("order", order)
                .put("occurredAt", OrderEvent.text(occurredAt))
                .put("portion", portion.toString())
                .build();
    }

    static OrderFulfilled from(Json.Obj json) {
        return new OrderFulfilled(
                json.text("event"),
                json.text("order"),
                Instant.parse(json.text("occurredAt")),
                Fraction.parse(json.text("portion")));
    }
}
