package com.illuvrse.finance.jobs.stripe;

import com.illuvrse.finance.money.Currency;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stripe's answer to "what is our balance": minor units per kind of balance and currency.
 *
 * @param types by the {@code balance_type} of the rows that move it: {@code payments} is always
 *     there, {@code issuing}, {@code refund_and_dispute_prefunding} and {@code risk_reserved} when
 *     Stripe tells them
 */
public record StripeBalance(SortedMap<String, SortedMap<Currency, Parts>> types) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String PAYMENTS = "payments";
    private static final String[] OTHERS = {
        "issuing", "refund_and_dispute_prefunding", "risk_reserved"
    };

    /**
     * One balance in one currency.
     *
     * @param available money that may leave
     * @param pending money on its way to available
     */
    public record Parts(long available, long pending) {

        static final Parts NONE = new Parts(0, 0);

        public long sum() {
            return Math.addExact(available, pending);
        }

        private Parts plus(long moreAvailable, long morePending) {
            return new Parts(
                    Math.addExact(available, moreAvailable), Math.addExact(pending, morePending));
        }
    }

    public StripeBalance {
        TreeMap<String, SortedMap<Currency, Parts>> copy = new TreeMap<>();
        types.forEach(
                (type, parts) ->
                        copy.put(type, Collections.unmodifiableSortedMap(new TreeMap<>(parts))));
        types = Collections.unmodifiableSortedMap(copy);
    }

    /** Reads what {@link #text()} wrote, or Stripe's own object. */
    public static StripeBalance parse(String text) {
        return from(MAPPER.readTree(text));
    }

    static StripeBalance from(JsonNode balance) {
        TreeMap<String, SortedMap<Currency, Parts>> types = new TreeMap<>();
        types.put(PAYMENTS, parts(balance));
        for (String type : OTHERS) {
            if (balance.path(type).isObject()) {
                types.put(type, parts(balance.path(type)));
            }
        }
        return new StripeBalance(types);
    }

    private static SortedMap<Currency, Parts> parts(JsonNode object) {
        TreeMap<Currency, Parts> parts = new TreeMap<>();
        for (JsonNode each : object.path("available")) {
            parts.merge(
                    currency(each),
                    new Parts(each.path("amount").asLong(), 0),
                    (sum, more) -> sum.plus(more.available(), 0));
        }
        for (JsonNode each : object.path("pending")) {
            parts.merge(
                    currency(each),
                    new Parts(0, each.path("amount").asLong()),
                    (sum, more) -> sum.plus(0, more.pending()));
        }
        return parts;
    }

    private static Currency currency(JsonNode each) {
        return Currency.of(each.path("currency").asString());
    }

    /** The payments balance, which every charge, refund and payout moves. */
    public SortedMap<Currency, Parts> payments() {
        return types.getOrDefault(PAYMENTS, new TreeMap<>());
    }

    /** Available and pending together of one balance; 0 when Stripe does not tell it. */
    public long sum(String type, Currency currency) {
        SortedMap<Currency, Parts> parts = types.get(type);
        return parts == null ? 0 : parts.getOrDefault(currency, Parts.NONE).sum();
    }

    /** The answer in Stripe's shape, without what we have no use for. */
    public String text() {
        ObjectNode balance = MAPPER.createObjectNode();
        types.forEach(
                (type, parts) ->
                        write(type.equals(PAYMENTS) ? balance : balance.putObject(type), parts));
        return balance.toString();
    }

    private static void write(ObjectNode object, SortedMap<Currency, Parts> parts) {
        ArrayNode available = object.putArray("available");
        ArrayNode pending = object.putArray("pending");
        parts.forEach(
                (currency, amounts) -> {
                    String code = currency.code().toLowerCase(Locale.ROOT);
                    available.addObject().put("amount", amounts.available()).put("currency", code);
                    pending.addObject().put("amount", amounts.pending()).put("currency", code);
                });
    }
}
