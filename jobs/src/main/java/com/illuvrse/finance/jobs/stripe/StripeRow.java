package com.illuvrse.finance.jobs.stripe;

import com.illuvrse.finance.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A balance transaction as Stripe served it: the members we may keep, and a digest of all that must
 * not change.
 *
 * @param json the row with its expanded source, cut down to allow-listed members: no card, no
 *     e-mail, no address
 * @param fingerprint digest of the whole row but for {@code status} and the expansion, which may
 *     differ between two pulls of one row
 */
public record StripeRow(String account, String id, JsonNode json, String fingerprint) {

    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private static final Set<String> ROW =
            Set.of(
                    "id",
                    "object",
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
                    "status",
                    "type");
    private static final Set<String> SOURCE =
            Set.of(
                    "id",
                    "object",
                    "amount",
                    "amount_captured",
                    "amount_refunded",
                    "amount_reversed",
                    "application_fee",
                    "application_fee_amount",
                    "arrival_date",
                    "automatic",
                    "balance_transaction",
                    "captured",
                    "charge",
                    "created",
                    "currency",
                    "destination",
                    "failure_balance_transaction",
                    "failure_code",
                    "fee",
                    "fee_source",
                    "metadata",
                    "method",
                    "originating_transaction",
                    "original_payout",
                    "payment_intent",
                    "payout",
                    "reason",
                    "reconciliation_status",
                    "refund",
                    "reversed_by",
                    "source_refund",
                    "source_transaction",
                    "source_transfer",
                    "status",
                    "transfer",
                    "transfer_group",
                    "type");
    private static final Set<String> METADATA = Set.of("order_id", "intent");

    static StripeRow from(String account, JsonNode row) {
        ObjectNode stable = ((ObjectNode) row).deepCopy();
        stable.remove("status");
        if (row.path("source").isObject()) {
            stable.put("source", row.path("source").path("id").asString());
        }
        String fingerprint =
                Sha256.hexOf(
                        SORTED.writeValueAsString(
                                        SORTED.treeToValue(stable, java.util.TreeMap.class))
                                .getBytes(StandardCharsets.UTF_8));
        return new StripeRow(account, row.path("id").asString(), allowed(row), fingerprint);
    }

    /** The kept members as text, for the raw store. */
    public String kept() {
        return SORTED.writeValueAsString(json);
    }

    /** A member of the expanded source as text, or nothing. */
    public @Nullable String source(String member) {
        JsonNode value = json.path("source").path(member);
        return value.isString()
                ? value.stringValue()
                : value.isObject() && value.has("id") ? value.path("id").asString() : null;
    }

    private static ObjectNode allowed(JsonNode row) {
        ObjectNode kept = ((ObjectNode) row).deepCopy();
        kept.retain(ROW);
        if (kept.path("source") instanceof ObjectNode source) {
            source.retain(SOURCE);
            if (source.path("metadata") instanceof ObjectNode metadata) {
                metadata.retain(METADATA);
            }
        }
        for (JsonNode fee : kept.path("fee_details")) {
            ((ObjectNode) fee).remove("description");
        }
        return kept;
    }
}
