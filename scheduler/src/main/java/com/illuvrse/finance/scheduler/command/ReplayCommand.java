package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.run.ReplayedDay;
import com.illuvrse.finance.jobs.run.ReplayedDay.Difference;
import com.illuvrse.finance.jobs.run.ReplayedDay.Where;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code finance replay --from A --to B}: do the sealed days still follow from their facts? */
@Command(
        name = "replay",
        description =
                "Works sealed days out again from the facts that were kept, in a database of its"
                        + " own, and compares the roots with the sealed ones. It changes nothing and"
                        + " holds up no night; it stops at the first day that differs.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    private static final int MOST_OF_A_LINE = 2_000;

    @Mixin HomeOptions where = new HomeOptions();

    @Option(
            names = "--from",
            paramLabel = "A",
            description =
                    "the first day (default: the first of the ledger, so that nothing but facts is"
                            + " taken for true)")
    @Nullable LocalDate from;

    @Option(
            names = "--to",
            paramLabel = "B",
            description = "the last day (default: the last sealed)")
    @Nullable LocalDate to;

    private boolean differs;

    @Override
    public Integer call() throws Exception {
        try (Installation installation = where.open(Installation.QUIET)) {
            LocalDate first = from == null ? installation.settings().firstDay() : from;
            LocalDate last = to == null ? installation.runs().lastSealed().orElse(first) : to;
            try {
                installation.replays().requireSealed(first, last);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(
                        new CommandLine(this), String.valueOf(e.getMessage()), e);
            }
            installation.replays().replay(first, last, this::tell);
        }
        return differs ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void tell(ReplayedDay day) {
        System.out.printf(
                Locale.ROOT,
                "%s  segment %d  %d entries  %s  %s%n",
                day.day(),
                day.segment(),
                day.entries(),
                day.sealedRoot(),
                day.isReproduced() ? "REPRODUCED" : "DIFFERENT");
        if (!day.isReproduced()) {
            differs = true;
            explain(day);
        }
    }

    private static void explain(ReplayedDay day) {
        Difference difference = day.difference();
        System.err.printf(
                Locale.ROOT,
                "day %s: sealed is root %s, its facts give %s, the ledger holds %s%n",
                day.day(),
                day.sealedRoot(),
                day.replayedRoot(),
                day.keptRoot());
        if (difference != null) {
            boolean replayed = difference.where() == Where.REPLAYED;
            System.err.printf(
                    Locale.ROOT,
                    "first at entry %d%n  sealed:   %s%n  %s %s%n",
                    difference.seq(),
                    shown(difference.sealed()),
                    replayed ? "replayed:" : "in the ledger:",
                    shown(difference.found()));
            System.err.println(
                    replayed
                            ? "A fact, a setting or the program is another one than on that night;"
                                    + " finance explain shows the sources of the entry."
                            : "Somebody changed the ledger after the seal; the sealed package in"
                                    + " the archive is right.");
        }
        if (day.hasOtherSettings()) {
            System.err.println(
                    "The day was settled by other settings than today's, which may be why; put"
                            + " those of that day in place and replay again.");
        }
    }

    private static String shown(@Nullable String line) {
        if (line == null) {
            return "nothing";
        }
        return line.length() <= MOST_OF_A_LINE ? line : line.substring(0, MOST_OF_A_LINE) + " …";
    }
}
