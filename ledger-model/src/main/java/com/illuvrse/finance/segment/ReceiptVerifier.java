package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.CHAIN_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.FILE_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.FORK;
import static com.illuvrse.finance.segment.VerificationCode.GENESIS_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.LEAF_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.ROOT_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_MISSING;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The check of a receipt against a trust file: that one line is in the ledger whose root keys the
 * reader pinned, with no network, no clock and no database (segment format, sections 11 and 13).
 *
 * <p>In this order: limits, manifest, chain to the checkpoint, key registry, signature of the
 * checkpoint, and only then the line. The first thing that is wrong ends it with a {@link
 * VerificationException}; whatever else goes wrong is never a pass.
 *
 * <p>Signatures of persons are not checked by this version. A trust file that requires them is
 * refused, so nothing passes that it asks for. Not for several threads.
 */
public final class ReceiptVerifier {

    private static final HexFormat HEX = HexFormat.of();
    private static final SegmentFile RECEIPT = new SegmentFile("receipt");
    private static final SegmentFile MANIFEST = new SegmentFile("receipt/manifest");
    private static final SegmentFile CHECKPOINT = new SegmentFile("receipt/checkpoint");
    private static final SegmentFile LINE = new SegmentFile("receipt/line");

    private final TrustFile trust;
    private final List<String> lines = new ArrayList<>();
    private @Nullable VerifiedHead head;

    private ReceiptVerifier(TrustFile trust) {
        this.trust = trust;
    }

    public static ReceiptVerifier of(TrustFile trust) {
        return new ReceiptVerifier(trust);
    }

    /**
     * Checks a receipt; returns when nothing is wrong.
     *
     * @throws IllegalArgumentException when the trust file asks for more than this version checks
     */
    public void verify(byte[] receipt) throws VerificationException {
        lines.clear();
        head = null;
        Receipt read;
        VerifiedHead found;
        try {
            read = Receipt.read(receipt);
            found = verify(read);
        } catch (RuntimeException e) {
            throw RECEIPT.malformed("content", "a receipt that can be read to its end", e);
        }
        requireAttested(read);
        head = found;
    }

    private VerifiedHead verify(Receipt receipt) throws VerificationException {
        SealedManifest manifest = SealedManifest.read(MANIFEST, manifest(receipt));
        requirePlace(receipt, manifest);
        String[] text = checkpoint(receipt);
        long size = size(text[1]);
        byte[] root = logRoot(receipt, manifest, size);
        RegistryCheck registries = new RegistryCheck(trust);
        for (int i = 0; i < receipt.registry().size(); i++) {
            registries.add(note(i + 1), utf8(receipt.registry().get(i)));
        }
        if (registries.versions() < Math.max(1, manifest.registry())) {
            throw RECEIPT.refuse(
                    CHAIN_MISMATCH,
                    "registry",
                    "all versions up to " + manifest.registry(),
                    registries.versions());
        }
        registries.checkCheckpoint(
                CHECKPOINT,
                utf8(receipt.checkpoint()),
                size - 1,
                "%s\n%d\n%s\n"
                        .formatted(trust.ledger(), size, Base64.getEncoder().encodeToString(root)));
        registries.requireLastKeyNotRevoked(CHECKPOINT, null);
        requireNotes(receipt, manifest);
        VerifiedHead reached = new VerifiedHead(size, HEX.formatHex(root));
        requirePinnedHead(reached);
        requireLine(receipt, manifest);
        Json.Obj entry = entry(receipt, manifest);
        lines.add(
                "entry: %s, %s of %s, is line %d of the %d of segment %d"
                        .formatted(
                                entry.text("entryId"),
                                entry.text("source"),
                                entry.text("bookedOn"),
                                receipt.index() + 1,
                                manifest.entries().count(),
                                manifest.segment()));
        lines.add(
                "chain: segment %d is one of the %d days the checkpoint vouches for"
                        .formatted(manifest.segment(), size));
        lines.add(
                "registry: %d versions, signed by the pinned root keys and their successors"
                        .formatted(registries.versions()));
        lines.add("signatures: the checkpoint is signed by the log key of its segment");
        lines.add(
                "role signatures: %d, not checked by this version"
                        .formatted(receipt.signatures().size()));
        return reached;
    }

    private static byte[] manifest(Receipt receipt) throws VerificationException {
        byte[] bytes = utf8(receipt.manifest());
        if (bytes.length > SegmentFolder.MAX_MANIFEST_BYTES) {
            throw MANIFEST.malformed(
                    "size", "at most " + SegmentFolder.MAX_MANIFEST_BYTES, bytes.length);
        }
        return bytes;
    }

    private void requirePlace(Receipt receipt, SealedManifest manifest)
            throws VerificationException {
        if (!manifest.ledger().equals(trust.ledger())) {
            throw MANIFEST.refuse(FORK, "ledger", trust.ledger(), manifest.ledger());
        }
        if (manifest.segment() != receipt.logIndex()) {
            throw RECEIPT.refuse(
                    CHAIN_MISMATCH, "logIndex", manifest.segment(), receipt.logIndex());
        }
        if (manifest.chain().size() != manifest.segment()) {
            throw MANIFEST.refuse(
                    CHAIN_MISMATCH, "chain.size", manifest.segment(), manifest.chain().size());
        }
        if (manifest.segment() == 1 && !manifest.chain().prev().equals(trust.genesis())) {
            throw MANIFEST.refuse(
                    GENESIS_MISMATCH, "chain.prev", trust.genesis(), manifest.chain().prev());
        }
    }

    private static String[] checkpoint(Receipt receipt) throws VerificationException {
        String[] text = receipt.checkpoint().split("\n", 4);
        if (text.length < 4) {
            throw CHECKPOINT.malformed(
                    "text", "ledger, size and root, a line each", receipt.checkpoint());
        }
        return text;
    }

    private static long size(String text) throws VerificationException {
        if (!text.matches("[1-9][0-9]{0,14}")) {
            throw CHECKPOINT.malformed("size", "a number of segments", text);
        }
        return Long.parseLong(text);
    }

    /** The root the manifest and its path lead to. */
    private static byte[] logRoot(Receipt receipt, SealedManifest manifest, long size)
            throws VerificationException {
        byte[] leaf = MerkleTree.leaf(HEX.parseHex(manifest.id()));
        if (receipt.logIndex() >= size) {
            throw CHECKPOINT.refuse(
                    CHAIN_MISMATCH, "size", "more than " + receipt.logIndex(), size);
        }
        try {
            return MerkleTree.rootOfPath(leaf, receipt.logIndex(), size, hashes(receipt.logPath()));
        } catch (IllegalArgumentException e) {
            throw RECEIPT.refuse(
                    ROOT_MISMATCH, "logPath", "the path to the root over " + size, e.getMessage());
        }
    }

    /** The notes the day was sealed with are those of the receipt. */
    private static void requireNotes(Receipt receipt, SealedManifest manifest)
            throws VerificationException {
        for (int version = 1; version <= manifest.registry(); version++) {
            SealedManifest.Listed listed = manifest.files().get(KeyRegistry.path(version));
            String found = Sha256.hexOf(utf8(receipt.registry().get(version - 1)));
            if (listed == null || !listed.sha256().equals(found)) {
                throw note(version)
                        .refuse(
                                FILE_MISMATCH,
                                "sha256",
                                listed == null ? "a file of the manifest" : listed.sha256(),
                                found);
            }
        }
    }

    private void requirePinnedHead(VerifiedHead reached) throws VerificationException {
        VerifiedHead pinned = trust.head();
        if (pinned != null
                && pinned.size() == reached.size()
                && !pinned.root().equals(reached.root())) {
            throw CHECKPOINT.refuse(
                    FORK,
                    "log root over " + pinned.size() + " segments",
                    pinned.root(),
                    reached.root());
        }
    }

    private static void requireLine(Receipt receipt, SealedManifest manifest)
            throws VerificationException {
        byte[] leaf = MerkleTree.leaf(utf8(receipt.line()));
        String root;
        try {
            root =
                    HEX.formatHex(
                            MerkleTree.rootOfPath(
                                    leaf,
                                    receipt.index(),
                                    manifest.entries().count(),
                                    hashes(receipt.path())));
        } catch (IllegalArgumentException e) {
            throw LINE.refuse(
                    LEAF_MISMATCH, "path", "the path of a line of the segment", e.getMessage());
        }
        if (!root.equals(manifest.entries().root())) {
            throw LINE.refuse(LEAF_MISMATCH, "root", manifest.entries().root(), root);
        }
    }

    /** The sealed line, which must say of itself where it stands. */
    private static Json.Obj entry(Receipt receipt, SealedManifest manifest)
            throws VerificationException {
        byte[] bytes = utf8(receipt.line() + "\n");
        try (LineReader reader = new LineReader(LINE, new ByteArrayInputStream(bytes))) {
            if (!reader.next() || reader.to() != bytes.length - 1) {
                throw LINE.malformed("line", "one line", "several");
            }
            new LedgerLine(new Places()).read(LINE, reader);
        }
        Json.Obj entry;
        try {
            entry = CanonicalReader.read(bytes, 0, bytes.length - 1);
        } catch (CanonicalFormException e) {
            throw LINE.refuse("line", e);
        }
        requireSame(
                "seq", manifest.entries().seqBefore() + receipt.index() + 1, entry.number("seq"));
        requireSame("bookedOn", manifest.day().date().toString(), entry.text("bookedOn"));
        requireSame(
                "entryId",
                EntryId.of(new SourceKey(entry.text("source"))).toString(),
                entry.text("entryId"));
        return entry;
    }

    private static void requireSame(String item, Object expected, Object found)
            throws VerificationException {
        if (!expected.equals(found)) {
            throw LINE.refuse(LEAF_MISMATCH, item, expected, found);
        }
    }

    private void requireAttested(Receipt receipt) throws VerificationException {
        if (trust.require() != TrustFile.Requirement.ATTESTED) {
            return;
        }
        List<String> signed =
                receipt.signatures().stream().map(Receipt.RoleSignature::role).toList();
        if (signed.isEmpty() || !signed.containsAll(trust.roles())) {
            throw RECEIPT.refuse(
                    SIGNATURE_MISSING, "signatures", "those of " + trust.roles(), signed);
        }
        throw new IllegalArgumentException(
                "the trust file requires ATTESTED segments; this version checks the machine seal of a"
                        + " receipt only, not the signatures of persons in it: ask for the"
                        + " package of the day, and run finance verify");
    }

    private static SegmentFile note(int version) {
        return new SegmentFile("receipt/" + KeyRegistry.path(version));
    }

    private static List<byte[]> hashes(List<String> path) {
        return path.stream().map(HEX::parseHex).toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The head of the checkpoint, once {@link #verify} has returned. */
    public VerifiedHead head() {
        VerifiedHead verified = head;
        if (verified == null) {
            throw new IllegalStateException("no receipt has been verified");
        }
        return verified;
    }

    /** What was checked and what was not, a line each, once {@link #verify} has returned. */
    public List<String> lines() {
        return List.copyOf(lines);
    }
}
