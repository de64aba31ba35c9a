package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PeriodLocks;
import com.illuvrse.finance.jobs.postgres.PeriodLocks.PeriodLock;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.postgres.TrialBalances;
import com.illuvrse.finance.journal.Period;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Locks periods, and shows what they were sealed with and what is known of them now.
 *
 * <p>A sealed day takes no entry anyway. The lock is a person's word that a period is closed: it
 * stands in the database as a guard of its own, and nobody can take it back.
 */
public final class Periods {

    private final Database database;
    private final PeriodLocks locks;
    private final TrialBalances balances;
    private final Segments segments;
    private final Clock clock;
    private final String owner;

    /**
     * @param owner names this process to people: host and process id
     */
    public Periods(Database database, Clock clock, String owner) {
        this.database = database;
        this.locks = new PeriodLocks(database);
        this.balances = new TrialBalances(database);
        this.segments = new Segments(database);
        this.clock = clock;
        this.owner = owner;
    }

    /**
     * What became of a wish to lock.
     *
     * @param isNew whether the period was not locked before
     */
    public record Locked(PeriodLock lock, boolean isNew) {}

    /**
     * Locks a period for good; one that is locked stays as it was locked.
     *
     * @param by the person who says so
     * @throws IllegalArgumentException when a day of the period is not sealed yet
     * @throws AlreadyRunningException when another process settles this ledger
     */
    public Locked lock(Period period, String by, String reason) throws SQLException {
        try (WritingTurn turn = WritingTurn.take(database, owner, clock)) {
            return database.write(
                    LedgerRole.WRITER,
                    turn.epoch(),
                    () -> {
                        Optional<PeriodLock> there = locks.find(period);
                        if (there.isPresent()) {
                            return new Locked(there.get(), false);
                        }
                        requireSealed(period);
                        PeriodLock lock = new PeriodLock(period, by, reason, clock.instant());
                        locks.add(lock);
                        return new Locked(lock, true);
                    });
        }
    }

    private void requireSealed(Period period) {
        LocalDate began =
                locks.firstDayOfTheLedger()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "period %s cannot be locked: no day of this ledger is sealed yet"
                                                        .formatted(period)));
        if (period.lastDay().isBefore(began)) {
            throw new IllegalArgumentException(
                    "period %s cannot be locked: it was over before this ledger began on %s"
                            .formatted(period, began));
        }
        locks.firstUnsealedDay(period)
                .ifPresent(
                        day -> {
                            throw new IllegalArgumentException(
                                    "period %s cannot be locked: its day %s is not sealed yet; settle it first (finance night)"
                                            .formatted(period, day));
                        });
    }

    /** All locks, the earliest period first. */
    public List<PeriodLock> locks() {
        return locks.all();
    }

    /** The last day that is sealed, the genesis day when no other is. */
    public Optional<LocalDate> lastSealed() {
        return segments.lastSealed();
    }

    /**
     * The period's end as it was sealed, as it is known now, and what lies between. A period that
     * is not over is shown up to the last sealed day.
     *
     * @throws IllegalArgumentException when no day of the period is sealed
     */
    public PeriodStatement statement(Period period) {
        return database.read(
                () -> {
                    LocalDate known =
                            segments.lastSealed()
                                    .filter(day -> !day.isBefore(period.firstDay()))
                                    .filter(day -> day.isAfter(genesis()))
                                    .orElseThrow(
                                            () ->
                                                    new IllegalArgumentException(
                                                            "no day of %s is sealed yet"
                                                                    .formatted(period)));
                    LocalDate effective =
                            known.isBefore(period.lastDay()) ? known : period.lastDay();
                    if (!effective.isAfter(genesis())) {
                        throw new IllegalArgumentException(
                                "%s was over before this ledger began on %s"
                                        .formatted(period, genesis().plusDays(1)));
                    }
                    return PeriodStatement.of(
                            period,
                            effective,
                            known,
                            balances.of(effective, effective),
                            balances.lateEntries(effective, known),
                            balances.of(effective, known));
                });
    }

    private LocalDate genesis() {
        return locks.firstDayOfTheLedger().orElse(LocalDate.MAX).minusDays(1);
    }
}
