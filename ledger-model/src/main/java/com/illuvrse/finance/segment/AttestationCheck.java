package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.KEY_NOT_VALID_AT;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_MISSING;
import static com.illuvrse.finance.segment.VerificationCode.TIMESTAMP_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.UNTRUSTED_KEY;

import com.illuvrse.finance.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes a sealed segment an attested one: signatures of persons, time stamps, witnesses
 * (segment format, section 10).
 *
 * <p>What is there is checked, whatever the auditor asks for; what he asks for must be there. The
 * newest key registry says whose a key is and whether it was lost: a signature by a lost key counts
 * when a time stamp shows that it is older than the loss.
 */
final class AttestationCheck {

    private static final Duration BEFORE_SEAL = Duration.ofMinutes(5);
    private static final String STAMP_OF_CHECKPOINT = "tst/" + SegmentFolder.CHECKPOINT;
    private static final String WITNESSED = "wit/checkpoint";

    private final TrustFile trust;
    private final AttestationReader reader;
    private final KeyRegistry newest;
    private final @Nullable LocalDate now;
    private long signatures;
    private long stamps;
    private long unread;
    private long cosignatures;
    private long attested;
    private @Nullable Instant lastCheckpoint;

    AttestationCheck(
            TrustFile trust,
            AttestationReader reader,
            KeyRegistry newest,
            @Nullable LocalDate now) {
        this.trust = trust;
        this.reader = reader;
        this.newest = newest;
        this.now = now;
    }

    /** Checks what was added to the next segment. */
    void check(SegmentFolder segment, SealedManifest manifest) throws VerificationException {
        Set<String> files = segment.files().keySet();
        boolean required = isRequired(manifest);
        byte[] checkpoint = read(segment, SegmentFolder.CHECKPOINT);
        lastCheckpoint =
                stamped(segment, files, manifest, STAMP_OF_CHECKPOINT, checkpoint, required);
        Set<String> roles = new HashSet<>();
        for (String file : files) {
            if (file.startsWith("sig/")) {
                String role = file.substring(4, file.length() - ".p7s".length());
                roles.add(role);
                checkSignature(segment, files, manifest, role, required);
            }
        }
        requireNothingStray(segment, files);
        checkWitnesses(segment, files, checkpoint, required);
        if (required) {
            for (String role : trust.roles()) {
                if (!roles.contains(role)) {
                    throw missing(segment, "sig/" + role + ".p7s", "a signature of this role");
                }
            }
            attested++;
        }
    }

    /** Not yet asked of a segment that is younger than the time people have. */
    private boolean isRequired(SealedManifest manifest) {
        if (trust.require() != TrustFile.Requirement.ATTESTED) {
            return false;
        }
        if (now == null) {
            return true;
        }
        Instant today = now.atStartOfDay(manifest.day().zone()).toInstant();
        return !manifest.sealedAt().plus(within()).isAfter(today);
    }

    private Duration within() {
        return Duration.ofHours(trust.attestWithinHours());
    }

    private void checkSignature(
            SegmentFolder segment,
            Set<String> files,
            SealedManifest manifest,
            String role,
            boolean required)
            throws VerificationException {
        String path = "sig/" + role + ".p7s";
        SegmentFile file = segment.file(path);
        byte[] signature = read(segment, path);
        byte[] spki;
        try {
            spki =
                    reader.signer(
                            signature,
                            segment.read(SegmentFolder.MANIFEST, SegmentFolder.MAX_MANIFEST_BYTES));
        } catch (SignatureRefusedException e) {
            throw file.refuse(
                    SIGNATURE_INVALID, "signature", "one over manifest.json", e.getMessage());
        }
        KeyRegistry.Signer signer = registered(file, role, Sha256.hexOf(spki), segment.number());
        Instant at =
                stamped(
                        segment,
                        files,
                        manifest,
                        "tst/" + role + ".p7s",
                        signature,
                        required && trust.roles().contains(role));
        requireNotLost(file, signer.revoked(), at);
        signatures++;
    }

    /** The key of a role in the newest registry, valid for this segment. */
    private KeyRegistry.Signer registered(SegmentFile file, String role, String keyId, long segment)
            throws VerificationException {
        List<KeyRegistry.Signer> ofKey =
                newest.signers().stream()
                        .filter(each -> each.keyId().equals(keyId) && each.role().equals(role))
                        .toList();
        if (ofKey.isEmpty()) {
            throw file.refuse(UNTRUSTED_KEY, "key", "a registered key of " + role, keyId);
        }
        Optional<KeyRegistry.Signer> valid =
                ofKey.stream()
                        .filter(each -> each.fromSegment() <= segment)
                        .filter(each -> each.toSegment() == null || each.toSegment() >= segment)
                        .findFirst();
        return valid.orElseThrow(
                () ->
                        file.refuse(
                                KEY_NOT_VALID_AT,
                                "key",
                                "a key of " + role + " for segment " + segment,
                                keyId + " from segment " + ofKey.getFirst().fromSegment()));
    }

    private static void requireNotLost(
            SegmentFile file, KeyRegistry.@Nullable Revocation lost, @Nullable Instant at)
            throws VerificationException {
        if (lost != null && (at == null || !at.isBefore(Instant.parse(lost.since())))) {
            throw file.refuse(
                    KEY_NOT_VALID_AT,
                    "key",
                    "a time stamp older than " + lost.since() + ", when the key was lost",
                    at == null ? "none" : at);
        }
    }

    /** When a file was stamped first; null when no stamp could be read. */
    private @Nullable Instant stamped(
            SegmentFolder segment,
            Set<String> files,
            SealedManifest manifest,
            String path,
            byte[] content,
            boolean required)
            throws VerificationException {
        Instant first = null;
        Set<String> authorities = new HashSet<>();
        for (String name : List.of(path + ".tsr", path + ".2.tsr")) {
            if (!files.contains(name)) {
                continue;
            }
            if (trust.tsaRoots().isEmpty()) {
                unread++;
                continue;
            }
            AttestationReader.Stamp stamp = stamp(segment, name, content);
            requireWithin(segment.file(name), manifest, stamp.at());
            authorities.add(stamp.authority());
            first = first == null || stamp.at().isBefore(first) ? stamp.at() : first;
            stamps++;
        }
        if (required && authorities.size() < trust.timestamps()) {
            throw missing(
                    segment,
                    path + (authorities.isEmpty() ? ".tsr" : ".2.tsr"),
                    "stamps of %d authorities".formatted(trust.timestamps()));
        }
        return first;
    }

    private AttestationReader.Stamp stamp(SegmentFolder segment, String name, byte[] content)
            throws VerificationException {
        try {
            return reader.stamp(read(segment, name), content);
        } catch (SignatureRefusedException e) {
            throw segment.file(name)
                    .refuse(
                            TIMESTAMP_INVALID,
                            "token",
                            "one over the signature file by a pinned authority",
                            e.getMessage());
        }
    }

    private void requireWithin(SegmentFile file, SealedManifest manifest, Instant at)
            throws VerificationException {
        Instant from = manifest.sealedAt().minus(BEFORE_SEAL);
        Instant to = manifest.sealedAt().plus(within());
        if (at.isBefore(from) || at.isAfter(to)) {
            throw file.refuse(TIMESTAMP_INVALID, "time", "from " + from + " to " + to, at);
        }
    }

    /** A stamp belongs to a signature that is there. */
    private static void requireNothingStray(SegmentFolder segment, Set<String> files)
            throws VerificationException {
        for (String file : files) {
            if (file.startsWith("tst/") && !file.startsWith(STAMP_OF_CHECKPOINT + ".")) {
                String signature = "sig/" + file.substring(4, file.indexOf(".p7s")) + ".p7s";
                if (!files.contains(signature)) {
                    throw segment.file(file).malformed("file", "a stamp of " + signature, "none");
                }
            }
        }
    }

    private void checkWitnesses(
            SegmentFolder segment, Set<String> files, byte[] checkpoint, boolean required)
            throws VerificationException {
        KeyRegistry.Root witnesses = trust.witness();
        if (!files.contains(WITNESSED)) {
            if (required && witnesses != null) {
                throw missing(segment, WITNESSED, "cosignatures of " + witnesses.threshold());
            }
            return;
        }
        SegmentFile file = segment.file(WITNESSED);
        byte[] bytes = read(segment, WITNESSED);
        boolean added =
                bytes.length > checkpoint.length
                        && Arrays.equals(Arrays.copyOf(bytes, checkpoint.length), checkpoint);
        if (!added) {
            throw file.refuse(
                    SIGNATURE_INVALID,
                    "text",
                    "the bytes of checkpoint and cosignatures after them",
                    new String(bytes, StandardCharsets.UTF_8));
        }
        Note note;
        try {
            note = Note.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw file.malformed("note", "a C2SP signed note", e.getMessage());
        }
        if (witnesses == null) {
            unread++;
            return;
        }
        int good = 0;
        for (VerifierKey key : new HashSet<>(witnesses.keys())) {
            if (note.namesKey(key)) {
                requireCosignature(file, note, key);
                good++;
            }
        }
        cosignatures += good;
        if (required && good < witnesses.threshold()) {
            throw file.refuse(
                    SIGNATURE_MISSING, "cosignatures", witnesses.threshold() + " witnesses", good);
        }
    }

    private static void requireCosignature(SegmentFile file, Note note, VerifierKey key)
            throws VerificationException {
        try {
            note.verify(key);
        } catch (SignatureRefusedException e) {
            throw file.refuse(
                    SIGNATURE_INVALID, key.name(), "a cosignature by this key", e.getMessage());
        }
    }

    private static VerificationException missing(
            SegmentFolder segment, String path, String expected) {
        return segment.file(path).refuse(SIGNATURE_MISSING, "file", expected, "none");
    }

    private static byte[] read(SegmentFolder segment, String path) throws VerificationException {
        return segment.read(path, SegmentFolder.MAX_SIGNATURE_BYTES);
    }

    /** When the last checkpoint was stamped; null when no stamp of it could be read. */
    @Nullable Instant lastCheckpointStamped() {
        return lastCheckpoint;
    }

    /** What was checked, a line each. */
    List<String> lines() {
        String asked =
                trust.require() == TrustFile.Requirement.ATTESTED
                        ? "%d segments are attested as the trust file asks".formatted(attested)
                        : "the trust file asks for none";
        return List.of(
                "attestation: %d role signatures, %d time stamps and %d cosignatures hold; %s"
                        .formatted(signatures, stamps, cosignatures, asked),
                "attestation: %d files could not be checked, because the trust file names no authority or witness for them"
                        .formatted(unread));
    }
}
