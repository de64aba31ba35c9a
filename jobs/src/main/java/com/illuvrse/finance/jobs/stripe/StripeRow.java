package com.illuvrse.finance.jobs.stripe;

import com.illuvrse.finance.money.Currency;
import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A balance transaction as Stripe served it, cut down to what we may keep: no card, no e-mail, no
 * address.
 *
 * @param currency settlement currency, capitals
 * @param feeDetails Stripe's list as JSON text: amount, currency, type
 * @param exchangeRate plain decimal text, never rounded by us
 * @param charge the charge a refund, dispute, fee or transfer leads to, or the charge itself
 * @param order the order a charge names in its metadata
 * @param presentmentAmount what the buyer was charged or refunded, of a charge, refund or dispute
 * @param intent the payout a transfer of ours names in its metadata
 * @param raw the row without status and expansion: what must be the same whenever it is pulled
 *     again
 */
public record StripeRow(
        String account,
        String id,
        String type,
        String reportingCategory,
        String balanceType,
        Currency currency,
        Instant created,
        Instant availableOn,
        long amount,
        long fee,
        long net,
        String feeDetails,
        @Nullable String exchangeRate,
        @Nullable String source,
        @Nullable String charge,
        @Nullable String order,
        @Nullable Long presentmentAmount,
        @Nullable Currency presentmentCurrency,
        @Nullable String dispute,
        @Nullable String disputeStatus,
        @Nullable String payout,
        @Nullable String transfer,
        @Nullable String transferGroup,
        @Nullable String transferDestination,
        @Nullable String intent,
        String raw) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Set<String> KEPT =
            Set.of(
                    "id",
                    "amount",
                    "available_on",
                    "balance_type",
                    "created",
                    "currency",
                    "exchange_rate",
                    "fee",
                    "fee_details",
                    "net",
                    "reporting_category",
                    "source",
                    "type");
    private static final Set<String> PRESENTED = Set.of("charge", "refund", "dispute");
    private static final Set<String> DESTINED = Set.of("transfer", "connect_collection_transfer");

    static StripeRow from(String account, JsonNode row) {
        JsonNode source = row.path("source");
        String object = source.path("object").asString("");
        boolean presented = PRESENTED.contains(object) && source.path("amount").isIntegralNumber();
        JsonNode rate = row.path("exchange_rate");
        return new StripeRow(
                account,
                row.path("id").asString(),
                row.path("type").asString(),
                category(row),
                row.path("balance_type").asString("payments"),
                Currency.of(row.path("currency").asString()),
                Instant.ofEpochSecond(row.path("created").longValue()),
                Instant.ofEpochSecond(row.path("available_on").longValue()),
                row.path("amount").longValue(),
                row.path("fee").longValue(),
                row.path("net").longValue(),
                feeDetails(row),
                rate.isNumber() ? rate.decimalValue().stripTrailingZeros().toPlainString() : null,
                source.isString() ? source.stringValue() : idOf(source, "id"),
                charge(object, source),
                "charge".equals(object) ? idOf(source.path("metadata"), "order_id") : null,
                presented ? source.path("amount").longValue() : null,
                presented ? Currency.of(source.path("currency").asString()) : null,
                "dispute".equals(object) ? idOf(source, "id") : null,
                "dispute".equals(object) ? idOf(source, "status") : null,
                "payout".equals(object) ? idOf(source, "id") : null,
                "transfer".equals(object) ? idOf(source, "id") : idOf(source, "transfer"),
                "transfer".equals(object) ? idOf(source, "transfer_group") : null,
                DESTINED.contains(object) ? idOf(source, "destination") : null,
                "transfer".equals(object) ? idOf(source.path("metadata"), "intent") : null,
                raw(row));
    }

    /** Stripe says one for every row; a row without must be posted and sealed all the same. */
    private static String category(JsonNode row) {
        String category = row.path("reporting_category").asString("");
        return category.isEmpty() ? "unspecified" : category;
    }

    private static @Nullable String charge(String object, JsonNode source) {
        return switch (object) {
            case "charge" -> idOf(source, "id");
            case "transfer" -> idOf(source, "source_transaction");
            case "application_fee" -> idOf(source, "originating_transaction");
            default -> idOf(source, "charge");
        };
    }

    /** A text member, or the id of an expanded one. */
    private static @Nullable String idOf(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (value.isObject()) {
            value = value.path("id");
        }
        return value.isString() ? value.stringValue() : null;
    }

    private static String feeDetails(JsonNode row) {
        StringBuilder list = new StringBuilder("[");
        for (JsonNode fee : row.path("fee_details")) {
            ObjectNode kept = MAPPER.createObjectNode();
            kept.put("amount", fee.path("amount").longValue());
            kept.put("currency", fee.path("currency").asString(""));
            kept.put("type", fee.path("type").asString(""));
            list.append(list.length() > 1 ? "," : "").append(kept);
        }
        return list.append(']').toString();
    }

    private static String raw(JsonNode row) {
        TreeMap<String, JsonNode> kept = new TreeMap<>();
        for (String member : KEPT) {
            kept.put(member, row.path(member));
        }
        ObjectNode raw = MAPPER.createObjectNode();
        kept.forEach(raw::set);
        if (row.path("source").isObject()) {
            raw.put("source", row.path("source").path("id").asString());
        }
        raw.set("fee_details", MAPPER.readTree(feeDetails(row)));
        return raw.toString();
    }
}
