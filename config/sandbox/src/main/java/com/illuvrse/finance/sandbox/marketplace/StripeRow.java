package com.illuvrse.finance.sandbox.marketplace;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * One balance transaction of Stripe: money moved in the marketplace's balance. Amounts are minor
 * units of the settlement currency, positive into the balance.
 */
final class StripeRow {
    private final String id;
    private final String type;
    private final String category;
    private final SettlementCurrency currency;
    private final long amount;
    private final Instant created;
    private Instant availableOn;
    private String description;
    private long processingFee;
    private long feeTax;
    private long unexplainedFee;
    private boolean shownAsAvailable;
    private @Nullable String exchangeRate;
    private @Nullable Consumer<JsonGenerator> source;
    private @Nullable Instant visibleFrom;
    private @Nullable String payout;

    /** A row without fees that is available at once and comes from no object. */
    StripeRow(
            String id,
            String type,
            String category,
            SettlementCurrency currency,
            long amount,
            Instant created) {
        this.id = id;
        this.type = type;
        this.category = category;
        this.currency = currency;
        this.amount = amount;
        this.created = created;
        this.availableOn = created;
        this.description = type;
    }

    StripeRow availableOn(Instant instant) {
        this.availableOn = instant;
        return this;
    }

    StripeRow describedAs(String text) {
        this.description = text;
        return this;
    }

    /** Stripe's own fee and the tax on it; a negative fee is given back. */
    StripeRow fee(long processing, long tax) {
        this.processingFee = processing;
        this.feeTax = tax;
        return this;
    }

    /** A fee that no fee detail explains: an anomaly. */
    StripeRow unexplainedFee(long amount) {
        this.unexplainedFee = amount;
        return this;
    }

    StripeRow exchangedAt(@Nullable String rate) {
        this.exchangeRate = rate;
        return this;
    }

    /** The object behind the row, by what writes its members. */
    StripeRow from(Consumer<JsonGenerator> object) {
        this.source = object;
        return this;
    }

    /** Stripe lists the row only from this instant on; null for at once. */
    StripeRow visibleFrom(@Nullable Instant instant) {
        this.visibleFrom = instant;
        return this;
    }

    /** Stripe's status says available, as it does once the money is. */
    StripeRow shownAsAvailable() {
        this.shownAsAvailable = true;
        return this;
    }

    /** The automatic payout that takes the row to the bank; null when none does. */
    StripeRow inPayout(@Nullable String id) {
        this.payout = id;
        return this;
    }

    SettlementCurrency currency() {
        return currency;
    }

    Instant created() {
        return created;
    }

    long net() {
        return amount - fee();
    }

    private long fee() {
        return processingFee + feeTax + unexplainedFee;
    }

    /** Writes the members of Stripe's object and, last, what only the stand-in reads. */
    void writeTo(JsonGenerator json) {
        json.writeStringProperty("id", id);
        json.writeStringProperty("object", "balance_transaction");
        json.writeNumberProperty("amount", amount);
        json.writeNumberProperty("available_on", availableOn.getEpochSecond());
        json.writeStringProperty("balance_type", "payments");
        json.writeNumberProperty("created", created.getEpochSecond());
        json.writeStringProperty("currency", currency.lower());
        json.writeStringProperty("description", description);
        writeExchangeRate(json);
        json.writeNumberProperty("fee", fee());
        writeFeeDetails(json);
        json.writeNumberProperty("net", net());
        json.writeStringProperty("reporting_category", category);
        writeSource(json);
        boolean pending = availableOn.isAfter(created) && !shownAsAvailable;
        json.writeStringProperty("status", pending ? "pending" : "available");
        json.writeStringProperty("type", type);
        writeSandbox(json);
    }

    private void writeExchangeRate(JsonGenerator json) {
        json.writeName("exchange_rate");
        if (exchangeRate == null) {
            json.writeNull();
        } else {
            json.writeNumber(exchangeRate);
        }
    }

    private void writeFeeDetails(JsonGenerator json) {
        json.writeArrayPropertyStart("fee_details");
        if (processingFee != 0) {
            writeFee(json, processingFee, "Stripe processing fees", "stripe_fee");
        }
        if (feeTax != 0) {
            writeFee(
                    json,
                    feeTax,
                    currency == SettlementCurrency.JPY ? "Consumption tax" : "VAT",
                    "tax");
        }
        json.writeEndArray();
    }

    private void writeFee(JsonGenerator json, long fee, String text, String kind) {
        json.writeStartObject();
        json.writeNumberProperty("amount", fee);
        json.writeNullProperty("application");
        json.writeStringProperty("currency", currency.lower());
        json.writeStringProperty("description", text);
        json.writeStringProperty("type", kind);
        json.writeEndObject();
    }

    private void writeSource(JsonGenerator json) {
        if (source == null) {
            json.writeNullProperty("source");
        } else {
            json.writeObjectPropertyStart("source");
            source.accept(json);
            json.writeEndObject();
        }
    }

    private void writeSandbox(JsonGenerator json) {
        if (visibleFrom == null && payout == null) {
            return;
        }
        json.writeObjectPropertyStart("_sandbox");
        if (visibleFrom != null) {
            json.writeStringProperty("visibleFrom", visibleFrom.toString());
        }
        if (payout != null) {
            json.writeStringProperty("payout", payout);
        }
        json.writeEndObject();
    }
}
