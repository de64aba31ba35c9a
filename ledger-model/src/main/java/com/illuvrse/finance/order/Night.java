package com.illuvrse.finance.order;

import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.Acceptance;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.ContractStates;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of one night share: the day, the contracts, and where results go.
 *
 * @param held why a fulfilment was not released when its turn came
 */
record Night(
        AccountingDay day,
        ContractBook contracts,
        ContractStates states,
        Set<Acceptance> accepted,
        List<JournalEntry> entries,
        List<Finding> findings,
        List<Milestone> milestones,
        Map<OrderFulfilled, Finding> held) {

    /** Starts an entry of a fact that occurred at an instant, on the fact's own day. */
    JournalEntry.Draft entry(SourceKey key, Instant occurredAt) {
        return JournalEntry.of(key, day.date(), occurredAt).effectiveOn(dayOf(occurredAt));
    }

    /** Starts the entry of a payment of an order. */
    JournalEntry.Draft entry(String kind, OrderState state, Payment payment, Instant occurredAt) {
        return entry(SourceKey.of(kind, state.order(), payment.bt()), occurredAt)
                .ref("order", state.order())
                .ref("bt", payment.bt())
                .ref("stripe", payment.source());
    }

    LocalDate dayOf(Instant instant) {
        return AccountingDay.containing(instant, day.zone()).date();
    }

    void post(JournalEntry.Draft entry) {
        entries.add(entry.build());
    }

    /** Tells the invoices of an order what an entry of it means to the buyer. */
    void reach(OrderState state, Milestone.Kind kind, @Nullable SourceKey source, Money amount) {
        milestones.add(new Milestone(state.order(), kind, source, amount));
    }

    void find(Finding finding) {
        findings.add(finding);
    }

    /** Whether a person has accepted what is found, with the amount it is found with. */
    boolean isAccepted(Finding finding) {
        return accepted.contains(Acceptance.of(finding));
    }
}
