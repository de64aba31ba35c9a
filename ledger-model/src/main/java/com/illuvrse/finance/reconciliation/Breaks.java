package com.illuvrse.finance.reconciliation;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries breaks from one day to the next: one row per type and ref, opened on the day it was first
 * found, a day older every day, closed by a rule or by a person.
 *
 * <p>A person's word covers what was seen when it was given, and no more:
 *
 * <ul>
 *   <li>A condition that was accepted stays closed while every night finds it with the amount it
 *       was accepted for. Found with another amount, or again after a night that did not find it,
 *       it is opened again, on that day.
 *   <li>An event that is found again is opened again.
 *   <li>What was closed together on a clearing account stays closed together. When one of these
 *       conditions is found otherwise or not at all, or one of these journals is taken back, the
 *       balance that cancelled out is there again: all that is left of the group is opened again.
 * </ul>
 *
 * A condition that was accepted and is gone has a row on the day it went, opened and closed at
 * once; so the last row of a break says whether a person's word still holds.
 */
public final class Breaks {

    /** Closes the part of a journal together with what a person resolved. */
    private static final String BOOKED_OFF = "BOOKED_OFF";

    /** Closes the parts of a journal and of the one that takes it back. */
    private static final String JOURNAL_REVERSED = "JOURNAL_REVERSED";

    private final LocalDate today;
    private final TreeMap<BreakKey, Finding> found = new TreeMap<>();
    private final TreeMap<BreakKey, Break> rows = new TreeMap<>();
    private final TreeMap<BreakKey, String> groups = new TreeMap<>();
    private final TreeMap<BreakKey, Resolution> used = new TreeMap<>();

    private Breaks(LocalDate today) {
        this.today = today;
    }

    /**
     * The breaks of a day: all that are open, and those opened, closed or reported today, by type
     * and ref.
     *
     * @param yesterday the breaks of the day before; only the open ones count
     * @param closed what persons' words closed on earlier days and nothing has opened since
     */
    public static RolledBreaks roll(
            Collection<Break> yesterday,
            Collection<ClosedBreak> closed,
            BreakNews news,
            LocalDate today) {
        Breaks work = new Breaks(today);
        for (Finding finding : news.findings()) {
            work.found.merge(finding.key(), finding, Breaks::graver);
        }
        yesterday.stream().filter(Break::isOpen).forEach(work::carry);
        work.reviewClosed(closed, news.journals());
        work.found.values().forEach(finding -> work.rows.put(finding.key(), work.opened(finding)));
        news.journals().forEach(work::takeBack);
        return work.resolved(news.resolutions());
    }

    private void carry(Break before) {
        Finding finding = found.remove(before.key());
        rows.put(before.key(), carried(before, finding));
    }

    private Break carried(Break before, @Nullable Finding finding) {
        if (finding != null) {
            return opened(finding, before.openedOn());
        }
        return switch (before.type().life()) {
            case CONDITION ->
                    before.closed(Break.Status.AUTO_RESOLVED, before.type().endedBy(), today);
            case EVENT, NOTICE -> before.stillOpen(today);
        };
    }

    /** What was closed together stays so, or is opened again together. */
    private void reviewClosed(
            Collection<ClosedBreak> closed, List<ClearingJournals.Part> journals) {
        Map<String, List<Break>> together =
                closed.stream()
                        .collect(
                                Collectors.groupingBy(
                                        each -> each.row().resolvedOn() + " " + each.group(),
                                        TreeMap::new,
                                        Collectors.mapping(ClosedBreak::row, Collectors.toList())));
        for (List<Break> group : together.values()) {
            boolean stands = group.stream().allMatch(row -> stands(row, journals));
            group.forEach(stands ? this::staysClosed : this::isOpenAgain);
        }
    }

    private boolean stands(Break row, List<ClearingJournals.Part> journals) {
        return switch (row.type().life()) {
            case CONDITION -> {
                Finding finding = found.get(row.key());
                yield finding == null
                        ? !row.type().isLookedAtOnceAccepted()
                        : finding.settledBy() == null
                                && Objects.equals(finding.amount(), row.amount());
            }
            case EVENT, NOTICE ->
                    journals.stream().noneMatch(part -> takesBack(part, row.key(), row));
        };
    }

    private void staysClosed(Break row) {
        if (row.type().life() == BreakType.Life.CONDITION) {
            found.remove(row.key());
        }
    }

    private void isOpenAgain(Break row) {
        Finding finding = found.remove(row.key());
        if (finding != null) {
            rows.put(row.key(), opened(finding));
        } else if (row.type().life() == BreakType.Life.CONDITION) {
            Break gone = row.openAgain(today);
            rows.put(
                    row.key(),
                    gone.closed(Break.Status.AUTO_RESOLVED, row.type().endedBy(), today));
        } else {
            rows.put(row.key(), row.openAgain(today));
        }
    }

    /** A journal that takes another one back explains itself, as long as both are open. */
    private void takeBack(ClearingJournals.Part part) {
        Break own = rows.get(part.key());
        Optional<BreakKey> reversed = part.reversed();
        Break other = reversed.map(rows::get).orElse(null);
        if (own == null
                || other == null
                || !own.isOpen()
                || !other.isOpen()
                || !takesBack(part, other.key(), other)) {
            return;
        }
        for (Break each : List.of(own, other)) {
            rows.put(each.key(), each.closed(Break.Status.AUTO_RESOLVED, JOURNAL_REVERSED, today));
            groups.put(each.key(), other.key().toString());
        }
    }

    private static boolean takesBack(ClearingJournals.Part part, BreakKey key, Break row) {
        return part.reversed().filter(key::equals).isPresent()
                && part.sum().negated().equals(row.amount());
    }

    private RolledBreaks resolved(List<Resolution> words) {
        List<Resolution> onOldOnes =
                words.stream()
                        .filter(
                                word -> {
                                    Break row = rows.get(word.key());
                                    return row != null && row.openedOn().isBefore(today);
                                })
                        .toList();
        Resolutions.Outcome outcome = Resolutions.on(rows.values(), onOldOnes);
        onOldOnes.forEach(word -> used.put(word.key(), word));
        outcome.groups().forEach(this::close);
        used.keySet().retainAll(groups.keySet());
        return new RolledBreaks(List.copyOf(rows.values()), groups, used, outcome.waiting());
    }

    private void close(Resolutions.Group group) {
        for (BreakKey key : group.members()) {
            Break row = Objects.requireNonNull(rows.get(key));
            Resolution word = used.get(key);
            Break closed =
                    word == null
                            ? row.closed(
                                    Break.Status.AUTO_RESOLVED,
                                    BOOKED_OFF + " " + group.name(),
                                    today)
                            : row.closed(Break.Status.RESOLVED, word.reason(), today);
            rows.put(key, closed);
            groups.put(key, group.name());
        }
    }

    private Break opened(Finding finding) {
        return opened(finding, today);
    }

    private Break opened(Finding finding, LocalDate openedOn) {
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
