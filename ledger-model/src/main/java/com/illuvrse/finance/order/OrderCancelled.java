package com.illuvrse.finance.order;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.SourceKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An order will not be delivered any further. Money moves only when Stripe refunds it. */
public record OrderCancelled(String event, String order, Instant occurredAt) implements OrderEvent {

    public OrderCancelled {
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MILLIS);
        SourceKey.requireId(order);
        SourceKey.requireId(event);
    }

    @Override
    public Json.Obj toJson() {
        return Json.object()
                .put("type", "order.cancelled")
                .put("event", event)
                .put("order", order)
                .put("occurredAt", OrderEvent.text(occurredAt))
                .build();
    }

    static OrderCancelled from(Json.Obj json) {
        return new OrderCancelled(
                json.text("event"), json.text("order"), Instant.parse(json.text("occurredAt")));
    }
}
