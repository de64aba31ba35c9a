package com.illuvrse.finance.sandbox.marketplace;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the events of the order feed. */
final class OrderFeed {
    private OrderFeed() {}

    /** The order as it was placed, or amended by a higher version. */
    static Consumer<JsonGenerator> placed(Order order, String event, int version, Instant at) {
        return json -> {
            begin(json, "order.placed", event, order.id(), at);
            json.writeNumberProperty("version", version);
            json.writeStringProperty("currency", order.market().presentment);
            writeBuyer(json, order);
            json.writeArrayPropertyStart("lines");
            int number = 1;
            for (Order.Line line : order.lines()) {
                writeLine(json, number++, line, order.market());
            }
            json.writeEndArray();
            json.writeNumberProperty("total", order.total());
        };
    }

    static Consumer<JsonGenerator> fulfilled(Order order, Fate.Fulfilment fulfilment) {
        return json -> {
            String event = "f" + fulfilment.part() + "of" + fulfilment.parts();
            begin(json, "order.fulfilled", event, order.id(), fulfilment.at());
            json.writeStringProperty(
                    "portion",
                    fulfilment.part() == fulfilment.parts()
                            ? "1/1"
                            : fulfilment.part() + "/" + fulfilment.parts());
        };
    }

    static Consumer<JsonGenerator> cancelled(Order order, Instant at) {
        return json -> {
            begin(json, "order.cancelled", "x1", order.id(), at);
            json.writeStringProperty("reason", "buyer changed their mind");
        };
    }

    private static void begin(
            JsonGenerator json, String type, String event, String order, Instant at) {
        json.writeStringProperty("type", type);
        json.writeStringProperty("event", event);
        json.writeStringProperty("order", order);
        json.writeStringProperty("occurredAt", at.toString());
    }

    private static void writeBuyer(JsonGenerator json, Order order) {
        Market market = order.market();
        json.writeObjectPropertyStart("buyer");
        json.writeStringProperty("id", order.buyer());
        json.writeStringProperty("country", market.country);
        writeOptional(json, "region", market.region);
        json.writeNullProperty("vatId");
        json.writeArrayPropertyStart("evidence");
        writeEvidence(json, "billing_address", market.country);
        writeEvidence(json, "ip", market.country);
        json.writeEndArray();
        json.writeNullProperty("vies");
        json.writeEndObject();
    }

    private static void writeEvidence(JsonGenerator json, String type, String country) {
        json.writeStartObject();
        json.writeStringProperty("type", type);
        json.writeStringProperty("country", country);
        json.writeEndObject();
    }

    private static void writeLine(JsonGenerator json, int number, Order.Line line, Market market) {
        json.writeStartObject();
        json.writeStringProperty("line", Integer.toString(number));
        json.writeStringProperty("sku", "sku-" + line.contract() + "-" + line.kind());
        json.writeStringProperty("kind", line.kind());
        json.writeNumberProperty("quantity", line.quantity());
        json.writeStringProperty("contract", line.contract());
        if (line.taxed() && market.taxInclusive) {
            json.writeNumberProperty("gross", line.price());
            json.writeBooleanProperty("taxInclusive", true);
        } else {
            json.writeNumberProperty("net", line.price());
        }
        json.writeArrayPropertyStart("taxes");
        if (line.taxed()) {
            json.writeStartObject();
            writeOptional(json, "jurisdiction", market.jurisdiction);
            json.writeStringProperty("rate", market.rate);
            json.writeNumberProperty("amount", line.tax());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void writeOptional(JsonGenerator json, String name, @Nullable String value) {
        json.writeName(name);
        json.writeString(value);
    }
}
