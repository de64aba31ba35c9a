package com.illuvrse.finance.sandbox.marketplace;

import com.illuvrse.finance.sandbox.marketplace.BankPayouts.BankPayout;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes an order's life into both worlds: the marketplace's events and Stripe's rows. */
final class OrderLife {
    private final GeneratorSettings settings;
    private final DataFolder folder;
    private final ExchangeRates rates;
    private final BankPayouts payouts;

    OrderLife(
            GeneratorSettings settings,
            DataFolder folder,
            ExchangeRates rates,
            BankPayouts payouts) {
        this.settings = settings;
        this.folder = folder;
        this.rates = rates;
        this.payouts = payouts;
    }

    /** Writes everything an order causes. */
    void write(Order order, Fate fate) {
        folder.deliver(
                "orders", order.placedAt(), OrderFeed.placed(order, "e1", 1, order.placedAt()));
        charge(order, fate);
        deliveries(order, fate);
        aftermath(order, fate);
    }

    /** The charge of an order, and the payout to the bank if it is chosen for one. */
    void charge(Order order, Fate fate) {
        StripeRow row =
                chargeRow(
                        order.number(),
                        order.id(),
                        order.market(),
                        order.total(),
                        0,
                        fate.paidAt());
        LocalDate day = settings.dayOf(fate.paidAt());
        if (fate.daysLate() > 0) {
            row.visibleFrom(noonAfter(day, fate.daysLate()));
            folder.plant(Anomaly.LATE_ROW, rowId(order.number()), day.plusDays(fate.daysLate()));
        }
        if (fate.toBank() && settings.contains(day)) {
            BankPayout payout = BankPayouts.taking(row.currency(), available(fate.paidAt()));
            payouts.add(payout, row.net());
            row.inPayout(payout.id());
        }
        folder.list(row);
    }

    /** Deliveries and the cancellation of an order. */
    void deliveries(Order order, Fate fate) {
        for (Fate.Fulfilment fulfilment : fate.fulfilments()) {
            folder.deliver("orders", fulfilment.at(), OrderFeed.fulfilled(order, fulfilment));
        }
        if (fate.cancelledAt() != null) {
            folder.deliver(
                    "orders", fate.cancelledAt(), OrderFeed.cancelled(order, fate.cancelledAt()));
        }
    }

    private void aftermath(Order order, Fate fate) {
        if (fate.refund() != null) {
            folder.list(refundRow(order, fate.refund()));
        }
        if (fate.dispute() != null) {
            dispute(order, fate.dispute());
        }
    }

    /**
     * The row of a card payment.
     *
     * @param number what the charge's ids end in
     * @param orderId the order in the charge's metadata; null for none
     * @param amount what the buyer paid, in the market's presentment currency
     * @param offBy minor units by which the settled amount differs from amount times rate: 0 but
     *     for an anomaly
     */
    StripeRow chargeRow(
            String number,
            @Nullable String orderId,
            Market market,
            long amount,
            long offBy,
            Instant created) {
        SettlementCurrency currency = market.settlement;
        @Nullable BigDecimal rate =
                market.converted() ? rates.rate(market.presentment, currency.name()) : null;
        long settled = (rate == null ? amount : ExchangeRates.convert(amount, rate)) + offBy;
        long fee = currency.processingFee(settled, market.converted());
        String row = rowId(number);
        return new StripeRow(row, "charge", "charge", currency, settled, created)
                .availableOn(available(created))
                .describedAs(orderId == null ? "Card payment" : "Order " + orderId)
                .fee(fee, currency.taxOnFee(fee))
                .exchangedAt(text(rate))
                .from(
                        StripeObjects.charge(
                                number, row, orderId, amount, market.presentmentLower(), created));
    }

    static String rowId(String number) {
        return "txn_ch" + number;
    }

    /** Noon of a later day, after the night of the day before has pulled. */
    Instant noonAfter(LocalDate day, int days) {
        return settings.startOf(day.plusDays(days)).plus(Duration.ofHours(12));
    }

    /** Card payments become available two days later at midnight UTC. */
    private static Instant available(Instant created) {
        return LocalDate.ofInstant(created, ZoneOffset.UTC)
                .plusDays(2)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private StripeRow refundRow(Order order, Fate.Refund refund) {
        Market market = order.market();
        SettlementCurrency currency = market.settlement;
        long amount = order.total() * refund.percent() / 100;
        @Nullable BigDecimal rate = null;
        long settled;
        if (market.converted()) {
            rate =
                    ExchangeRates.six(
                            rates.rate(market.presentment, currency.name())
                                    .multiply(BigDecimal.valueOf(1000 + refund.rateShift(), 3)));
            settled = ExchangeRates.convert(amount, rate);
        } else {
            amount = currency.granular(amount);
            settled = amount;
        }
        String id = "re_" + order.number();
        String row = "txn_re" + order.number();
        return new StripeRow(row, "refund", "refund", currency, -settled, refund.at())
                .describedAs("REFUND FOR CHARGE")
                .exchangedAt(text(rate))
                .from(
                        StripeObjects.refund(
                                id,
                                row,
                                order.number(),
                                amount,
                                market.presentmentLower(),
                                refund.at()));
    }

    /**
     * A dispute takes the money and a fee; a won one brings the money back, a lost one makes no
     * row.
     */
    private void dispute(Order order, Fate.Dispute dispute) {
        SettlementCurrency currency = order.market().settlement;
        long amount = order.total();
        folder.list(
                new StripeRow(
                                "txn_du" + order.number(),
                                "adjustment",
                                "dispute",
                                currency,
                                -amount,
                                dispute.openedAt())
                        .describedAs("Chargeback withdrawal for ch_" + order.number())
                        .fee(currency.disputeFee, 0)
                        .from(
                                StripeObjects.dispute(
                                        order.number(),
                                        amount,
                                        currency.lower(),
                                        dispute,
                                        "needs_response")));
        if (dispute.won()) {
            folder.list(
                    new StripeRow(
                                    "txn_dw" + order.number(),
                                    "adjustment",
                                    "dispute_reversal",
                                    currency,
                                    amount,
                                    dispute.decidedAt())
                            .describedAs("Chargeback reversal for ch_" + order.number())
                            .from(
                                    StripeObjects.dispute(
                                            order.number(),
                                            amount,
                                            currency.lower(),
                                            dispute,
                                            "won")));
        }
        folder.listDispute(
                dispute.openedAt(),
                json -> {
                    StripeObjects.dispute(
                                    order.number(),
                                    amount,
                                    currency.lower(),
                                    dispute,
                                    "needs_response")
                            .accept(json);
                    timeline(json, dispute.decidedAt(), dispute.won() ? "won" : "lost");
                });
    }

    /** What only the stand-in reads: the status an object takes at an instant. */
    static void timeline(JsonGenerator json, Instant at, String status) {
        json.writeObjectPropertyStart("_sandbox");
        json.writeArrayPropertyStart("timeline");
        json.writeStartObject();
        json.writeStringProperty("at", at.toString());
        json.writeStringProperty("status", status);
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static @Nullable String text(@Nullable BigDecimal rate) {
        return rate == null ? null : rate.stripTrailingZeros().toPlainString();
    }
}
