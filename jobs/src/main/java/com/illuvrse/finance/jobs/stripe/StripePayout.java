package com.illuvrse.finance.jobs.stripe;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A payout from Stripe to our bank.
 *
 * @param automatic made by Stripe's schedule, so that its rows can be listed
 * @param reconciliationStatus {@code completed} once Stripe has named all rows of an automatic
 *     payout
 * @param failureTransaction the row that brought a failed payout back
 */
public record StripePayout(
        String id,
        Money amount,
        Instant created,
        Instant arrival,
        boolean automatic,
        String status,
        String reconciliationStatus,
        @Nullable String failureTransaction) {

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
                failure.isString() ? failure.stringValue() : null);
    }
}
