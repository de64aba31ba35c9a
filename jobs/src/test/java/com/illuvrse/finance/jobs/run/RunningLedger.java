package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.dpi.Platform;
import com.illuvrse.finance.exporters.books.FiscalYear;
import com.illuvrse.finance.exporters.invoice.Party;
import com.illuvrse.finance.exporters.payment.AchOriginator;
import com.illuvrse.finance.exporters.payment.SepaDebtor;
import com.illuvrse.finance.exporters.rendition.Letterhead;
import com.illuvrse.finance.exporters.rendition.Paper;
import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.s3.ArchiveCopy;
import com.illuvrse.finance.exporters.s3.ArchiveCredentials;
import com.illuvrse.finance.exporters.s3.ArchiveSettings;
import com.illuvrse.finance.exporters.s3.Witness;
import com.illuvrse.finance.exporters.s3.WitnessSettings;
import com.illuvrse.finance.exporters.signing.KeyFolder;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.audit.SandboxCeremony;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.marketplace.IdentityFile;
import com.illuvrse.finance.jobs.nightly.AttestationSettings;
import com.illuvrse.finance.jobs.nightly.PaymentRails;
import com.illuvrse.finance.jobs.nightly.PayoutDays;
import com.illuvrse.finance.jobs.nightly.ReferenceFiles;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.nightly.Workshop;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import com.illuvrse.finance.jobs.report.ReportSettings;
import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.jobs.stripe.StripeKey;
import com.illuvrse.finance.jobs.stripe.StripeSettings;
import com.illuvrse.finance.jobs.stripe.StripeTransfers;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.oss.Scheme;
import com.illuvrse.finance.salestax.Registration;
import com.illuvrse.finance.sandbox.s3.S3Credentials;
import com.illuvrse.finance.sandbox.s3.S3Server;
import com.illuvrse.finance.sandbox.stripe.StripeServer;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.yaml.snakeyaml.Yaml;

/**
 * A whole ledger on a data folder: the real job, its coordinator, PostgreSQL, S3, Stripe and keys,
 * with the clock at two o'clock of the morning after the day that is settled.
 */
public final class RunningLedger implements AutoCloseable {

    private static final LocalTime NIGHT_BEGINS = LocalTime.of(2, 0);

    /** As the settings have them. */
    public static final ReportSettings REPORTS =
            new ReportSettings(
                    "main",
                    Currency.of("USD"),
                    new FiscalYear(1),
                    new ReportSettings.Imports(
                            new ReportSettings.Xero("dd/MM/yyyy", "Tax Exempt", 300),
                            new ReportSettings.QuickBooks("MM/dd/yyyy", 1_000),
                            new ReportSettings.NetSuite("Main", "MM/dd/yyyy", 25_000)),
                    new ReportSettings.Us(
                            "vault:payer", ZoneId.of("America/New_York"), "5815", "01", "02", "15"),
                    new ReportSettings.SalesTax(
                            "MARKETPLACE_FACILITATOR",
                            ZoneId.of("America/New_York"),
                            List.of(new Registration("WA", LocalDate.of(2020, 1, 1), "WA-603"))),
                    new ReportSettings.VatOss(Scheme.UNION, "IE", ZoneId.of("Europe/Dublin")),
                    new ReportSettings.Dpi(
                            "OECD",
                            "vault:operator",
                            new Platform("NL", "NL", Set.of("IE", "DE", "FR")),
                            "RPONEX1"),
                    new ReportSettings.Invoices(
                            new Party(
                                    "Marketplace Ltd",
                                    "1 Example Quay",
                                    "D01 X000",
                                    "Dublin",
                                    "IE",
                                    "IE0000000AA",
                                    "000000")),
                    new Letterhead(
                            Paper.A4, "ILLUVRSE", "#1f4e79", "creators@example.com", List.of()));

    private final Path home;
    private TestDatabase database;
    private final StripeServer stripe;
    private final S3Server s3;
    private final MovingClock clock = new MovingClock();
    private final SettlementSettings settings;
    private final PaymentRails rails;
    private final Path data;
    private final SelfAuditSettings audits;
    private AnnotationConfigApplicationContext context;

    /**
     * @param data folder as the sandbox serves it
     * @param home empty folder for everything that is kept
     */
    public RunningLedger(Path data, Path home) {
        this(data, home, new SelfAuditSettings(0));
    }

    /** A ledger that replays past days by itself. */
    RunningLedger(Path data, Path home, SelfAuditSettings audits) {
        this.audits = audits;
        this.home = home;
        this.data = data;
        this.settings = settings(data);
        this.rails = rails(data);
        this.database = TestDatabase.create();
        try {
            S3Credentials credentials = S3Credentials.keptIn(home.resolve("s3-key"));
            this.s3 =
                    S3Server.start(
                            home.resolve("s3"),
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            clock,
                            Clock.systemUTC(),
                            credentials);
            this.stripe = StripeServer.start(data, home.resolve("stripe"), 0, clock);
            com.illuvrse.finance.sandbox.keys.KeyFolder.in(home.resolve("keys"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.context = context();
        Archive archive = context.getBean(Archive.class);
        archive.createBuckets();
        context.getBean(Witness.class).createBucket();
        deliver(data.resolve("inbox"), archive);
    }

    private AnnotationConfigApplicationContext context() {
        StripeSettings address =
                new StripeSettings(
                        settings.stripeAccount(),
                        stripe.endpoint(),
                        1_000,
                        4,
                        Duration.ofMillis(5));
        AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
        beans.registerBean(Database.class, database::database);
        beans.registerBean(SettlementSettings.class, () -> settings);
        beans.registerBean(
                Archive.class,
                () ->
                        Archive.connect(
                                ArchiveSettings.of(
                                        s3.endpoint(),
                                        "us-east-1",
                                        true,
                                        new ArchiveCredentials.FromFile(home.resolve("s3-key")))));
        beans.registerBean(
                Witness.class,
                () ->
                        Witness.connect(
                                new WitnessSettings(
                                        s3.endpoint(),
                                        "us-east-1",
                                        true,
                                        new ArchiveCredentials.FromFile(home.resolve("s3-key")),
                                        "witness")));
        beans.registerBean(
                StripeFeed.class,
                () -> new StripeFeed(address, new StripeKey("rk_test_pull_tests")));
        beans.registerBean(
                StripeTransfers.class,
                () -> new StripeTransfers(address, new StripeKey("rk_test_pay_tests")));
        beans.registerBean(SigningKeys.class, () -> KeyFolder.open(home.resolve("keys"), true));
        beans.registerBean(Clock.class, () -> clock);
        beans.registerBean(
                Workshop.class, () -> new Workshop(home.resolve("work"), home.resolve("registry")));
        beans.registerBean(
                TaxRules.class, () -> new ReferenceFiles(Path.of("../config")).taxRules());
        beans.registerBean(ReportSettings.class, () -> REPORTS);
        beans.registerBean(PaymentRails.class, () -> rails);
        beans.registerBean(SelfAuditSettings.class, () -> audits);
        beans.registerBean(AttestationSettings.class, () -> AttestationSettings.NONE);
        beans.registerBean(
                IdentityFile.class, () -> new IdentityFile(data.resolve("vault/identities.jsonl")));
        beans.registerBean(StopSignal.class, StopSignal::new);
        beans.registerBean(NightProgress.class, () -> new ClockTurner());
        beans.register(NightlyConfiguration.class);
        beans.refresh();
        return beans;
    }

    private static void deliver(Path inbox, Archive archive) {
        try (Stream<Path> files = Files.walk(inbox)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                archive.inbox().bucket().putOnce(inbox.relativize(file).toString(), file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SettlementSettings settings(Path data) {
        ReferenceFiles files = new ReferenceFiles(Path.of("../config"));
        try {
            Map<String, Object> document =
                    new Yaml().load(Files.readString(data.resolve("settings.yml")));
            Map<?, ?> settlement = (Map<?, ?>) member(document, "settlement");
            Map<?, ?> payouts =
                    settlement.get("payouts") instanceof Map<?, ?> told ? told : Map.of();
            List<?> listed = payouts.get("days") instanceof List<?> told ? told : List.of();
            List<String> days = listed.stream().map(RunningLedger::text).toList();
            return new SettlementSettings(
                    "ledger.example.com/test",
                    "test",
                    ZoneId.of(text(member(settlement, "zone"))),
                    LocalDate.parse(text(member(settlement, "first-day"))),
                    PayoutDays.parse(days),
                    "acct_platform",
                    7,
                    30,
                    5,
                    50,
                    files.chart(),
                    approvals(data, files),
                    new SettlementSettings.Lock("GOVERNANCE", Duration.ofDays(1)),
                    files.pinned(List.of(data.resolve("settings.yml"))),
                    new SettlementSettings.Program("test", "0", "0".repeat(64)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PaymentRails rails(Path data) {
        try {
            Map<String, Object> document =
                    new Yaml().load(Files.readString(data.resolve("settings.yml")));
            Map<?, ?> settlement = (Map<?, ?>) member(document, "settlement");
            if (!(settlement.get("rails") instanceof Map<?, ?> rails)) {
                return PaymentRails.NONE;
            }
            ReferenceFiles files = new ReferenceFiles(Path.of("../config"));
            Map<?, ?> sepa = (Map<?, ?>) member(rails, "sepa");
            Map<?, ?> ach = (Map<?, ?>) member(rails, "ach");
            return new PaymentRails(
                    new PaymentRails.Sepa(
                            new SepaDebtor(
                                    text(member(sepa, "name")),
                                    text(member(sepa, "iban")),
                                    text(member(sepa, "bic")),
                                    text(member(sepa, "town")),
                                    text(member(sepa, "country"))),
                            text(member(sepa, "account")),
                            files.calendar("target")),
                    new PaymentRails.Ach(
                            new AchOriginator(
                                    text(member(ach, "destination")),
                                    text(member(ach, "destination-name")),
                                    text(member(ach, "origin")),
                                    text(member(ach, "origin-name")),
                                    text(member(ach, "company-id")),
                                    text(member(ach, "odfi")),
                                    text(member(ach, "description"))),
                            text(member(ach, "account")),
                            files.calendar("fed")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The policy beside the data, else the configured one. */
    private static SettlementSettings.ApprovalPolicy approvals(Path data, ReferenceFiles files) {
        return Files.exists(data.resolve("approval-policy.yml"))
                ? new ReferenceFiles(data).approvals()
                : files.approvals();
    }

    private static Object member(Map<?, ?> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    /** YAML reads a date as an instant of UTC. */
    private static String text(Object value) {
        return value instanceof java.util.Date date
                ? date.toInstant().toString().substring(0, 10)
                : String.valueOf(value);
    }

    /** Settles the days through the coordinator. */
    public List<NightResult> settle(LocalDate from, LocalDate to) throws Exception {
        Path registry = home.resolve("registry");
        SandboxCeremony.registerKeys(registry, settings, context.getBean(SigningKeys.class));
        List<NightResult> results =
                context.getBean(RunCoordinator.class).settle(new DueDays(from, to));
        String genesis = context.getBean(Segments.class).manifestIds().getFirst();
        SandboxCeremony.writeTrustFile(trustFile(), registry, genesis);
        return results;
    }

    /** All sealed days, worked out again from their facts. */
    public List<ReplayedDay> replayed() throws Exception {
        List<ReplayedDay> days = new ArrayList<>();
        LocalDate last = context.getBean(Segments.class).lastSealed().orElseThrow();
        context.getBean(Replays.class).replay(settings.firstDay(), last, days::add);
        return days;
    }

    /** Time passes between two nights. */
    public void pass(Duration time) {
        clock.now = clock.now.plus(time);
    }

    /** The database is lost and a copy of it takes its place; the archive and Stripe know more. */
    public void bringBack(TestDatabase copy) {
        context.close();
        database.close();
        database = copy;
        context = context();
    }

    /** A bean of the running ledger. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public TestDatabase database() {
        return database;
    }

    public StripeServer stripe() {
        return stripe;
    }

    public S3Server s3() {
        return s3;
    }

    public SettlementSettings settings() {
        return settings;
    }

    /** The daily reports, copied out of the archive: a folder with {@code dt=…} for each day. */
    public Path reports() throws IOException {
        return copied("reports/daily/", home.resolve("copy/daily"));
    }

    /** The sealed packages, copied out of the archive. */
    public Path segments() throws IOException {
        return copied("audit/v1/" + settings.ledger() + "/", home.resolve("copy/segments"));
    }

    private Path copied(String prefix, Path folder) throws IOException {
        ArchiveCopy copy = ArchiveCopy.get(context.getBean(Archive.class), prefix, folder);
        if (!copy.isSound()) {
            throw new IllegalStateException("what lies in the archive is wrong: " + copy.faults());
        }
        return folder;
    }

    /** What an auditor pins. */
    public Path trustFile() {
        return home.resolve("registry/trust.json");
    }

    @Override
    public void close() {
        context.close();
        try {
            stripe.close();
            s3.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database.close();
    }

    private final class ClockTurner implements NightProgress {
        @Override
        public void begins(LocalDate day) {
            clock.now = day.plusDays(1).atTime(NIGHT_BEGINS).atZone(settings.zone()).toInstant();
        }

        @Override
        public void stepEnds(String step, Duration took) {}

        @Override
        public void ends(NightResult result) {}
    }

    /** Stands still until it is turned. */
    private static final class MovingClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
