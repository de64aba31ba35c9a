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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The check of a receipt against a trust file: that one line is in the ledger whose root keys the
 * reader pinned, with no network, no clock and no database (segment format, sections 11 and 13).
 *
 * <p>In this order: limits, manifest, chain to the checkpoint, key registry, signature of the
 * checkpoint, the line, and signatures of persons. The first thing that is wrong ends it with a
 * {@link VerificationException}; whatever else goes wrong is never a pass.
 *
 * <p>Signatures of persons and time stamps are read by an {@link AttestationReader}. Without one
 * they are not checked, {@link #lines()} says so, and a trust file that requires them is refused. A
 * receipt has no place for stamps of a checkpoint and for witnesses: where witnesses are required,
 * none passes. Not for several threads.
 */
public final class ReceiptVerifier {

    private static final HexFormat HEX = HexFormat.of();
    private static final SegmentFile RECEIPT = new SegmentFile("receipt");
    private static final SegmentFile MANIFEST = new SegmentFile("receipt/manifest");
    private static final SegmentFile CHECKPOINT = new SegmentFile("receipt/checkpoint");
    private static final SegmentFile LINE = new SegmentFile("receipt/line");

    private final TrustFile trust;
    private final @Nullable AttestationReader reader;
    private final List<String> lines = new ArrayList<>();
    private @Nullable VerifiedHead head;

    private ReceiptVerifier(TrustFile trust, @Nullable AttestationReader reader) {
        this.trust = trust;
        this.reader = reader;
    }

    /** A check without signatures of persons. */
    public static ReceiptVerifier of(TrustFile trust) {
        if (trust.require() == TrustFile.Requirement.ATTESTED) {
            throw new IllegalArgumentException(
                    "the trust file requires ATTESTED segments; without a reader of role signatures"
                            + " and time stamps only the machine seal of a receipt is checked:"
                            + " require SEALED, or run finance verify-receipt");
        }
        return new ReceiptVerifier(trust, null);
    }

    /** The same, with signatures of persons and time stamps. */
    public static ReceiptVerifier of(TrustFile trust, AttestationReader reader) {
        return new ReceiptVerifier(trust, reader);
    }

    /** Checks a receipt; returns when nothing is wrong. */
    public void verify(byte[] receipt) throws VerificationException {
        lines.clear();
        head = null;
        VerifiedHead found;
        try {
            found = verify(Receipt.read(receipt));
        } catch (RuntimeException e) {
            throw RECEIPT.malformed("content", "a receipt that can be read to its end", e);
        }
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
        String persons =
                checkPersons(receipt, manifest, registries.version((int) registries.versions()));
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
        lines.add(persons);
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

    /** Checks what persons signed, and that all who must have; gives a line about it. */
    private String checkPersons(Receipt receipt, SealedManifest manifest, KeyRegistry newest)
            throws VerificationException {
        AttestationReader signatures = reader;
        if (signatures == null) {
            return "role signatures: %d, not checked without a reader of them"
                    .formatted(receipt.signatures().size());
        }
        PersonsCheck persons = new PersonsCheck(trust, signatures, newest);
        Map<String, PersonsCheck.Stamps> signed = new HashMap<>();
        for (Receipt.RoleSignature each : receipt.signatures()) {
            if (signed.put(each.role(), checkPerson(persons, receipt, manifest, each)) != null) {
                throw RECEIPT.refuse(
                        VerificationCode.DUPLICATE_KEY,
                        "signatures",
                        "one of " + each.role(),
                        "another");
            }
        }
        if (trust.require() == TrustFile.Requirement.ATTESTED) {
            requireAttested(signed);
        }
        return "role signatures: %d and %d time stamps hold; %d time stamps could not be checked, because the trust file names no authority"
                .formatted(persons.signatures(), persons.stamps(), persons.unread());
    }

    private static PersonsCheck.Stamps checkPerson(
            PersonsCheck persons,
            Receipt receipt,
            SealedManifest manifest,
            Receipt.RoleSignature each)
            throws VerificationException {
        SegmentFile file = new SegmentFile("receipt/sig/" + each.role() + ".p7s");
        byte[] signature = Base64.getDecoder().decode(each.p7s());
        KeyRegistry.Signer signer =
                persons.signer(
                        file, each.role(), signature, utf8(receipt.manifest()), manifest.segment());
        String token = each.tsr();
        PersonsCheck.Stamps stamps =
                persons.stamps(
                        manifest,
                        signature,
                        token == null
                                ? Map.of()
                                : Map.of(
                                        new SegmentFile("receipt/tst/" + each.role() + ".p7s.tsr"),
                                        Base64.getDecoder().decode(token)));
        PersonsCheck.requireNotLost(file, signer, stamps.first());
        return stamps;
    }

    private void requireAttested(Map<String, PersonsCheck.Stamps> signed)
            throws VerificationException {
        for (String role : trust.roles()) {
            PersonsCheck.Stamps stamps = signed.get(role);
            if (stamps == null) {
                throw RECEIPT.refuse(
                        SIGNATURE_MISSING, "signatures", "one of " + role, signed.keySet());
            }
            if (stamps.authorities() < trust.timestamps()) {
                throw RECEIPT.refuse(
                        SIGNATURE_MISSING,
                        "signatures " + role + " tsr",
                        "stamps of %d authorities".formatted(trust.timestamps()),
                        stamps.authorities());
            }
        }
        KeyRegistry.Root witnesses = trust.witness();
        if (witnesses != null) {
            throw RECEIPT.refuse(
                    SIGNATURE_MISSING,
                    "witnesses",
                    "cosignatures of %d witnesses, which a receipt has no place for: check the package of the day"
                            .formatted(witnesses.threshold()),
                    "none");
        }
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
