package com.illuvrse.finance.order;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.payout.TaxStatus;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.Fee;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.royalty.Advance;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.Party;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lines of the golden nights' feeds and of their Stripe stand-in, read into facts. */
final class FeedLines {

    private FeedLines() {}

    static OrderEvent event(JsonNode line) {
        String event = text(line, "event");
        String order = text(line, "order");
        Instant at = Instant.parse(text(line, "occurredAt"));
        return switch (text(line, "type")) {
            case "order.placed" -> placed(line, event, order, at);
            case "order.fulfilled" ->
                    new OrderFulfilled(event, order, at, Fraction.parse(text(line, "portion")));
            case "order.cancelled" -> new OrderCancelled(event, order, at);
            default -> throw new IllegalArgumentException("no event: " + line);
        };
    }

    private static OrderPlaced placed(JsonNode line, String event, String order, Instant at) {
        List<OrderLine> lines = new ArrayList<>();
        for (JsonNode item : line.path("lines")) {
            List<LineTax> taxes = new ArrayList<>();
            for (JsonNode tax : item.path("taxes")) {
                taxes.add(
                        new LineTax(
                                text(tax, "jurisdiction"),
                                optional(tax, "rate"),
                                tax.has("amount") ? tax.path("amount").longValue() : null));
            }
            boolean inclusive = item.path("taxInclusive").booleanValue(false);
            lines.add(
                    new OrderLine(
                            text(item, "line"),
                            text(item, "kind"),
                            text(item, "contract"),
                            item.path(inclusive ? "gross" : "net").longValue(),
                            inclusive,
                            taxes));
        }
        return new OrderPlaced(
                event,
                order,
                line.path("version").intValue(),
                at,
                Currency.of(text(line, "currency")),
                lines,
                line.path("total").longValue(),
                line.has("charge") ? text(line, "payee") : null);
    }

    static Contract contract(JsonNode line) {
        List<Party> parties = new ArrayList<>();
        for (JsonNode party : line.path("parties")) {
            parties.add(new Party(text(party, "payee"), text(party, "share")));
        }
        JsonNode advance = line.path("advance");
        return new Contract(
                text(line, "contract"),
                line.path("version").intValue(),
                LocalDate.parse(text(line, "validFrom")),
                null,
                parties,
                List.of(),
                advance.isObject() ? new Advance(text(advance, "recoupFrom"), List.of()) : null,
                null,
                null,
                optional(line, "incomeType"));
    }

    static Payee payee(JsonNode line) {
        return new Payee(
                text(line, "payee"),
                line.path("version").intValue(),
                LocalDate.parse(text(line, "validFrom")),
                optional(line, "country"),
                optional(line, "region"),
                Currency.of(text(line, "payoutCurrency")),
                line.path("payoutMinimum").longValue(),
                text(line, "rail"),
                optional(line, "stripeAccount"),
                null,
                new TaxStatus(
                        optional(line.path("tax"), "form"),
                        optional(line.path("tax"), "tinRef"),
                        null,
                        null,
                        null,
                        null,
                        line.path("tax").path("backupWithholding").booleanValue(),
                        null),
                optional(line, "hold"));
    }

    static BalanceTransaction row(JsonNode line) {
        List<Fee> fees = new ArrayList<>();
        for (JsonNode fee : line.path("fee_details")) {
            fees.add(
                    new Fee(
                            text(fee, "type"),
                            fee.path("amount").longValue(),
                            Currency.of(text(fee, "currency"))));
        }
        JsonNode source = line.path("source");
        String object = source.path("object").stringValue("");
        JsonNode rate = line.path("exchange_rate");
        boolean presented = List.of("charge", "refund", "dispute").contains(object);
        return new BalanceTransaction(
                "acct_platform",
                text(line, "id"),
                text(line, "type"),
                text(line, "reporting_category"),
                text(line, "balance_type"),
                Currency.of(text(line, "currency")),
                Instant.ofEpochSecond(line.path("created").longValue()),
                Instant.ofEpochSecond(line.path("available_on").longValue()),
                line.path("amount").longValue(),
                line.path("fee").longValue(),
                line.path("net").longValue(),
                fees,
                rate.isNumber() ? rate.decimalValue().toPlainString() : null,
                presented
                        ? Money.of(
                                source.path("amount").longValue(),
                                Currency.of(text(source, "currency")))
                        : null,
                new Links(
                        optional(source, "id"),
                        charge(object, source),
                        optional(source.path("metadata"), "order_id"),
                        object.equals("dispute") ? text(source, "id") : null,
                        null,
                        object.equals("transfer")
                                ? text(source, "id")
                                : optional(source, "transfer"),
                        null,
                        null));
    }

    private static @Nullable String charge(String object, JsonNode source) {
        return switch (object) {
            case "charge" -> optional(source, "id");
            case "transfer" -> optional(source, "source_transaction");
            case "refund", "dispute" -> optional(source, "charge");
            default -> null;
        };
    }

    static String text(JsonNode node, String member) {
        return node.path(member).stringValue();
    }

    static @Nullable String optional(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isString() ? value.stringValue() : null;
    }
}
