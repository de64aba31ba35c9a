package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.Runs.NightRun;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.Breaks;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code finance status}: days, states, breaks, locks. */
@Command(
        name = "status",
        description = "Shows the nights, their states, open breaks and locks.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Mixin HomeOptions where = new HomeOptions();

    @Override
    public Integer call() throws Exception {
        try (Installation installation = where.open(Installation.QUIET)) {
            Runs runs = installation.runs();
            List<NightRun> nights = runs.all();
            if (nights.isEmpty()) {
                System.out.println("no night has been run yet");
                return ExitCode.DONE;
            }
            System.out.printf("%-10s  %-7s  %11s%n", "day", "state", "open breaks");
            for (NightRun night : nights) {
                System.out.printf(
                        "%-10s  %-7s  %11d%n",
                        night.date(), night.state(), runs.openBreaks(night.date()));
            }
            LocalDate last = nights.getLast().date();
            Break lock = Breaks.payoutLock(installation.breaks(last));
            System.out.println(
                    lock == null
                            ? "payouts are not locked"
                            : "payouts are locked by " + lock.type() + " " + lock.ref());
            installation
                    .periods()
                    .locks()
                    .forEach(
                            each ->
                                    System.out.printf(
                                            "period %s is locked by %s%n",
                                            each.period(), each.lockedBy()));
            List<LocalDate> untold = installation.untoldToTheWitness();
            if (!untold.isEmpty()) {
                System.out.printf(
                        "the witness is away, %d seals from %s on are not with it%n",
                        untold.size(), untold.getFirst());
            }
            return nights.stream().anyMatch(night -> night.state() == Runs.State.HELD)
                    ? ExitCode.HELD
                    : runs.openBreaks(last) > 0 ? ExitCode.DONE_WITH_OPEN_BREAKS : ExitCode.DONE;
        }
    }
}
