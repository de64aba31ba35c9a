package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.run.DueDays;
import com.illuvrse.finance.jobs.run.NightResult;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.time.LocalDate;
import java.util.List;
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
                "Settles every unsettled day up to the last one asked for, in order; a sealed day is"
                        + " checked, not run again.",
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

    @Override
    public Integer call() throws Exception {
        DueDays days = days();
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
