package com.illuvrse.finance.reconciliation;

import java.util.Collection;
import java.util.List;

/**
 * What one night brings to the breaks.
 *
 * @param findings what its steps found, with every condition that still holds
 * @param journals what the journals booked on the day moved on clearing and suspense accounts
 * @param resolutions the latest word of a person on each break that was open the day before
 */
public record BreakNews(
        List<Finding> findings,
        List<ClearingJournals.Part> journals,
        List<Resolution> resolutions) {

    public BreakNews {
        findings = List.copyOf(findings);
        journals = List.copyOf(journals);
        resolutions = List.copyOf(resolutions);
    }

    /** A night without a word from anybody. */
    public static BreakNews of(Collection<Finding> findings) {
        return new BreakNews(List.copyOf(findings), List.of(), List.of());
    }

    /** The same night with the words of persons. */
    public BreakNews with(Resolution... given) {
        return new BreakNews(findings, journals, List.of(given));
    }
}
