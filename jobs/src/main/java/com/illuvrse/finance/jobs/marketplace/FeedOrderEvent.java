package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.order.LineTax;
import com.illuvrse.finance.order.OrderCancelled;
import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.order.OrderFulfilled;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.order.OrderPlaced;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One line of the feed {@code orders}: the event the rules understand, and a digest of what it
 * says.
 *
 * @param contentSha256 the same for the same meaning: members in another order or members nobody
 *     knows do not change it, another price or another buyer does
 */
public record FeedOrderEvent(OrderEvent event, String contentSha256) {

    /** Reads one line; a line that breaks a rule is refused with a sentence. */
    public static FeedOrderEvent read(String text) {
        JsonNode line = FeedJson.read(text);
        String event = FeedJson.text(line, "event");
        String order = FeedJson.text(line, "order");
        OrderEvent read =
                switch (FeedJson.text(line, "type")) {
                    case "order.placed" -> placed(line, event, order, at(line));
                    case "order.fulfilled" ->
                            new OrderFulfilled(
                                    event,
                                    order,
                                    at(line),
                                    Fraction.parse(FeedJson.text(line, "portion")));
                    case "order.cancelled" -> new OrderCancelled(event, order, at(line));
                    default ->
                            throw new IllegalArgumentException(
                                    "expected order.placed, order.fulfilled or order.cancelled,"
                                            + " found the type \""
                                            + FeedJson.text(line, "type")
                                            + "\"");
                };
        return new FeedOrderEvent(read, digest(read, line.path("buyer")));
    }

    /** The version of an order that was placed; null for other events. */
    public @Nullable Integer version() {
        return event instanceof OrderPlaced placed ? placed.version() : null;
    }

    /** The feed's name of the event. */
    public String type() {
        return event.toJson().text("type");
    }

    private static Instant at(JsonNode line) {
        return FeedJson.instant(line, "occurredAt");
    }

    private static OrderPlaced placed(JsonNode line, String event, String order, Instant at) {
        List<OrderLine> lines = new ArrayList<>();
        for (JsonNode each : FeedJson.list(line, "lines")) {
            lines.add(line(each));
        }
        String charge = FeedJson.textOrNull(line, "charge");
        if (charge != null && !charge.equals("destination")) {
            throw new IllegalArgumentException(
                    "expected \"destination\" in \"charge\" or no such member, found \""
                            + charge
                            + "\"");
        }
        return new OrderPlaced(
                event,
                order,
                FeedJson.whole(line, "version"),
                at,
                FeedJson.currency(line, "currency"),
                lines,
                FeedJson.minor(line, "total"),
                charge == null ? null : FeedJson.text(line, "payee"));
    }

    private static OrderLine line(JsonNode line) {
        List<LineTax> taxes = new ArrayList<>();
        for (JsonNode tax : FeedJson.list(line, "taxes")) {
            taxes.add(
                    new LineTax(
                            FeedJson.text(tax, "jurisdiction"),
                            FeedJson.textOrNull(tax, "rate"),
                            FeedJson.minorOrNull(tax, "amount")));
        }
        boolean inclusive = FeedJson.flag(line, "taxInclusive");
        return new OrderLine(
                FeedJson.text(line, "line"),
                FeedJson.text(line, "kind"),
                FeedJson.text(line, "contract"),
                FeedJson.minor(line, inclusive ? "gross" : "net"),
                inclusive,
                taxes);
    }

    /** The buyer decides taxes that are reported, so it is part of what the event says. */
    private static String digest(OrderEvent event, JsonNode buyer) {
        Sha256 digest = Sha256.start().update(CanonicalJson.bytes(event.toJson()));
        if (!buyer.isMissingNode() && !buyer.isNull()) {
            digest.update(FeedJson.sorted(buyer).toString().getBytes(StandardCharsets.UTF_8));
        }
        return digest.finishHex();
    }
}
