package com.illuvrse.finance.order;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.royalty.LineRoyalty;
import com.illuvrse.finance.royalty.Reversal;
import java.util.ArrayList;
import java.util.List;

/**
 * A refund takes back what the sale and the releases gave, in their own proportions. What an
 * exchange rate makes of it is the platform's, never the creator's.
 */
final class RefundRules {

    /**
     * How much of a row the order can take.
     *
     * @param amount settlement minor units out of clearing
     * @param gross cumulative gross refunded afterwards, at the rate of the sale
     * @param presented cumulative refund afterwards as the buyer saw it
     */
    private record Fit(long amount, long gross, long presented) {}

    private RefundRules() {}

    static void refund(OrderState state, Payment payment, Step step, Night night) {
        Capture capture = state.capture;
        if (capture == null || !capture.currency().equals(payment.amount().currency())) {
            return;
        }
        state.payments.remove(payment);
        long row = Math.negateExact(payment.amount().minor());
        boolean ofSecondCharge =
                payment.charge() != null && state.duplicates.contains(payment.charge());
        Fit fit =
                ofSecondCharge
                        ? new Fit(0, state.refunded.gross(), state.refunded.presented())
                        : fit(state.refunded, capture, payment, row);
        long rest = Math.subtractExact(row, fit.amount());
        if (rest != 0) {
            night.find(exceeds(state, payment, Money.of(rest, capture.currency())));
        }
        if (fit.amount() == 0) {
            return;
        }
        JournalEntry.Draft entry = night.entry("refund", state, payment, step.at());
        if (state.isDestination()) {
            destination(state, fit, capture.currency(), entry);
        } else {
            split(state, fit, capture, entry, night);
        }
        night.post(entry);
    }

    private static Finding exceeds(OrderState state, Payment payment, Money rest) {
        String detail =
                "%s of refund %s are more than order %s still holds"
                        .formatted(rest, payment.bt(), state.order());
        return Finding.on(
                Accounts.CLEARING_REFUND,
                BreakType.REFUND_EXCEEDS_CAPTURE,
                payment.bt(),
                rest,
                detail);
    }

    /** A refund that could not be delivered: the money is back at Stripe and owed to the buyer. */
    static void comeBack(OrderState state, Payment payment, Step step, Night night) {
        state.payments.remove(payment);
        Money amount = payment.amount();
        night.post(
                night.entry("refund-failure", state, payment, step.at())
                        .debit(Accounts.CLEARING_REFUND, amount)
                        .credit(Accounts.REFUNDS_UNDELIVERABLE, amount));
        String detail = "a refund of order " + state.order() + " came back and is still owed";
        night.find(Finding.of(BreakType.REFUND_UNDELIVERABLE, payment.bt(), amount, detail));
    }

    private static Fit fit(Refunded before, Capture capture, Payment payment, long row) {
        Money given = payment.presentment();
        if (!capture.isExchanged()
                || given == null
                || !given.currency().equals(capture.charged().currency())) {
            long room = Math.max(0, capture.gross().minor() - before.gross());
            long amount = Math.min(row, room);
            return new Fit(
                    amount, before.gross() + amount, Math.addExact(before.presented(), amount));
        }
        long wanted = given.abs().minor();
        long fits = Math.max(0, Math.min(wanted, capture.presented() - before.presented()));
        long presented = Math.addExact(before.presented(), fits);
        long amount = fits == wanted ? row : Fraction.of(fits, wanted).times(row).roundHalfUp();
        long gross =
                capture.presented() == 0
                        ? before.gross()
                        : Fraction.of(presented, capture.presented())
                                .times(capture.gross().minor())
                                .roundHalfUp();
        return new Fit(amount, gross, presented);
    }

    private static void destination(
            OrderState state, Fit fit, Currency currency, JournalEntry.Draft entry) {
        String payee = state.form == null ? null : state.form.destinationPayee();
        if (payee == null) {
            throw new IllegalStateException("order " + state.order() + " has no destination");
        }
        long fx = fit.amount() - (fit.gross() - state.refunded.gross());
        state.refunded = new Refunded(fit.gross(), fit.presented(), state.refunded.taxes());
        exchange(entry, fx, currency);
        entry.ref("payee", payee)
                .debit(Accounts.payable(payee), Money.of(fit.amount() - fx, currency))
                .credit(Accounts.CLEARING_REFUND, Money.of(fit.amount(), currency));
    }

    private static void split(
            OrderState state, Fit fit, Capture capture, JournalEntry.Draft entry, Night night) {
        OrderPlaced form = state.form;
        if (form == null) {
            throw new IllegalStateException("order " + state.order() + " has no sale");
        }
        Currency currency = capture.currency();
        Refunded before = state.refunded;
        SettledAmounts at = SettledAmounts.of(form, fit.gross());
        Refunded after = new Refunded(fit.gross(), fit.presented(), at.taxes());
        List<Json> taxes = new ArrayList<>();
        at.taxes()
                .forEach(
                        (place, tax) -> {
                            entry.debit(
                                    Accounts.tax(place),
                                    Money.of(tax - before.tax(place), currency));
                            taxes.add(
                                    Json.object()
                                            .put("jurisdiction", place)
                                            .put("tax", Json.pair(before.tax(place), tax))
                                            .build());
                        });
        List<Json> parts = lines(state, at, currency, entry, night);
        long fx = fit.amount() - (fit.gross() - before.gross());
        exchange(entry, fx, currency);
        entry.credit(Accounts.CLEARING_REFUND, Money.of(fit.amount(), currency));
        state.refunded = after;
        entry.trace(
                Json.object()
                        .put("kind", "refund")
                        .put("gross", Json.pair(before.gross(), after.gross()))
                        .put("taxes", Json.array(taxes))
                        .put("net", Json.pair(before.net(), after.net()))
                        .putMinor("fx", fx)
                        .put("parts", Json.array(parts))
                        .build());
    }

    private static List<Json> lines(
            OrderState state,
            SettledAmounts at,
            Currency currency,
            JournalEntry.Draft entry,
            Night night) {
        List<Long> nets = at.netOver(state.lines.stream().map(LineRoyalty::net).toList());
        List<Json> parts = new ArrayList<>();
        List<LineRoyalty> lines = new ArrayList<>();
        for (int i = 0; i < nets.size(); i++) {
            LineRoyalty line = state.lines.get(i);
            long step = Math.subtractExact(nets.get(i), line.refunded());
            Reversal reversal = Reversal.of(line, step, currency, night.states());
            entry.debit(Accounts.ESCROW, Money.of(reversal.escrow(), currency));
            reversal.amounts().forEach(amounts -> amounts.debit(entry, currency));
            parts.add(reversal.part());
            lines.add(reversal.line());
        }
        state.lines = lines;
        return parts;
    }

    private static void exchange(JournalEntry.Draft entry, long fx, Currency currency) {
        if (fx > 0) {
            entry.debit(Accounts.FX_LOSS, Money.of(fx, currency));
        } else {
            entry.credit(Accounts.FX_GAIN, Money.of(-fx, currency));
        }
    }
}
