package com.illuvrse.finance.reconciliation;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries breaks from one day to the next: one row per type and ref, opened on the day it was first
 * found, a day older every day, closed by a rule or by a person.
 */
public final class Breaks {

    private Breaks() {}

    /**
     * The breaks of a day: all that are open, and those opened, closed or reported today, by type
     * and ref.
     *
     * @param yesterday the breaks of the day before; only the open ones count
     * @param findings what today's steps found, with every condition that still holds
     * @param resolved reasons of the breaks a person resolved since yesterday
     * @param accepted conditions a person resolved earlier: they are not opened again although they
     *     still hold
     */
    public static List<Break> roll(
            Collection<Break> yesterday,
            Collection<Finding> findings,
            Map<BreakKey, String> resolved,
            Set<BreakKey> accepted,
            LocalDate today) {
        TreeMap<BreakKey, Break> rows = new TreeMap<>();
        TreeMap<BreakKey, Finding> found = new TreeMap<>();
        for (Finding finding : findings) {
            found.merge(finding.key(), finding, Breaks::graver);
        }
        for (Break before : yesterday) {
            if (before.isOpen()) {
                Finding finding = found.remove(before.key());
                rows.put(before.key(), carried(before, finding, resolved.get(before.key()), today));
            }
        }
        for (Finding finding : found.values()) {
            boolean isAccepted =
                    finding.type().life() == BreakType.Life.CONDITION
                            && accepted.contains(finding.key());
            if (!isAccepted) {
                rows.put(finding.key(), opened(finding, today, today));
            }
        }
        return List.copyOf(rows.values());
    }

    private static Break carried(
            Break before, @Nullable Finding finding, @Nullable String reason, LocalDate today) {
        if (reason != null) {
            return before.closed(Break.Status.RESOLVED, reason, today);
        }
        if (finding != null) {
            return opened(finding, before.openedOn(), today);
        }
        return switch (before.type().life()) {
            case CONDITION ->
                    before.closed(Break.Status.AUTO_RESOLVED, before.type().endedBy(), today);
            case EVENT, NOTICE -> before.stillOpen(today);
        };
    }

    private static Break opened(Finding finding, LocalDate openedOn, LocalDate today) {
        boolean notice = finding.type().life() == BreakType.Life.NOTICE;
        Break row =
                Break.found(
                        finding, openedOn, notice ? Break.Status.INFO : Break.Status.OPEN, today);
        return finding.settledBy() == null
                ? row
                : row.closed(Break.Status.AUTO_RESOLVED, finding.settledBy(), today);
    }

    /** Of two findings of one thing, the one that is open; else the first. */
    private static Finding graver(Finding first, Finding second) {
        return first.settledBy() != null && second.settledBy() == null ? second : first;
    }

    /** Whether payouts must wait, and why: the first open break that locks them. */
    public static @Nullable Break payoutLock(Collection<Break> breaks) {
        return breaks.stream()
                .filter(row -> row.isOpen() && row.type().locksPayouts())
                .findFirst()
                .orElse(null);
    }
}
