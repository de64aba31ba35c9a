package com.illuvrse.finance.jobs.audit;

import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.KeyRegistry.ApprovalPolicy;
import com.illuvrse.finance.segment.KeyRegistry.LogKey;
import com.illuvrse.finance.segment.KeyRegistry.Revocation;
import com.illuvrse.finance.segment.KeyRegistry.Signer;
import com.illuvrse.finance.segment.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A key registry in words: what it says, and what another version of it changes. */
public final class RegistryWords {

    private RegistryWords() {}

    /** Who may sign what from when. */
    public static List<String> of(KeyRegistry registry) {
        List<String> words = new ArrayList<>();
        words.add(root(registry.root()));
        registry.root().keys().forEach(key -> words.add("  root key " + key));
        for (LogKey key : registry.log()) {
            words.add(log(key) + lost(key.revoked()));
        }
        for (Signer key : registry.signers()) {
            words.add(signer(key) + lost(key.revoked()));
        }
        for (ApprovalPolicy policy : registry.approvalPolicies()) {
            words.add(policy(policy));
        }
        return words;
    }

    /** What a version changes, a sentence for each change; all of it when there is none before. */
    public static List<String> changes(@Nullable KeyRegistry before, KeyRegistry next) {
        if (before == null) {
            return of(next);
        }
        List<String> words = new ArrayList<>();
        rootChanges(before.root(), next.root(), words);
        for (LogKey key : next.log()) {
            LogKey was = first(before.log(), each -> each.key().equals(key.key()));
            if (was == null || was.fromSegment() != key.fromSegment()) {
                words.add("new: " + log(key));
            }
            loss("log key " + key.key(), was == null ? null : was.revoked(), key.revoked(), words);
        }
        for (LogKey key : before.log()) {
            if (first(next.log(), each -> each.key().equals(key.key())) == null) {
                words.add("withdrawn: " + log(key));
            }
        }
        signerChanges(before, next, words);
        for (ApprovalPolicy policy : next.approvalPolicies()) {
            if (!before.approvalPolicies().contains(policy)) {
                words.add("new: " + policy(policy));
            }
        }
        for (ApprovalPolicy policy : before.approvalPolicies()) {
            if (!next.approvalPolicies().contains(policy)) {
                words.add("withdrawn: " + policy(policy));
            }
        }
        return words;
    }

    private static void rootChanges(
            KeyRegistry.Root before, KeyRegistry.Root next, List<String> words) {
        if (before.equals(next)) {
            return;
        }
        words.add("new: " + root(next) + "; before: " + root(before));
        for (VerifierKey key : next.keys()) {
            if (!before.keys().contains(key)) {
                words.add("new: root key " + key);
            }
        }
        for (VerifierKey key : before.keys()) {
            if (!next.keys().contains(key)) {
                words.add("no more: root key " + key);
            }
        }
    }

    private static void signerChanges(KeyRegistry before, KeyRegistry next, List<String> words) {
        for (Signer key : next.signers()) {
            Signer was = first(before.signers(), each -> each.keyId().equals(key.keyId()));
            String name = "key %s of role %s".formatted(key.keyId(), key.role());
            if (was == null
                    || was.fromSegment() != key.fromSegment()
                    || !was.role().equals(key.role())) {
                words.add("new: " + signer(key));
            } else if (!Objects.equals(was.toSegment(), key.toSegment())) {
                words.add("changed: " + signer(key));
            }
            loss(name, was == null ? null : was.revoked(), key.revoked(), words);
        }
        for (Signer key : before.signers()) {
            if (first(next.signers(), each -> each.keyId().equals(key.keyId())) == null) {
                words.add("withdrawn: " + signer(key));
            }
        }
    }

    private static void loss(
            String key,
            @Nullable Revocation before,
            @Nullable Revocation next,
            List<String> words) {
        if (!Objects.equals(before, next)) {
            words.add("lost: " + key + (next == null ? " is no longer lost" : lost(next)));
        }
    }

    private static String root(KeyRegistry.Root root) {
        return "%d of %d root keys must sign the registry"
                .formatted(root.threshold(), root.keys().size());
    }

    private static String log(LogKey key) {
        return "log key %s signs checkpoints from segment %d on"
                .formatted(key.key(), key.fromSegment());
    }

    private static String signer(Signer key) {
        Long to = key.toSegment();
        return "key %s signs for role %s from segment %d %s"
                .formatted(
                        key.keyId(), key.role(), key.fromSegment(), to == null ? "on" : "to " + to);
    }

    private static String policy(ApprovalPolicy policy) {
        return "approval policy %s is in force from segment %d on"
                .formatted(policy.sha256(), policy.fromSegment());
    }

    private static String lost(@Nullable Revocation revoked) {
        return revoked == null
                ? ""
                : ", LOST since %s: %s".formatted(revoked.since(), revoked.reason());
    }

    private static <T> @Nullable T first(List<T> all, Predicate<T> wanted) {
        return all.stream().filter(wanted).findFirst().orElse(null);
    }
}
