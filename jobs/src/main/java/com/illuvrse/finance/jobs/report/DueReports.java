package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LateFacts;
import com.illuvrse.finance.jobs.postgres.PeriodLocks;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.report.ReportDesk.Reported;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.Period;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * Makes the report sets that are due (reports, section 1.1): of every month from the second day
 * after its end, of every quarter and year from the third, once the last day is sealed; again while
 * it is a draft, and again when a late fact changes what is final.
 *
 * <p>What changes a set is a newly sealed day and nothing else, so between two seals asking again
 * does nothing. That a set was looked at is only remembered here: a program that starts anew looks
 * once more and finds it unchanged.
 */
public final class DueReports {

    private static final System.Logger LOG = System.getLogger(DueReports.class.getName());

    private final ReportDesk desk;
    private final SettlementSettings settings;
    private final Segments segments;
    private final PeriodLocks locks;
    private final LateFacts late;
    private final Clock clock;
    private final Map<Due, Integer> lookedAt = new HashMap<>();
    private final TreeSet<String> notFinal = new TreeSet<>();

    public DueReports(
            ReportDesk desk, Database database, SettlementSettings settings, Clock clock) {
        this.desk = desk;
        this.settings = settings;
        this.segments = new Segments(database);
        this.locks = new PeriodLocks(database);
        this.late = new LateFacts(database);
        this.clock = clock;
    }

    /** A set by its kind and period. */
    private record Due(ReportKind kind, Period period) {
        @Override
        public String toString() {
            return kind.word() + " " + period;
        }
    }

    /** What came of a bell: sets made, and a sentence for each that could not be. */
    public record Made(List<Reported> sets, List<String> failures) {

        public Made {
            sets = List.copyOf(sets);
            failures = List.copyOf(failures);
        }
    }

    /** Sets that are due and not final, as this program last found them, by name. */
    public synchronized List<String> notFinal() {
        return List.copyOf(notFinal);
    }

    /** Makes every set that is due; one that fails keeps no other from being made. */
    public synchronized Made make() {
        List<Reported> sets = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        Optional<LocalDate> began = locks.firstDayOfTheLedger();
        Optional<LocalDate> sealed = segments.lastSealed();
        if (began.isEmpty() || sealed.isEmpty()) {
            return new Made(sets, failures);
        }
        int last = segments.require(sealed.get()).number();
        for (Due due : due(began.get(), sealed.get())) {
            if (lookedAt.getOrDefault(due, -1) == last) {
                continue;
            }
            try {
                if (isToBeMade(due)) {
                    sets.add(make(due));
                }
                lookedAt.put(due, last);
            } catch (IOException | RuntimeException e) {
                notFinal.add(due.toString());
                LOG.log(System.Logger.Level.ERROR, due + " could not be made", e);
                failures.add(due + " could not be made: " + e.getMessage());
            }
        }
        return new Made(sets, failures);
    }

    private List<Due> due(LocalDate began, LocalDate sealed) {
        LocalDate today = AccountingDay.containing(clock.instant(), settings.zone()).date();
        List<Due> due = new ArrayList<>();
        for (ReportKind kind : ReportKind.made()) {
            for (Period period : kind.due(began, today)) {
                if (!period.lastDay().isAfter(sealed)) {
                    due.add(new Due(kind, period));
                }
            }
        }
        return due;
    }

    /** Booked figures of sealed days never change; those by the day of a sale or payment may. */
    private boolean isToBeMade(Due due) throws IOException {
        OptionalInt from = desk.madeFrom(due.kind(), due.period());
        if (from.isEmpty()) {
            return true;
        }
        return due.kind().isForTaxes()
                && late.change(
                        due.kind().changesFrom(due.period()),
                        due.period().lastDay(),
                        from.getAsInt());
    }

    private Reported make(Due due) throws IOException {
        Reported made = desk.report(due.kind().word(), due.period().name(), null);
        if (made.outcome().isFinal()) {
            notFinal.remove(due.toString());
        } else {
            notFinal.add(due.toString());
        }
        LOG.log(
                made.outcome().isFinal() ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                "{0}: {1} at {2}",
                due,
                made.outcome().inWords(),
                made.place());
        made.outcome()
                .issues()
                .forEach(
                        issue ->
                                LOG.log(
                                        System.Logger.Level.WARNING,
                                        "{0}: {1}",
                                        due,
                                        issue.sentence()));
        return made;
    }
}
