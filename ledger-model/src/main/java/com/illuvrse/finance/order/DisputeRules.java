package com.illuvrse.finance.order;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.royalty.LineRoyalty;
import com.illuvrse.finance.royalty.PartyShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dispute holds what losing it would take back, and gives it back or takes it (posting model,
 * section 4).
 *
 * <p>What is held follows the order: a release of disputed escrow is held as well, a refund of
 * disputed money is not possible. Losing is a refund whose other side is the disputed money.
 */
public final class DisputeRules {

    private DisputeRules() {}

    /** The entry of a lost dispute no order explains: the platform bears it. */
    public static JournalEntry loseWithoutOrder(String dispute, Money amount, AccountingDay day) {
        return JournalEntry.of(key(dispute, "lost"), day.date(), day.lastMillisecond())
                .ref("dispute", dispute)
                .debit(Accounts.LOSSES_CHARGEBACK, amount)
                .credit(Accounts.DISPUTES_OPEN, amount)
                .build();
    }

    static void open(OrderState state, Payment payment, Step step, Night night) {
        Capture capture = state.capture;
        if (capture == null
                || !capture.currency().equals(payment.amount().currency())
                || find(state, payment.disputeId()).isPresent()) {
            return;
        }
        state.payments.remove(payment);
        Money amount = payment.amount().negated();
        state.disputes.add(new OpenDispute(payment.disputeId(), amount, payment.presentment()));
        JournalEntry.Draft entry = entry(state, payment, "hold", step, night);
        hold(state, entry);
        postUnlessEmpty(entry, night);
    }

    static void win(OrderState state, Payment payment, Step step, Night night) {
        Optional<OpenDispute> dispute = find(state, payment.disputeId());
        if (dispute.isEmpty()) {
            return;
        }
        state.payments.remove(payment);
        state.disputes.remove(dispute.get());
        JournalEntry.Draft entry = entry(state, payment, "won", step, night);
        hold(state, entry);
        Money lostByExchange = dispute.get().amount().minus(payment.amount());
        RefundRules.exchange(entry, lostByExchange.minor(), lostByExchange.currency());
        entry.credit(Accounts.DISPUTES_OPEN, lostByExchange);
        postUnlessEmpty(entry, night);
    }

    static void lose(OrderState state, DisputeLost lost, Step step, Night night) {
        Optional<OpenDispute> dispute = find(state, lost.dispute());
        if (dispute.isEmpty()) {
            return;
        }
        state.losses.remove(lost.dispute());
        state.disputes.remove(dispute.get());
        Money amount = dispute.get().amount();
        Currency currency = amount.currency();
        JournalEntry.Draft entry =
                night.entry(key(lost.dispute(), "lost"), step.at())
                        .ref("order", state.order())
                        .ref("dispute", lost.dispute())
                        .credit(Accounts.DISPUTES_OPEN, amount);
        Refunded before = state.refunded;
        Fit fit = Fit.of(state, dispute.get().presentment(), amount.minor());
        entry.debit(Accounts.LOSSES_CHARGEBACK, amount.minus(Money.of(fit.amount(), currency)));
        if (state.isDestination()) {
            RefundRules.destination(state, fit, currency, entry);
        } else {
            RefundRules.split(state, fit, currency, entry, night);
            hold(state, entry);
        }
        entry.netted();
        postUnlessEmpty(entry, night);
        Capture capture = state.capture;
        if (capture != null) {
            night.reach(
                    state,
                    Milestone.Kind.DISPUTE_LOST,
                    key(lost.dispute(), "lost"),
                    capture.shown(before, state.refunded, dispute.get().presentment()));
        }
    }

    /**
     * Moves what open disputes would take back between payable, reserve and held, so that exactly
     * that much is held.
     */
    static void hold(OrderState state, JournalEntry.Draft entry) {
        Capture capture = state.capture;
        OrderPlaced form = state.form;
        if (capture == null || form == null || state.isDestination() || isFree(state)) {
            return;
        }
        Currency currency = capture.currency();
        List<LineRoyalty> lines = new ArrayList<>();
        List<Long> nets =
                SettledAmounts.ofPart(form, capture.gross().minor(), Fit.claimed(state).gross())
                        .netOver(state.lines.stream().map(LineRoyalty::net).toList());
        boolean moved = false;
        for (int i = 0; i < state.lines.size(); i++) {
            LineRoyalty before = state.lines.get(i);
            long claimed = Math.subtractExact(nets.get(i), before.refunded());
            LineRoyalty after = before.held(state.disputes.isEmpty() ? 0 : claimed, currency);
            lines.add(after);
            for (int j = 0; j < before.parties().size(); j++) {
                moved |= move(before.parties().get(j), after.parties().get(j), currency, entry);
            }
        }
        state.lines = lines;
        if (moved) {
            entry.netted();
        }
    }

    private static boolean isFree(OrderState state) {
        return state.disputes.isEmpty()
                && state.lines.stream()
                        .flatMap(line -> line.parties().stream())
                        .allMatch(share -> share.heldPayable() == 0 && share.heldReserve() == 0);
    }

    private static boolean move(
            PartyShare before, PartyShare after, Currency currency, JournalEntry.Draft entry) {
        long payable = Math.subtractExact(after.heldPayable(), before.heldPayable());
        long reserve = Math.subtractExact(after.heldReserve(), before.heldReserve());
        if (payable == 0 && reserve == 0) {
            return false;
        }
        entry.debit(Accounts.payable(before.party()), Money.of(payable, currency))
                .debit(Accounts.reserve(before.party()), Money.of(reserve, currency))
                .credit(
                        Accounts.held(before.party()),
                        Money.of(Math.addExact(payable, reserve), currency));
        return true;
    }

    private static JournalEntry.Draft entry(
            OrderState state, Payment payment, String kind, Step step, Night night) {
        return night.entry(key(payment.disputeId(), kind), step.at())
                .ref("order", state.order())
                .ref("bt", payment.bt())
                .ref("dispute", payment.disputeId());
    }

    private static SourceKey key(String dispute, String kind) {
        return SourceKey.of("dispute", dispute, kind);
    }

    private static Optional<OpenDispute> find(OrderState state, String dispute) {
        return state.disputes.stream().filter(open -> open.dispute().equals(dispute)).findFirst();
    }

    private static void postUnlessEmpty(JournalEntry.Draft entry, Night night) {
        if (!entry.isEmpty()) {
            night.post(entry);
        }
    }
}
