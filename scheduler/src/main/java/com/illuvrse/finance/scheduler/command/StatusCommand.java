package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.Runs.NightRun;
import com.illuvrse.finance.jobs.run.AttestationDesk.Standing;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.Breaks;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code finance status}: days, states, breaks, locks. */
@Command(
        name = "status",
        description = "Shows the nights, their states, open breaks and locks.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    @Mixin HomeOptions where = new HomeOptions();

    private static String told(@Nullable Standing standing) {
        return standing == null ? "-" : standing.isAttested() ? "ATTESTED" : "SEALED";
    }

    private static void showMissing(List<Standing> standings) {
        List<Standing> lacking = standings.stream().filter(each -> !each.isAttested()).toList();
        if (!lacking.isEmpty()) {
            Standing last = lacking.getLast();
            System.out.printf(
                    "%d sealed days lack attestation, the last is %s: %s%n",
                    lacking.size(), last.cut().day(), String.join(", ", last.missing()));
        }
    }

    @Override
    public Integer call() throws Exception {
        try (Installation installation = where.open(Installation.QUIET)) {
            Runs runs = installation.runs();
            List<NightRun> nights = runs.all();
            if (nights.isEmpty()) {
                System.out.println("no night has been run yet");
                return ExitCode.DONE;
            }
            List<Standing> standings = installation.attestations().standings();
            Map<LocalDate, Standing> sealed =
                    standings.stream()
                            .collect(Collectors.toMap(each -> each.cut().day(), each -> each));
            System.out.printf("%-10s  %-7s  %11s  %s%n", "day", "state", "open breaks", "proof");
            for (NightRun night : nights) {
                System.out.printf(
                        "%-10s  %-7s  %11d  %s%n",
                        night.date(),
                        night.state(),
                        runs.openBreaks(night.date()),
                        told(sealed.get(night.date())));
            }
            showMissing(standings);
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
            installation
                    .lastSelfAudit()
                    .ifPresent(
                            audit ->
                                    System.out.printf(
                                            "self-audit of %s: %s%s%n",
                                            audit.day(),
                                            audit.result(),
                                            audit.detail() == null ? "" : ", " + audit.detail()));
            return nights.stream().anyMatch(night -> night.state() == Runs.State.HELD)
                    ? ExitCode.HELD
                    : runs.openBreaks(last) > 0 ? ExitCode.DONE_WITH_OPEN_BREAKS : ExitCode.DONE;
        }
    }
}
