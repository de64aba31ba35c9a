package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.marketplace.ProposedContracts;
import com.illuvrse.finance.jobs.run.DueDays;
import com.illuvrse.finance.jobs.run.NightResult;
import com.illuvrse.finance.jobs.run.Rehearsed;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code finance night}: settles what is due, in order. */
@Command(
        name = "night",
        description =
                "Settles every unsettled day up to the last one asked for, in order; a sealed day"
                        + " is checked, not run again.",
        mixinStandardHelpOptions = true)
final class NightCommand implements Callable<Integer> {

    @Mixin HomeOptions where = new HomeOptions();

    @Spec @Nullable CommandSpec spec;

    @Option(names = "--date", paramLabel = "D", description = "one accounting day")
    @Nullable LocalDate date;

    @Option(names = "--from", paramLabel = "A", description = "first accounting day")
    @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "B", description = "last accounting day")
    @Nullable LocalDate to;

    @Option(names = "--due", description = "every day that is over (this is the default)")
    boolean due;

    @Option(
            names = "--dry-run",
            description =
                    "rehearse the first day that is due: print the entries that would be posted and"
                            + " the effect on every creator, and write nothing")
    boolean dryRun;

    @Option(
            names = "--contracts",
            paramLabel = "F",
            description =
                    "with --dry-run: a file of the feed contracts whose versions are tried out as"
                            + " if they were delivered for the day")
    @Nullable Path contracts;

    @Override
    public Integer call() throws Exception {
        DueDays days = days();
        if (dryRun) {
            return rehearse(days);
        }
        if (contracts != null) {
            throw usage("--contracts belongs to --dry-run: contracts are delivered to the inbox");
        }
        ConsoleProgress progress = ConsoleProgress.here();
        try (Installation installation = where.open(progress)) {
            List<NightResult> results = installation.settle(days);
            if (results.isEmpty()) {
                System.out.println("nothing is due");
                return ExitCode.DONE;
            }
            return OpenBreaks.report(System.out, installation, results.getLast().day());
        }
    }

    private int rehearse(DueDays days) throws Exception {
        Path file = contracts;
        ProposedContracts proposed =
                file == null ? ProposedContracts.NONE : ProposedContracts.read(file);
        try (Installation installation = where.open(ConsoleProgress.besideTheOutput())) {
            RehearsalPage page = new RehearsalPage(System.out);
            Optional<Rehearsed> rehearsed = installation.rehearse(days, proposed, page);
            if (rehearsed.isEmpty()) {
                System.out.println("nothing is due");
                return ExitCode.DONE;
            }
            page.finish(rehearsed.get());
            return rehearsed.get().night().open().isEmpty()
                    ? ExitCode.DONE
                    : ExitCode.DONE_WITH_OPEN_BREAKS;
        }
    }

    private DueDays days() {
        boolean range = from != null || to != null;
        if ((date != null ? 1 : 0) + (range ? 1 : 0) + (due ? 1 : 0) > 1) {
            throw usage("give --date, or --from and --to, or --due, not several of them");
        }
        if (range && (from == null || to == null)) {
            throw usage("--from and --to belong together");
        }
        if (from != null && to != null && from.isAfter(to)) {
            throw usage("--from " + from + " is after --to " + to);
        }
        return date != null ? new DueDays(date, date) : new DueDays(from, to);
    }

    private CommandLine.ParameterException usage(String sentence) {
        CommandSpec own = spec;
        if (own == null) {
            throw new IllegalStateException("the command was not made by its parser");
        }
        return new CommandLine.ParameterException(own.commandLine(), sentence);
    }
}
