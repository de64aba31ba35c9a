package com.illuvrse.finance.order;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.Links;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A balance transaction as the order it belongs to sees it.
 *
 * @param bt id of the balance transaction
 * @param amount as Stripe signs it: positive into the balance
 * @param charge the charge it is, or leads to
 * @param presentment what the buyer paid or got back, positive; null when the source did not say
 */
public record Payment(
        Kind kind,
        String order,
        String bt,
        Instant occurredAt,
        Money amount,
        @Nullable String source,
        @Nullable String charge,
        @Nullable String dispute,
        @Nullable Money presentment)
        implements OrderFact {

    /** What a balance transaction does to its order. */
    public enum Kind {
        /** The buyer paid. */
        CHARGE,
        /** A payment failed later, or a part of an authorisation was never captured. */
        CHARGE_REVERSAL,
        REFUND,
        /** A refund came back. */
        REFUND_FAILURE,
        DISPUTE,
        DISPUTE_REVERSAL,
        /** Stripe moved the money of a destination charge to the creator, or back. */
        TRANSFER
    }

    public Payment {
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The payment in a row that names an order; empty when the row is of no order. */
    public static Optional<Payment> of(BalanceTransaction row) {
        Links links = row.links();
        Optional<Kind> kind = kindOf(row);
        if (kind.isEmpty() || links.order() == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Payment(
                        kind.get(),
                        links.order(),
                        row.id(),
                        row.created(),
                        row.amountMoney(),
                        links.source(),
                        links.charge(),
                        links.dispute(),
                        row.presentment()));
    }

    /** What a row would do to an order; empty when its type has nothing to do with one. */
    public static Optional<Kind> kindOf(BalanceTransaction row) {
        String category = row.reportingCategory();
        return Optional.ofNullable(
                switch (row.type()) {
                    case "charge", "payment" -> Kind.CHARGE;
                    case "payment_failure_refund", "payment_reversal" -> Kind.CHARGE_REVERSAL;
                    case "refund" ->
                            category.equals("partial_capture_reversal")
                                    ? Kind.CHARGE_REVERSAL
                                    : Kind.REFUND;
                    case "payment_refund" -> row.amount() > 0 ? Kind.REFUND_FAILURE : Kind.REFUND;
                    case "refund_failure" -> Kind.REFUND_FAILURE;
                    case "adjustment" ->
                            switch (category) {
                                case "dispute" -> Kind.DISPUTE;
                                case "dispute_reversal" -> Kind.DISPUTE_REVERSAL;
                                case "refund_failure" -> Kind.REFUND_FAILURE;
                                default -> null;
                            };
                    case "transfer", "transfer_refund", "transfer_cancel", "transfer_failure" ->
                            row.links().charge() == null ? null : Kind.TRANSFER;
                    default -> null;
                });
    }

    /** The dispute a row belongs to; the row itself when its source is not known. */
    String disputeId() {
        return dispute == null ? bt : dispute;
    }

    Json.Obj toJson() {
        Json.Builder json =
                Json.object()
                        .put("kind", kind.name().toLowerCase(Locale.ROOT))
                        .put("bt", bt)
                        .put("occurredAt", OrderEvent.text(occurredAt))
                        .putMinor("amount", amount.minor())
                        .put("currency", amount.currency().code())
                        .put("source", source)
                        .put("charge", charge)
                        .put("dispute", dispute);
        if (presentment != null) {
            json.putMinor("presentmentAmount", presentment.minor())
                    .put("presentmentCurrency", presentment.currency().code());
        }
        return json.build();
    }

    static Payment from(Json.Obj json, String order) {
        String presented = json.optionalText("presentmentCurrency");
        return new Payment(
                Kind.valueOf(json.text("kind").toUpperCase(Locale.ROOT)),
                order,
                json.text("bt"),
                Instant.parse(json.text("occurredAt")),
                Money.of(json.minor("amount"), Currency.of(json.text("currency"))),
                json.optionalText("source"),
                json.optionalText("charge"),
                json.optionalText("dispute"),
                presented == null
                        ? null
                        : Money.of(json.minor("presentmentAmount"), Currency.of(presented)));
    }
}
