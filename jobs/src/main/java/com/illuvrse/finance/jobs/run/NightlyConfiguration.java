package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.audit.Genesis;
import com.illuvrse.finance.jobs.batch.BatchConfiguration;
import com.illuvrse.finance.jobs.batch.RunHistory;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.nightly.AccrueRoyalties;
import com.illuvrse.finance.jobs.nightly.AddedFiles;
import com.illuvrse.finance.jobs.nightly.AttestationSettings;
import com.illuvrse.finance.jobs.nightly.CheckDisputes;
import com.illuvrse.finance.jobs.nightly.CloseDay;
import com.illuvrse.finance.jobs.nightly.Controls;
import com.illuvrse.finance.jobs.nightly.DeliverSegment;
import com.illuvrse.finance.jobs.nightly.DraftPayouts;
import com.illuvrse.finance.jobs.nightly.ExportDatasets;
import com.illuvrse.finance.jobs.nightly.ExportReports;
import com.illuvrse.finance.jobs.nightly.HandedJournals;
import com.illuvrse.finance.jobs.nightly.NightlySettlementJob;
import com.illuvrse.finance.jobs.nightly.PackageDelivery;
import com.illuvrse.finance.jobs.nightly.PaymentRails;
import com.illuvrse.finance.jobs.nightly.PostFacts;
import com.illuvrse.finance.jobs.nightly.PullInbox;
import com.illuvrse.finance.jobs.nightly.PullStripe;
import com.illuvrse.finance.jobs.nightly.Reconcile;
import com.illuvrse.finance.jobs.nightly.SealIdentities;
import com.illuvrse.finance.jobs.nightly.SealSegment;
import com.illuvrse.finance.jobs.nightly.SealingKeys;
import com.illuvrse.finance.jobs.nightly.SegmentPackages;
import com.illuvrse.finance.jobs.nightly.SettleOrders;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.nightly.TimeStamps;
import com.illuvrse.finance.jobs.nightly.VerifyDelivered;
import com.illuvrse.finance.jobs.nightly.WitnessSeals;
import com.illuvrse.finance.jobs.nightly.Workshop;
import com.illuvrse.finance.jobs.payout.CloseBatches;
import com.illuvrse.finance.jobs.payout.PayoutRunJob;
import com.illuvrse.finance.jobs.payout.SendPaymentFiles;
import com.illuvrse.finance.jobs.payout.SendTransfers;
import com.illuvrse.finance.jobs.payout.TakeReleasedBatches;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.DayCut;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.report.FigureDesk;
import com.illuvrse.finance.jobs.report.ReportDesk;
import com.illuvrse.finance.jobs.report.ReportSettings;
import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.tax.TaxRules;
import java.time.Clock;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Puts the nightly job together. Whoever imports it brings what differs from place to place: the
 * database, the archive, Stripe, the signing keys, the settings, the clock and somebody to watch.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    BatchConfiguration.class,
    // what steps share
    AddedFiles.class,
    Controls.class,
    DayCut.class,
    Genesis.class,
    PackageDelivery.class,
    Runs.class,
    SegmentPackages.class,
    SealIdentities.class,
    Segments.class,
    TimeStamps.class,
    // the nightly job, step by step
    PullStripe.class,
    PostFacts.class,
    SettleOrders.class,
    AccrueRoyalties.class,
    CheckDisputes.class,
    Reconcile.class,
    DraftPayouts.class,
    CloseDay.class,
    SealSegment.class,
    ExportDatasets.class,
    ExportReports.class,
    DeliverSegment.class,
    VerifyDelivered.class,
    WitnessSeals.class,
    NightlySettlementJob.class,
    // the payout run
    TakeReleasedBatches.class,
    SendTransfers.class,
    CloseBatches.class,
    PayoutRunJob.class,
    NightlyRuns.class
})
public class NightlyConfiguration {

    @Bean
    PullInbox pullInbox(Database database, Archive archive, Workshop workshop) {
        return new PullInbox(database, archive.inbox(), workshop.folder().resolve("inbox"));
    }

    @Bean
    ContractFacts contractFacts(Database database) {
        return ContractFacts.told(database);
    }

    @Bean
    SendPaymentFiles sendPaymentFiles(
            Database database,
            Archive archive,
            SigningKeys keys,
            Workshop workshop,
            PaymentRails rails) {
        return new SendPaymentFiles(database, archive, keys, workshop, rails, processName());
    }

    @Bean
    SealingKeys sealingKeys(SettlementSettings settings, SigningKeys keys, Workshop workshop) {
        return new SealingKeys(settings.ledger(), keys, workshop);
    }

    @Bean
    Steps steps(
            JobRepository repository, Database database, StopSignal stop, NightProgress progress) {
        return new Steps(repository, database, stop, progress::stepEnds);
    }

    @Bean
    RunHistory runHistory(JobOperator operator, JobRepository repository, Clock clock) {
        return new RunHistory(operator, repository, clock);
    }

    @Bean
    RunCoordinator runCoordinator(
            Database database,
            SettlementSettings settings,
            NightJobs jobs,
            StopSignal stop,
            NightProgress progress,
            Clock clock) {
        return new RunCoordinator(database, settings, jobs, stop, progress, clock, processName());
    }

    @Bean
    Rehearsals rehearsals(
            Database database,
            Archive archive,
            StripeFeed stripe,
            TaxRules taxes,
            PaymentRails rails,
            SettlementSettings settings,
            NightlyRuns nights,
            StopSignal stop,
            NightProgress progress,
            Clock clock) {
        return new Rehearsals(
                database,
                archive,
                stripe,
                taxes,
                rails,
                settings,
                nights,
                stop,
                progress,
                clock,
                processName());
    }

    @Bean
    Replays replays(
            Database database,
            SettlementSettings settings,
            TaxRules taxes,
            PaymentRails rails,
            SealingKeys keys,
            StopSignal stop) {
        return new Replays(database, settings, taxes, rails, keys, stop);
    }

    @Bean
    SelfAudit selfAudit(Database database, Replays replays, SelfAuditSettings settings) {
        return new SelfAudit(database, replays, settings);
    }

    @Bean
    Periods periods(Database database, Clock clock) {
        return new Periods(database, clock, processName());
    }

    @Bean
    JournalDesk journalDesk(
            Database database, SettlementSettings settings, Workshop workshop, Clock clock) {
        HandedJournals journals =
                new HandedJournals(database, settings, workshop.folder().resolve("journals"));
        return new JournalDesk(database, journals, clock, processName());
    }

    @Bean
    BreakDesk breakDesk(Database database, Clock clock) {
        return new BreakDesk(database, clock, processName());
    }

    @Bean
    ExplainDesk explainDesk(Database database) {
        return new ExplainDesk(database);
    }

    @Bean
    KeyDesk keyDesk(
            SettlementSettings settings,
            Database database,
            SigningKeys keys,
            Workshop workshop,
            Clock clock) {
        return new KeyDesk(settings, database, keys, workshop, clock, processName());
    }

    @Bean
    PayoutDesk payoutDesk(
            Database database, SettlementSettings settings, NightlyRuns nights, Clock clock) {
        return new PayoutDesk(database, settings, nights, clock, processName());
    }

    @Bean
    AttestationDesk attestationDesk(
            Database database,
            AddedFiles files,
            TimeStamps stamps,
            SealingKeys sealing,
            SigningKeys keys,
            SettlementSettings settings,
            AttestationSettings attestation,
            Clock clock) {
        return new AttestationDesk(
                database,
                files,
                stamps,
                sealing,
                keys,
                settings,
                attestation,
                clock,
                processName());
    }

    @Bean
    ReceiptDesk receiptDesk(Database database, SealingKeys keys) {
        return new ReceiptDesk(database, keys);
    }

    @Bean
    ReportDesk reportDesk(
            Database database,
            SettlementSettings settings,
            ReportSettings reports,
            TaxRules rules,
            Archive archive,
            SigningKeys keys,
            Workshop workshop,
            Clock clock) {
        return new ReportDesk(
                database, settings, reports, rules, archive, keys, workshop, clock, processName());
    }

    @Bean
    FigureDesk figureDesk(
            Database database, ReportDesk reportDesk, TaxRules rules, Workshop workshop) {
        return new FigureDesk(database, reportDesk, rules, workshop);
    }

    private static String processName() {
        return java.lang.management.ManagementFactory.getRuntimeMXBean().getName();
    }
}
