package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.oss.VatBuyer;
import com.illuvrse.finance.oss.VatBuyer.Evidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An order as placed, with what only tax returns ask for. A member that is not written as it should
 * be counts as not told; the order was accepted without it.
 *
 * @param region of the buyer, such as {@code CA}
 * @param skus what each line calls the thing sold, by line
 * @param quantities by line
 */
public record FeedSale(
        OrderPlaced order,
        VatBuyer buyer,
        @Nullable String region,
        Map<String, String> skus,
        Map<String, Long> quantities) {

    public FeedSale {
        skus = Map.copyOf(skus);
        quantities = Map.copyOf(quantities);
    }

    /** Reads the line of an accepted order. */
    public static FeedSale read(String text) {
        JsonNode line = FeedJson.read(text);
        if (!(FeedOrderEvent.read(text).event() instanceof OrderPlaced placed)) {
            throw new IllegalArgumentException(
                    "expected order.placed, found the type \""
                            + FeedJson.textOrNull(line, "type")
                            + "\"");
        }
        JsonNode buyer = line.path("buyer");
        Map<String, String> skus = new HashMap<>();
        Map<String, Long> quantities = new HashMap<>();
        for (JsonNode each : line.path("lines")) {
            String name = FeedJson.text(each, "line");
            String sku = told(each, "sku");
            if (sku != null) {
                skus.put(name, sku);
            }
            if (each.path("quantity").isIntegralNumber()) {
                quantities.put(name, each.path("quantity").longValue());
            }
        }
        return new FeedSale(
                placed,
                new VatBuyer(
                        told(buyer, "country"),
                        told(buyer, "vatId"),
                        told(buyer, "vies"),
                        evidence(buyer.path("evidence"))),
                told(buyer, "region"),
                skus,
                quantities);
    }

    private static List<Evidence> evidence(JsonNode items) {
        List<Evidence> evidence = new ArrayList<>();
        for (JsonNode item : items) {
            String type = told(item, "type");
            if (type != null) {
                evidence.add(new Evidence(type, told(item, "country")));
            }
        }
        return evidence;
    }

    private static @Nullable String told(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isString() && !value.stringValue().isBlank() ? value.stringValue() : null;
    }
}
