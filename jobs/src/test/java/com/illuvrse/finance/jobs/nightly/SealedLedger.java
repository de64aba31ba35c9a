package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.s3.Witness;
import com.illuvrse.finance.exporters.signing.KeyFolder;
import com.illuvrse.finance.exporters.signing.LedgerMac;
import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.exporters.signing.SigningUnavailableException;
import com.illuvrse.finance.exporters.signing.VaultKeys;
import com.illuvrse.finance.jobs.audit.Genesis;
import com.illuvrse.finance.jobs.audit.SandboxCeremony;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.DatabaseSettings.Login;
import com.illuvrse.finance.jobs.postgres.DayCut;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.postgres.StripeFacts;
import com.illuvrse.finance.jobs.postgres.StripeFacts.BalanceAnswer;
import com.illuvrse.finance.jobs.postgres.StripeFacts.Moment;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import com.illuvrse.finance.jobs.stripe.StripeBalance;
import com.illuvrse.finance.jobs.stripe.StripeRow;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.sandbox.s3.S3Server;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedSet;
import org.springframework.batch.core.step.Step;

/**
 * A ledger whose nights end sealed in an archive: one sale of 100.00 plus tax, fulfilled on the
 * same day, its creator paid on the next.
 */
final class SealedLedger implements AutoCloseable {

    static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    static final LocalDate PAYDAY = FIRST.plusDays(1);

    private static final Path SALE =
            Path.of("src/test/resources/nights/G01-card-sale-exclusive-tax");
    private static final Instant CREATED = Instant.parse("2026-03-02T10:00:00Z");

    private final TestDatabase test = TestDatabase.create();
    private final TestInbox outside;
    private final Path home;
    private final SettlementSettings settings;
    private final AttestationSettings attestation;
    private final TestNight nights;
    private final SwitchedKeys keys;
    private final Workshop workshop;
    private final Controls controls;
    private final SegmentPackages packages;
    private final PackageDelivery delivery;
    private final ExportDatasets datasets;
    private final ExportReports reports;

    SealedLedger(Path home) throws IOException {
        this(home, AttestationSettings.NONE);
    }

    /** How the first version of the key registry comes to be. */
    interface Ceremony {
        void hold(Path registry, SettlementSettings settings, SigningKeys keys) throws IOException;
    }

    SealedLedger(Path home, Ceremony ceremony) throws IOException {
        this(home, ceremony, keyFiles(home), AttestationSettings.NONE);
    }

    SealedLedger(Path home, Ceremony ceremony, SigningKeys keys) throws IOException {
        this(home, ceremony, keys, AttestationSettings.NONE);
    }

    SealedLedger(Path home, AttestationSettings attestation) throws IOException {
        this(home, SandboxCeremony::registerKeys, keyFiles(home), attestation);
    }

    private static SigningKeys keyFiles(Path home) throws IOException {
        return KeyFolder.open(
                com.illuvrse.finance.sandbox.keys.KeyFolder.in(home.resolve("keys")).path(), true);
    }

    private SealedLedger(
            Path home, Ceremony ceremony, SigningKeys store, AttestationSettings attestation)
            throws IOException {
        this.attestation = attestation;
        this.home = home;
        this.outside = new TestInbox(home);
        this.settings =
                lockedForAYear(
                        TestNight.settings(
                                FIRST, ZoneId.of("America/New_York"), List.of(PAYDAY.toString())));
        this.nights = new TestNight(test, settings);
        this.keys = new SwitchedKeys(store);
        this.workshop = new Workshop(home.resolve("work"), home.resolve("registry"));
        ceremony.hold(workshop.registry(), settings, keys);
        this.controls = new Controls(database());
        SealingKeys sealing = new SealingKeys(settings.ledger(), keys, workshop);
        this.packages = new SegmentPackages(database(), controls, sealing, attestation, workshop);
        this.delivery = new PackageDelivery(database(), archive());
        this.datasets = new ExportDatasets(database(), workshop);
        this.reports = new ExportReports(database(), controls, workshop);
        new Genesis(database(), packages, delivery)
                .sealIfMissing(settings, test.epoch(), Instant.parse("2026-03-01T15:00:00Z"));
        SandboxCeremony.writeTrustFile(
                trustFile(), workshop.registry(), segments().manifestIds().getFirst());
    }

    private static SettlementSettings lockedForAYear(SettlementSettings settings) {
        return new SettlementSettings(
                settings.ledger(),
                settings.environment(),
                settings.zone(),
                settings.firstDay(),
                settings.payoutDays(),
                settings.stripeAccount(),
                settings.overlapDays(),
                settings.searchDays(),
                settings.payoutArrivalDays(),
                settings.chunk(),
                settings.chart(),
                settings.approvals(),
                new SettlementSettings.Lock("GOVERNANCE", Duration.ofDays(365)),
                settings.pinned(),
                settings.program());
    }

    Database database() {
        return test.database();
    }

    TestDatabase test() {
        return test;
    }

    Archive archive() {
        return outside.archive();
    }

    Segments segments() {
        return new Segments(database());
    }

    SegmentPackages packages() {
        return packages;
    }

    Workshop workshop() {
        return workshop;
    }

    Path trustFile() {
        return home.resolve("trust.json");
    }

    SwitchedKeys keys() {
        return keys;
    }

    TestNight nights() {
        return nights;
    }

    Night night(LocalDate day) {
        return nights.of(day);
    }

    /** Everything up to the cut: the sale on the first day, nothing new after it. */
    Night settle(LocalDate day) throws IOException {
        Night night = night(day);
        if (day.equals(FIRST)) {
            tellOfTheSale();
            keep(night, sale());
        }
        answerBalance(night);
        run(
                new PullInbox(database(), outside.inbox(), home.resolve("pulled"))
                        .step(steps(), night));
        run(new PostFacts(database()).step(steps(), night));
        run(new SettleOrders(database(), ContractFacts.told(database())).step(steps(), night));
        run(new AccrueRoyalties(database(), ContractFacts.told(database())).step(steps(), night));
        run(new CheckDisputes(database()).step(steps(), night));
        run(new Reconcile(database(), controls).step(steps(), night));
        run(
                new DraftPayouts(
                                database(),
                                ContractFacts.told(database()),
                                new TaxRules(List.of()),
                                PaymentRails.NONE)
                        .step(steps(), night));
        return night;
    }

    Step closeDay(Night night) {
        return new CloseDay(new DayCut(database())).step(steps(), night);
    }

    Step sealSegment(Night night) {
        return new SealSegment(packages).step(steps(), night);
    }

    Step exportDatasets(Night night) {
        return datasets.step(steps(), night);
    }

    Step exportReports(Night night) {
        return reports.step(steps(), night);
    }

    Step deliverSegment(Night night) {
        return new DeliverSegment(
                        database(),
                        packages,
                        delivery,
                        datasets,
                        reports,
                        archive(),
                        keys,
                        workshop,
                        witnessSeals(),
                        timeStamps())
                .step(steps(), night);
    }

    SettlementSettings settings() {
        return settings;
    }

    AttestationSettings attestation() {
        return attestation;
    }

    AddedFiles addedFiles() {
        return new AddedFiles(database(), delivery, workshop);
    }

    TimeStamps timeStamps() {
        return new TimeStamps(database(), addedFiles(), attestation);
    }

    VerifyDelivered verifyDelivered() {
        return new VerifyDelivered(
                database(),
                new SealingKeys(settings.ledger(), keys, workshop),
                archive(),
                workshop,
                witnessSeals());
    }

    WitnessSeals witnessSeals() {
        return new WitnessSeals(database(), witness(), workshop);
    }

    Witness witness() {
        return outside.witness();
    }

    S3Server s3() {
        return outside.s3();
    }

    /** The whole night of a day. */
    Night wholeNight(LocalDate day) throws IOException {
        Night night = settle(day);
        run(closeDay(night));
        run(sealSegment(night));
        run(exportDatasets(night));
        run(exportReports(night));
        run(deliverSegment(night));
        run(verifyDelivered().step(steps(), night));
        return night;
    }

    void run(Step step) {
        nights.run(step);
    }

    private com.illuvrse.finance.jobs.batch.Steps steps() {
        return nights.steps();
    }

    private void tellOfTheSale() throws IOException {
        for (String feed : List.of("orders", "contracts", "payees")) {
            String key = feed + "/dt=2026-03-02/a.jsonl";
            outside.put(key, Files.readAllBytes(SALE.resolve("inbox").resolve(key)));
        }
    }

    private void keep(Night night, StripeRow row) {
        database()
                .write(
                        LedgerRole.WRITER,
                        night.epoch(),
                        () -> new StripeFacts(database()).keep(List.of(row), night.date()));
    }

    /** Stripe has the net of the sale, pending for two days. */
    private void answerBalance(Night night) {
        StripeBalance answer =
                StripeBalance.parse(
                        """
                        {"available":[],"pending":[{"amount":10457,"currency":"usd"}]}
                        """);
        database()
                .write(
                        LedgerRole.WRITER,
                        night.epoch(),
                        () ->
                                new StripeFacts(database())
                                        .keepBalance(
                                                night.date(),
                                                Moment.AFTER,
                                                new BalanceAnswer(night.now(), answer)));
    }

    private static StripeRow sale() {
        return new StripeRow(
                TestNight.ACCOUNT,
                "txn_101",
                "charge",
                "charge",
                "payments",
                Currency.of("USD"),
                CREATED,
                Instant.parse("2026-03-04T00:00:00Z"),
                10_800,
                343,
                10_457,
                "[{\"amount\":343,\"currency\":\"usd\",\"type\":\"stripe_fee\"}]",
                null,
                "ch_101",
                "ch_101",
                "o-101",
                10_800L,
                Currency.of("USD"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "{}");
    }

    /** Does what only somebody with the server's keys can: changes rows behind the defences. */
    void tamper(String table, String statement) throws SQLException {
        Login owner = test.settings().owner();
        try (Connection connection =
                        DriverManager.getConnection(
                                test.settings().url(), owner.user(), owner.password());
                Statement sql = connection.createStatement()) {
            sql.execute("set role ledger_owner");
            sql.execute("alter table " + table + " disable trigger user");
            sql.execute(statement);
        }
    }

    @Override
    public void close() throws IOException {
        outside.close();
        test.close();
    }

    /** A key store that can be away. */
    static final class SwitchedKeys implements SigningKeys {

        private final SigningKeys keys;
        private boolean away;

        SwitchedKeys(SigningKeys keys) {
            this.keys = keys;
        }

        void away(boolean isAway) {
            away = isAway;
        }

        @Override
        public Signer signer(String name) {
            if (away) {
                throw new SigningUnavailableException("the key store is away");
            }
            return keys.signer(name);
        }

        @Override
        public SortedSet<String> names() {
            return keys.names();
        }

        @Override
        public LedgerMac ledgerMac() {
            return keys.ledgerMac();
        }

        @Override
        public VaultKeys vaultKeys() {
            return keys.vaultKeys();
        }

        @Override
        public void close() {
            keys.close();
        }
    }
}
