package com.illuvrse.finance.jobs.payout;

import com.illuvrse.finance.calendar.CalendarYearMissingException;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.exporters.payment.PaymentOrder;
import com.illuvrse.finance.exporters.payment.PaymentTotals;
import com.illuvrse.finance.exporters.report.ReportDelivery;
import com.illuvrse.finance.exporters.report.ReportSet;
import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.s3.FileDigest;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.exporters.vault.IdentitySeal;
import com.illuvrse.finance.exporters.vault.SealedIdentity;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.nightly.Approvals;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.nightly.PaymentRails;
import com.illuvrse.finance.jobs.nightly.Workshop;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.Creators;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PaymentFiles;
import com.illuvrse.finance.jobs.postgres.PaymentFiles.Earlier;
import com.illuvrse.finance.jobs.postgres.PaymentFiles.PaymentFile;
import com.illuvrse.finance.jobs.postgres.PayoutBatches;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.Batch;
import com.illuvrse.finance.jobs.postgres.PayoutIntents;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.Intent;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.State;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.postgres.Vault;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.payout.Quorum;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.Breaks;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.step.Step;

/**
 * Pays what released batches owe by bank: one file a rail and batch, put once (run safety, section
 * 4; reports, section 4).
 *
 * <p>The file is written and checked first. Its fingerprint, and that its payouts are being sent,
 * are committed together before it is put; that they were sent, after it was read back. Whatever
 * ends in between, the next run writes the file again from the same batch: with the same bytes it
 * is put under the same key, where it may be already, and with others nothing is put at all.
 */
public final class SendPaymentFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SendPaymentFiles.class);
    private static final int IDENTITIES_AT_ONCE = 1_000;
    private static final Set<String> PEOPLE = Set.of("individual", "sole_proprietor");
    private static final String PURPOSE = "payment-file";

    private final Database database;
    private final Archive archive;
    private final SigningKeys keys;
    private final Path work;
    private final List<FileRail> rails;
    private final String process;
    private final PayoutBatches batches;
    private final PayoutIntents intents;
    private final PaymentFiles files;
    private final Creators creators;
    private final Segments segments;
    private final Approvals approvals;
    private final BreakDays breaks;
    private final Vault vault;

    /**
     * @param process names this process to people: host and process id
     */
    public SendPaymentFiles(
            Database database,
            Archive archive,
            SigningKeys keys,
            Workshop workshop,
            PaymentRails settings,
            String process) {
        this.database = database;
        this.archive = archive;
        this.keys = keys;
        this.work = workshop.folder().resolve("payment-files");
        this.rails = rails(settings);
        this.process = process;
        this.batches = new PayoutBatches(database);
        this.intents = new PayoutIntents(database);
        this.files = new PaymentFiles(database);
        this.creators = new Creators(database);
        this.segments = new Segments(database);
        this.approvals = new Approvals(database);
        this.breaks = new BreakDays(database);
        this.vault = new Vault(database);
    }

    private static List<FileRail> rails(PaymentRails settings) {
        List<FileRail> rails = new ArrayList<>();
        PaymentRails.Ach ach = settings.ach();
        PaymentRails.Sepa sepa = settings.sepa();
        if (ach != null) {
            rails.add(new AchRail(ach.originator(), ach.account(), ach.calendar()));
        }
        if (sepa != null) {
            rails.add(new SepaRail(sepa.debtor(), sepa.account(), sepa.calendar()));
        }
        return List.copyOf(rails);
    }

    public Step step(Steps steps, Night night) {
        return steps.once("send-payment-files", () -> send(steps, night));
    }

    private void send(Steps steps, Night night) throws IOException {
        remove(work);
        Break lock = database.read(() -> Breaks.payoutLock(breaks.of(night.date())));
        for (Batch batch : database.read(() -> batches.in(PayoutBatches.State.RELEASED))) {
            steps.stopHereIfAsked();
            if (open(batch).isEmpty()) {
                continue;
            }
            boolean isOrdered = !database.read(() -> files.of(batch.batch())).isEmpty();
            if (isOrdered || mayBegin(batch, lock, night)) {
                try {
                    pay(batch, night);
                } catch (CalendarYearMissingException e) {
                    LOG.error("batch {} is not sent by bank: {}", batch.batch(), e.getMessage());
                }
            }
        }
    }

    /** The attempts of a batch by bank that are not over, by payout. */
    private Map<String, Intent> open(Batch batch) {
        Map<String, Intent> open = new TreeMap<>();
        List<State> states = List.of(State.APPROVED, State.SENDING, State.UNKNOWN);
        for (FileRail rail : rails) {
            database.read(() -> intents.of(batch.batch(), rail.name(), states))
                    .forEach(intent -> open.put(intent.payout(), intent));
        }
        return open;
    }

    private boolean mayBegin(Batch batch, @Nullable Break lock, Night night) {
        if (lock != null) {
            LOG.warn("nothing is sent while {} {} is open", lock.type(), lock.ref());
            return false;
        }
        Instant released = batch.releasedAt();
        Optional<Quorum.Refusal> refusal =
                released == null
                        ? Optional.of(Quorum.Refusal.TOO_FEW_VOTES)
                        : database.read(
                                () ->
                                        approvals.send(
                                                batch, night.settings(), released, night.now()));
        refusal.ifPresent(
                why ->
                        LOG.error(
                                "batch {} is released and not sent: {}",
                                batch.batch(),
                                why.sentence()));
        return refusal.isEmpty();
    }

    private void pay(Batch batch, Night night) throws IOException {
        Path folder = work.resolve(batch.batch());
        Files.createDirectories(work);
        Files.createDirectory(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Map<String, String> references = new HashMap<>();
            List<PaymentFile> written = write(batch, night, folder, references);
            order(batch, night, written);
            deliver(batch, night, folder, written);
            database.write(
                    LedgerRole.PAYOUTS,
                    night.epoch(),
                    () ->
                            open(batch)
                                    .forEach(
                                            (payout, intent) ->
                                                    intents.sent(
                                                            intent,
                                                            Objects.requireNonNull(
                                                                    references.get(payout)),
                                                            night.now())));
        } finally {
            remove(folder);
        }
    }

    /** Writes and checks a file for each rail the batch pays by. */
    private List<PaymentFile> write(
            Batch batch, Night night, Path folder, Map<String, String> references)
            throws IOException {
        List<PayoutItem> items =
                database.read(() -> batches.items(batch.batch())).stream()
                        .filter(PayoutItem::isPaid)
                        .toList();
        List<PaymentFile> written = new ArrayList<>();
        for (FileRail rail : rails) {
            List<PayoutItem> ofRail =
                    items.stream().filter(item -> rail.name().equals(item.rail())).toList();
            if (!ofRail.isEmpty()) {
                written.add(write(batch, night, folder, rail, ofRail, references));
            }
        }
        return written;
    }

    private PaymentFile write(
            Batch batch,
            Night night,
            Path folder,
            FileRail rail,
            List<PayoutItem> items,
            Map<String, String> references)
            throws IOException {
        Earlier earlier = database.read(() -> files.before(rail.name(), batch.day()));
        Map<String, Identity> identities = opened(batch, night, items);
        List<String> payees = items.stream().map(PayoutItem::payee).toList();
        Map<String, Payee> records = database.read(() -> creators.records(batch.day(), payees));
        List<PaymentOrder> payments = new ArrayList<>();
        long place = earlier.payouts();
        for (PayoutItem item : items) {
            Identity identity = Objects.requireNonNull(identities.get(item.destination()));
            String reference = rail.reference(item, ++place);
            references.put(item.id(), reference);
            payments.add(
                    new PaymentOrder(
                            item.id(),
                            item.payee(),
                            reference,
                            item.pay(),
                            isCompany(records.get(item.payee()), identity),
                            identity));
        }
        Path file = folder.resolve(rail.file());
        FileRail.Occasion occasion =
                new FileRail.Occasion(
                        batch.batch(),
                        Objects.requireNonNull(batch.releasedAt()),
                        night.settings().zone(),
                        earlier.batches());
        PaymentTotals totals;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            totals = rail.write(out, occasion, payments);
        }
        rail.check(file, totals);
        FileDigest digest = FileDigest.of(file);
        return new PaymentFile(
                batch.batch(),
                rail.name(),
                rail.account(),
                rail.file(),
                digest.sha256(),
                digest.bytes(),
                totals.items(),
                totals.amount(),
                totals.entryHash());
    }

    /** By the creator's classification on the day of the batch, else by the name of the account. */
    private static boolean isCompany(@Nullable Payee payee, Identity identity) {
        String classification = payee == null ? null : payee.tax().classification();
        return classification == null ? identity.org() != null : !PEOPLE.contains(classification);
    }

    /** The identities money goes to, by reference; each opening is written down. */
    private Map<String, Identity> opened(Batch batch, Night night, List<PayoutItem> items) {
        List<String> refs =
                items.stream()
                        .map(item -> Objects.requireNonNull(item.destination()))
                        .distinct()
                        .sorted()
                        .toList();
        IdentitySeal seal = new IdentitySeal(keys.vaultKeys());
        Map<String, Identity> identities = new HashMap<>();
        for (int from = 0; from < refs.size(); from += IDENTITIES_AT_ONCE) {
            List<String> some =
                    refs.subList(from, Math.min(refs.size(), from + IDENTITIES_AT_ONCE));
            List<SealedIdentity> sealed =
                    vault.take(
                            some,
                            new Vault.Opening(process, PURPOSE, batch.batch(), night.now()),
                            LedgerRole.PAYOUTS,
                            night.epoch());
            sealed.forEach(each -> identities.put(each.ref(), seal.open(each)));
        }
        return identities;
    }

    /** Commits what will be put, or demands that it is what was committed before. */
    private void order(Batch batch, Night night, List<PaymentFile> written) {
        List<PaymentFile> ordered = database.read(() -> files.of(batch.batch()));
        if (ordered.isEmpty()) {
            database.write(
                    LedgerRole.PAYOUTS,
                    night.epoch(),
                    () -> {
                        written.forEach(file -> files.order(file, night.now()));
                        open(batch).values().forEach(i -> intents.sending(i, night.now()));
                    });
        } else if (!new HashSet<>(ordered).equals(Set.copyOf(written))) {
            throw new IllegalStateException(
                    "batch %s was ordered as %s and would now be written as %s; nothing is put. Bring the settings of the rails back to what they were"
                            .formatted(batch.batch(), names(ordered), names(written)));
        }
    }

    private static List<String> names(List<PaymentFile> files) {
        return files.stream().map(file -> file.name() + " " + file.sha256()).sorted().toList();
    }

    /** Puts the files with their sums and their signed list, and reads everything back. */
    private void deliver(Batch batch, Night night, Path folder, List<PaymentFile> written)
            throws IOException {
        validation(folder, written);
        sums(folder);
        Segment segment = database.read(() -> segments.require(batch.day()));
        Map<String, Long> rows = new TreeMap<>();
        written.forEach(file -> rows.put(file.name(), file.items()));
        ReportSet set =
                new ReportSet(
                        "payment-files",
                        "year=%d/payment-files/batch=%s/"
                                .formatted(batch.day().getYear(), batch.batch()),
                        night.settings().ledger(),
                        batch.batch(),
                        segment.number(),
                        segments.manifest(segment.number()).orElseThrow().id(),
                        rows);
        ReportDelivery delivery =
                new ReportDelivery(archive.tax(), keys.signer(SigningKeys.REPORTS));
        delivery.deliver(set, folder);
        delivery.verify(set, folder);
        LOG.info("batch {} is ordered at the bank: {}", batch.batch(), names(written));
    }

    /** {@code VALIDATION.json}: what was checked of each file before it was put. */
    private static void validation(Path folder, List<PaymentFile> written) throws IOException {
        List<Json.Obj> checks = new ArrayList<>();
        for (PaymentFile file : written) {
            checks.add(
                    Json.object()
                            .put("check", "rules-and-totals")
                            .put("tool", "exporters.payment")
                            .put("version", "1")
                            .put("file", file.name())
                            .put("result", "pass")
                            .put(
                                    "detail",
                                    "%d payments of %s%s"
                                            .formatted(
                                                    file.items(),
                                                    file.amount(),
                                                    file.entryHash() == null
                                                            ? ""
                                                            : ", entry hash " + file.entryHash()))
                            .build());
        }
        Files.write(
                folder.resolve("VALIDATION.json"),
                CanonicalJson.bytes(Json.object().put("checks", Json.array(checks)).build()));
    }

    private static void sums(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.list(folder)) {
            paths =
                    all.sorted(Comparator.comparing(path -> path.getFileName().toString()))
                            .toList();
        }
        StringBuilder sums = new StringBuilder();
        for (Path path : paths) {
            sums.append(FileDigest.of(path).sha256())
                    .append("  ")
                    .append(path.getFileName())
                    .append('\n');
        }
        Files.writeString(folder.resolve("SHA256SUMS"), sums, StandardCharsets.US_ASCII);
    }

    /** Open files of persons do not stay behind. */
    private static void remove(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
