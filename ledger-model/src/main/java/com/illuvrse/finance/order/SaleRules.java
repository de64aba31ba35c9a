package com.illuvrse.finance.order;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.royalty.LineRoyalty;
import java.util.ArrayList;
import java.util.List;

/**
 * A charge meets its order: out of clearing into tax and escrow, and back when the payment is
 * reversed (posting model, section 4).
 */
final class SaleRules {

    private SaleRules() {}

    static void charge(OrderState state, Payment payment, Step step, Night night) {
        state.payments.remove(payment);
        Capture before = state.capture;
        if (before != null && (before.gross().isPositive() || !sameCurrency(before, payment))) {
            state.duplicates.add(chargeOf(payment));
            String detail =
                    "order %s was paid by %s already".formatted(state.order(), before.charge());
            night.find(unmatchedCharge(BreakType.DUPLICATE_PAYMENT, payment, detail));
            return;
        }
        if (state.form == null) {
            state.form = state.latest;
        }
        Money charged = payment.presentment() == null ? payment.amount() : payment.presentment();
        state.capture =
                new Capture(
                        payment.bt(),
                        chargeOf(payment),
                        before == null ? payment.amount() : before.gross().plus(payment.amount()),
                        charged,
                        charged.minor(),
                        before == null ? step.at() : before.firstSaleAt());
        book("sale", state, payment, step, night);
        reach(Milestone.Kind.SOLD, state, payment, charged, night);
        Finding rounding = Holds.rounding(state);
        if (rounding != null) {
            night.find(rounding);
        }
    }

    static void reverse(OrderState state, Payment payment, Step step, Night night) {
        Capture capture = state.capture;
        if (payment.charge() != null && state.duplicates.contains(payment.charge())) {
            state.payments.remove(payment);
            String detail = "the second payment " + payment.charge() + " was reversed";
            night.find(unmatchedCharge(BreakType.DUPLICATE_PAYMENT, payment, detail));
            return;
        }
        if (capture == null
                || !sameCurrency(capture, payment)
                || capture.gross().plus(payment.amount()).isNegative()) {
            return;
        }
        state.payments.remove(payment);
        Capture after = capture.reversedBy(payment);
        state.capture = after;
        book("sale-reversal", state, payment, step, night);
        reach(Milestone.Kind.REVERSED, state, payment, capture.shownBefore(after), night);
    }

    /** Stripe's own transfer of a destination charge to the creator, or its reversal. */
    static void transfer(OrderState state, Payment payment, Night night) {
        OrderPlaced form = state.form;
        state.payments.remove(payment);
        if (form == null || form.destinationPayee() == null) {
            String detail = "order " + state.order() + " is no destination charge";
            night.find(
                    Finding.of(
                            BreakType.TRANSFER_WITHOUT_PAYOUT,
                            payment.bt(),
                            payment.amount(),
                            detail));
            return;
        }
        Money sent = payment.amount().negated();
        night.post(
                night.entry("destination", state, payment, payment.occurredAt())
                        .ref("payee", form.destinationPayee())
                        .debit(Accounts.payable(form.destinationPayee()), sent)
                        .credit(Accounts.PAYOUTS_CLEARING, sent));
    }

    /** Books what the settled gross changed by: the difference of tax and net before and after. */
    private static void book(
            String kind, OrderState state, Payment payment, Step step, Night night) {
        OrderPlaced form = state.form;
        Capture capture = state.capture;
        if (form == null || capture == null) {
            throw new IllegalStateException("order " + state.order() + " has no sale");
        }
        Money amount = payment.amount();
        JournalEntry.Draft entry =
                night.entry(kind, state, payment, step.at())
                        .debit(Accounts.CLEARING_CHARGE, amount);
        if (form.destinationPayee() != null) {
            entry.ref("payee", form.destinationPayee())
                    .credit(Accounts.payable(form.destinationPayee()), amount);
        } else {
            long grossAfter = capture.gross().minor();
            long grossBefore = Math.subtractExact(grossAfter, amount.minor());
            SettledAmounts before = SettledAmounts.of(form, grossBefore);
            SettledAmounts after = SettledAmounts.of(form, grossAfter);
            after.taxes()
                    .forEach(
                            (place, tax) ->
                                    entry.credit(
                                            Accounts.tax(place),
                                            Money.of(
                                                    Math.subtractExact(
                                                            tax,
                                                            before.taxes().getOrDefault(place, 0L)),
                                                    amount.currency())));
            entry.credit(
                    Accounts.ESCROW,
                    Money.of(Math.subtractExact(after.net(), before.net()), amount.currency()));
            state.lines = lines(state, form, after);
        }
        if (!amount.isZero()) {
            night.post(entry);
        }
    }

    private static void reach(
            Milestone.Kind kind, OrderState state, Payment payment, Money shown, Night night) {
        if (!payment.amount().isZero()) {
            String entry = kind == Milestone.Kind.SOLD ? "sale" : "sale-reversal";
            night.reach(state, kind, SourceKey.of(entry, state.order(), payment.bt()), shown);
        }
    }

    private static List<LineRoyalty> lines(
            OrderState state, OrderPlaced form, SettledAmounts settled) {
        List<Long> nets = settled.netOver(form.lines().stream().map(OrderLine::net).toList());
        List<LineRoyalty> lines = new ArrayList<>();
        for (int i = 0; i < form.lines().size(); i++) {
            OrderLine line = form.lines().get(i);
            lines.add(
                    state.lines.isEmpty()
                            ? LineRoyalty.of(line.line(), line.contract(), nets.get(i))
                            : state.lines.get(i).withNet(nets.get(i)));
        }
        return lines;
    }

    private static boolean sameCurrency(Capture capture, Payment payment) {
        return capture.currency().equals(payment.amount().currency());
    }

    private static String chargeOf(Payment payment) {
        return payment.charge() == null ? payment.bt() : payment.charge();
    }

    private static Finding unmatchedCharge(BreakType type, Payment payment, String detail) {
        return Finding.on(
                Accounts.CLEARING_CHARGE, type, payment.bt(), payment.amount().negated(), detail);
    }
}
