package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.postgres.PeriodLocks.PeriodLock;
import com.illuvrse.finance.jobs.run.Periods;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code finance period}: months, quarters and years that are closed for good. */
@Command(
        name = "period",
        description = "Locks periods and shows what came after them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            PeriodCommand.Lock.class,
            PeriodCommand.ListLocks.class,
            PeriodCommand.Show.class
        })
final class PeriodCommand {

    private static final String PERIOD = "such as 2026-03, 2026-Q1 or 2026";

    private PeriodCommand() {}

    private static Period period(String name, @Nullable CommandSpec spec) {
        try {
            return Period.parse(name);
        } catch (IllegalArgumentException e) {
            if (spec == null) {
                throw e;
            }
            throw new CommandLine.ParameterException(
                    spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static String told(PeriodLock lock) {
        return "%s by %s: %s"
                .formatted(
                        lock.lockedAt().truncatedTo(ChronoUnit.SECONDS),
                        lock.lockedBy(),
                        lock.reason());
    }

    /** {@code finance period lock P}. */
    @Command(
            name = "lock",
            description =
                    "Locks a period for good: nothing can be booked into it, by anyone. Every day of it"
                            + " must be sealed.",
            mixinStandardHelpOptions = true)
    static final class Lock implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Spec @Nullable CommandSpec spec;

        @Parameters(index = "0", paramLabel = "P", description = PERIOD)
        String name = "";

        @Option(
                names = "--by",
                paramLabel = "PERSON",
                description = "who says so (default: ${DEFAULT-VALUE})")
        String by = System.getProperty("user.name", "unknown");

        @Option(
                names = "--reason",
                paramLabel = "T",
                description = "why (default: ${DEFAULT-VALUE})")
        String reason = "period closed";

        @Override
        public Integer call() throws Exception {
            Period period = period(name, spec);
            try (Installation installation = where.open(Installation.QUIET)) {
                Periods.Locked locked = installation.periods().lock(period, by, reason);
                System.out.printf(
                        locked.isNew()
                                ? "%s is locked, %s to %s: nothing can be booked into it any more%n"
                                : "%s was locked before, %s to %s, and stays as it was locked%n",
                        period,
                        period.firstDay(),
                        period.lastDay());
                System.out.println("locked " + told(locked.lock()));
                return ExitCode.DONE;
            }
        }
    }

    /** {@code finance period list}. */
    @Command(
            name = "list",
            description = "Shows the periods that are locked.",
            mixinStandardHelpOptions = true)
    static final class ListLocks implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                List<PeriodLock> locks = installation.periods().locks();
                if (locks.isEmpty()) {
                    System.out.println("no period is locked");
                }
                for (PeriodLock lock : locks) {
                    System.out.printf(
                            "%-7s  %s to %s  locked %s%n",
                            lock.period(),
                            lock.period().firstDay(),
                            lock.period().lastDay(),
                            told(lock));
                }
                return ExitCode.DONE;
            }
        }
    }

    /** {@code finance period show P}. */
    @Command(
            name = "show",
            description =
                    "Shows the trial balance of a period's end as sealed and as now known, and every late"
                            + " entry between the two.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Spec @Nullable CommandSpec spec;

        @Parameters(index = "0", paramLabel = "P", description = PERIOD)
        String name = "";

        @Override
        public Integer call() throws Exception {
            Period period = period(name, spec);
            try (Installation installation = where.open(Installation.QUIET)) {
                Periods periods = installation.periods();
                PeriodPage page = new PeriodPage(periods.statement(period));
                Optional<PeriodLock> lock =
                        periods.locks().stream()
                                .filter(each -> each.period().equals(period))
                                .findFirst();
                page.print(
                        System.out, lock.map(each -> "locked " + told(each)).orElse("not locked"));
                return ExitCode.DONE;
            }
        }
    }
}
