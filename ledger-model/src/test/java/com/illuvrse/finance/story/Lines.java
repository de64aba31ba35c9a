package com.illuvrse.finance.story;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as Stripe and the feeds write it. */
final class Lines {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Lines() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** An object behind a row. */
    static ObjectNode source(String kind, String id) {
        return object().put("id", id).put("object", kind);
    }

    static ObjectNode amount(ObjectNode source, long minor, String currency) {
        return source.put("amount", minor).put("currency", currency.toLowerCase(Locale.ROOT));
    }

    /** A row of a balance; what is not said is as plain as can be. */
    static ObjectNode row(
            String id,
            String type,
            String category,
            String currency,
            long amount,
            Instant created,
            Instant availableOn) {
        ObjectNode row = object().put("id", id).put("object", "balance_transaction");
        row.put("amount", amount);
        row.put("available_on", availableOn.getEpochSecond());
        row.put("balance_type", "payments");
        row.put("created", created.getEpochSecond());
        row.put("currency", currency.toLowerCase(Locale.ROOT));
        row.putNull("exchange_rate");
        row.put("fee", 0);
        row.putArray("fee_details");
        row.put("net", amount);
        row.put("reporting_category", category);
        row.putNull("source");
        row.put("status", "pending");
        row.put("type", type);
        return row;
    }

    /** Adds a part of the fee, and takes it off the net. */
    static void fee(ObjectNode row, String type, long minor) {
        ObjectNode fee = ((ArrayNode) row.path("fee_details")).addObject();
        fee.put("amount", minor);
        fee.put("currency", row.path("currency").stringValue());
        fee.put("type", type);
        row.put("fee", row.path("fee").longValue() + minor);
        row.put("net", row.path("net").longValue() - minor);
    }

    static void rate(ObjectNode row, BigDecimal rate) {
        row.put("exchange_rate", rate);
    }

    static void visibleFrom(ObjectNode row, Instant from) {
        row.putObject("_sandbox").put("visibleFrom", from.toString());
    }

    static ObjectNode event(String type, String order, String event, Instant at) {
        return object().put("type", type)
                .put("event", event)
                .put("order", order)
                .put("occurredAt", at.toString());
    }

    static ObjectNode journal(String id, LocalDate on, Map<String, Long> debits, String currency) {
        ObjectNode journal = object().put("type", "journal").put("journal", id);
        journal.put("effectiveOn", on.toString()).put("memo", "by hand").put("reason", "test");
        ArrayNode lines = journal.putArray("lines");
        debits.forEach(
                (account, minor) ->
                        lines.addObject()
                                .put("account", account)
                                .put("side", minor > 0 ? "debit" : "credit")
                                .put("amount", Math.abs(minor))
                                .put("currency", currency));
        return journal.put("enteredBy", "u-1").put("approvedBy", "u-2");
    }

    static ObjectNode bank(
            String line, LocalDate on, long minor, String currency, @Nullable String reference) {
        return object().put("type", "bank")
                .put("account", "operating")
                .put("line", line)
                .put("bookedOn", on.toString())
                .put("amount", minor)
                .put("currency", currency)
                .put("reference", reference)
                .putNull("reason");
    }
}
