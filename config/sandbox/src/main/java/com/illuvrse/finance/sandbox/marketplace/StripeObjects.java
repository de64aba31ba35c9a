package com.illuvrse.finance.sandbox.marketplace;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the objects behind balance transactions with every member Stripe requires, unused ones as
 * null.
 */
final class StripeObjects {
    private static final List<String> UNUSED_IN_CHARGE =
            List.of(
                    "application",
                    "application_fee",
                    "application_fee_amount",
                    "calculated_statement_descriptor",
                    "customer",
                    "failure_balance_transaction",
                    "failure_code",
                    "failure_message",
                    "on_behalf_of",
                    "outcome",
                    "payment_method",
                    "receipt_email",
                    "receipt_number",
                    "receipt_url",
                    "review",
                    "shipping",
                    "source",
                    "source_transfer",
                    "statement_descriptor",
                    "statement_descriptor_suffix",
                    "transfer_data");
    private static final List<String> UNUSED_IN_REFUND =
            List.of(
                    "customer",
                    "customer_account",
                    "payment_method",
                    "receipt_number",
                    "source_transfer_reversal",
                    "transfer_reversal");
    private static final List<String> UNUSED_IN_PAYOUT =
            List.of(
                    "application_fee",
                    "application_fee_amount",
                    "failure_balance_transaction",
                    "failure_code",
                    "failure_message",
                    "original_payout",
                    "payout_method",
                    "reversed_by",
                    "statement_descriptor",
                    "trace_id");
    private static final List<String> UNUSED_IN_TOPUP =
            List.of(
                    "expected_availability_date",
                    "failure_code",
                    "failure_message",
                    "source",
                    "statement_descriptor",
                    "transfer_group");
    private static final List<String> UNUSED_EVIDENCE =
            List.of(
                    "access_activity_log",
                    "billing_address",
                    "cancellation_policy",
                    "cancellation_policy_disclosure",
                    "cancellation_rebuttal",
                    "customer_communication",
                    "customer_email_address",
                    "customer_name",
                    "customer_purchase_ip",
                    "customer_signature",
                    "duplicate_charge_documentation",
                    "duplicate_charge_explanation",
                    "duplicate_charge_id",
                    "product_description",
                    "receipt",
                    "refund_policy",
                    "refund_policy_disclosure",
                    "refund_refusal_explanation",
                    "service_date",
                    "service_documentation",
                    "shipping_address",
                    "shipping_carrier",
                    "shipping_date",
                    "shipping_documentation",
                    "shipping_tracking_number",
                    "uncategorized_file",
                    "uncategorized_text");
    private static final String NO_BILLING_DETAILS =
            """
            {"address":{"city":null,"country":null,"line1":null,"line2":null,"postal_code":null,"state":null},\
            "email":null,"name":null,"phone":null,"tax_id":null}""";

    private StripeObjects() {}

    /**
     * A card payment of {@code amount} in the currency the buyer sees; the order's id is in its
     * metadata.
     */
    static Consumer<JsonGenerator> charge(
            String number,
            String row,
            @Nullable String order,
            long amount,
            String currency,
            Instant created) {
        return json -> {
            begin(json, "ch_" + number, "charge", amount, currency, created);
            json.writeBooleanProperty("livemode", false);
            json.writeNumberProperty("amount_captured", amount);
            json.writeNumberProperty("amount_refunded", 0);
            json.writeStringProperty("balance_transaction", row);
            raw(json, "billing_details", NO_BILLING_DETAILS);
            json.writeBooleanProperty("captured", true);
            json.writeStringProperty(
                    "description", order == null ? "Card payment" : "Order " + order);
            json.writeBooleanProperty("disputed", false);
            raw(json, "fraud_details", "{}");
            json.writeObjectPropertyStart("metadata");
            if (order != null) {
                json.writeStringProperty("order_id", order);
            }
            json.writeEndObject();
            json.writeBooleanProperty("paid", true);
            json.writeStringProperty("payment_intent", "pi_" + number);
            raw(json, "payment_method_details", "{\"type\":\"card\"}");
            json.writeBooleanProperty("refunded", false);
            json.writeStringProperty("status", "succeeded");
            json.writeName("transfer_group");
            json.writeString(order);
            nulls(json, UNUSED_IN_CHARGE);
        };
    }

    /** Money given back for a charge. */
    static Consumer<JsonGenerator> refund(
            String id,
            String row,
            String chargeNumber,
            long amount,
            String currency,
            Instant created) {
        return json -> {
            begin(json, id, "refund", amount, currency, created);
            json.writeStringProperty("balance_transaction", row);
            json.writeStringProperty("charge", "ch_" + chargeNumber);
            raw(json, "metadata", "{}");
            json.writeStringProperty("payment_intent", "pi_" + chargeNumber);
            json.writeStringProperty("reason", "requested_by_customer");
            json.writeStringProperty("status", "succeeded");
            nulls(json, UNUSED_IN_REFUND);
        };
    }

    /** A charge the buyer's bank took back, in the given state. */
    static Consumer<JsonGenerator> dispute(
            String chargeNumber,
            long amount,
            String currency,
            Fate.Dispute dispute,
            String status) {
        return json -> {
            begin(json, "du_" + chargeNumber, "dispute", amount, currency, dispute.openedAt());
            json.writeBooleanProperty("livemode", false);
            raw(json, "balance_transactions", "[]");
            json.writeStringProperty("charge", "ch_" + chargeNumber);
            raw(json, "enhanced_eligibility_types", "[\"visa_compelling_evidence_3\"]");
            json.writeObjectPropertyStart("evidence");
            nulls(json, UNUSED_EVIDENCE);
            raw(json, "enhanced_evidence", "{}");
            json.writeEndObject();
            json.writeObjectPropertyStart("evidence_details");
            json.writeNumberProperty("due_by", dispute.openedAt().getEpochSecond() + 9 * 86_400);
            json.writeBooleanProperty("has_evidence", false);
            json.writeBooleanProperty("past_due", false);
            json.writeNumberProperty("submission_count", 0);
            raw(json, "enhanced_eligibility", "{}");
            json.writeEndObject();
            json.writeBooleanProperty("is_charge_refundable", false);
            raw(json, "metadata", "{}");
            json.writeStringProperty("payment_intent", "pi_" + chargeNumber);
            json.writeStringProperty("reason", dispute.reason());
            json.writeStringProperty("status", status);
        };
    }

    /** Money on its way from the Stripe balance to the bank. */
    static Consumer<JsonGenerator> payout(
            String id, String row, long amount, String currency, Instant created, Instant arrival) {
        return json -> {
            begin(json, id, "payout", amount, currency, created);
            json.writeBooleanProperty("livemode", false);
            json.writeNumberProperty("arrival_date", arrival.getEpochSecond());
            json.writeBooleanProperty("automatic", true);
            json.writeStringProperty("balance_transaction", row);
            json.writeStringProperty("description", "STRIPE PAYOUT");
            json.writeStringProperty("destination", "ba_operating_" + currency);
            raw(json, "metadata", "{}");
            json.writeStringProperty("method", "standard");
            json.writeStringProperty("reconciliation_status", "completed");
            json.writeStringProperty("source_type", "card");
            json.writeStringProperty("status", "in_transit");
            json.writeStringProperty("type", "bank_account");
            nulls(json, UNUSED_IN_PAYOUT);
        };
    }

    /** Money the platform sent to Stripe from its bank. */
    static Consumer<JsonGenerator> topup(
            String id, String row, long amount, String currency, Instant created) {
        return json -> {
            begin(json, id, "topup", amount, currency, created);
            json.writeBooleanProperty("livemode", false);
            json.writeStringProperty("balance_transaction", row);
            json.writeStringProperty("description", "Platform float");
            json.writeStringProperty("initiated_by", "user");
            raw(json, "metadata", "{}");
            json.writeStringProperty("status", "succeeded");
            nulls(json, UNUSED_IN_TOPUP);
        };
    }

    private static void begin(
            JsonGenerator json,
            String id,
            String object,
            long amount,
            String currency,
            Instant created) {
        json.writeStringProperty("id", id);
        json.writeStringProperty("object", object);
        json.writeNumberProperty("amount", amount);
        json.writeStringProperty("currency", currency);
        json.writeNumberProperty("created", created.getEpochSecond());
    }

    private static void nulls(JsonGenerator json, List<String> names) {
        for (String name : names) {
            json.writeNullProperty(name);
        }
    }

    private static void raw(JsonGenerator json, String name, String value) {
        json.writeName(name);
        json.writeRawValue(value);
    }
}
