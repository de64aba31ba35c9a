package com.illuvrse.finance.order;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.LineRoyalty;
import com.illuvrse.finance.royalty.Release;
import com.illuvrse.finance.royalty.Reserve;
import com.illuvrse.finance.royalty.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A fulfilment releases its portion out of escrow to those who earned it. */
final class ReleaseRules {

    private ReleaseRules() {}

    static void fulfil(OrderState state, OrderFulfilled fulfilled, Step step, Night night) {
        Finding holding = holding(state, fulfilled.portion(), night);
        if (holding == null && waitsForMoney(state)) {
            holding = unpaid(state);
        }
        if (holding != null) {
            night.held().put(fulfilled, holding);
            return;
        }
        state.fulfilments.remove(fulfilled);
        release(state, fulfilled, step, night);
        if (fulfilled.portion().equals(Fraction.ONE)) {
            if (state.completedOn == null) {
                state.completedOn = night.dayOf(step.at());
            }
            delivered(state, night);
        }
    }

    private static void delivered(OrderState state, Night night) {
        Capture capture = state.capture;
        if (capture != null) {
            SourceKey last =
                    state.releases == 0
                            ? null
                            : SourceKey.of(
                                    "fulfil", state.order(), Integer.toString(state.releases));
            Money nothing = Money.zero(capture.charged().currency());
            night.reach(state, Milestone.Kind.DELIVERED, last, nothing);
        }
    }

    private static Finding unpaid(OrderState state) {
        return Finding.of(
                BreakType.ORDER_WITHOUT_PAYMENT,
                state.order(),
                Objects.requireNonNull(state.form).totalMoney(),
                "delivered while it was not paid");
    }

    private static boolean waitsForMoney(OrderState state) {
        return !state.isPaid() && state.form != null && state.form.sum() > 0;
    }

    /** Why this portion cannot be released tonight; null when it can. */
    static @Nullable Finding holding(OrderState state, Fraction portion, Night night) {
        Finding onPayment = Holds.onPayment(state);
        if (onPayment != null && !night.isAccepted(onPayment)) {
            return onPayment;
        }
        for (LineRoyalty line : state.lines) {
            Finding problem =
                    line.releasable(portion) == 0 ? null : contractProblem(state, line, night);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable Finding contractProblem(
            OrderState state, LineRoyalty line, Night night) {
        Optional<Contract> contract = contract(state, line, night);
        if (contract.isEmpty()) {
            String detail =
                    "no version of contract %s is valid on the day of order %s"
                            .formatted(line.contract(), state.order());
            return Finding.of(BreakType.CONTRACT_MISSING, line.contract(), detail);
        }
        Optional<String> problem =
                contract.get().problem().or(() -> wrongCurrency(state, contract.get()));
        return problem.map(text -> Finding.of(BreakType.CONTRACT_INVALID, line.contract(), text))
                .orElse(null);
    }

    private static Optional<String> wrongCurrency(OrderState state, Contract contract) {
        Currency settled = Objects.requireNonNull(state.capture).currency();
        return contract.tiers().stream()
                .map(Tier::upTo)
                .filter(Objects::nonNull)
                .map(Money::currency)
                .filter(currency -> !currency.equals(settled))
                .findFirst()
                .map(
                        currency ->
                                "contract %s has tiers in %s, order %s is settled in %s"
                                        .formatted(
                                                contract.contract(),
                                                currency,
                                                state.order(),
                                                settled));
    }

    private static Optional<Contract> contract(OrderState state, LineRoyalty line, Night night) {
        OrderPlaced form = Objects.requireNonNull(state.form);
        return night.contracts().on(line.contract(), night.dayOf(form.occurredAt()));
    }

    private static void release(
            OrderState state, OrderFulfilled fulfilled, Step step, Night night) {
        if (state.capture == null || state.isDestination()) {
            return;
        }
        Currency currency = state.capture.currency();
        SourceKey key = SourceKey.of("fulfil", state.order(), Integer.toString(state.releases + 1));
        JournalEntry.Draft entry = night.entry(key, step.at()).ref("order", state.order());
        List<Json> parts = new ArrayList<>();
        List<LineRoyalty> lines = new ArrayList<>();
        for (LineRoyalty line : state.lines) {
            long base = line.releasable(fulfilled.portion());
            if (base == 0) {
                lines.add(line);
                continue;
            }
            Contract contract = contract(state, line, night).orElseThrow();
            Release release = Release.of(line, base, contract, currency, night.states());
            entry.debit(Accounts.ESCROW, Money.of(base, currency));
            release.amounts().forEach(amounts -> amounts.credit(entry, currency));
            parts.add(release.part());
            lines.add(release.line());
        }
        if (parts.isEmpty()) {
            return;
        }
        state.lines = lines;
        state.releases++;
        DisputeRules.hold(state, entry);
        night.post(
                entry.trace(
                        Json.object()
                                .put("kind", "fulfil")
                                .put("event", fulfilled.event())
                                .put("portion", fulfilled.portion().toString())
                                .put("parts", Json.array(parts))
                                .build()));
    }

    /** Days the longest reserve of the order's contracts is held. */
    static int reserveDays(OrderState state, Night night) {
        return state.lines.stream()
                .map(line -> night.contracts().version(line.contract(), line.version()))
                .flatMap(Optional::stream)
                .map(Contract::reserve)
                .filter(Objects::nonNull)
                .mapToInt(Reserve::days)
                .max()
                .orElse(0);
    }
}
