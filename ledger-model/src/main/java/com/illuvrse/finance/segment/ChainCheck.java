package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.CHAIN_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.FILE_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.FORK;
import static com.illuvrse.finance.segment.VerificationCode.GAP;
import static com.illuvrse.finance.segment.VerificationCode.GENESIS_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.ROOT_MISMATCH;

import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Currency;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What holds the segments together, before anything in them is believed: files, digests, chain,
 * keys and signatures.
 */
final class ChainCheck {

    private static final HexFormat HEX = HexFormat.of();
    private static final String NONE = "0".repeat(64);
    private static final int BUFFER = 1 << 16;

    private final TrustFile trust;
    private final RegistryCheck registries;
    private final SealsCheck seals = new SealsCheck();
    private final MerkleTree log = new MerkleTree();
    private final List<String> ids = new ArrayList<>();
    private final byte[] buffer = new byte[BUFFER];
    private @Nullable SealedManifest previous;
    private @Nullable String rootAtPinnedHead;
    private long files;
    private long later;

    ChainCheck(TrustFile trust) {
        this.trust = trust;
        this.registries = new RegistryCheck(trust);
    }

    /** Checks the next segment and gives its manifest. */
    SealedManifest check(SegmentFolder segment) throws VerificationException {
        SortedMap<String, Long> found = segment.files();
        SealedManifest manifest = SealedManifest.read(segment);
        SegmentFile file = segment.file(SegmentFolder.MANIFEST);
        requirePlace(file, segment.number(), manifest);
        requirePeriod(file, manifest);
        requireFiles(segment, found, manifest);
        for (Map.Entry<String, SealedManifest.Listed> listed : manifest.files().entrySet()) {
            requireDigest(segment, listed.getKey(), listed.getValue());
        }
        requireChain(segment, file, manifest);
        registries.check(segment, manifest);
        ids.add(manifest.id());
        log.add(MerkleTree.leaf(HEX.parseHex(manifest.id())));
        VerifiedHead head = trust.head();
        if (head != null && head.size() == log.size()) {
            rootAtPinnedHead = HEX.formatHex(log.root());
        }
        registries.checkCheckpoint(
                segment,
                "%s\n%d\n%s\n"
                        .formatted(
                                manifest.ledger(),
                                log.size(),
                                Base64.getEncoder().encodeToString(log.root())));
        seals.check(segment, found.keySet());
        files += manifest.files().size();
        later += found.keySet().stream().filter(SegmentFolder::isLater).count();
        previous = manifest;
        return manifest;
    }

    private void requirePlace(SegmentFile file, long number, SealedManifest manifest)
            throws VerificationException {
        if (!manifest.ledger().equals(trust.ledger())) {
            throw file.refuse(FORK, "ledger", trust.ledger(), manifest.ledger());
        }
        if (manifest.segment() != number) {
            throw file.refuse(CHAIN_MISMATCH, "segment", number, manifest.segment());
        }
        String kind = number == 0 ? "genesis" : "daily";
        if (!manifest.kind().equals(kind)) {
            throw file.malformed("kind", kind, manifest.kind());
        }
        if (number == 0 && !manifest.id().equals(trust.genesis())) {
            throw file.refuse(GENESIS_MISMATCH, "manifestId", trust.genesis(), manifest.id());
        }
        for (Map.Entry<String, Long> digits : manifest.currencies().entrySet()) {
            if (!Scalar.CURRENCY.accepts(digits.getKey())
                    || Currency.of(digits.getKey()).exponent() != digits.getValue()) {
                throw file.malformed(
                        "currencies." + digits.getKey(),
                        "a currency with Stripe's number of digits",
                        digits.getValue());
            }
        }
    }

    private void requirePeriod(SegmentFile file, SealedManifest manifest)
            throws VerificationException {
        AccountingDay day = manifest.day();
        SealedManifest before = previous;
        if (before != null) {
            requireNext(file, before, manifest);
        }
        requireText(file, "period.from", InstantText.of(day.from()), manifest.from());
        requireText(file, "period.to", InstantText.of(day.to()), manifest.to());
        if (before != null && manifest.sealedAt().isBefore(day.to())) {
            throw file.refuse(
                    PERIOD_MISMATCH,
                    "sealedAt",
                    "not before " + manifest.to(),
                    manifest.sealedAt());
        }
    }

    private static void requireNext(
            SegmentFile file, SealedManifest before, SealedManifest manifest)
            throws VerificationException {
        LocalDate next = before.day().date().plusDays(1);
        LocalDate date = manifest.day().date();
        if (!date.equals(next)) {
            throw file.refuse(
                    date.isAfter(next) ? GAP : PERIOD_MISMATCH, "period.date", next, date);
        }
        requireText(
                file, "period.zone", before.day().zone().getId(), manifest.day().zone().getId());
        requireText(file, "period.from", before.to(), manifest.from());
        if (manifest.sealedAt().isBefore(before.sealedAt())) {
            throw file.refuse(
                    PERIOD_MISMATCH,
                    "sealedAt",
                    "not before " + before.sealedAt(),
                    manifest.sealedAt());
        }
    }

    private static void requireText(SegmentFile file, String item, String expected, String found)
            throws VerificationException {
        if (!found.equals(expected)) {
            throw file.refuse(PERIOD_MISMATCH, item, expected, found);
        }
    }

    /** The manifest lists the payload files and the registries, all of them and no others. */
    private static void requireFiles(
            SegmentFolder segment, SortedMap<String, Long> found, SealedManifest manifest)
            throws VerificationException {
        List<String> expected = new ArrayList<>(SegmentFolder.PAYLOAD);
        for (int version = 1; version <= Math.min(manifest.registry(), 9999); version++) {
            expected.add(KeyRegistry.path(version));
        }
        SegmentFile file = segment.file(SegmentFolder.MANIFEST);
        List<String> sorted = expected.stream().sorted().toList();
        List<String> listed = List.copyOf(manifest.files().keySet());
        if (manifest.registry() < 1 || !listed.equals(sorted)) {
            throw file.malformed("files", sorted, listed);
        }
        for (String name : found.keySet()) {
            if (!manifest.files().containsKey(name)
                    && !name.equals(SegmentFolder.MANIFEST)
                    && !name.equals(SegmentFolder.CHECKPOINT)
                    && !SegmentFolder.isLater(name)) {
                throw segment.file(name).malformed("file", "a file of the manifest", "another one");
            }
        }
        for (Map.Entry<String, SealedManifest.Listed> each : manifest.files().entrySet()) {
            String name = each.getKey();
            Long size = found.get(name);
            if (size == null) {
                throw segment.file(name).malformed("file", "a file", "none");
            }
            if (size != each.getValue().bytes()) {
                throw segment.file(name)
                        .refuse(FILE_MISMATCH, "bytes", each.getValue().bytes(), size);
            }
        }
    }

    /**
     * Takes the digest of a file, to its end; but a line without end is refused before. No key has
     * signed the manifest so far as is known here, and a file that is one hole of a terabyte, which
     * anybody can make, would be read for an hour.
     */
    private void requireDigest(SegmentFolder segment, String name, SealedManifest.Listed listed)
            throws VerificationException {
        SegmentFile file = segment.file(name);
        Sha256 digest = Sha256.start();
        long bytes = 0;
        long sinceLineFeed = 0;
        try (InputStream stream = segment.open(name)) {
            int read = stream.read(buffer);
            while (read >= 0 && bytes <= listed.bytes()) {
                digest.update(buffer, 0, read);
                bytes += read;
                int tail = afterLastLineFeed(read);
                sinceLineFeed = tail < read ? tail : sinceLineFeed + read;
                if (sinceLineFeed > LineReader.MAX_LINE && SegmentFolder.isOfLines(name)) {
                    throw file.malformed(
                            "byte " + (bytes - sinceLineFeed),
                            "a line of at most " + LineReader.MAX_LINE + " bytes",
                            "a longer one");
                }
                read = stream.read(buffer);
            }
        } catch (IOException e) {
            throw file.malformed("file", "a readable file", e);
        }
        if (bytes != listed.bytes()) {
            throw file.refuse(FILE_MISMATCH, "bytes", listed.bytes(), bytes);
        }
        String found = digest.finishHex();
        if (!found.equals(listed.sha256())) {
            throw file.refuse(FILE_MISMATCH, "sha256", listed.sha256(), found);
        }
    }

    /** How many of the bytes in the buffer come after the last line feed; all without one. */
    private int afterLastLineFeed(int filled) {
        int at = filled;
        while (at > 0 && buffer[at - 1] != '\n') {
            at--;
        }
        return filled - at;
    }

    private void requireChain(SegmentFolder segment, SegmentFile file, SealedManifest manifest)
            throws VerificationException {
        SealedManifest.Chain chain = manifest.chain();
        if (chain.size() != ids.size()) {
            throw file.refuse(CHAIN_MISMATCH, "chain.size", ids.size(), chain.size());
        }
        String prev = ids.isEmpty() ? NONE : ids.getLast();
        if (!chain.prev().equals(prev)) {
            throw file.refuse(CHAIN_MISMATCH, "chain.prev", prev, chain.prev());
        }
        String root = HEX.formatHex(log.root());
        if (!chain.root().equals(root)) {
            throw file.refuse(CHAIN_MISMATCH, "chain.root", root, chain.root());
        }
        requireChainText(segment);
        SealedManifest.Entries entries = manifest.entries();
        long seqBefore = previous == null ? 0 : previous.entries().seqAfter();
        if (entries.seqBefore() != seqBefore) {
            throw file.refuse(GAP, "entries.seqBefore", seqBefore, entries.seqBefore());
        }
        if (entries.seqAfter() != entries.seqBefore() + entries.count()) {
            throw file.refuse(
                    ROOT_MISMATCH,
                    "entries.seqAfter",
                    entries.seqBefore() + entries.count(),
                    entries.seqAfter());
        }
    }

    private void requireChainText(SegmentFolder segment) throws VerificationException {
        SegmentFile file = segment.file("chain.txt");
        try (LineReader lines = new LineReader(file, segment.open("chain.txt"))) {
            for (String id : ids) {
                boolean same =
                        lines.next()
                                && lines.to() - lines.from() == id.length()
                                && id.equals(text(lines));
                if (!same) {
                    throw file.refuse(
                            CHAIN_MISMATCH, "line " + (ids.indexOf(id) + 1), id, "another line");
                }
            }
            if (lines.next()) {
                throw file.refuse(
                        CHAIN_MISMATCH,
                        "line " + lines.line(),
                        ids.size() + " lines",
                        "another line");
            }
        }
    }

    private static String text(LineReader lines) {
        return new String(
                lines.bytes(),
                lines.from(),
                lines.to() - lines.from(),
                StandardCharsets.ISO_8859_1);
    }

    /** Requires the ledger to continue the head the auditor saw last. */
    void requirePinnedHead(SegmentFolder last) throws VerificationException {
        VerifiedHead head = trust.head();
        if (head == null) {
            return;
        }
        SegmentFile file = last.file(SegmentFolder.MANIFEST);
        if (head.size() > log.size()) {
            throw file.refuse(
                    VerificationCode.ROLLBACK, "segments", "at least " + head.size(), log.size());
        }
        if (head.size() == 0 || rootAtPinnedHead == null || !rootAtPinnedHead.equals(head.root())) {
            throw file.refuse(
                    FORK,
                    "log root over " + head.size() + " segments",
                    head.root(),
                    rootAtPinnedHead);
        }
    }

    /** Requires every day before {@code now} to be there. */
    void requireDaysBefore(LocalDate now, SegmentFolder last, SealedManifest manifest)
            throws VerificationException {
        LocalDate lastDay = now.minusDays(1);
        if (manifest.day().date().isBefore(lastDay)) {
            throw last.file(SegmentFolder.MANIFEST)
                    .refuse(GAP, "last day", lastDay + " or later", manifest.day().date());
        }
    }

    /**
     * Requires that the last checkpoint is not by a lost key.
     *
     * @param stamped when an authority saw it; null when none is known to have
     */
    void requireLastKeyNotRevoked(SegmentFolder last, @Nullable Instant stamped)
            throws VerificationException {
        registries.requireLastKeyNotRevoked(last.file(SegmentFolder.CHECKPOINT), stamped);
    }

    /** Files that came after their seal. */
    long later() {
        return later;
    }

    /** A version of the key registry that was checked. */
    KeyRegistry registry(int version) {
        return registries.version(version);
    }

    VerifiedHead head() {
        return new VerifiedHead(log.size(), HEX.formatHex(log.root()));
    }

    /** What was checked, a line each. */
    List<String> lines() {
        return List.of(
                "files: %d files of %d segments have the size and digest of their manifest"
                        .formatted(files, ids.size()),
                "chain: %d manifests link from the pinned genesis on, no day is missing"
                        .formatted(ids.size()),
                "registry: %d versions, signed by the pinned root keys and their successors"
                        .formatted(registries.versions()),
                "signatures: %d checkpoints are signed by the log key of their segment"
                        .formatted(ids.size()));
    }
}
