package com.illuvrse.finance.jobs.stripe;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A payout from Stripe to our bank.
 *
 * @param automatic made by Stripe's schedule, so that its rows can be listed
 * @param reconciliationStatus {@code completed} once Stripe has named all rows of an automatic
 *     payout
 * @param failureTransaction the row that brought a failed payout back
 * @param body the members we keep, as JSON text
 */
public record StripePayout(
        String id,
        Money amount,
        Instant created,
        Instant arrival,
        boolean automatic,
        String status,
        String reconciliationStatus,
        @Nullable String failureTransaction,
        String body) {

    public boolean isReconciled() {
        return automatic && "completed".equals(reconciliationStatus);
    }

    static StripePayout from(JsonNode payout) {
        JsonNode failure = payout.path("failure_balance_transaction");
        return new StripePayout(
                payout.path("id").asString(),
                Money.of(
                        payout.path("amount").asLong(),
                        Currency.of(payout.path("currency").asString())),
                Instant.ofEpochSecond(payout.path("created").asLong()),
                Instant.ofEpochSecond(payout.path("arrival_date").asLong()),
                payout.path("automatic").asBoolean(false),
                payout.path("status").asString(""),
                payout.path("reconciliation_status").asString(""),
                failure.isString() ? failure.stringValue() : null,
                kept(payout));
    }

    private static String kept(JsonNode payout) {
        return ((ObjectNode) payout)
                .deepCopy()
                .retain(
                        "id",
                        "amount",
                        "arrival_date",
                        "automatic",
                        "balance_transaction",
                        "created",
                        "currency",
                        "failure_balance_transaction",
                        "failure_code",
                        "reconciliation_status",
                        "status")
                .toString();
    }
}
