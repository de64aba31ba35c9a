package com.illuvrse.finance.scheduler.operations;

import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.s3.Witness;
import com.illuvrse.finance.exporters.s3.WitnessSettings;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.marketplace.IdentityFile;
import com.illuvrse.finance.jobs.nightly.AttestationSettings;
import com.illuvrse.finance.jobs.nightly.PaymentRails;
import com.illuvrse.finance.jobs.nightly.PayoutDays;
import com.illuvrse.finance.jobs.nightly.ReferenceFiles;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.nightly.SettlementSettings.Lock;
import com.illuvrse.finance.jobs.nightly.SettlementSettings.Program;
import com.illuvrse.finance.jobs.nightly.Workshop;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.report.ReportSettings;
import com.illuvrse.finance.jobs.run.NightProgress;
import com.illuvrse.finance.jobs.run.NightlyConfiguration;
import com.illuvrse.finance.jobs.run.SelfAuditSettings;
import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.jobs.stripe.StripeTransfers;
import com.illuvrse.finance.scheduler.operations.LedgerSettings.Payouts.Calendar;
import com.illuvrse.finance.tax.TaxRules;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Opens what the settings name, or what stands in for it, and hands it to the nightly job. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    LedgerSettings.class,
    DatabaseAddress.class,
    ArchiveAddress.class,
    SigningAddress.class,
    AttestationAddress.class,
    ReportsAddress.class
})
@Import(NightlyConfiguration.class)
class InstallationConfiguration {

    /** Of a build that nobody released. */
    private static final String NO_DIGEST = "0".repeat(64);

    private static final String VERSION = "1.0.0-SNAPSHOT";

    @Bean
    OutsideWorld outsideWorld(
            ObjectProvider<SandboxWorld> sandbox,
            LedgerSettings ledger,
            DatabaseAddress database,
            ArchiveAddress archive,
            SigningAddress signing,
            AttestationAddress attestation,
            Environment environment) {
        SandboxWorld standIn = sandbox.getIfAvailable();
        Path work = Path.of(environment.getRequiredProperty("work-folder"));
        return standIn != null
                ? standIn.outsideWorld(ledger)
                : ConfiguredWorld.of(ledger, database, archive, signing, attestation, work);
    }

    @Bean
    SettlementSettings settlementSettings(
            LedgerSettings ledger,
            ArchiveAddress archive,
            OutsideWorld world,
            ObjectProvider<SandboxWorld> sandbox) {
        ReferenceFiles files = new ReferenceFiles(Installation.configFolder());
        SandboxWorld standIn = sandbox.getIfAvailable();
        List<Path> more = new ArrayList<>(standIn == null ? List.of() : standIn.settingsFiles());
        PayoutDays days = PayoutDays.parse(ledger.payouts().days());
        if (ledger.payouts().calendar() != Calendar.NONE) {
            String calendar = ledger.payouts().calendar().name().toLowerCase(Locale.ROOT);
            days = days.movedBy(files.calendar(calendar));
            more.add(files.calendarPath(calendar));
        }
        LedgerSettings.Rails rails = ledger.rails();
        if (rails != null) {
            rails.calendars().stream().map(files::calendarPath).forEach(more::add);
        }
        return new SettlementSettings(
                ledger.ledger(),
                ledger.environment(),
                ledger.zone(),
                ledger.firstDay(),
                days,
                ledger.stripe().account(),
                ledger.stripe().overlapDays(),
                ledger.stripe().searchDays(),
                ledger.payouts().arrivalDays(),
                ledger.chunk(),
                files.chart(),
                files.approvals(),
                new Lock(world.lockMode(), Duration.ofDays(archive.lockDays())),
                files.pinned(more),
                new Program("scheduler", VERSION, NO_DIGEST));
    }

    @Bean
    Database database(OutsideWorld world) {
        Database.migrate(world.database());
        return Database.connect(world.database());
    }

    @Bean
    Archive archive(OutsideWorld world) {
        return Archive.connect(world.archive());
    }

    @Bean
    Witness witness(OutsideWorld world) {
        WitnessSettings witness = world.witness();
        return witness == null ? Witness.NONE : Witness.connect(witness);
    }

    @Bean
    StripeFeed stripeFeed(OutsideWorld world) {
        return new StripeFeed(world.stripe(), world.pullKey());
    }

    @Bean
    StripeTransfers stripeTransfers(OutsideWorld world) {
        return new StripeTransfers(world.stripe(), world.payKey());
    }

    @Bean
    SigningKeys signingKeys(OutsideWorld world) {
        return world.keys();
    }

    @Bean
    AttestationSettings attestationSettings(OutsideWorld world, AttestationAddress attestation) {
        return attestation.settings(world.timeStamps());
    }

    @Bean
    SelfAuditSettings selfAuditSettings(@Value("${self-audit.every}") int every) {
        return new SelfAuditSettings(every);
    }

    @Bean
    Clock clock(OutsideWorld world) {
        return world.clock();
    }

    @Bean
    Workshop workshop(OutsideWorld world) {
        return new Workshop(world.workFolder(), world.registryFolder());
    }

    @Bean
    PaymentRails paymentRails(LedgerSettings ledger) {
        LedgerSettings.Rails rails = ledger.rails();
        return rails == null
                ? PaymentRails.NONE
                : rails.with(new ReferenceFiles(Installation.configFolder())::calendar);
    }

    /** In a sandbox identities lie beside the data; elsewhere they come another way. */
    @Bean
    IdentityFile identityFile(ObjectProvider<SandboxWorld> sandbox) {
        SandboxWorld standIn = sandbox.getIfAvailable();
        return new IdentityFile(standIn == null ? null : standIn.identities());
    }

    @Bean
    NightProgress nightProgress(
            Installation.Shown shown, ObjectProvider<SandboxWorld> sandbox, LedgerSettings ledger) {
        SandboxWorld standIn = sandbox.getIfAvailable();
        return standIn == null
                ? shown.progress()
                : standIn.turningTheClock(shown.progress(), ledger.zone());
    }

    @Bean
    TaxRules taxRules() {
        return new ReferenceFiles(Installation.configFolder()).taxRules();
    }

    @Bean
    ReportSettings reportSettings(ReportsAddress reports) {
        return reports.settings();
    }

    @Bean
    StopSignal stopSignal() {
        return new StopSignal();
    }
}
