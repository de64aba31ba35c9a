package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.run.NightProgress;
import com.illuvrse.finance.jobs.run.NightResult;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Shows a person how the nights go on: one line that moves on a terminal, a line for each step
 * elsewhere, and one line for each night that is over.
 */
final class ConsoleProgress implements NightProgress {

    private static final int STEPS = 14;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private LocalDate day = LocalDate.EPOCH;
    private int steps;
    private long began;

    ConsoleProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Progress on standard output; the launcher says whether that is a terminal. */
    static ConsoleProgress here() {
        return new ConsoleProgress(System.out, Boolean.getBoolean("finance.terminal"));
    }

    /** A line for each step where errors go, beside output that is a document. */
    static ConsoleProgress besideTheOutput() {
        return new ConsoleProgress(System.err, false);
    }

    /** A line for each step on standard output, wherever that is. */
    static ConsoleProgress inLines() {
        return new ConsoleProgress(System.out, false);
    }

    @Override
    public void begins(LocalDate next) {
        day = next;
        steps = 0;
        began = System.nanoTime();
        if (terminal) {
            bar("…");
        }
    }

    @Override
    public void stepEnds(String step, Duration took) {
        steps++;
        if (terminal) {
            bar(step);
        } else {
            out.printf(Locale.ROOT, "%s  %-17s %,8d ms%n", day, step, took.toMillis());
        }
    }

    private void bar(String step) {
        int full = Math.min(steps, STEPS);
        out.print(
                CLEAR_LINE
                        + day
                        + "  ["
                        + "#".repeat(full)
                        + ".".repeat(STEPS - full)
                        + "] "
                        + step);
        out.flush();
    }

    @Override
    public void ends(NightResult result) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        String breaks =
                result.openBreaks() == 0
                        ? "no open break"
                        : result.openBreaks() == 1
                                ? "1 open break"
                                : result.openBreaks() + " open breaks";
        out.printf(
                Locale.ROOT,
                "%s%s  %-7s %-15s %6.1f s%n",
                terminal ? CLEAR_LINE : "",
                result.day(),
                result.settledNow() ? "sealed" : "checked",
                breaks,
                took.toMillis() / 1000.0);
    }
}
