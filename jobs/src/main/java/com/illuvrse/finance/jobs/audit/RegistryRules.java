package com.illuvrse.finance.jobs.audit;

import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.segment.KeyPurposes;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.KeyRegistry.ApprovalPolicy;
import com.illuvrse.finance.segment.KeyRegistry.LogKey;
import com.illuvrse.finance.segment.KeyRegistry.Signer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a version of the key registry must be before anybody signs it. An auditor's check asks for
 * enough root signatures and one purpose a key; these rules keep root keys from signing what would
 * stop the nights, lose history or reach into sealed days.
 */
public final class RegistryRules {

    private RegistryRules() {}

    /** Requires a first version: everything in it holds from segment 0 on. */
    public static void requireFirst(KeyRegistry first, String ledger) {
        requireLedger(first, ledger);
        if (first.version() != 1 || !first.prev().equals(KeyRegistry.NO_PREVIOUS)) {
            throw refused(
                    "there is no key registry yet, so this should be version 1 after %s, found version %d after %s"
                            .formatted(KeyRegistry.NO_PREVIOUS, first.version(), first.prev()));
        }
        requireSound(first);
        if (first.logKey(0).isEmpty()) {
            throw refused("a first version names the log key of segment 0, found none; give --key");
        }
        if (first.approvalPolicy(0).isEmpty()) {
            throw refused(
                    "a first version names the approval policy in force from segment 0 on, found"
                            + " none; give --policy");
        }
        first.log().forEach(key -> requireNotRevoked(key, "the key of a first version"));
    }

    /**
     * Requires a version that may follow another.
     *
     * @param nextSegment the first segment that has no manifest yet; what holds before it is sealed
     * @param now nothing was lost later
     */
    public static void requireNext(
            KeyRegistry before, KeyRegistry next, long nextSegment, Instant now) {
        requireLedger(next, before.ledger());
        if (next.version() != before.version() + 1 || !next.prev().equals(before.digest())) {
            throw refused(
                    "this should be version %d after %s, found version %d after %s; draft it again on the newest version"
                            .formatted(
                                    before.version() + 1,
                                    before.digest(),
                                    next.version(),
                                    next.prev()));
        }
        requireSound(next);
        for (LogKey key : before.log()) {
            requireKept(key, find(next, key), nextSegment);
        }
        for (Signer key : before.signers()) {
            requireKept(key, find(next, key), nextSegment);
        }
        requirePoliciesKept(before.approvalPolicies(), next.approvalPolicies(), nextSegment);
        requireNewInTheFuture(before, next, nextSegment);
        requireNoLossToCome(next, InstantText.of(now));
        requireLogKeys(next, nextSegment);
        if (next.root().equals(before.root())
                && next.log().equals(before.log())
                && next.signers().equals(before.signers())
                && next.approvalPolicies().equals(before.approvalPolicies())) {
            throw refused(
                    "version %d should change something, found no change"
                            .formatted(next.version()));
        }
    }

    private static void requireLedger(KeyRegistry registry, String ledger) {
        if (!registry.ledger().equals(ledger)) {
            throw refused(
                    "this should be a registry of the ledger %s, found %s"
                            .formatted(ledger, registry.ledger()));
        }
    }

    private static void requireSound(KeyRegistry registry) {
        try {
            KeyPurposes.require(registry);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
        registry.signers().forEach(RegistryRules::requireEnd);
    }

    private static void requireEnd(Signer key) {
        Long to = key.toSegment();
        if (to != null && to < key.fromSegment()) {
            throw refused(
                    "key %s of role %s should end after it begins with segment %d, found its end %d; a key that never begins is withdrawn"
                            .formatted(key.keyId(), key.role(), key.fromSegment(), to));
        }
    }

    private static Optional<LogKey> find(KeyRegistry next, LogKey key) {
        return next.log().stream().filter(each -> each.key().equals(key.key())).findFirst();
    }

    private static Optional<Signer> find(KeyRegistry next, Signer key) {
        return next.signers().stream().filter(each -> each.keyId().equals(key.keyId())).findFirst();
    }

    private static void requireKept(LogKey key, Optional<LogKey> kept, long nextSegment) {
        String what = "log key " + key.key();
        if (kept.isEmpty()) {
            requireNotBegun(what, key.fromSegment(), nextSegment);
            return;
        }
        requireSame(what, "begins with segment", key.fromSegment(), kept.get().fromSegment());
        requireRevocationKept(what, key.revoked(), kept.get().revoked());
    }

    private static void requireKept(Signer key, Optional<Signer> kept, long nextSegment) {
        String what = "key %s of role %s".formatted(key.keyId(), key.role());
        if (kept.isEmpty()) {
            requireNotBegun(what, key.fromSegment(), nextSegment);
            return;
        }
        requireSame(what, "signs for role", key.role(), kept.get().role());
        requireSame(what, "begins with segment", key.fromSegment(), kept.get().fromSegment());
        requireRevocationKept(what, key.revoked(), kept.get().revoked());
        Long to = key.toSegment();
        Long newTo = kept.get().toSegment();
        boolean wasOver = to != null && to < nextSegment;
        boolean endsBefore = newTo != null && newTo < nextSegment - 1;
        if (!Objects.equals(to, newTo) && (wasOver || endsBefore)) {
            throw refused(
                    "segments before %d are sealed, so %s cannot end with segment %s instead of %s; revoke a key that was lost"
                            .formatted(
                                    nextSegment,
                                    what,
                                    newTo == null ? "none" : newTo,
                                    to == null ? "none" : to));
        }
    }

    private static void requirePoliciesKept(
            List<ApprovalPolicy> before, List<ApprovalPolicy> next, long nextSegment) {
        for (ApprovalPolicy policy : before) {
            if (!next.contains(policy)) {
                requireNotBegun(
                        "approval policy " + policy.sha256(), policy.fromSegment(), nextSegment);
            }
        }
    }

    private static void requireNotBegun(String what, long fromSegment, long nextSegment) {
        if (fromSegment < nextSegment) {
            throw refused(
                    "segments before %d are sealed, so %s, in force since segment %d, must stay in the registry"
                            .formatted(nextSegment, what, fromSegment));
        }
    }

    private static void requireSame(String what, String does, Object before, Object after) {
        if (!before.equals(after)) {
            throw refused(
                    "%s %s %s, found %s; history is not changed"
                            .formatted(what, does, before, after));
        }
    }

    /** A loss stays a loss; it may turn out to be older. */
    private static void requireRevocationKept(
            String what,
            KeyRegistry.@Nullable Revocation before,
            KeyRegistry.@Nullable Revocation after) {
        if (before == null || before.equals(after)) {
            return;
        }
        if (after == null || after.since().compareTo(before.since()) > 0) {
            throw refused(
                    "%s is lost since %s, found %s; a loss is neither taken back nor made younger"
                            .formatted(
                                    what,
                                    before.since(),
                                    after == null ? "that it is not" : after.since()));
        }
    }

    private static void requireNewInTheFuture(
            KeyRegistry before, KeyRegistry next, long nextSegment) {
        for (LogKey key : next.log()) {
            if (find(before, key).isEmpty()) {
                requireToCome("log key " + key.key(), key.fromSegment(), nextSegment);
            }
        }
        for (Signer key : next.signers()) {
            if (find(before, key).isEmpty()) {
                requireToCome(
                        "key %s of role %s".formatted(key.keyId(), key.role()),
                        key.fromSegment(),
                        nextSegment);
            }
        }
        for (ApprovalPolicy policy : next.approvalPolicies()) {
            if (!before.approvalPolicies().contains(policy)) {
                requireToCome(
                        "approval policy " + policy.sha256(), policy.fromSegment(), nextSegment);
            }
        }
    }

    private static void requireToCome(String what, long fromSegment, long nextSegment) {
        if (fromSegment < nextSegment) {
            throw refused(
                    "segments before %d are sealed, so %s cannot begin with segment %d; let it begin with %d or later"
                            .formatted(nextSegment, what, fromSegment, nextSegment));
        }
    }

    private static void requireNoLossToCome(KeyRegistry next, String now) {
        next.log().forEach(key -> requireLost("log key " + key.key(), key.revoked(), now));
        next.signers().forEach(key -> requireLost("key " + key.keyId(), key.revoked(), now));
    }

    private static void requireLost(
            String what, KeyRegistry.@Nullable Revocation revoked, String now) {
        if (revoked != null && revoked.since().compareTo(now) > 0) {
            throw refused(
                    "%s should be lost since an instant that has passed, found %s, and it is %s; a key that is to end without a loss is rotated"
                            .formatted(what, revoked.since(), now));
        }
    }

    /** The next night, and every one for which a key is named, can be sealed. */
    private static void requireLogKeys(KeyRegistry next, long nextSegment) {
        LogKey inForce =
                next.logKey(nextSegment)
                        .orElseThrow(
                                () ->
                                        refused(
                                                "segment %d needs a log key, found none"
                                                        .formatted(nextSegment)));
        requireNotRevoked(inForce, "the key that seals segment " + nextSegment);
        for (LogKey key : next.log()) {
            if (key.fromSegment() > nextSegment) {
                requireNotRevoked(key, "the key that seals segment " + key.fromSegment());
            }
        }
    }

    private static void requireNotRevoked(LogKey key, String what) {
        KeyRegistry.Revocation revoked = key.revoked();
        if (revoked != null) {
            throw refused(
                    "%s is lost since %s: %s; register another in the same version (--rotate-log), or withdraw it when it has not begun"
                            .formatted(what, revoked.since(), key.key()));
        }
    }

    private static RegistryRefusedException refused(String sentence) {
        return new RegistryRefusedException(sentence);
    }
}
