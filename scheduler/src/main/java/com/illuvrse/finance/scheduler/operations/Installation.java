package com.illuvrse.finance.scheduler.operations;

import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.s3.ArchiveCopy;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.audit.SandboxCeremony;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.marketplace.ProposedContracts;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.nightly.WitnessSeals;
import com.illuvrse.finance.jobs.nightly.Workshop;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.postgres.SelfAudits;
import com.illuvrse.finance.jobs.report.FigureDesk;
import com.illuvrse.finance.jobs.report.ReportDesk;
import com.illuvrse.finance.jobs.run.AttestationDesk;
import com.illuvrse.finance.jobs.run.BreakDesk;
import com.illuvrse.finance.jobs.run.DueDays;
import com.illuvrse.finance.jobs.run.ExplainDesk;
import com.illuvrse.finance.jobs.run.JournalDesk;
import com.illuvrse.finance.jobs.run.KeyDesk;
import com.illuvrse.finance.jobs.run.NightProgress;
import com.illuvrse.finance.jobs.run.NightResult;
import com.illuvrse.finance.jobs.run.PayoutDesk;
import com.illuvrse.finance.jobs.run.Periods;
import com.illuvrse.finance.jobs.run.ReceiptDesk;
import com.illuvrse.finance.jobs.run.Rehearsals;
import com.illuvrse.finance.jobs.run.Rehearsed;
import com.illuvrse.finance.jobs.run.Replays;
import com.illuvrse.finance.jobs.run.RunCoordinator;
import com.illuvrse.finance.reconciliation.Break;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One ledger as a command sees it: settings, database, archive, signing keys and the coordinator of
 * its nights, all opened and all closed together.
 */
public final class Installation implements AutoCloseable {

    /** A sandbox settles a month in one go and need not replay a day before each night of it. */
    private static final int SANDBOX_SEALS_BETWEEN_AUDITS = 7;

    /** Tells nobody anything. */
    public static final NightProgress QUIET =
            new NightProgress() {
                @Override
                public void begins(LocalDate day) {}

                @Override
                public void stepEnds(String step, Duration took) {}

                @Override
                public void ends(NightResult result) {}
            };

    private final ConfigurableApplicationContext context;
    private final @Nullable SandboxWorld sandbox;

    private Installation(ConfigurableApplicationContext context, @Nullable SandboxWorld sandbox) {
        this.context = context;
        this.sandbox = sandbox;
    }

    /** The ledger the settings name. */
    public static Installation configured(NightProgress progress, boolean serving) {
        return open(null, progress, serving);
    }

    /** A ledger in a sandbox; it stops with the installation. */
    public static Installation sandboxed(
            SandboxOptions options, NightProgress progress, boolean serving) throws IOException {
        SandboxWorld sandbox = SandboxWorld.start(options);
        try {
            return open(sandbox, progress, serving);
        } catch (RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    private static Installation open(
            @Nullable SandboxWorld sandbox, NightProgress progress, boolean serving) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--spring.config.location=" + configFolder().toUri());
        if (sandbox != null) {
            arguments.add("--logging.file.name=" + sandbox.logFile());
            arguments.add("--self-audit.every=" + SANDBOX_SEALS_BETWEEN_AUDITS);
            Path settings = sandbox.dataSettings();
            if (Files.exists(settings)) {
                arguments.add("--spring.config.additional-location=" + settings.toUri());
            }
        }
        SpringApplicationBuilder application =
                new SpringApplicationBuilder(InstallationConfiguration.class)
                        .web(serving ? WebApplicationType.SERVLET : WebApplicationType.NONE)
                        .registerShutdownHook(false)
                        .initializers(
                                start -> {
                                    start.getBeanFactory()
                                            .registerSingleton(
                                                    "progressShown", new Shown(progress));
                                    if (sandbox != null) {
                                        start.getBeanFactory()
                                                .registerSingleton("sandboxWorld", sandbox);
                                    }
                                });
        if (serving) {
            application.sources(ServingConfiguration.class);
        }
        return new Installation(application.run(arguments.toArray(String[]::new)), sandbox);
    }

    /** Where progress is shown, before the sandbox turns its clock by it. */
    record Shown(NightProgress progress) {}

    /** The folder an operator edits, beside the launcher's module. */
    static Path configFolder() {
        return Path.of(System.getProperty("finance.root", "."), "config").toAbsolutePath();
    }

    /** Settles what is due; see {@link RunCoordinator#settle}. */
    public List<NightResult> settle(DueDays due) throws SQLException, IOException {
        RunCoordinator coordinator = context.getBean(RunCoordinator.class);
        if (sandbox == null) {
            return coordinator.settle(due);
        }
        Path registry = context.getBean(Workshop.class).registry();
        SandboxCeremony.registerKeys(registry, settings(), context.getBean(SigningKeys.class));
        List<NightResult> results =
                coordinator.settle(due.to() == null ? sandbox.allDays(due) : due);
        String genesis = context.getBean(Segments.class).manifestIds().getFirst();
        SandboxCeremony.writeTrustFile(sandbox.trustFile(), registry, genesis);
        return results;
    }

    /**
     * Tries out the next night and takes everything back; see {@link Rehearsals#rehearse}. The
     * sandbox's clock stands afterwards where it stood.
     */
    public Optional<Rehearsed> rehearse(
            DueDays due, ProposedContracts proposed, Rehearsals.Reader reader)
            throws SQLException, IOException {
        Rehearsals rehearsals = context.getBean(Rehearsals.class);
        SandboxWorld standIn = sandbox;
        if (standIn == null) {
            return rehearsals.rehearse(due, proposed, reader);
        }
        DueDays days = due.to() == null ? standIn.allDays(due) : due;
        Instant before = standIn.now();
        try {
            return rehearsals.rehearse(days, proposed, reader);
        } finally {
            standIn.setClock(before);
        }
    }

    public Runs runs() {
        return new Runs(context.getBean(Database.class));
    }

    /** Where people hand in journals. */
    public JournalDesk journals() {
        return context.getBean(JournalDesk.class);
    }

    /** Locks periods and shows what came after them. */
    public Periods periods() {
        return context.getBean(Periods.class);
    }

    /** The breaks as they stood at the end of a day. */
    public List<Break> breaks(LocalDate day) {
        return new BreakDays(context.getBean(Database.class)).of(day);
    }

    /** Where a person looks at breaks and gives a word on them. */
    public BreakDesk breakDesk() {
        return context.getBean(BreakDesk.class);
    }

    /** Where people ask for the report set of a period. */
    public ReportDesk reports() {
        return context.getBean(ReportDesk.class);
    }

    /** Where people ask how a figure of a set came about. */
    public FigureDesk figures() {
        return context.getBean(FigureDesk.class);
    }

    /** Where people ask why an entry exists. */
    public ExplainDesk explanations() {
        return context.getBean(ExplainDesk.class);
    }

    /** Where people get the proof that an entry is sealed. */
    public ReceiptDesk receipts() {
        return context.getBean(ReceiptDesk.class);
    }

    /** Works sealed days out again from their facts. */
    public Replays replays() {
        return context.getBean(Replays.class);
    }

    /** Where people look at payout batches, vote on them and give them free. */
    public PayoutDesk payouts() {
        return context.getBean(PayoutDesk.class);
    }

    /** Where the key ceremonies are held. */
    public KeyDesk keys() {
        return context.getBean(KeyDesk.class);
    }

    /** Where persons sign sealed days. */
    public AttestationDesk attestations() {
        return context.getBean(AttestationDesk.class);
    }

    /** Sealed days the witness could not be told of yet. */
    public List<LocalDate> untoldToTheWitness() {
        return context.getBean(WitnessSeals.class).untold();
    }

    /** The last past day that was replayed of itself. */
    public Optional<SelfAudits.Audit> lastSelfAudit() {
        return new SelfAudits(context.getBean(Database.class)).newest();
    }

    public SettlementSettings settings() {
        return context.getBean(SettlementSettings.class);
    }

    /** Copies objects out of the archive and checks every digest. */
    public ArchiveCopy copyFromArchive(String prefix, Path folder) throws IOException {
        return ArchiveCopy.get(context.getBean(Archive.class), prefix, folder);
    }

    /** Copies packages out of the archive as an auditor gets them. */
    public ArchiveCopy handOver(String prefix, Path folder) throws IOException {
        return ArchiveCopy.handOver(context.getBean(Archive.class), prefix, folder);
    }

    /** Asks a running night to end at its next chunk. */
    public void stop() {
        context.getBean(StopSignal.class).ask();
    }

    /** Where health and metrics are served. */
    public String healthAddress() {
        return "http://%s:%s/actuator/health"
                .formatted(
                        context.getEnvironment().getProperty("server.address", "localhost"),
                        context.getEnvironment().getProperty("local.server.port", "none"));
    }

    /** What an auditor pins, where the sandbox's ceremony has written it. */
    public @Nullable Path trustFile() {
        return sandbox == null ? null : sandbox.trustFile();
    }

    @Override
    public void close() {
        context.close();
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
