package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.exporters.signing.SigningUnavailableException;
import com.illuvrse.finance.jobs.batch.NightStoppedException;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.Runs.NightRun;
import com.illuvrse.finance.journal.AccountingDay;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs nights: one process at a time, every due day in order, each with what it was begun with (run
 * safety, section 2).
 *
 * <p>Correctness does not rest on the history Spring Batch keeps: a night that is repeated from its
 * first step ends in the same books. The history only saves work.
 */
public final class RunCoordinator {

    private final Database database;
    private final Runs runs;
    private final SettlementSettings settings;
    private final Pins pins;
    private final NightJobs jobs;
    private final Clock clock;
    private final String owner;
    private final StopSignal stop;
    private final NightProgress progress;

    /**
     * @param owner names this process to people: host and process id
     */
    public RunCoordinator(
            Database database,
            SettlementSettings settings,
            NightJobs jobs,
            StopSignal stop,
            NightProgress progress,
            Clock clock,
            String owner) {
        this.database = database;
        this.runs = new Runs(database);
        this.settings = settings;
        this.pins = new Pins(settings);
        this.jobs = jobs;
        this.stop = stop;
        this.progress = progress;
        this.clock = clock;
        this.owner = owner;
    }

    /**
     * Settles what is due and returns how each day ended.
     *
     * @throws AlreadyRunningException when another process holds the lock
     * @throws SettingsChangedException when a night was begun with something else
     * @throws NightHeldException when somebody outside is away
     * @throws NightFailedException when a step failed
     * @throws NightStoppedException when it was told to stop between two nights
     * @throws IllegalArgumentException when a day is asked for that is not over
     */
    public List<NightResult> settle(DueDays due) throws SQLException {
        try (WritingTurn turn = WritingTurn.take(database, owner, clock)) {
            long epoch = turn.epoch();
            stop.alsoWhen(turn::isLost);
            List<NightResult> results = new ArrayList<>();
            for (LocalDate date : days(due)) {
                stopIfAsked();
                progress.begins(date);
                if (results.isEmpty()) {
                    jobs.begin(epoch);
                }
                NightResult result = settle(date, epoch);
                progress.ends(result);
                results.add(result);
            }
            if (results.isEmpty()) {
                findOutAboutPayouts(epoch);
            }
            return results;
        }
    }

    /** Between two nights, an answer of Stripe's that was lost is looked for at every bell. */
    private void findOutAboutPayouts(long epoch) {
        Optional<LocalDate> last = runs.lastDone();
        if (last.isPresent() && jobs.isAPayoutUndecided()) {
            jobs.begin(epoch);
            AccountingDay day = AccountingDay.of(last.get(), settings.zone());
            jobs.findOut(new Night(day, epoch, settings, clock));
        }
    }

    /** Missing days first, then the days asked for that are sealed already. */
    private List<LocalDate> days(DueDays due) {
        LocalDate next = runs.lastDone().map(day -> day.plusDays(1)).orElse(settings.firstDay());
        LocalDate asked = due.from();
        LocalDate first =
                asked != null && asked.isBefore(next) && !asked.isBefore(settings.firstDay())
                        ? asked
                        : next;
        LocalDate last = due.last(settings.zone(), clock.instant());
        return first.isAfter(last) ? List.of() : first.datesUntil(last.plusDays(1)).toList();
    }

    private void stopIfAsked() {
        if (stop.isAsked()) {
            throw new NightStoppedException();
        }
    }

    private NightResult settle(LocalDate date, long epoch) {
        Optional<NightRun> before = runs.find(date);
        Night night = new Night(AccountingDay.of(date, settings.zone()), epoch, settings, clock);
        DueDays.requireOver(night.day(), clock.instant());
        before.ifPresent(pins::requireSame);
        if (before.isPresent() && before.get().state() == Runs.State.DONE) {
            jobs.check(night);
            return new NightResult(date, false, runs.openBreaks(date));
        }
        runs.begin(date, epoch, owner, pins.settings(), pins.program(), clock.instant());
        run(night);
        runs.end(date, epoch, Runs.State.DONE, clock.instant());
        return new NightResult(date, true, runs.openBreaks(date));
    }

    private void run(Night night) {
        try {
            jobs.settle(night);
        } catch (RuntimeException failure) {
            boolean held = isAway(failure);
            note(night, held ? Runs.State.HELD : Runs.State.FAILED, failure);
            if (held) {
                throw new NightHeldException(
                        "the night of %s is held, not sealed; run the same command again later"
                                .formatted(night.date()),
                        failure);
            }
            throw failure;
        }
    }

    /** What made the night end is told first, also when not even that can be written down. */
    private void note(Night night, Runs.State state, RuntimeException failure) {
        try {
            runs.end(night.date(), night.epoch(), state, clock.instant());
        } catch (RuntimeException unwritten) {
            failure.addSuppressed(unwritten);
        }
    }

    private static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SigningUnavailableException
                    || cause instanceof NightHeldException) {
                return true;
            }
        }
        return false;
    }
}
