package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.run.AttestationDesk;
import com.illuvrse.finance.jobs.run.DueDays;
import com.illuvrse.finance.jobs.run.NightResult;
import com.illuvrse.finance.scheduler.operations.Installation;
import com.illuvrse.finance.scheduler.operations.SandboxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code finance demo}: a month of an invented marketplace, settled from nothing. */
@Command(
        name = "demo",
        description =
                "Invents a month of a marketplace, settles every night of it, seals and exports it,"
                        + " verifies what was sealed, and says where to look.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "folder of everything (default: ${DEFAULT-VALUE})")
    Path home = Path.of(".finance");

    @Option(names = "--days", description = "accounting days (default: ${DEFAULT-VALUE})")
    int days = 30;

    @Option(names = "--orders", description = "orders a day (default: ${DEFAULT-VALUE})")
    int orders = 200;

    @Option(
            names = "--seed",
            description = "picks one marketplace; the same seed, the same bytes (default: 7)")
    long seed = 7;

    @Option(
            names = "--first-day",
            paramLabel = "D",
            description = "first accounting day (default: ${DEFAULT-VALUE})")
    LocalDate firstDay = LocalDate.of(2026, 10, 1);

    /** The persons of a sandbox sign the last day; elsewhere each of them would come alone. */
    private static void attest(AttestationDesk desk, LocalDate day)
            throws SQLException, IOException {
        for (String role : desk.roles()) {
            desk.sign(role, day);
            System.out.println("Signed and time-stamped by " + role + ": " + day);
        }
        List<String> missing = desk.standings().getLast().missing();
        System.out.println(
                missing.isEmpty()
                        ? day + " is ATTESTED"
                        : day + " still lacks " + String.join(", ", missing));
    }

    @Override
    public Integer call() throws Exception {
        long began = System.nanoTime();
        System.out.printf(
                Locale.ROOT,
                "Settling %d days of an invented marketplace, %d orders a day, below %s.%n",
                days,
                orders,
                home);
        System.out.println("Starting PostgreSQL, S3, Stripe, keys and time stamps …");
        ConsoleProgress progress = ConsoleProgress.here();
        SandboxOptions options =
                SandboxOptions.generated(
                        home, new SandboxOptions.Month(seed, firstDay, days, orders));
        try (Installation installation = Installation.sandboxed(options, progress, false)) {
            List<NightResult> results =
                    installation.settle(new DueDays(null, firstDay.plusDays(days - 1L)));
            LocalDate last = firstDay.plusDays(days - 1L);
            System.out.printf(
                    Locale.ROOT,
                    "%n%d nights in %.1f s.%n",
                    results.size(),
                    (System.nanoTime() - began) / 1e9);
            attest(installation.attestations(), last);
            Tour.show(System.out, installation, home, firstDay, last);
            return OpenBreaks.report(System.out, installation, last);
        }
    }
}
