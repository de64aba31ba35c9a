package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.CHAIN_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.FORK;
import static com.illuvrse.finance.segment.VerificationCode.KEY_NOT_VALID_AT;
import static com.illuvrse.finance.segment.VerificationCode.POLICY_HASH_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_MISSING;
import static com.illuvrse.finance.segment.VerificationCode.UNTRUSTED_KEY;

import com.illuvrse.finance.canonical.CanonicalFormException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the key registry from segment to segment, and the checkpoints their keys signed.
 *
 * <p>Trust begins at the root keys the auditor pinned. Each version needs enough signatures of the
 * version before and of its own, so a root key can be replaced, but not by whoever replaced it.
 *
 * <p>A segment has one log key and one approval policy in force, whichever version is asked: a
 * version that gives a sealed segment another one is refused. Whether a key is lost, and who may
 * sign as a person, the newest version decides.
 */
final class RegistryCheck {

    private final TrustFile trust;
    private final List<KeyRegistry> versions = new ArrayList<>();
    private final List<String> digests = new ArrayList<>();
    private @Nullable VerifierKey lastLogKey;

    RegistryCheck(TrustFile trust) {
        this.trust = trust;
    }

    long versions() {
        return versions.size();
    }

    KeyRegistry version(int version) {
        return versions.get(version - 1);
    }

    /** Requires the versions of a segment to be the known ones and properly signed new ones. */
    void check(SegmentFolder segment, SealedManifest manifest) throws VerificationException {
        if (manifest.registry() < versions.size()) {
            throw segment.file(SegmentFolder.MANIFEST)
                    .refuse(
                            CHAIN_MISMATCH,
                            "registry",
                            "version " + versions.size() + " or a later one",
                            manifest.registry());
        }
        for (int version = 1; version <= manifest.registry(); version++) {
            String path = KeyRegistry.path(version);
            SegmentFile file = segment.file(path);
            SealedManifest.Listed listed = manifest.files().get(path);
            String digest = listed == null ? "" : listed.sha256();
            if (version > versions.size()) {
                add(file, segment.read(path, SegmentFolder.MAX_SIGNATURE_BYTES));
                digests.add(digest);
                requireSealedKept(file, segment.number());
            } else if (!digests.get(version - 1).equals(digest)) {
                throw file.refuse(
                        CHAIN_MISMATCH, "note", "the note of earlier segments", "another one");
            }
        }
    }

    /** Requires the note to be the next version, properly signed. */
    void add(SegmentFile file, byte[] bytes) throws VerificationException {
        Note note = note(file, bytes);
        KeyRegistry registry = registry(file, note);
        int version = versions.size() + 1;
        if (registry.version() != version) {
            throw file.malformed("version", version, registry.version());
        }
        if (!registry.ledger().equals(trust.ledger())) {
            throw file.refuse(FORK, "ledger", trust.ledger(), registry.ledger());
        }
        String prev = versions.isEmpty() ? KeyRegistry.NO_PREVIOUS : versions.getLast().digest();
        if (!registry.prev().equals(prev)) {
            throw file.refuse(CHAIN_MISMATCH, "prev", prev, registry.prev());
        }
        if (versions.isEmpty()) {
            requirePinned(file, registry);
        } else {
            requireSigned(file, note, versions.getLast());
        }
        requireSigned(file, note, registry);
        versions.add(registry);
    }

    /** Requires the newest version to say of the segments sealed before it what they were told. */
    private void requireSealedKept(SegmentFile file, long sealed) throws VerificationException {
        if (versions.size() < 2) {
            return;
        }
        KeyRegistry before = versions.get(versions.size() - 2);
        KeyRegistry now = versions.getLast();
        for (long segment : changes(before, now, sealed)) {
            VerifierKey key = before.logKey(segment).map(KeyRegistry.LogKey::key).orElse(null);
            VerifierKey other = now.logKey(segment).map(KeyRegistry.LogKey::key).orElse(null);
            if (!Objects.equals(key, other)) {
                throw file.refuse(
                        key == null || now.isLogKey(key) ? KEY_NOT_VALID_AT : UNTRUSTED_KEY,
                        "log key of segment " + segment,
                        key + ", as version " + before.version() + " says of that sealed segment",
                        other);
            }
            String policy = policy(before, segment);
            if (!policy.equals(policy(now, segment))) {
                throw file.refuse(
                        POLICY_HASH_MISMATCH,
                        "approval policy of segment " + segment,
                        policy
                                + ", as version "
                                + before.version()
                                + " says of that sealed segment",
                        policy(now, segment));
            }
        }
    }

    /** The sealed segments with which a log key or a policy of either version begins. */
    private static SortedSet<Long> changes(KeyRegistry before, KeyRegistry now, long sealed) {
        TreeSet<Long> changes = new TreeSet<>();
        for (KeyRegistry each : List.of(before, now)) {
            each.log().forEach(key -> changes.add(key.fromSegment()));
            each.approvalPolicies().forEach(policy -> changes.add(policy.fromSegment()));
        }
        return changes.headSet(sealed);
    }

    private static String policy(KeyRegistry registry, long segment) {
        return registry.approvalPolicy(segment)
                .map(KeyRegistry.ApprovalPolicy::sha256)
                .orElse("none");
    }

    private static Note note(SegmentFile file, byte[] bytes) throws VerificationException {
        try {
            return Note.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw file.malformed("note", "a C2SP signed note", e.getMessage());
        }
    }

    private static KeyRegistry registry(SegmentFile file, Note note) throws VerificationException {
        try {
            KeyRegistry registry = KeyRegistry.parse(note.body());
            KeyPurposes.require(registry);
            return registry;
        } catch (IllegalArgumentException | ArithmeticException e) {
            if (e.getCause() instanceof CanonicalFormException reason) {
                throw file.refuse("", reason);
            }
            throw file.malformed("body", "a key registry", e.getMessage());
        }
    }

    private void requirePinned(SegmentFile file, KeyRegistry first) throws VerificationException {
        KeyRegistry.Root found = first.root();
        if (found.threshold() != trust.root().threshold()
                || !new HashSet<>(found.keys()).equals(new HashSet<>(trust.root().keys()))) {
            throw file.refuse(
                    UNTRUSTED_KEY, "root", "the root keys of the trust file", found.keys());
        }
    }

    private static void requireSigned(SegmentFile file, Note note, KeyRegistry by)
            throws VerificationException {
        int signed = 0;
        for (VerifierKey key : by.root().keys()) {
            if (note.namesKey(key)) {
                requireSignature(file, note, key);
                signed++;
            }
        }
        if (signed < by.root().threshold()) {
            throw file.refuse(
                    UNTRUSTED_KEY,
                    "signatures of the root keys of version " + by.version(),
                    by.root().threshold(),
                    signed);
        }
    }

    private static void requireSignature(SegmentFile file, Note note, VerifierKey key)
            throws VerificationException {
        try {
            note.verify(key);
        } catch (SignatureRefusedException e) {
            throw file.refuse(
                    SIGNATURE_INVALID,
                    key.name(),
                    "a signature over the text by this key",
                    "another one");
        }
    }

    /** Requires the checkpoint to have this text and the signature of the segment's log key. */
    void checkCheckpoint(SegmentFolder segment, String expected) throws VerificationException {
        byte[] bytes = segment.read(SegmentFolder.CHECKPOINT, SegmentFolder.MAX_SIGNATURE_BYTES);
        checkCheckpoint(segment.file(SegmentFolder.CHECKPOINT), bytes, segment.number(), expected);
    }

    void checkCheckpoint(SegmentFile file, byte[] bytes, long segment, String expected)
            throws VerificationException {
        if (new String(bytes, StandardCharsets.UTF_8).endsWith("\n\n")) {
            throw file.refuse(SIGNATURE_MISSING, "signature", "one by the log key", "none");
        }
        Note note = note(file, bytes);
        requireBody(file, note.body(), expected);
        if (note.signatures().size() != 1) {
            throw file.malformed("signatures", "exactly one", note.signatures().size());
        }
        KeyRegistry registry = versions.getLast();
        VerifierKey key =
                registry.logKey(segment)
                        .orElseThrow(
                                () ->
                                        file.refuse(
                                                UNTRUSTED_KEY,
                                                "signature",
                                                "a log key in the registry",
                                                "none for this segment"))
                        .key();
        if (!note.namesKey(key)) {
            boolean registered =
                    registry.log().stream().anyMatch(each -> note.namesKey(each.key()));
            throw file.refuse(
                    registered ? KEY_NOT_VALID_AT : UNTRUSTED_KEY,
                    "signature",
                    "one by " + key,
                    "one by another key named " + note.signatures().getFirst().name());
        }
        requireSignature(file, note, key);
        lastLogKey = key;
    }

    private static void requireBody(SegmentFile file, String found, String expected)
            throws VerificationException {
        String[] lines = found.split("\n", -1);
        String[] wanted = expected.split("\n", -1);
        if (lines.length != wanted.length) {
            throw file.malformed("text", "ledger, size and root, a line each", found);
        }
        if (!lines[0].equals(wanted[0])) {
            throw file.refuse(FORK, "ledger", wanted[0], lines[0]);
        }
        if (!lines[1].equals(wanted[1])) {
            throw file.refuse(VerificationCode.ROOT_MISMATCH, "size", wanted[1], lines[1]);
        }
        if (!lines[2].equals(wanted[2])) {
            throw file.refuse(VerificationCode.ROOT_MISMATCH, "root", wanted[2], lines[2]);
        }
    }

    /** Requires that the last checkpoint, which vouches for all before, is not by a lost key. */
    void requireLastKeyNotRevoked(SegmentFile last, @Nullable Instant stamped)
            throws VerificationException {
        for (KeyRegistry.LogKey each : versions.getLast().log()) {
            KeyRegistry.Revocation revoked = each.revoked();
            boolean older =
                    revoked != null
                            && stamped != null
                            && stamped.isBefore(Instant.parse(revoked.since()));
            if (revoked != null && !older && each.key().equals(lastLogKey)) {
                throw last.refuse(
                        KEY_NOT_VALID_AT,
                        "signature",
                        "a later checkpoint by a key that is not revoked",
                        "key revoked since " + revoked.since() + ": " + revoked.reason());
            }
        }
    }
}
