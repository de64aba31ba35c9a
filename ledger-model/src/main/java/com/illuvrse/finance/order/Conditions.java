package com.illuvrse.finance.order;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is still wrong with an order when its night's work is done; looked at anew every night. */
public final class Conditions {

    private static final Duration PAYMENT_TERM = Duration.ofHours(24);

    private Conditions() {}

    static List<Finding> of(OrderState state, Night night) {
        List<Finding> findings = new ArrayList<>();
        for (Payment payment : state.payments) {
            String detail = "order " + state.order() + " or its sale is not known";
            waiting(payment.kind(), payment.bt(), payment.amount(), detail)
                    .ifPresent(findings::add);
        }
        Finding unpaid = unpaid(state, night.day().to());
        if (unpaid != null) {
            findings.add(unpaid);
        }
        Finding onPayment = Holds.onPayment(state);
        if (onPayment != null) {
            // also when a person has accepted it: breaks follow whether it changes or goes
            findings.add(onPayment);
        }
        if (state.capture != null) {
            for (OrderFulfilled fulfilled : state.fulfilments) {
                Finding holding = holding(state, fulfilled, night);
                if (holding != null && !holding.equals(onPayment)) {
                    findings.add(holding);
                }
            }
        }
        return findings;
    }

    /**
     * Why a fulfilment waits: what holds it now, else what held it when its turn came. It is
     * released tomorrow then, and until then the books say why not today.
     */
    private static @Nullable Finding holding(
            OrderState state, OrderFulfilled fulfilled, Night night) {
        Finding now = ReleaseRules.holding(state, fulfilled.portion(), night);
        boolean isSaid = !state.isPaid() || state.missingInEscrow() > 0;
        return now != null || isSaid ? now : night.held().get(fulfilled);
    }

    /**
     * The finding of a row that belongs to an order but names none; empty for rows of other kinds.
     * It stays until the row is dealt with, so it is found anew every night.
     */
    public static Optional<Finding> withoutOrder(BalanceTransaction row) {
        String detail = "row of type " + row.type() + " names no order";
        return row.links().order() != null
                ? Optional.empty()
                : Payment.kindOf(row)
                        .flatMap(kind -> waiting(kind, row.id(), row.amountMoney(), detail));
    }

    private static Optional<Finding> waiting(
            Payment.Kind kind, String bt, Money amount, String detail) {
        return switch (kind) {
            case CHARGE, CHARGE_REVERSAL ->
                    Optional.of(
                            Finding.on(
                                    Accounts.CLEARING_CHARGE,
                                    BreakType.PAYMENT_WITHOUT_ORDER,
                                    bt,
                                    amount.negated(),
                                    detail));
            case REFUND, REFUND_FAILURE ->
                    Optional.of(
                            Finding.on(
                                    Accounts.CLEARING_REFUND,
                                    BreakType.REFUND_WITHOUT_ORDER,
                                    bt,
                                    amount.negated(),
                                    detail));
            case DISPUTE, DISPUTE_REVERSAL ->
                    Optional.of(
                            Finding.of(
                                    BreakType.DISPUTE_WITHOUT_ORDER, bt, amount.negated(), detail));
            case TRANSFER -> Optional.empty();
        };
    }

    /**
     * An order that should be paid by now: 24 hours after it was placed, or as soon as something
     * was delivered; also the delivered part of one whose payment was reversed in part.
     */
    private static @Nullable Finding unpaid(OrderState state, Instant endOfDay) {
        boolean delivered = !state.fulfilments.isEmpty() || state.releases > 0;
        Capture capture = state.capture;
        if (capture != null && state.isPaid() && state.missingInEscrow() > 0) {
            return Finding.of(
                    BreakType.ORDER_WITHOUT_PAYMENT,
                    state.order(),
                    Money.of(state.missingInEscrow(), capture.currency()),
                    "delivered, but a part of the payment was reversed afterwards");
        }
        if (state.isPaid() || (state.cancelled && !delivered)) {
            return null;
        }
        OrderPlaced latest = state.latest;
        Instant placedAt = state.placedAt;
        if (latest == null || placedAt == null) {
            boolean paying =
                    state.payments.stream()
                            .anyMatch(payment -> payment.kind() == Payment.Kind.CHARGE);
            return delivered && !paying
                    ? Finding.of(
                            BreakType.ORDER_WITHOUT_PAYMENT,
                            state.order(),
                            "delivered, but neither the order nor a payment is known")
                    : null;
        }
        boolean overdue = !placedAt.plus(PAYMENT_TERM).isAfter(endOfDay);
        if (latest.total() == 0 || !(overdue || delivered)) {
            return null;
        }
        return Finding.of(
                BreakType.ORDER_WITHOUT_PAYMENT,
                state.order(),
                latest.totalMoney(),
                delivered ? "delivered, but not paid" : "placed at " + placedAt + ", not paid");
    }
}
