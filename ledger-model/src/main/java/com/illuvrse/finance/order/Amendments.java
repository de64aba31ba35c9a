package com.illuvrse.finance.order;

import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What versions and cancellations do to an order before anything is booked. */
final class Amendments {

    private Amendments() {}

    /** Takes in the versions that came tonight; the highest counts, the first dates the order. */
    static List<Finding> apply(OrderState state, List<OrderPlaced> versions) {
        List<Finding> findings = new ArrayList<>();
        versions.sort(
                Comparator.comparingInt(OrderPlaced::version)
                        .thenComparing(OrderPlaced::occurredAt)
                        .thenComparing(OrderPlaced::event));
        for (OrderPlaced version : versions) {
            if (state.placedAt == null || version.occurredAt().isBefore(state.placedAt)) {
                state.placedAt = version.occurredAt();
            }
            if (state.latest == null || version.version() > state.latest.version()) {
                state.latest = version;
            } else if (version.version() == state.latest.version()) {
                String detail =
                        "events %s and %s both are version %d; the first stays"
                                .formatted(
                                        state.latest.event(), version.event(), version.version());
                findings.add(Finding.of(BreakType.ORDER_CONFLICT, state.order(), detail));
            }
        }
        OrderPlaced latest = state.latest;
        if (versions.isEmpty() || latest == null || !versions.contains(latest)) {
            return findings;
        }
        OrderPlaced form = state.form;
        if (form != null && !form.taxAmounts().equals(latest.taxAmounts())) {
            Money difference = Money.of(tax(latest) - tax(form), latest.currency());
            String detail =
                    "version %d has other taxes than version %d, which was sold"
                            .formatted(latest.version(), form.version());
            findings.add(Finding.of(BreakType.TAX_MISMATCH, state.order(), difference, detail));
        } else if (latest.hasTaxMismatch()) {
            Money difference = Money.of(latest.taxDifference(), latest.currency());
            String detail = "stated tax and rate differ; the stated amount is booked";
            findings.add(Finding.of(BreakType.TAX_MISMATCH, state.order(), difference, detail));
        }
        return findings;
    }

    private static long tax(OrderPlaced placed) {
        return placed.taxAmounts().values().stream().reduce(0L, Math::addExact);
    }

    static void cancel(OrderState state, OrderCancelled cancelled, AccountingDay day) {
        state.cancelled = true;
        if (state.completedOn == null) {
            LocalDate cancelledOn =
                    AccountingDay.containing(cancelled.occurredAt(), day.zone()).date();
            state.completedOn = cancelledOn;
        }
    }
}
