package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;

/** The breaks that are open at the end of a run, and the exit code that says so. */
final class OpenBreaks {

    private static final int SHOWN = 20;

    private OpenBreaks() {}

    static int report(PrintStream out, Installation installation, LocalDate day) {
        List<Break> open = installation.breaks(day).stream().filter(Break::isOpen).toList();
        if (open.isEmpty()) {
            return ExitCode.DONE;
        }
        out.printf("%d open break(s) on %s:%n", open.size(), day);
        for (Break each : open.subList(0, Math.min(SHOWN, open.size()))) {
            out.printf(
                    "  %-27s %-34s %16s  %d day(s)%n",
                    each.type(),
                    each.ref(),
                    each.amount() == null ? "" : each.amount(),
                    each.ageDays());
        }
        if (open.size() > SHOWN) {
            out.printf("  and %d more, see breaks.csv of the day%n", open.size() - SHOWN);
        }
        return ExitCode.DONE_WITH_OPEN_BREAKS;
    }
}
