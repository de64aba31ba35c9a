package com.illuvrse.finance.jobs.stripe;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A dispute as Stripe tells it. Losing one makes no balance transaction, so open ones are asked for
 * every night.
 *
 * @param status such as {@code needs_response}, {@code won} or {@code lost}
 * @param charge the charge the buyer disputes
 * @param amount what is disputed, in the currency the buyer paid
 * @param body the members we keep, as JSON text
 */
public record StripeDispute(String id, String status, String charge, Money amount, String body) {

    static StripeDispute from(JsonNode dispute) {
        JsonNode charge = dispute.path("charge");
        return new StripeDispute(
                dispute.path("id").asString(),
                dispute.path("status").asString(""),
                charge.isObject() ? charge.path("id").asString("") : charge.asString(""),
                Money.of(
                        dispute.path("amount").asLong(),
                        Currency.of(dispute.path("currency").asString())),
                ((ObjectNode) dispute)
                        .deepCopy()
                        .retain("id", "amount", "charge", "created", "currency", "reason", "status")
                        .toString());
    }
}
