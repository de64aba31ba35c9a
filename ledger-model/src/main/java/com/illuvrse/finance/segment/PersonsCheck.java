package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.KEY_NOT_VALID_AT;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.TIMESTAMP_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.UNTRUSTED_KEY;

import com.illuvrse.finance.canonical.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signatures of persons over a manifest and the time stamps over them, wherever they lie: beside a
 * segment or in a receipt (segment format, sections 10 and 11).
 *
 * <p>The newest key registry says whose a key is and whether it was lost: a signature by a lost key
 * counts when a time stamp shows that it is older than the loss.
 */
final class PersonsCheck {

    private static final Duration BEFORE_SEAL = Duration.ofMinutes(5);

    /** When something was stamped first, and by how many authorities. */
    record Stamps(@Nullable Instant first, int authorities) {}

    private final TrustFile trust;
    private final AttestationReader reader;
    private final KeyRegistry newest;
    private long signatures;
    private long stamps;
    private long unread;

    PersonsCheck(TrustFile trust, AttestationReader reader, KeyRegistry newest) {
        this.trust = trust;
        this.reader = reader;
        this.newest = newest;
    }

    /** Requires a signature over the manifest by a key of the role, registered for the segment. */
    KeyRegistry.Signer signer(
            SegmentFile file, String role, byte[] signature, byte[] manifest, long segment)
            throws VerificationException {
        byte[] spki;
        try {
            spki = reader.signer(signature, manifest);
        } catch (SignatureRefusedException e) {
            throw file.refuse(
                    SIGNATURE_INVALID, "signature", "one over manifest.json", e.getMessage());
        }
        KeyRegistry.Signer signer = registered(file, role, Sha256.hexOf(spki), segment);
        signatures++;
        return signer;
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

    /** Requires a key not to be lost, or its signature to be stamped before the loss. */
    static void requireNotLost(
            SegmentFile file, KeyRegistry.Signer signer, @Nullable Instant stamped)
            throws VerificationException {
        KeyRegistry.Revocation lost = signer.revoked();
        if (lost != null && (stamped == null || !stamped.isBefore(Instant.parse(lost.since())))) {
            throw file.refuse(
                    KEY_NOT_VALID_AT,
                    "key",
                    "a time stamp older than " + lost.since() + ", when the key was lost",
                    stamped == null ? "none" : stamped);
        }
    }

    /** Requires each time stamp over a content to hold, and tells how much they are worth. */
    Stamps stamps(SealedManifest manifest, byte[] content, Map<SegmentFile, byte[]> tokens)
            throws VerificationException {
        if (trust.tsaRoots().isEmpty()) {
            unread += tokens.size();
            return new Stamps(null, 0);
        }
        Instant first = null;
        Set<String> authorities = new HashSet<>();
        for (Map.Entry<SegmentFile, byte[]> token : tokens.entrySet()) {
            AttestationReader.Stamp stamp = stamp(token.getKey(), token.getValue(), content);
            requireWithin(token.getKey(), manifest, stamp.at());
            authorities.add(stamp.authority());
            first = first == null || stamp.at().isBefore(first) ? stamp.at() : first;
            stamps++;
        }
        return new Stamps(first, authorities.size());
    }

    private AttestationReader.Stamp stamp(SegmentFile file, byte[] token, byte[] content)
            throws VerificationException {
        try {
            return reader.stamp(token, content);
        } catch (SignatureRefusedException e) {
            throw file.refuse(
                    TIMESTAMP_INVALID,
                    "token",
                    "one over the signature file by a pinned authority",
                    e.getMessage());
        }
    }

    private void requireWithin(SegmentFile file, SealedManifest manifest, Instant at)
            throws VerificationException {
        Instant from = manifest.sealedAt().minus(BEFORE_SEAL);
        Instant to = manifest.sealedAt().plus(Duration.ofHours(trust.attestWithinHours()));
        if (at.isBefore(from) || at.isAfter(to)) {
            throw file.refuse(TIMESTAMP_INVALID, "time", "from " + from + " to " + to, at);
        }
    }

    /** How many signatures of persons hold. */
    long signatures() {
        return signatures;
    }

    /** How many time stamps hold. */
    long stamps() {
        return stamps;
    }

    /** How many time stamps could not be read, because nobody pinned an authority. */
    long unread() {
        return unread;
    }
}
