package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.jobs.postgres.Attestations;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.postgres.Segments.Manifest;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.SealedSegment;
import com.illuvrse.finance.segment.SegmentPlan;
import com.illuvrse.finance.segment.SegmentSealer;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The sealed packages as they lie in the workshop, on their way to the archive. One that is not
 * there is made again from the tables, and must be the one that was signed.
 *
 * <p>Order of things: manifest into the table, signature outside of any transaction, signature into
 * the table, day sealed. Killed anywhere, the next run signs the same manifest or finds the first
 * signature.
 */
public final class SegmentPackages {

    private static final String CHECKPOINT = "checkpoint";

    private final Database database;
    private final Segments segments;
    private final Attestations attestations;
    private final DayPackage day;
    private final SealingKeys keys;
    private final AttestationSettings attestation;
    private final Workshop workshop;

    public SegmentPackages(
            Database database,
            Controls controls,
            SealingKeys keys,
            AttestationSettings attestation,
            Workshop workshop) {
        this.database = database;
        this.segments = new Segments(database);
        this.attestations = new Attestations(database);
        this.day = new DayPackage(database, controls);
        this.keys = keys;
        this.attestation = attestation;
        this.workshop = workshop;
    }

    /**
     * Seals the closed day of a night, or makes its package again when it is sealed, and returns
     * the folder with all its files.
     */
    public Path seal(Night night, Runnable stopHereIfAsked) throws IOException {
        Segment cut = segments.require(night.date());
        return seal(
                cut,
                night.settings(),
                night.epoch(),
                plan ->
                        day.write(
                                night,
                                plan,
                                cut,
                                workshop.segment(cut.number()),
                                keys.salts(),
                                stopHereIfAsked));
    }

    /** The folder of a sealed day's package with all its files. */
    public Path require(Night night) throws IOException {
        Segment cut = segments.require(night.date());
        Path folder = workshop.segment(cut.number());
        return Files.exists(folder.resolve(CHECKPOINT)) ? folder : seal(night, () -> {});
    }

    /** Seals the genesis, whose cut is made, and returns its folder. */
    public Path sealGenesis(SettlementSettings settings, long epoch) throws IOException {
        Segment cut =
                segments.require(
                        AccountingDay.of(settings.firstDay(), settings.zone()).previous().date());
        return seal(
                cut,
                settings,
                epoch,
                plan ->
                        SegmentSealer.genesis(
                                workshop.segment(cut.number()),
                                plan,
                                keys.salts(),
                                settings.stripeAccount(),
                                SealedSettings.of(settings)));
    }

    private Path seal(
            Segment cut,
            SettlementSettings settings,
            long epoch,
            Function<SegmentPlan, SealedSegment> write)
            throws IOException {
        SortedMap<Integer, String> registry = registry(cut);
        VerifierKey logKey = keys.logKey(registry, cut.number());
        if (segments.checkpoint(cut.number()).isEmpty()) {
            keys.requireHeld(logKey);
        }
        Path folder = workshop.segment(cut.number());
        SealedSegment sealed = write.apply(plan(cut, settings, registry));
        requireEntries(cut, sealed);
        database.write(
                LedgerRole.SEALER,
                epoch,
                () ->
                        segments.keep(
                                new Manifest(
                                        cut.number(),
                                        sealed.manifestId(),
                                        sealed.entriesRoot(),
                                        sealed.manifest())));
        String checkpoint =
                segments.checkpoint(cut.number()).orElseGet(() -> sign(cut, sealed, logKey, epoch));
        requireSealOf(sealed, checkpoint, logKey);
        writeWhole(folder.resolve(CHECKPOINT), checkpoint);
        return folder;
    }

    private String sign(Segment cut, SealedSegment sealed, VerifierKey logKey, long epoch) {
        String signed = keys.checkpoint(sealed.checkpointBody(), logKey);
        return database.write(
                LedgerRole.SEALER, epoch, () -> segments.keepSeal(cut.number(), signed));
    }

    /** The first signature stays, but it must be one of this manifest and by the registered key. */
    private static void requireSealOf(SealedSegment sealed, String checkpoint, VerifierKey logKey) {
        Note note = Note.parse(checkpoint.getBytes(StandardCharsets.UTF_8));
        try {
            if (!note.body().equals(sealed.checkpointBody())) {
                throw new IllegalStateException(
                        "segment %d is sealed with the checkpoint %s, but its package gives %s"
                                .formatted(sealed.number(), note.body(), sealed.checkpointBody()));
            }
            note.verify(logKey);
        } catch (com.illuvrse.finance.segment.SignatureRefusedException e) {
            throw new IllegalStateException(
                    "the kept checkpoint of segment %d is not signed by the log key %s"
                            .formatted(sealed.number(), logKey),
                    e);
        }
    }

    private static void requireEntries(Segment cut, SealedSegment sealed) {
        if (sealed.seqAfter() != cut.seqAfter()) {
            throw new IllegalStateException(
                    "segment %d was cut after entry %d, its package ends with entry %d"
                            .formatted(cut.number(), cut.seqAfter(), sealed.seqAfter()));
        }
    }

    private SegmentPlan plan(
            Segment cut, SettlementSettings settings, SortedMap<Integer, String> registry) {
        return new SegmentPlan(
                settings.ledger(),
                AccountingDay.of(cut.day(), settings.zone()),
                cut.sealedAt(),
                cut.seqBefore(),
                segments.manifestIdsBefore(cut.number()),
                seals(cut),
                registry,
                attestation.promise(),
                null);
    }

    /** The signature files since the cut before, as the cut has them, and the checkpoint before. */
    private SortedMap<String, String> seals(Segment cut) {
        TreeMap<String, String> seals = new TreeMap<>(attestations.sealedBy(cut.number()));
        if (cut.number() > 0) {
            int previous = cut.number() - 1;
            String checkpoint =
                    segments.checkpoint(previous)
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    "segment %d cannot follow segment %d, which is not sealed"
                                                            .formatted(cut.number(), previous)));
            seals.put(
                    String.format(Locale.ROOT, "segment-%06d/%s", previous, CHECKPOINT),
                    Sha256.hexOf(checkpoint.getBytes(StandardCharsets.UTF_8)));
        }
        return seals;
    }

    /** A ceremony between two runs of a night does not change the package. */
    private SortedMap<Integer, String> registry(Segment cut) {
        return segments.manifest(cut.number())
                .map(manifest -> keys.registry(registryVersion(manifest)))
                .orElseGet(keys::registry);
    }

    private static long registryVersion(Manifest manifest) {
        try {
            return CanonicalReader.read(manifest.text().getBytes(StandardCharsets.UTF_8))
                    .number("registry");
        } catch (CanonicalFormException e) {
            throw new IllegalStateException(
                    "the kept manifest of segment " + manifest.segment() + " is not canonical", e);
        }
    }

    private static void writeWhole(Path file, String text) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.writeString(part, text, StandardCharsets.UTF_8);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
