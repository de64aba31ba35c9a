package com.illuvrse.finance.jobs.stripe;

import com.illuvrse.finance.money.Currency;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Stripe's answer to "what is our balance": minor units per currency.
 *
 * @param available money that may leave, balance type {@code payments}
 * @param pending money on its way to available
 */
public record StripeBalance(
        SortedMap<Currency, Long> available, SortedMap<Currency, Long> pending) {

    public StripeBalance {
        available = Collections.unmodifiableSortedMap(new TreeMap<>(available));
        pending = Collections.unmodifiableSortedMap(new TreeMap<>(pending));
    }

    static StripeBalance from(JsonNode balance) {
        return new StripeBalance(
                amounts(balance.path("available")), amounts(balance.path("pending")));
    }

    private static SortedMap<Currency, Long> amounts(JsonNode list) {
        TreeMap<Currency, Long> amounts = new TreeMap<>();
        for (JsonNode each : list) {
            amounts.merge(
                    Currency.of(each.path("currency").asString()),
                    each.path("amount").asLong(),
                    Math::addExact);
        }
        return amounts;
    }
}
