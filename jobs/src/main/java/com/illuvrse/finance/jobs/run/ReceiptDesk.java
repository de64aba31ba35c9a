package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.jobs.nightly.SealingKeys;
import com.illuvrse.finance.jobs.postgres.Attestations;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.EntrySources;
import com.illuvrse.finance.jobs.postgres.EntrySources.Place;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.SealedLines;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.segment.InclusionPath;
import com.illuvrse.finance.segment.MerkleTree;
import com.illuvrse.finance.segment.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a person gets the proof that one entry is sealed (segment format, section 11).
 *
 * <p>The lines of the day pass by once and only hashes of the path are kept, so a day of millions
 * of lines needs no more memory than a short one.
 */
public final class ReceiptDesk {

    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern SIGNATURE = Pattern.compile("sig/([^/]+)\\.p7s");

    private final Database database;
    private final SealingKeys keys;
    private final Journal journal;
    private final EntrySources sources;
    private final Segments segments;
    private final SealedLines sealedLines;
    private final Attestations attestations;

    public ReceiptDesk(Database database, SealingKeys keys) {
        this.database = database;
        this.keys = keys;
        this.journal = new Journal(database);
        this.sources = new EntrySources(database);
        this.segments = new Segments(database);
        this.sealedLines = new SealedLines(database);
        this.attestations = new Attestations(database);
    }

    /**
     * The receipt of an entry; empty when there is none.
     *
     * @param asked its id or its source key
     * @throws IllegalArgumentException when it can be neither
     * @throws IllegalStateException when its day is not sealed, or its line is not the sealed one
     */
    public Optional<Receipt> receipt(String asked) {
        List<String> registry = List.copyOf(keys.registry().values());
        if (ExplainDesk.ID.matcher(asked).matches()) {
            UUID id = UUID.fromString(asked);
            return database.read(() -> sources.keyOf(id).flatMap(key -> made(key, registry)));
        }
        SourceKey key = new SourceKey(asked);
        return database.read(() -> made(key, registry));
    }

    private Optional<Receipt> made(SourceKey key, List<String> registry) {
        return Optional.ofNullable(journal.find(key)).map(entry -> made(entry, registry));
    }

    private Receipt made(JournalEntry entry, List<String> registry) {
        LocalDate day = entry.bookedOn();
        if (!segments.isSealed(day)) {
            throw new IllegalStateException(
                    "entry %s is booked on %s, which is not sealed yet; settle the day first"
                            .formatted(entry.source(), day));
        }
        Segment segment = segments.require(day);
        Segment newest = segments.require(segments.lastSealed().orElseThrow());
        Segments.Manifest manifest = segments.manifest(segment.number()).orElseThrow();
        Place place = sources.place(entry.id().uuid()).orElseThrow();
        long index = place.seq() - segment.seqBefore() - 1;
        InclusionPath path = InclusionPath.of(index, segment.entries());
        AtomicReference<String> line = new AtomicReference<>("");
        sealedLines.forEachOf(
                segment,
                each -> {
                    path.add(leaf(each.canonical()));
                    if (each.seq() == place.seq()) {
                        line.set(each.canonical());
                    }
                });
        List<byte[]> hashes = path.hashes();
        requireSealed(manifest, segment, index, line.get(), hashes);
        return new Receipt(
                line.get(),
                index,
                hex(hashes),
                manifest.text(),
                segment.number(),
                hex(logPath(segment, newest)),
                segments.checkpoint(newest.number()).orElseThrow(),
                registry,
                signatures(segment.number()));
    }

    /**
     * What persons signed of a segment and has reached the archive, by role, with its first stamp.
     */
    private List<Receipt.RoleSignature> signatures(int segment) {
        List<Receipt.RoleSignature> signatures = new ArrayList<>();
        for (String path : attestations.deliveredTo(segment)) {
            Matcher signature = SIGNATURE.matcher(path);
            if (signature.matches()) {
                String role = signature.group(1);
                signatures.add(
                        new Receipt.RoleSignature(
                                role,
                                base64(segment, path).orElseThrow(),
                                base64(segment, "tst/" + role + ".p7s.tsr").orElse(null)));
            }
        }
        return List.copyOf(signatures);
    }

    private Optional<String> base64(int segment, String path) {
        return attestations.find(segment, path).map(Base64.getEncoder()::encodeToString);
    }

    private List<byte[]> logPath(Segment segment, Segment newest) {
        List<String> ids = segments.manifestIdsBefore(newest.number() + 1);
        InclusionPath path = InclusionPath.of(segment.number(), ids.size());
        ids.forEach(id -> path.add(MerkleTree.leaf(HEX.parseHex(id))));
        return path.hashes();
    }

    private static void requireSealed(
            Segments.Manifest manifest,
            Segment segment,
            long index,
            String line,
            List<byte[]> path) {
        String root =
                HEX.formatHex(MerkleTree.rootOfPath(leaf(line), index, segment.entries(), path));
        if (!root.equals(manifest.entriesRoot())) {
            throw new IllegalStateException(
                    "the lines of segment %d lead to root %s, sealed is %s; no receipt is made, verify the ledger"
                            .formatted(manifest.segment(), root, manifest.entriesRoot()));
        }
    }

    private static byte[] leaf(String canonical) {
        return MerkleTree.leaf(canonical.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HEX::formatHex).toList();
    }
}
