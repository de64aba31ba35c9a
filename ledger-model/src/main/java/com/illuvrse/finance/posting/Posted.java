package com.illuvrse.finance.posting;

import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.reconciliation.Finding;
import java.util.List;

/** What the rules make of one fact: its entry, and what was odd about it. */
public record Posted(JournalEntry entry, List<Finding> findings) {

    public Posted {
        findings = List.copyOf(findings);
    }
}
