package com.illuvrse.finance.scheduler.operations;

import com.illuvrse.finance.exporters.attestation.TimeStampAuthority;
import com.illuvrse.finance.exporters.s3.ArchiveCredentials;
import com.illuvrse.finance.exporters.s3.ArchiveSettings;
import com.illuvrse.finance.exporters.s3.WitnessSettings;
import com.illuvrse.finance.exporters.signing.KeyFolder;
import com.illuvrse.finance.jobs.postgres.DatabaseSettings;
import com.illuvrse.finance.jobs.run.DueDays;
import com.illuvrse.finance.jobs.run.NightProgress;
import com.illuvrse.finance.jobs.run.NightResult;
import com.illuvrse.finance.jobs.stripe.StripeKey;
import com.illuvrse.finance.sandbox.Sandbox;
import com.illuvrse.finance.sandbox.SandboxSettings;
import com.illuvrse.finance.sandbox.marketplace.GeneratorSettings;
import com.illuvrse.finance.sandbox.postgres.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sandbox in the place of the outside world. Its nights begin at two in the morning. */
final class SandboxWorld implements AutoCloseable {

    private static final LocalTime NIGHT_BEGINS = LocalTime.of(2, 0);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final ZoneId MONTH_ZONE = ZoneId.of("America/New_York");

    private final Path home;
    private final Sandbox sandbox;

    private SandboxWorld(Path home, Sandbox sandbox) {
        this.home = home;
        this.sandbox = sandbox;
    }

    static SandboxWorld start(SandboxOptions options) throws IOException {
        Path home = options.home().toAbsolutePath().normalize();
        SandboxOptions.Month month = options.month();
        Path data = options.data();
        SandboxSettings settings =
                month == null
                        ? new SandboxSettings(
                                home, data == null ? null : data.toAbsolutePath(), null)
                        : SandboxSettings.generating(
                                home,
                                GeneratorSettings.of(
                                        month.seed(),
                                        month.firstDay(),
                                        month.days(),
                                        month.ordersPerDay(),
                                        MONTH_ZONE));
        return new SandboxWorld(home, Sandbox.start(settings));
    }

    /** Settings that come with the data; the file need not exist. */
    Path dataSettings() {
        return sandbox.settingsFile();
    }

    /** Who creators are; the file need not exist. */
    Path identities() {
        return sandbox.data().resolve("vault/identities.jsonl");
    }

    /** The files of settings that count beside the configured ones. */
    List<Path> settingsFiles() {
        return Files.exists(dataSettings()) ? List.of(dataSettings()) : List.of();
    }

    Path logFile() {
        return home.resolve("finance.log");
    }

    /** What an auditor pins; written with the genesis. */
    Path trustFile() {
        return registry().resolve("trust.json");
    }

    private Path registry() {
        return home.resolve("registry");
    }

    /** Up to the last day the marketplace has delivered for. */
    DueDays allDays(DueDays due) {
        return new DueDays(due.from(), lastDelivery().orElse(null));
    }

    private Optional<LocalDate> lastDelivery() {
        try (Stream<Path> folders = Files.walk(sandbox.data().resolve("inbox"), 2)) {
            return folders.map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> name.startsWith("dt="))
                    .map(name -> LocalDate.parse(name.substring("dt=".length())))
                    .max(LocalDate::compareTo);
        } catch (IOException e) {
            throw new UncheckedIOException("the inbox of the sandbox cannot be listed", e);
        }
    }

    OutsideWorld outsideWorld(LedgerSettings ledger) {
        return new OutsideWorld(
                new DatabaseSettings(
                        sandbox.owner().url(), login(sandbox.owner()), login(sandbox.app())),
                ArchiveSettings.of(
                        sandbox.s3().endpoint(),
                        sandbox.s3Region(),
                        true,
                        new ArchiveCredentials.FromFile(home.resolve("s3-key"))),
                new WitnessSettings(
                        sandbox.s3().endpoint(),
                        sandbox.s3Region(),
                        true,
                        new ArchiveCredentials.FromFile(home.resolve("s3-key")),
                        Sandbox.WITNESS),
                ConfiguredWorld.stripe(ledger, sandbox.stripe().endpoint()),
                new StripeKey(sandbox.stripePullKey()),
                new StripeKey(sandbox.stripePayKey()),
                KeyFolder.open(sandbox.keys().path(), true),
                List.of(
                        new TimeStampAuthority(
                                sandbox.timeStamps().endpoint(),
                                home.resolve("tsa/root.pem"),
                                ANSWER_WITHIN)),
                registry(),
                "GOVERNANCE",
                sandbox.clock(),
                home.resolve("work"));
    }

    private static DatabaseSettings.Login login(Login login) {
        return new DatabaseSettings.Login(login.user(), login.password());
    }

    /** The time in the sandbox. */
    Instant now() {
        return sandbox.now();
    }

    void setClock(Instant instant) throws IOException {
        sandbox.setClock(instant);
    }

    /** The same progress, with the clock of the sandbox set to the night before it begins. */
    NightProgress turningTheClock(NightProgress progress, ZoneId zone) {
        return new NightProgress() {
            @Override
            public void begins(LocalDate day) {
                try {
                    sandbox.setClock(day.plusDays(1).atTime(NIGHT_BEGINS).atZone(zone).toInstant());
                } catch (IOException e) {
                    throw new UncheckedIOException("the sandbox's clock cannot be set", e);
                }
                progress.begins(day);
            }

            @Override
            public void stepEnds(String step, Duration took) {
                progress.stepEnds(step, took);
            }

            @Override
            public void ends(NightResult result) {
                progress.ends(result);
            }
        };
    }

    @Override
    public void close() {
        try {
            sandbox.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the sandbox could not be stopped", e);
        }
    }
}
