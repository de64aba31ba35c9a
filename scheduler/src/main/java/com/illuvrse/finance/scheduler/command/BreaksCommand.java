package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.run.BreakDesk;
import com.illuvrse.finance.jobs.run.BreakDesk.Listed;
import com.illuvrse.finance.jobs.run.BreakDesk.Page;
import com.illuvrse.finance.jobs.run.ResolutionRefusedException;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakKey;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code finance breaks}: what the nights left open, and a person's word on it. */
@Command(
        name = "breaks",
        description = "Lists the breaks of a day; takes a person's word on one.",
        mixinStandardHelpOptions = true,
        subcommands = {BreaksCommand.ListThem.class, BreaksCommand.Resolve.class})
final class BreaksCommand {

    /** {@code finance breaks list}. */
    @Command(
            name = "list",
            description =
                    "Open breaks of the last settled day, what was found, and what to do next.",
            mixinStandardHelpOptions = true)
    static final class ListThem implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Option(names = "--date", paramLabel = "D", description = "another settled day")
        @Nullable LocalDate date;

        @Option(names = "--all", description = "also those closed or only reported on that day")
        boolean all;

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                Optional<Page> page = installation.breakDesk().page(date);
                if (page.isEmpty()) {
                    System.out.println("no night is settled yet");
                    return ExitCode.DONE;
                }
                show(System.out, page.get(), all);
                return page.get().open() > 0 ? ExitCode.DONE_WITH_OPEN_BREAKS : ExitCode.DONE;
            }
        }
    }

    /** {@code finance breaks resolve ID --reason T}. */
    @Command(
            name = "resolve",
            description =
                    "Gives a person's word on an open break; the next night closes it. When money lies"
                            + " on a clearing or suspense account, name the journals that moved it.",
            mixinStandardHelpOptions = true)
    static final class Resolve implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Parameters(index = "0", paramLabel = "ID", description = "TYPE:ref as the list shows it")
        String id = "";

        @Option(
                names = "--reason",
                required = true,
                paramLabel = "T",
                description = "why; sealed with the day that closes it, so no names in it")
        String reason = "";

        @Option(
                names = "--journal",
                paramLabel = "J",
                description = "a journal that moved the money; may be given several times")
        Set<String> journals = new LinkedHashSet<>();

        @Option(
                names = "--by",
                paramLabel = "WHO",
                description = "who says so (default: the user of this machine)")
        String by = System.getProperty("user.name", "");

        @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            if (reason.isBlank() || by.isBlank()) {
                throw usage((reason.isBlank() ? "--reason" : "--by") + " must not be blank");
            }
            BreakKey key = key();
            try (Installation installation = where.open(Installation.QUIET)) {
                BreakDesk desk = installation.breakDesk();
                System.out.println(key + ": " + desk.resolve(key, reason, journals, by));
                return ExitCode.DONE;
            }
        }

        private BreakKey key() {
            if (id.indexOf(':') <= 0) {
                throw usage("ID is TYPE:ref as the list shows it, found \"" + id + "\"");
            }
            try {
                return BreakKey.parse(id);
            } catch (IllegalArgumentException e) {
                throw new ResolutionRefusedException(String.valueOf(e.getMessage()));
            }
        }

        private CommandLine.ParameterException usage(String sentence) {
            CommandLine.Model.CommandSpec own = spec;
            if (own == null) {
                throw new IllegalStateException("the command was not made by its parser");
            }
            return new CommandLine.ParameterException(own.commandLine(), sentence);
        }
    }

    private static void show(PrintStream out, Page page, boolean all) {
        if (page.open() == 0) {
            out.println("no open break on " + page.day());
        } else {
            out.printf(Locale.ROOT, "%d open break(s) on %s%n", page.open(), page.day());
        }
        for (Listed each : page.rows()) {
            if (all || each.row().isOpen()) {
                show(out, each);
            }
        }
    }

    private static void show(PrintStream out, Listed each) {
        Break row = each.row();
        out.printf(
                Locale.ROOT,
                "%n%s%n  %s%s, %s, opened on %s, %s%n",
                row.key(),
                row.amount() == null ? "" : row.amount() + ", ",
                row.status(),
                row.severity(),
                row.openedOn(),
                row.ageDays() == 1 ? "1 day old" : row.ageDays() + " days old");
        line(out, "found", each.sentence());
        line(out, "on", row.account() == null ? null : row.account().path());
        line(out, "closed", row.resolution());
        if (row.isOpen()) {
            line(out, "next", row.type().nextStep());
        }
        line(out, "said", each.pending());
    }

    private static void line(PrintStream out, String name, @Nullable String text) {
        if (text != null) {
            out.printf(Locale.ROOT, "  %-6s  %s%n", name, text);
        }
    }
}
