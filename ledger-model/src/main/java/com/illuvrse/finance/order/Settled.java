package com.illuvrse.finance.order;

import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.reconciliation.Finding;
import java.util.List;

/**
 * What one night made of its orders.
 *
 * @param orders all orders given, as they stand now
 * @param entries in calculation order
 * @param findings what was found tonight, and every condition that still holds
 * @param milestones what invoices follow, in calculation order
 */
public record Settled(
        List<OrderState> orders,
        List<JournalEntry> entries,
        List<Finding> findings,
        List<Milestone> milestones) {

    public Settled {
        orders = List.copyOf(orders);
        entries = List.copyOf(entries);
        findings = List.copyOf(findings);
        milestones = List.copyOf(milestones);
    }
}
