package com.illuvrse.finance.order;

import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.reconciliation.Acceptance;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.ContractStates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * One night's work on orders: new facts are added to what is remembered of each order, and
 * everything that can be decided becomes an entry.
 *
 * <p>Use it once: add orders and journals in any order, then {@link #settle()}. All orders of one
 * contract must be in the same settlement, because its counter follows them in order of time. The
 * result depends on the facts alone, not on the order they were added in.
 */
public final class Settlement {

    private final AccountingDay day;
    private final ContractBook contracts;
    private final ContractStates states;
    private final Set<Acceptance> accepted;
    private final TreeMap<String, OrderState> orders = new TreeMap<>();
    private final List<AdvanceJournal> journals = new ArrayList<>();
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * A settlement of one accounting day.
     *
     * @param states where the contracts stand; moved on by {@link #settle()}
     * @param accepted conditions a person has accepted, each for its amount: they hold nothing back
     *     as long as they have that amount
     */
    public Settlement(
            AccountingDay day,
            ContractBook contracts,
            ContractStates states,
            Set<Acceptance> accepted) {
        this.day = day;
        this.contracts = contracts;
        this.states = states;
        this.accepted = Set.copyOf(accepted);
    }

    public Settlement(AccountingDay day, ContractBook contracts, ContractStates states) {
        this(day, contracts, states, Set.of());
    }

    /** Adds an order with the facts that are new tonight; none when only time has passed. */
    public Settlement add(OrderState yesterday, Collection<? extends OrderFact> facts) {
        OrderState state = yesterday.copy();
        if (orders.put(state.order(), state) != null) {
            throw new IllegalArgumentException("order " + state.order() + " is added twice");
        }
        List<OrderPlaced> placed = new ArrayList<>();
        for (OrderFact fact : facts) {
            if (!fact.order().equals(state.order())) {
                throw new IllegalArgumentException(
                        "a fact of order " + fact.order() + " is added to " + state.order());
            }
            switch (fact) {
                case OrderPlaced version -> placed.add(version);
                case OrderFulfilled fulfilled -> state.fulfilments.add(fulfilled);
                case OrderCancelled cancelled -> Amendments.cancel(state, cancelled, day);
                case Payment payment -> state.payments.add(payment);
                case DisputeLost lost -> state.losses.add(lost.dispute());
            }
        }
        findings.addAll(Amendments.apply(state, placed));
        return this;
    }

    /** Adds a journal that pays or pays back an advance tonight. */
    public Settlement add(AdvanceJournal journal) {
        journals.add(journal);
        return this;
    }

    /** Works out everything in calculation order. */
    public Settled settle() {
        List<Step> steps = new ArrayList<>();
        for (AdvanceJournal journal : journals) {
            steps.add(
                    new Step(
                            journal.occurredAt(),
                            Step.Rank.JOURNAL,
                            journal.source(),
                            0,
                            null,
                            null,
                            journal));
        }
        for (OrderState state : orders.values()) {
            steps.addAll(Plan.of(state, day));
        }
        steps.sort(null);

        List<Milestone> milestones = new ArrayList<>();
        Night night =
                new Night(
                        day,
                        contracts,
                        states,
                        accepted,
                        entries,
                        findings,
                        milestones,
                        new HashMap<>());
        for (Step step : steps) {
            perform(step, night);
        }
        for (OrderState state : orders.values()) {
            ReserveRules.schedule(state, night);
            findings.addAll(Conditions.of(state, night));
        }
        return new Settled(List.copyOf(orders.values()), entries, findings, milestones);
    }

    private static void perform(Step step, Night night) {
        AdvanceJournal journal = step.journal();
        OrderState state = step.state();
        if (journal != null) {
            night.states().advance(journal.contract(), journal.amount());
            return;
        }
        if (state == null) {
            throw new IllegalStateException("step " + step.source() + " is of no order");
        }
        switch (step.fact()) {
            case null -> ReserveRules.release(state, night);
            case OrderFulfilled fulfilled -> ReleaseRules.fulfil(state, fulfilled, step, night);
            case Payment payment -> perform(state, payment, step, night);
            case DisputeLost lost -> DisputeRules.lose(state, lost, step, night);
            case OrderPlaced placed -> throw noStep(placed);
            case OrderCancelled cancelled -> throw noStep(cancelled);
        }
    }

    private static void perform(OrderState state, Payment payment, Step step, Night night) {
        switch (payment.kind()) {
            case CHARGE -> SaleRules.charge(state, payment, step, night);
            case CHARGE_REVERSAL -> SaleRules.reverse(state, payment, step, night);
            case REFUND -> RefundRules.refund(state, payment, step, night);
            case REFUND_FAILURE -> RefundRules.comeBack(state, payment, step, night);
            case TRANSFER -> SaleRules.transfer(state, payment, night);
            case DISPUTE -> DisputeRules.open(state, payment, step, night);
            case DISPUTE_REVERSAL -> DisputeRules.win(state, payment, step, night);
        }
    }

    private static IllegalStateException noStep(OrderEvent event) {
        return new IllegalStateException("no step for event " + event.event());
    }
}
