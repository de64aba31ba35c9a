package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Sha256;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A key has one purpose, so that its uses can be counted: root keys sign registries, log keys
 * checkpoints, a role's key manifests; and no two keys or policies are there for one thing at one
 * time (segment format, section 10).
 */
public final class KeyPurposes {

    private KeyPurposes() {}

    /**
     * Requires a registry to keep to it.
     *
     * @throws IllegalArgumentException with a sentence that names the key
     */
    public static void require(KeyRegistry registry) {
        Map<String, String> purposes = new HashMap<>();
        for (VerifierKey key : registry.root().keys()) {
            requireKind(key, "root key");
            requireOnce(purposes, Sha256.hexOf(key.spki()), "root key " + key.name());
        }
        Set<Long> begins = new HashSet<>();
        for (KeyRegistry.LogKey key : registry.log()) {
            requireKind(key.key(), "log key");
            requireOnce(
                    purposes,
                    Sha256.hexOf(key.key().spki()),
                    "log key from segment " + key.fromSegment());
            requireOneFrom(begins, key.fromSegment(), "log key");
        }
        for (KeyRegistry.Signer key : registry.signers()) {
            requireOnce(purposes, key.keyId(), "key of role " + key.role());
            requireRoleKey(key);
        }
        Set<Long> policies = new HashSet<>();
        for (KeyRegistry.ApprovalPolicy policy : registry.approvalPolicies()) {
            requireOneFrom(policies, policy.fromSegment(), "approval policy");
        }
    }

    private static void requireKind(VerifierKey key, String what) {
        if (key.type() == VerifierKey.Type.COSIGNATURE) {
            throw new IllegalArgumentException(
                    "a %s signs texts, found the key of a witness, %s".formatted(what, key));
        }
    }

    private static void requireOnce(Map<String, String> purposes, String keyId, String purpose) {
        String other = purposes.put(keyId, purpose);
        if (other != null) {
            throw new IllegalArgumentException(
                    "a key has one purpose, so that its uses can be counted; found key %s as %s and as %s"
                            .formatted(keyId, other, purpose));
        }
    }

    private static void requireOneFrom(Set<Long> begins, long segment, String what) {
        if (!begins.add(segment)) {
            throw new IllegalArgumentException(
                    "one %s begins with a segment, found two that begin with %d"
                            .formatted(what, segment));
        }
    }

    private static void requireRoleKey(KeyRegistry.Signer key) {
        VerifierKey.Type type =
                VerifierKey.ofSpki(key.role(), Base64.getDecoder().decode(key.spki())).type();
        if (type != VerifierKey.Type.ECDSA_P256) {
            throw new IllegalArgumentException(
                    "the key of role %s should be on P-256, found %s".formatted(key.role(), type));
        }
    }
}
