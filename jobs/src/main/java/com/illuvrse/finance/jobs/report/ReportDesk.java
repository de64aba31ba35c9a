package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.invoice.InvoicePdf;
import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetDelivery;
import com.illuvrse.finance.exporters.report.SetHeader;
import com.illuvrse.finance.exporters.report.SetManifest;
import com.illuvrse.finance.exporters.report.SetOutcome;
import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.ArchiveCopy;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.exporters.statement.StatementPdf;
import com.illuvrse.finance.exporters.statement.StatementProof;
import com.illuvrse.finance.jobs.nightly.SealedSettings;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.nightly.Workshop;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.PeriodLocks;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.postgres.StatementFacts;
import com.illuvrse.finance.jobs.postgres.Vault;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.oss.OssReturn;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.Severity;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where people ask for the report set of a period (reports, section 1).
 *
 * <p>A set is computed from the sealed days of the period and from nothing else: no clock, no other
 * report, no day that is still open. So the same sealed days give the same bytes, and asking again
 * gives {@code unchanged}. Nothing is written to the ledger.
 */
public final class ReportDesk {

    private static final String MAX_AGE = "fx.reference.max_age_days";

    private final Database database;
    private final SettlementSettings settings;
    private final ReportSettings reports;
    private final Archive archive;
    private final SigningKeys keys;
    private final Workshop workshop;
    private final Clock clock;
    private final String process;
    private final TaxRules rules;
    private final Segments segments;
    private final PeriodLocks locks;
    private final BreakDays breaks;

    /**
     * @param clock tells when the vault was opened; nothing of a set is from it
     * @param process names this process to people: host and process id
     */
    public ReportDesk(
            Database database,
            SettlementSettings settings,
            ReportSettings reports,
            TaxRules rules,
            Archive archive,
            SigningKeys keys,
            Workshop workshop,
            Clock clock,
            String process) {
        this.clock = clock;
        this.process = process;
        this.database = database;
        this.settings = settings;
        this.reports = reports;
        this.archive = archive;
        this.keys = keys;
        this.workshop = workshop;
        this.rules = rules;
        this.segments = new Segments(database);
        this.locks = new PeriodLocks(database);
        this.breaks = new BreakDays(database);
    }

    /**
     * A set that was made.
     *
     * @param place bucket and key of its folder
     */
    public record Reported(SetOutcome outcome, String place) {}

    /**
     * Makes a set and delivers it as a revision or a draft.
     *
     * @param reason why a new revision is made; null for the ids of the late entries
     * @throws UnknownReportException when there is no such kind or period
     * @throws ReportNotReadyException when no day of the period is sealed
     */
    public Reported report(String kind, String period, @Nullable String reason) throws IOException {
        ReportKind known = ReportKind.parse(kind);
        Period of = known.period(period);
        requireReason(reason);
        Path folder = workshop.folder().resolve("reports").resolve(known.word()).resolve(period);
        empty(folder);
        try {
            return report(known, of, folder, reason);
        } finally {
            // a file that names persons does not stay behind
            empty(folder);
        }
    }

    private Reported report(ReportKind known, Period of, Path folder, @Nullable String reason)
            throws IOException {
        ReportPeriod sealed = sealed(of);
        SetHeader header = header(known, sealed);
        MadeSet made =
                database.read(
                        () -> {
                            try {
                                return maker(known, sealed, folder).make();
                            } catch (IOException e) {
                                throw new UncheckedIOException(
                                        "the files of %s %s could not be written"
                                                .formatted(known.word(), of),
                                        e);
                            }
                        });
        List<ReportIssue> issues = new ArrayList<>(made.issues());
        issues.addAll(blocking(known, sealed));
        SetDelivery.Content content =
                new SetDelivery.Content(
                        header,
                        made.files(),
                        issues,
                        made.ties(),
                        made.checks(),
                        made.rates(),
                        reason == null ? reason(made.issues()) : reason,
                        made.numbered());
        SetOutcome outcome =
                new SetDelivery(
                                bucket(known),
                                keys.signer(SigningKeys.REPORTS),
                                new KnownTaxNumbers(database, keys))
                        .deliver(content, folder, sealed.lastSealed());
        return new Reported(outcome, header.bucket() + "/" + header.prefix() + outcome.place());
    }

    /** Number of the last segment the final revision of a period was computed from, if any. */
    OptionalInt madeFrom(ReportKind kind, Period period) throws IOException {
        Optional<SetManifest> current =
                SetManifest.current(
                        bucket(kind),
                        kind.prefix(period),
                        keys.signer(SigningKeys.REPORTS).publicKey());
        return current.isPresent()
                ? OptionalInt.of(current.get().lastSegment())
                : OptionalInt.empty();
    }

    /** Copies a set out of the archive below a folder, at its own key, every digest checked. */
    public ArchiveCopy copy(Reported reported, Path out) throws IOException {
        return ArchiveCopy.get(archive, reported.place(), out.resolve(reported.place()));
    }

    ArchiveBucket bucket(ReportKind kind) {
        return kind.isForTaxes() ? archive.tax() : archive.reports();
    }

    SetMaker maker(ReportKind kind, ReportPeriod period, Path folder) {
        return switch (kind) {
            case STATEMENTS ->
                    new MakeStatements(
                            new StatementFacts(database),
                            period,
                            proof(period),
                            new StatementPdf(reports.statements()),
                            folder);
            case US_INFORMATION_RETURNS ->
                    new MakeInformationReturns(database, period, reports.us(), rules, folder);
            case ACCOUNTING ->
                    new MakeBooks(
                            database,
                            period,
                            settings.chart(),
                            reports,
                            settings.ledger(),
                            period.known(),
                            rules.on(MAX_AGE, period.lastSealed()).number(),
                            folder);
            case VAT_OSS -> new MakeOss(database, period, reports.vatOss(), rules, folder);
            case DPI ->
                    new MakeSellers(
                            database,
                            period,
                            reports.dpi(),
                            rules,
                            new OpenedIdentities(new Vault(database), keys, clock, process),
                            folder);
            case US_SALES_TAX ->
                    new MakeSalesTax(database, period, reports.salesTax(), rules, folder);
            case INVOICES ->
                    new MakeInvoices(
                            database,
                            period,
                            reports.invoices(),
                            new InvoicePdf(reports.statements()),
                            OssReturn.members(rules, period.period()),
                            new OpenedIdentities(new Vault(database), keys, clock, process),
                            folder);
            case PAYMENT_FILES, SAF_T_NO -> throw kind.notBuilt();
        };
    }

    /** The key final sets are signed with. */
    PublicKey publicKey() {
        return keys.signer(SigningKeys.REPORTS).publicKey();
    }

    /** A period as a set saw it that was made when a day was the last sealed one. */
    ReportPeriod asOf(Period period, LocalDate known) {
        return new ReportPeriod(
                period,
                known.isBefore(period.lastDay()) ? known : period.lastDay(),
                known,
                settings.zone());
    }

    private ReportPeriod sealed(Period period) {
        LocalDate began = locks.firstDayOfTheLedger().orElse(settings.firstDay());
        if (period.lastDay().isBefore(began)) {
            throw new UnknownReportException(
                    "%s was over before this ledger began on %s".formatted(period, began));
        }
        LocalDate last =
                segments.lastSealed()
                        .filter(day -> !day.isBefore(period.firstDay()) && !day.isBefore(began))
                        .orElseThrow(
                                () ->
                                        new ReportNotReadyException(
                                                "period.open: no day of %s is sealed yet; settle it first (finance night)"
                                                        .formatted(period)));
        return new ReportPeriod(
                period,
                last.isBefore(period.lastDay()) ? last : period.lastDay(),
                last,
                settings.zone());
    }

    private List<ReportIssue> blocking(ReportKind kind, ReportPeriod period) {
        List<ReportIssue> issues = new ArrayList<>();
        if (!period.isComplete()) {
            issues.add(
                    ReportIssue.blocking(
                            kind.word(),
                            "period.open",
                            "%s ends on %s, the last sealed day is %s; settle the rest first (finance night)"
                                    .formatted(
                                            period.period(),
                                            period.period().lastDay(),
                                            period.lastSealed()),
                            period.lastSealed(),
                            period.period().lastDay().toString()));
        }
        for (Break each : breaks.of(period.lastSealed())) {
            if (each.isOpen() && each.severity() == Severity.HIGH) {
                issues.add(
                        ReportIssue.blocking(
                                kind.word(),
                                "break.open",
                                "%s %s is open since %s; end it first (finance breaks list)"
                                        .formatted(each.type(), each.ref(), each.openedOn()),
                                each.openedOn(),
                                each.type() + " " + each.ref()));
            }
        }
        return issues;
    }

    /** An entry of an earlier period that was booked in this one; it asks for a person's look. */
    static ReportIssue late(ReportKind kind, @Nullable String payee, JournalEntry entry) {
        return new ReportIssue(
                kind.word(),
                payee,
                "entry.late",
                ReportIssue.Severity.MEDIUM,
                "%s is of %s, before this period, and was booked on %s"
                        .formatted(entry.source(), entry.effectiveOn(), entry.bookedOn()),
                false,
                entry.bookedOn(),
                entry.id().toString());
    }

    /** What the manifest cannot hold is refused before anything is made. */
    private static void requireReason(@Nullable String reason) {
        if (reason != null) {
            CanonicalJson.bytes(Json.object().put("reason", reason).build());
        }
    }

    private static String reason(List<ReportIssue> issues) {
        String late =
                issues.stream()
                        .filter(issue -> issue.rule().equals("entry.late"))
                        .map(ReportIssue::evidence)
                        .distinct()
                        .collect(Collectors.joining(" "));
        return late.isEmpty() ? "made again with other content" : "late entries " + late;
    }

    private SetHeader header(ReportKind kind, ReportPeriod period) {
        LocalDate began = locks.firstDayOfTheLedger().orElse(settings.firstDay());
        LocalDate first = period.firstDay().isBefore(began) ? began : period.firstDay();
        LocalDate last = kind.isForTaxes() ? period.known() : period.lastSealed();
        TreeMap<String, String> pinned = new TreeMap<>(SealedSettings.of(settings).files());
        return new SetHeader(
                kind.word(),
                period.period().name(),
                kind.isForTaxes() ? "tax" : "reports",
                kind.prefix(period.period()),
                reports.entity(),
                settings.ledger(),
                settings.zone().getId(),
                segments.require(first).number(),
                segments.require(last).number(),
                manifest(last).entriesRoot(),
                pinned.get("tax-rules.yml"),
                sha256(pinned, "chart-of-accounts.yml"),
                settingsSha256(pinned));
    }

    /**
     * Over {@code <sha256> <name>} lines of all files of settings, as {@code sha256sum} has them.
     */
    private static String settingsSha256(Map<String, String> pinned) {
        StringBuilder sums = new StringBuilder();
        pinned.forEach(
                (name, sha256) -> sums.append(sha256).append("  ").append(name).append('\n'));
        return Sha256.hexOf(sums.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(Map<String, String> pinned, String file) {
        String digest = pinned.get(file);
        if (digest == null) {
            throw new IllegalStateException("the settings pin no " + file);
        }
        return digest;
    }

    private Segments.Manifest manifest(LocalDate day) {
        int number = segments.require(day).number();
        return segments.manifest(number)
                .orElseThrow(
                        () -> new IllegalStateException("segment " + number + " has no manifest"));
    }

    private StatementProof proof(ReportPeriod period) {
        Segments.Manifest manifest = manifest(period.lastSealed());
        return new StatementProof(
                settings.ledger(),
                Math.toIntExact(manifest.segment()),
                manifest.entriesRoot(),
                manifest.id());
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
