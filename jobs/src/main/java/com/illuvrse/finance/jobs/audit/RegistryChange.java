package com.illuvrse.finance.jobs.audit;

import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.VerifierKey;

/**
 * One change of the key registry, as a ceremony decides it (segment format, section 10). Keys that
 * are there already are named by their keyId: the SHA-256 of their SubjectPublicKeyInfo.
 */
public sealed interface RegistryChange {

    /** A key signs checkpoints from a segment on, in the place of the one before. */
    record NewLogKey(VerifierKey key, long fromSegment) implements RegistryChange {}

    /**
     * A key signs for a role from a segment on.
     *
     * @param spki SubjectPublicKeyInfo, DER, base64
     */
    record NewSigner(String role, String spki, long fromSegment) implements RegistryChange {}

    /**
     * A key signs for its role up to a segment.
     *
     * @param which the role, when one key signs for it, else the keyId
     */
    record EndSigner(String which, long toSegment) implements RegistryChange {}

    /** A log key or the key of a role is lost. */
    record Revoke(String keyId, KeyRegistry.Revocation revocation) implements RegistryChange {}

    /** A key that was to begin in a segment to come never begins. */
    record Withdraw(String keyId) implements RegistryChange {}

    /** Other root keys, or another number of them that must sign. */
    record NewRoot(KeyRegistry.Root root) implements RegistryChange {}

    /** Another approval policy from a segment on; the digest is that of its canonical row. */
    record NewPolicy(String sha256, long fromSegment) implements RegistryChange {}
}
