package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.batch.UnrecordedRun;
import com.illuvrse.finance.jobs.marketplace.ProposedContracts;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.nightly.PaymentRails;
import com.illuvrse.finance.jobs.nightly.Rehearsal;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Guards;
import com.illuvrse.finance.jobs.postgres.RunLock;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.UndoneTransaction;
import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.batch.core.step.Step;

/**
 * Tries out the next night: the steps up to its cut run on the real tables, what they would do is
 * told, and everything is taken back.
 *
 * <p>It holds the run lock, so no night runs meanwhile, and takes no epoch: it writes for the one
 * there is, which a takeover cannot end before the rehearsal has. Only the first day that is not
 * settled can be rehearsed. Later ones build on what really happens in it: payouts that are sent,
 * and what Stripe then shows of them.
 */
public final class Rehearsals {

    private final Database database;
    private final Archive archive;
    private final StripeFeed stripe;
    private final TaxRules taxes;
    private final PaymentRails rails;
    private final SettlementSettings settings;
    private final NightlyRuns nights;
    private final StopSignal stop;
    private final NightProgress progress;
    private final Clock clock;
    private final String owner;

    /**
     * @param owner names this process to people: host and process id
     */
    public Rehearsals(
            Database database,
            Archive archive,
            StripeFeed stripe,
            TaxRules taxes,
            PaymentRails rails,
            SettlementSettings settings,
            NightlyRuns nights,
            StopSignal stop,
            NightProgress progress,
            Clock clock,
            String owner) {
        this.database = database;
        this.archive = archive;
        this.stripe = stripe.onlyLooking();
        this.taxes = taxes;
        this.rails = rails;
        this.settings = settings;
        this.nights = nights;
        this.stop = stop;
        this.progress = progress;
        this.clock = clock;
        this.owner = owner;
    }

    /** Is told what would happen while it is still there. */
    public interface Reader {

        /** Comes first. */
        void night(Rehearsed rehearsed);

        /** Every entry that would be posted, in the order of the steps. */
        void entry(String step, JournalEntry entry);
    }

    /**
     * Rehearses the first day that is due; empty when none is.
     *
     * @param proposed contracts to be tried out; the night is then rehearsed twice, without them
     *     and with them
     * @throws AlreadyRunningException when another process holds the lock
     * @throws SettingsChangedException when the night was begun with something else
     * @throws NightHeldException when the archive knows sealed days this database does not
     * @throws IllegalArgumentException when a day is asked for that is settled, not over, or not
     *     the next
     */
    public Optional<Rehearsed> rehearse(DueDays due, ProposedContracts proposed, Reader reader)
            throws SQLException, IOException {
        RunLock lock = RunLock.tryTake(database).orElseThrow(AlreadyRunningException::new);
        try {
            Runs runs = new Runs(database);
            LocalDate next =
                    runs.lastDone().map(day -> day.plusDays(1)).orElse(settings.firstDay());
            LocalDate last = due.last(settings.zone(), clock.instant());
            if (due.isOneDay()) {
                requireNext(last, next);
            }
            if (next.isAfter(last)) {
                return Optional.empty();
            }
            runs.find(next).ifPresent(new Pins(settings)::requireSame);
            progress.begins(next);
            Night night =
                    new Night(
                            AccountingDay.of(next, settings.zone()), runs.epoch(), settings, clock);
            DueDays.requireOver(night.day(), clock.instant());
            nights.requireThatTheArchiveIsNotAhead();
            new Guards(database).require();
            return Optional.of(rehearse(night, proposed, waiting(next, last), reader));
        } finally {
            lock.close();
        }
    }

    private static void requireNext(LocalDate asked, LocalDate next) {
        if (asked.isBefore(next)) {
            throw new IllegalArgumentException(
                    "day %s is settled, and a settled day is never worked out again; the next one is %s"
                            .formatted(asked, next));
        }
        if (asked.isAfter(next)) {
            throw new IllegalArgumentException(
                    "day %s builds on days that are not settled yet; settle them, or rehearse %s, which comes first"
                            .formatted(asked, next));
        }
    }

    private static List<LocalDate> waiting(LocalDate next, LocalDate last) {
        return next.plusDays(1).datesUntil(last.plusDays(1)).toList();
    }

    private Rehearsed rehearse(
            Night night, ProposedContracts proposed, List<LocalDate> waiting, Reader reader)
            throws SQLException, IOException {
        List<Contract> replaced = ContractFacts.with(proposed, database).replaced();
        RehearsedNight without =
                proposed.versions().isEmpty()
                        ? null
                        : undone(night, ProposedContracts.NONE, RehearsedFindings::night);
        return undone(
                night,
                proposed,
                findings -> {
                    Rehearsed rehearsed =
                            new Rehearsed(findings.night(), without, proposed, replaced, waiting);
                    reader.night(rehearsed);
                    findings.forEachEntry(reader::entry);
                    return rehearsed;
                });
    }

    /** What is looked at before it is taken back. */
    @FunctionalInterface
    private interface Look<T> {
        T at(RehearsedFindings findings);
    }

    private <T> T undone(Night night, ProposedContracts proposed, Look<T> look)
            throws SQLException, IOException {
        Path work = Files.createTempDirectory("rehearsal-");
        try (UndoneTransaction transaction = UndoneTransaction.begin(database)) {
            Database trial = transaction.database();
            RehearsedFindings findings = new RehearsedFindings(trial, night, proposed);
            begin(trial, night);
            Rehearsal rehearsal =
                    new Rehearsal(trial, proposed, stripe, archive.inbox(), work, taxes, rails);
            UnrecordedRun run = new UnrecordedRun("rehearsal", trial, stop, progress::stepEnds);
            for (Step step : rehearsal.contents(run.steps(), night)) {
                run.run(step);
                findings.stepEnded(step.getName());
            }
            return look.at(findings);
        } finally {
            delete(work);
        }
    }

    private void begin(Database trial, Night night) {
        Runs runs = new Runs(trial);
        Pins pins = new Pins(settings);
        runs.begin(
                night.date(),
                night.epoch(),
                owner,
                pins.settings(),
                pins.program(),
                clock.instant());
        if (!runs.isOpen(night.date())) {
            throw new IllegalArgumentException(
                    "day %s is closed already, only its sealing is not done; run the night to its end"
                            .formatted(night.date()));
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of a rehearsal cannot be removed", e);
        }
    }
}
