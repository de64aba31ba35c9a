package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.APPROVAL_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.DUPLICATE_KEY;
import static com.illuvrse.finance.segment.VerificationCode.ORDER_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.POLICY_HASH_MISMATCH;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.payout.ApprovalPolicy;
import com.illuvrse.finance.payout.Decision;
import com.illuvrse.finance.payout.Quorum;
import com.illuvrse.finance.payout.Quorum.Refusal;
import com.illuvrse.finance.payout.Vote;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Payout batches from their draft to their end: what the statement says is what the items say, no
 * creator is left out, every vote is a person's own, and nothing left without the votes its policy
 * asks for (segment format, section 9; run safety, section 5).
 *
 * <p>What counts as a vote and how many it takes is decided by {@link Quorum}, as when the batch
 * was released. A policy is the one whose digest the registry puts in force, in the segment that
 * holds the draft or the release.
 */
final class ApprovalsCheck {

    private static final String ZERO = "0";

    private final Map<String, ApprovalPolicy> policies = new HashMap<>();
    private final Set<String> policiesOfToday = new HashSet<>();
    private final TreeMap<String, VotedBatch> batches = new TreeMap<>();
    private final PayoutLocks locks = new PayoutLocks();
    private final TreeMap<String, String> available = new TreeMap<>();
    private @Nullable String env;
    private @Nullable String inForce;
    private @Nullable StatementCheck drawn;
    private boolean isComplete;
    private Instant from = Instant.MIN;
    private Instant last = Instant.MIN;
    private Instant sealedAt = Instant.MIN;
    private long drawnBatches;
    private long releases;
    private long votes;

    /** Begins a day, before its evidence is read. */
    void begin(Day day, KeyRegistry registry) {
        policiesOfToday.clear();
        available.clear();
        drawn = null;
        isComplete = false;
        from = day.manifest().day().from();
        last = from;
        sealedAt = day.manifest().sealedAt();
        inForce =
                registry.approvalPolicy(day.folder().number())
                        .map(KeyRegistry.ApprovalPolicy::sha256)
                        .orElse(null);
    }

    /** Takes a registered policy of the day. */
    void policy(RowReader rows, Json.Obj row, String sha256) throws VerificationException {
        try {
            policies.put(sha256, ApprovalPolicy.from(row));
        } catch (IllegalArgumentException e) {
            throw rows.refuse(
                    VerificationCode.MALFORMED, "policy", "a policy votes can count by", e);
        }
        policiesOfToday.add(sha256);
    }

    /** Takes the breaks of the day, before its payouts are read. */
    void breaks(Day day, BreaksCheck breaks) {
        locks.add(day.manifest().day().to(), day.manifest().sealedAt(), breaks.payoutLock());
    }

    /** A batch was drawn. */
    void batch(RowReader rows, Day day, Json.Obj row) throws VerificationException {
        if (drawn != null) {
            throw rows.refuse(DUPLICATE_KEY, row.text("batch"), "one batch a day", "another batch");
        }
        StatementCheck statement = StatementCheck.read(rows, row);
        String sha256 = statement.statement().policySha256();
        ApprovalPolicy policy = requireInForce(rows, row.text("batch"), sha256);
        statement.checkHead(day, policy, env);
        env = statement.env();
        drawn = statement;
        batches.put(
                row.text("batch"),
                new VotedBatch(statement.statement(), policy, statement.rates()));
        drawnBatches++;
    }

    private ApprovalPolicy requireInForce(RowReader rows, String batch, String sha256)
            throws VerificationException {
        if (!sha256.equals(inForce)) {
            throw rows.refuse(
                    POLICY_HASH_MISMATCH,
                    "policy of batch " + batch,
                    "the policy in force by the registry, " + inForce,
                    sha256);
        }
        ApprovalPolicy policy = policies.get(sha256);
        if (policy == null || !policiesOfToday.contains(sha256)) {
            throw rows.refuse(
                    POLICY_HASH_MISMATCH,
                    "policy of batch " + batch,
                    "a row of evidence/policies.jsonl with the digest " + sha256,
                    "none");
        }
        return policy;
    }

    /** An item of a batch; {@code paid} is null when it is not paid. */
    void item(RowReader rows, Json.Obj row, @Nullable PaidItem paid) throws VerificationException {
        StatementCheck today = drawn;
        String batch = row.text("batch");
        if (today == null || !today.statement().batch().equals(batch) || isComplete) {
            throw rows.refuse(
                    COMPLETENESS_FAIL,
                    "item",
                    "an item of the batch drawn today, before anything happens to it",
                    batch);
        }
        available.put(row.text("payee") + " " + row.text("currency"), row.text("available"));
        if (paid != null) {
            requireOpen(rows, batch).add(paid);
        }
    }

    /** A person's decision. */
    void vote(RowReader rows, Json.Obj row) throws VerificationException {
        VotedBatch batch = requireDraft(rows, row);
        Vote vote =
                new Vote(
                        row.text("person"),
                        row.text("role"),
                        row.text("key"),
                        Decision.valueOf(row.text("decision")),
                        requireInTime(rows, row),
                        row.text("signature"));
        String item = "vote of " + vote.person() + " on batch " + row.text("batch");
        ApprovalPolicy now = inForce == null ? null : policies.get(inForce);
        Refusal refusal =
                batch.quorum(now == null ? batch.named() : now)
                        .refusal(batch.statement(), vote, vote.at());
        if (refusal != null) {
            throw rows.refuse(APPROVAL_INVALID, item, "a vote that counts", refusal.sentence());
        }
        if (batch.votes().stream().anyMatch(given -> given.person().equals(vote.person()))) {
            throw rows.refuse(
                    APPROVAL_INVALID,
                    item,
                    Refusal.PERSON_TWICE.sentence(),
                    "another vote of " + vote.person());
        }
        batch.votes().add(vote);
        votes++;
    }

    /** A batch was given free. */
    void release(RowReader rows, Json.Obj row) throws VerificationException {
        VotedBatch batch = requireDraft(rows, row);
        Instant at = requireInTime(rows, row);
        String item = "release of batch " + row.text("batch");
        ApprovalPolicy now = requireInForce(rows, row.text("batch"), String.valueOf(inForce));
        Quorum quorum = batch.quorum(now);
        Optional<Refusal> refusal = quorum.release(batch.statement(), batch.votes(), at);
        if (refusal.isPresent()) {
            throw rows.refuse(
                    APPROVAL_INVALID,
                    item,
                    quorum.needed(batch.statement())
                            + " votes of as many persons and roles that count at "
                            + at,
                    refusal.get().sentence());
        }
        String lock = locks.at(at);
        if (lock != null) {
            throw rows.refuse(APPROVAL_INVALID, item, "no open break that locks payouts", lock);
        }
        batch.release();
        releases++;
    }

    /** A payout of a batch left. */
    void sent(RowReader rows, Json.Obj row) throws VerificationException {
        VotedBatch batch = require(rows, row.text("batch"));
        if (!batch.isReleased()) {
            throw rows.refuse(
                    APPROVAL_INVALID,
                    "sent " + row.text("payee"),
                    "a release of batch " + row.text("batch") + " before",
                    "none");
        }
    }

    /** A batch has ended. Returns it with its items when what it booked is taken back. */
    @Nullable VotedBatch closed(RowReader rows, Json.Obj row) throws VerificationException {
        VotedBatch batch = require(rows, row.text("batch"));
        Instant at = requireInTime(rows, row);
        String result = row.text("result");
        String item = "closed batch " + row.text("batch");
        boolean isGivenUp = result.equals("REJECTED") || result.equals("EXPIRED");
        if (batch.isReleased() == isGivenUp) {
            throw rows.refuse(
                    APPROVAL_INVALID,
                    item,
                    batch.isReleased() ? "DONE or FAILED, for it was released" : "a release before",
                    result);
        }
        if (result.equals("REJECTED")
                && !batch.quorum(batch.named()).isRejected(batch.statement(), batch.votes())) {
            throw rows.refuse(APPROVAL_INVALID, item, "a vote that rejects it", "none");
        }
        if (result.equals("EXPIRED") && at.isBefore(batch.statement().expires())) {
            throw rows.refuse(
                    APPROVAL_INVALID, item, "not before " + batch.statement().expires(), at);
        }
        batches.remove(row.text("batch"));
        return isGivenUp ? batch : null;
    }

    private VotedBatch requireDraft(RowReader rows, Json.Obj row) throws VerificationException {
        VotedBatch batch = require(rows, row.text("batch"));
        if (batch.isReleased()) {
            throw rows.refuse(
                    APPROVAL_INVALID,
                    row.text("kind"),
                    "a batch that was not released yet",
                    row.text("batch"));
        }
        return batch;
    }

    /** A batch that has not ended, all of whose items were read. */
    private VotedBatch require(RowReader rows, String batch) throws VerificationException {
        VotedBatch open = requireOpen(rows, batch);
        if (drawn != null && drawn.statement().batch().equals(batch)) {
            complete(drawn, open);
        }
        return open;
    }

    private VotedBatch requireOpen(RowReader rows, String batch) throws VerificationException {
        VotedBatch open = batches.get(batch);
        if (open == null) {
            throw rows.refuse(APPROVAL_INVALID, "batch", "a batch that has not ended", batch);
        }
        return open;
    }

    /** Compares the statement with its items, once. */
    private void complete(StatementCheck statement, VotedBatch batch) throws VerificationException {
        if (!isComplete) {
            statement.checkItems(batch.named(), batch.items());
            batch.drawn();
            isComplete = true;
        }
    }

    /**
     * When something happened: not before the day, not after its seal, not before the row above.
     */
    private Instant requireInTime(RowReader rows, Json.Obj row) throws VerificationException {
        Instant at = Instant.parse(row.text("at"));
        if (at.isBefore(from) || at.isAfter(sealedAt)) {
            throw rows.refuse(PERIOD_MISMATCH, "at", "from " + from + " to " + sealedAt, at);
        }
        if (at.isBefore(last)) {
            throw rows.refuse(ORDER_MISMATCH, "at", "not before " + last, at);
        }
        last = at;
        return at;
    }

    /**
     * Ends a day: the batch drawn on it has an item for everyone to whom something was owed before
     * it, and its statement is that of its items.
     */
    void end(SegmentFile file, Iterable<Place> places, PayoutEntries entries)
            throws VerificationException {
        StatementCheck statement = drawn;
        if (statement == null) {
            return;
        }
        String name = statement.statement().batch();
        for (Place place : places) {
            String payee = payee(place.account());
            if (payee == null) {
                continue;
            }
            long before = Math.subtractExact(place.closing(), entries.moved(place));
            String owed = Long.toString(Math.negateExact(before));
            String told = available.remove(payee + " " + place.currency());
            if (told == null ? before != 0 : !told.equals(owed)) {
                throw file.refuse(
                        COMPLETENESS_FAIL,
                        "%s:%s:%s available".formatted(name, payee, place.currency()),
                        owed,
                        told == null ? "no item" : told);
            }
        }
        for (Map.Entry<String, String> nothing : available.entrySet()) {
            if (!nothing.getValue().equals(ZERO)) {
                throw file.refuse(
                        COMPLETENESS_FAIL,
                        name + " " + nothing.getKey() + " available",
                        ZERO,
                        nothing.getValue());
            }
        }
        VotedBatch batch = batches.get(name);
        if (batch != null) {
            complete(statement, batch);
        }
    }

    /** The creator whose payable an account is; null for other accounts. */
    private static @Nullable String payee(String account) {
        String[] path = account.split(":", -1);
        boolean isPayable =
                path.length == 4
                        && path[0].equals("liabilities")
                        && path[1].equals("creator")
                        && path[3].equals("payable");
        return isPayable ? path[2] : null;
    }

    /** What was checked, in a line. */
    String line() {
        return "approvals: %s of all that was owed and is paid; %s and %s"
                .formatted(
                        drawnBatches == 1
                                ? "1 payout batch has the statement"
                                : drawnBatches + " payout batches have the statement",
                        votes == 1 ? "1 vote counts" : votes + " votes count",
                        releases == 1
                                ? "1 release has the votes its policy asks for"
                                : releases + " releases have the votes their policy asks for");
    }
}
