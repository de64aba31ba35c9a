package com.illuvrse.finance.payout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether enough of the right people agreed to a payout batch (run safety, section 5; segment
 * format, section 9).
 *
 * <p>A batch needs as many votes as the tier of its total asks for, or more when it is raised, from
 * that many persons in that many different roles. A vote that breaks a rule does not count; it does
 * not spoil the others. One rejection that counts closes the batch.
 *
 * @param named the policy the statement names by its digest
 * @param inForce the policy of the moment: a key it has revoked does not count any more
 * @param raised votes the batch needs even when the tier of its total asks for fewer
 */
public record Quorum(ApprovalPolicy named, ApprovalPolicy inForce, int raised) {

    public Quorum {
        if (raised < 0) {
            throw new IllegalArgumentException("raised votes are 0 or more, found " + raised);
        }
    }

    /** The rules of a batch nothing raises. */
    public Quorum(ApprovalPolicy named, ApprovalPolicy inForce) {
        this(named, inForce, 0);
    }

    /** What every signature is made for, so that it is good for nothing else. */
    public static final String NAMESPACE = "settlement-approval@v1";

    /** Why a vote does not count, or a batch may not leave; each with its sentence. */
    public enum Refusal {
        POLICY_CHANGED("the statement names another policy than the one given"),
        NOT_YET("the batch may not be released before its statement says so"),
        EXPIRED("expired"),
        REJECTED("rejected"),
        UNKNOWN_SIGNER("unknown signer"),
        NOT_IN_ROLE("not in that role"),
        PROPOSER("the proposer may not approve"),
        WRONG_NAMESPACE("the signature was made for something else than approvals"),
        KEY_OF_ANOTHER("the key that signed is not the key of the vote"),
        KEY_NOT_VALID("the key is not one of the person's, not valid yet, or not any more"),
        KEY_REVOKED("the key was revoked"),
        OTHER_BATCH("votes are for another version of the batch"),
        UNREADABLE("the signature cannot be read"),
        PERSON_TWICE("one vote per person"),
        TOO_FEW_ROLES("as many different roles as votes are needed"),
        TOO_FEW_VOTES("too few votes");

        private final String sentence;

        Refusal(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    /**
     * Whether somebody has rejected a batch who could when the vote was given. A key that is
     * revoked later, or a person who leaves, does not bring it back.
     */
    public boolean isRejected(ApprovalStatement statement, List<Vote> votes) {
        Quorum then = new Quorum(named, named);
        return votes.stream()
                .filter(vote -> vote.decision() == Decision.REJECT)
                .anyMatch(vote -> then.refusal(statement, vote, vote.at()) == null);
    }

    /** How many votes a batch needs. */
    public int needed(ApprovalStatement statement) {
        return Math.max(raised, named.tiers().votes(statement.baseTotal()));
    }

    /**
     * Why a batch may not be released at a moment; empty when it may.
     *
     * @param votes in the order they came
     */
    public Optional<Refusal> release(ApprovalStatement statement, List<Vote> votes, Instant at) {
        Refusal ofBatch = ofBatch(statement, at);
        if (ofBatch != null) {
            return Optional.of(ofBatch);
        }
        if (isRejected(statement, votes.stream().filter(vote -> !vote.at().isAfter(at)).toList())) {
            return Optional.of(Refusal.REJECTED);
        }
        int needed = needed(statement);
        Set<String> persons = new HashSet<>();
        Set<String> roles = new HashSet<>();
        List<Refusal> dropped = new ArrayList<>();
        for (Vote vote : votes) {
            if (vote.at().isAfter(at) || vote.decision() == Decision.REJECT) {
                continue;
            }
            Refusal refusal = refusal(statement, vote, at);
            if (refusal == null && !persons.add(vote.person())) {
                refusal = Refusal.PERSON_TWICE;
            }
            if (refusal == null) {
                roles.add(vote.role());
            } else {
                dropped.add(refusal);
            }
        }
        if (roles.size() >= needed) {
            return Optional.empty();
        }
        if (!dropped.isEmpty()) {
            return Optional.of(dropped.getFirst());
        }
        return Optional.of(
                persons.size() >= needed ? Refusal.TOO_FEW_ROLES : Refusal.TOO_FEW_VOTES);
    }

    /**
     * Why a batch that was released at a moment may not be sent now; empty when it may: its votes
     * counted then, and no key of theirs was revoked since.
     */
    public Optional<Refusal> send(
            ApprovalStatement statement, List<Vote> votes, Instant releasedAt, Instant now) {
        List<Vote> stillGood = votes.stream().filter(vote -> !isRevoked(vote, now)).toList();
        Optional<Refusal> refusal = release(statement, stillGood, releasedAt);
        boolean wasEnough = refusal.isPresent() && release(statement, votes, releasedAt).isEmpty();
        return wasEnough ? Optional.of(Refusal.KEY_REVOKED) : refusal;
    }

    private boolean isRevoked(Vote vote, Instant now) {
        return inForce.approver(vote.person())
                .flatMap(approver -> approver.key(vote.key()))
                .filter(key -> key.isRevokedAt(now))
                .isPresent();
    }

    private @Nullable Refusal ofBatch(ApprovalStatement statement, Instant at) {
        if (!statement.policySha256().equals(named.sha256())) {
            return Refusal.POLICY_CHANGED;
        }
        if (at.isBefore(statement.notBefore())) {
            return Refusal.NOT_YET;
        }
        return at.isBefore(statement.expires()) ? null : Refusal.EXPIRED;
    }

    /** Why a vote does not count at a moment; null when it does. */
    public @Nullable Refusal refusal(ApprovalStatement statement, Vote vote, Instant at) {
        Refusal ofPerson = ofPerson(statement, vote, at);
        if (ofPerson != null) {
            return ofPerson;
        }
        if (!at.isBefore(vote.at().plus(Duration.ofHours(named.expiresHours())))) {
            return Refusal.EXPIRED;
        }
        return ofSignature(statement, vote);
    }

    private @Nullable Refusal ofPerson(ApprovalStatement statement, Vote vote, Instant at) {
        if (vote.person().equals(statement.proposer())) {
            return Refusal.PROPOSER;
        }
        for (ApprovalPolicy policy : List.of(named, inForce)) {
            Optional<ApprovalPolicy.Approver> approver = policy.approver(vote.person());
            if (approver.isEmpty()) {
                return Refusal.UNKNOWN_SIGNER;
            }
            if (!approver.get().roles().contains(vote.role())) {
                return Refusal.NOT_IN_ROLE;
            }
            Optional<ApprovalPolicy.Key> key = approver.get().key(vote.key());
            if (key.isPresent() && key.get().isRevokedAt(at)) {
                return Refusal.KEY_REVOKED;
            }
            if (key.isEmpty() || !key.get().isValidAt(at)) {
                return Refusal.KEY_NOT_VALID;
            }
        }
        return null;
    }

    private static @Nullable Refusal ofSignature(ApprovalStatement statement, Vote vote) {
        SshSignature signature;
        try {
            signature = SshSignature.parse(vote.signature());
        } catch (IllegalArgumentException e) {
            return Refusal.UNREADABLE;
        }
        if (!signature.namespace().equals(NAMESPACE)) {
            return Refusal.WRONG_NAMESPACE;
        }
        if (!signature.key().toString().equals(vote.key())) {
            return Refusal.KEY_OF_ANOTHER;
        }
        return signature.verifies(statement.bytes(vote.decision())) ? null : Refusal.OTHER_BATCH;
    }
}
