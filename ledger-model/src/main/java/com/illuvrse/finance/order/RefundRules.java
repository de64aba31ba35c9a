package com.illuvrse.finance.order;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
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
                        ? Fit.nothing(state.refunded)
                        : Fit.of(state, payment.presentment(), row);
        long rest = Math.subtractExact(row, fit.amount());
        if (rest != 0) {
            night.find(exceeds(state, payment, Money.of(rest, capture.currency())));
        }
        if (fit.amount() == 0) {
            return;
        }
        Refunded before = state.refunded;
        JournalEntry.Draft entry = night.entry("refund", state, payment, step.at());
        if (state.isDestination()) {
            destination(state, fit, capture.currency(), entry);
        } else {
            entry.trace(split(state, fit, capture.currency(), entry, night));
            DisputeRules.hold(state, entry);
        }
        entry.credit(Accounts.CLEARING_REFUND, Money.of(fit.amount(), capture.currency()));
        night.post(entry);
        night.reach(
                state,
                Milestone.Kind.REFUNDED,
                SourceKey.of("refund", state.order(), payment.bt()),
                capture.shown(before, state.refunded, payment.presentment()));
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

    /** Takes a fitting amount from the creator of a destination charge. */
    static void destination(
            OrderState state, Fit fit, Currency currency, JournalEntry.Draft entry) {
        String payee = state.form == null ? null : state.form.destinationPayee();
        if (payee == null) {
            throw new IllegalStateException("order " + state.order() + " has no destination");
        }
        long fx = fit.amount() - (fit.gross() - state.refunded.gross());
        state.refunded = new Refunded(fit.gross(), fit.presented(), state.refunded.taxes());
        exchange(entry, fx, currency);
        entry.ref("payee", payee)
                .debit(Accounts.payable(payee), Money.of(fit.amount() - fx, currency));
    }

    /**
     * Takes a fitting amount out of tax, escrow and what was released; the other side is the
     * caller's.
     */
    static Json.Obj split(
            OrderState state, Fit fit, Currency currency, JournalEntry.Draft entry, Night night) {
        OrderPlaced form = state.form;
        Capture capture = state.capture;
        if (form == null || capture == null) {
            throw new IllegalStateException("order " + state.order() + " has no sale");
        }
        Refunded before = state.refunded;
        SettledAmounts at = SettledAmounts.ofPart(form, capture.gross().minor(), fit.gross());
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
        state.refunded = after;
        return Json.object()
                .put("kind", "refund")
                .put("gross", Json.pair(before.gross(), after.gross()))
                .put("taxes", Json.array(taxes))
                .put("net", Json.pair(before.net(), after.net()))
                .putMinor("fx", fx)
                .put("parts", Json.array(parts))
                .build();
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

    static void exchange(JournalEntry.Draft entry, long fx, Currency currency) {
        if (fx > 0) {
            entry.debit(Accounts.FX_LOSS, Money.of(fx, currency));
        } else {
            entry.credit(Accounts.FX_GAIN, Money.of(-fx, currency));
        }
    }
}
