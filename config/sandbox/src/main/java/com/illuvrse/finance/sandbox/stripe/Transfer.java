package com.illuvrse.finance.sandbox.stripe;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Money sent to a connected account.
 *
 * @param row the balance transaction it made
 * @param amount minor units, above zero
 * @param currency small letters
 * @param created second of creation
 */
record Transfer(
        String id,
        String row,
        String payment,
        long amount,
        String currency,
        String destination,
        @Nullable String group,
        @Nullable String description,
        SortedMap<String, String> metadata,
        long created) {

    /** Money that came back from a connected account. */
    record Reversal(
            String id,
            String row,
            String transfer,
            long amount,
            String currency,
            SortedMap<String, String> metadata,
            long created) {

        ObjectNode json() {
            ObjectNode json = Json.object();
            json.put("id", id);
            json.put("object", "transfer_reversal");
            json.put("amount", amount);
            json.put("balance_transaction", row);
            json.put("created", created);
            json.put("currency", currency);
            json.putNull("destination_payment_refund");
            json.set("metadata", members(metadata));
            json.putNull("source_refund");
            json.put("transfer", transfer);
            return json;
        }

        /** The balance transaction it makes. */
        ObjectNode rowJson() {
            return Transfer.rowJson(
                    row, amount, currency, created, "transfer_refund", "transfer_reversal", json());
        }
    }

    /**
     * The transfer as Stripe shows it.
     *
     * @param reversals those made so far, newest first, ten at most
     */
    ObjectNode json(long reversed, ArrayNode reversals, boolean moreReversals) {
        ObjectNode json = Json.object();
        json.put("id", id);
        json.put("object", "transfer");
        json.put("amount", amount);
        json.put("amount_reversed", reversed);
        json.put("balance_transaction", row);
        json.put("created", created);
        json.put("currency", currency);
        json.put("description", description);
        json.put("destination", destination);
        json.put("destination_payment", payment);
        json.put("livemode", false);
        json.set("metadata", members(metadata));
        json.set(
                "reversals",
                Json.list(reversals, moreReversals, "/v1/transfers/" + id + "/reversals"));
        json.put("reversed", reversed == amount);
        json.putNull("source_transaction");
        json.put("source_type", "card");
        json.put("transfer_group", group);
        return json;
    }

    /** The balance transaction it makes, with the given form of the transfer as its source. */
    ObjectNode rowJson(ObjectNode source) {
        return rowJson(row, -amount, currency, created, "transfer", "transfer", source);
    }

    private static ObjectNode rowJson(
            String row,
            long amount,
            String currency,
            long created,
            String type,
            String category,
            ObjectNode source) {
        ObjectNode json = Json.object();
        json.put("id", row);
        json.put("object", "balance_transaction");
        json.put("amount", amount);
        json.put("available_on", created);
        json.put("balance_type", "payments");
        json.put("created", created);
        json.put("currency", currency);
        json.putNull("description");
        json.putNull("exchange_rate");
        json.put("fee", 0);
        json.set("fee_details", Json.array());
        json.put("net", amount);
        json.put("reporting_category", category);
        json.set("source", source);
        json.put("status", "available");
        json.put("type", type);
        return json;
    }

    private static ObjectNode members(SortedMap<String, String> members) {
        ObjectNode json = Json.object();
        members.forEach(json::put);
        return json;
    }
}
