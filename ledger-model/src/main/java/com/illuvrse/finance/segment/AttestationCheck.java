package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_MISSING;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes a sealed segment an attested one: signatures of persons, time stamps, witnesses
 * (segment format, section 10).
 *
 * <p>What is there is checked, whatever the auditor asks for; what he asks for must be there.
 */
final class AttestationCheck {

    private static final String STAMP_OF_CHECKPOINT = "tst/" + SegmentFolder.CHECKPOINT;
    private static final String WITNESSED = "wit/checkpoint";

    private final TrustFile trust;
    private final PersonsCheck persons;
    private final @Nullable LocalDate now;
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
        this.persons = new PersonsCheck(trust, reader, newest);
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
        Duration within = Duration.ofHours(trust.attestWithinHours());
        return !manifest.sealedAt().plus(within).isAfter(today);
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
        KeyRegistry.Signer signer =
                persons.signer(
                        file,
                        role,
                        signature,
                        segment.read(SegmentFolder.MANIFEST, SegmentFolder.MAX_MANIFEST_BYTES),
                        segment.number());
        Instant at =
                stamped(
                        segment,
                        files,
                        manifest,
                        "tst/" + role + ".p7s",
                        signature,
                        required && trust.roles().contains(role));
        PersonsCheck.requireNotLost(file, signer, at);
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
        Map<SegmentFile, byte[]> tokens = new LinkedHashMap<>();
        for (String name : List.of(path + ".tsr", path + ".2.tsr")) {
            if (files.contains(name)) {
                tokens.put(segment.file(name), read(segment, name));
            }
        }
        PersonsCheck.Stamps stamps = persons.stamps(manifest, content, tokens);
        if (required && stamps.authorities() < trust.timestamps()) {
            throw missing(
                    segment,
                    path + (stamps.authorities() == 0 ? ".tsr" : ".2.tsr"),
                    "stamps of %d authorities".formatted(trust.timestamps()));
        }
        return stamps.first();
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
                        .formatted(persons.signatures(), persons.stamps(), cosignatures, asked),
                "attestation: %d files could not be checked, because the trust file names no authority or witness for them"
                        .formatted(unread + persons.unread()));
    }
}
