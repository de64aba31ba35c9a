package com.illuvrse.finance.jobs.audit;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.KeyRegistry.ApprovalPolicy;
import com.illuvrse.finance.segment.KeyRegistry.LogKey;
import com.illuvrse.finance.segment.KeyRegistry.Signer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * The next version of a key registry: the one before with changes. Pure; whether the outcome may be
 * signed, {@link RegistryRules} says.
 */
public final class RegistryDraft {

    private final List<LogKey> log;
    private final List<Signer> signers;
    private final List<ApprovalPolicy> policies;
    private KeyRegistry.Root root;

    private RegistryDraft(
            KeyRegistry.Root root,
            List<LogKey> log,
            List<Signer> signers,
            List<ApprovalPolicy> policies) {
        this.root = root;
        this.log = new ArrayList<>(log);
        this.signers = new ArrayList<>(signers);
        this.policies = new ArrayList<>(policies);
    }

    /** Version 1: everything in it is new from segment 0 on. */
    public static KeyRegistry first(
            String ledger, KeyRegistry.Root root, List<RegistryChange> changes) {
        RegistryDraft draft = new RegistryDraft(root, List.of(), List.of(), List.of());
        changes.forEach(draft::apply);
        return draft.version(1, ledger, KeyRegistry.NO_PREVIOUS);
    }

    /** The version after one. */
    public static KeyRegistry next(KeyRegistry before, List<RegistryChange> changes) {
        RegistryDraft draft =
                new RegistryDraft(
                        before.root(), before.log(), before.signers(), before.approvalPolicies());
        changes.forEach(draft::apply);
        return draft.version(before.version() + 1, before.ledger(), before.digest());
    }

    private KeyRegistry version(int version, String ledger, String prev) {
        log.sort(Comparator.comparingLong(LogKey::fromSegment));
        signers.sort(Comparator.comparing(Signer::role).thenComparingLong(Signer::fromSegment));
        policies.sort(Comparator.comparingLong(ApprovalPolicy::fromSegment));
        return new KeyRegistry(version, ledger, prev, root, log, signers, policies);
    }

    private void apply(RegistryChange change) {
        switch (change) {
            case RegistryChange.NewLogKey key ->
                    log.add(new LogKey(key.fromSegment(), key.key(), null));
            case RegistryChange.NewSigner key ->
                    signers.add(
                            new Signer(
                                    key.role(),
                                    Sha256.hexOf(Base64.getDecoder().decode(key.spki())),
                                    key.spki(),
                                    key.fromSegment(),
                                    null,
                                    null));
            case RegistryChange.EndSigner end -> endSigner(end);
            case RegistryChange.Revoke lost -> revoke(lost);
            case RegistryChange.Withdraw gone -> withdraw(gone.keyId());
            case RegistryChange.NewRoot keys -> root = keys.root();
            case RegistryChange.NewPolicy policy ->
                    policies.add(new ApprovalPolicy(policy.fromSegment(), policy.sha256()));
        }
    }

    private void endSigner(RegistryChange.EndSigner end) {
        List<Signer> meant =
                signers.stream()
                        .filter(
                                key ->
                                        key.keyId().equals(end.which())
                                                || (key.role().equals(end.which())
                                                        && key.toSegment() == null))
                        .toList();
        if (meant.size() != 1) {
            throw new RegistryRefusedException(
                    "\"%s\" should be a role one key signs for, or the keyId of a key of a role; found %d such keys, see keys show"
                            .formatted(end.which(), meant.size()));
        }
        Signer key = meant.getFirst();
        signers.set(
                signers.indexOf(key),
                new Signer(
                        key.role(),
                        key.keyId(),
                        key.spki(),
                        key.fromSegment(),
                        end.toSegment(),
                        key.revoked()));
    }

    private void revoke(RegistryChange.Revoke lost) {
        boolean[] found = {false};
        log.replaceAll(
                key -> {
                    if (!keyId(key).equals(lost.keyId())) {
                        return key;
                    }
                    found[0] = true;
                    return new LogKey(key.fromSegment(), key.key(), lost.revocation());
                });
        signers.replaceAll(
                key -> {
                    if (!key.keyId().equals(lost.keyId())) {
                        return key;
                    }
                    found[0] = true;
                    return new Signer(
                            key.role(),
                            key.keyId(),
                            key.spki(),
                            key.fromSegment(),
                            key.toSegment(),
                            lost.revocation());
                });
        requireFound(found[0], lost.keyId());
    }

    private void withdraw(String keyId) {
        boolean found = log.removeIf(key -> keyId(key).equals(keyId));
        requireFound(signers.removeIf(key -> key.keyId().equals(keyId)) || found, keyId);
    }

    private static void requireFound(boolean found, String keyId) {
        if (!found) {
            throw new RegistryRefusedException(
                    "key %s is neither a log key nor the key of a role in this registry, see keys show; a lost root key is replaced by --rotate-root"
                            .formatted(keyId));
        }
    }

    /** The keyId of a log key, as roles have theirs. */
    static String keyId(LogKey key) {
        return Sha256.hexOf(key.key().spki());
    }
}
