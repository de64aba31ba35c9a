package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PayoutBatches;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.Batch;
import com.illuvrse.finance.jobs.postgres.PayoutEvents;
import com.illuvrse.finance.jobs.postgres.PayoutVotes;
import com.illuvrse.finance.jobs.postgres.PayoutVotes.Statement;
import com.illuvrse.finance.jobs.postgres.ReferenceRates;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.payout.ApprovalPolicy;
import com.illuvrse.finance.payout.PayoutDraft;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.segment.MerkleTree;
import com.illuvrse.finance.segment.PayoutRow;
import com.illuvrse.finance.segment.PayoutStatement;
import com.illuvrse.finance.segment.SegmentPlan;
import com.illuvrse.finance.segment.SegmentSealer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The payout batches of a package: the one drawn on the day with its items and the text approvers
 * sign, and what happened to all batches since the day before.
 */
final class SealedPayouts {

    /** Who drafts; a service, so that no person is kept from voting. */
    private static final String PROPOSER = "service:nightly";

    private final Database database;
    private final PayoutVotes votes;
    private final PayoutBatches batches;
    private final PayoutEvents events;
    private final ReferenceRates rates;
    private final Segments segments;

    SealedPayouts(Database database) {
        this.database = database;
        this.votes = new PayoutVotes(database);
        this.batches = new PayoutBatches(database);
        this.events = new PayoutEvents(database);
        this.rates = new ReferenceRates(database);
        this.segments = new Segments(database);
    }

    /** Writes rows as they happened, and the policy they need. */
    void write(Night night, SegmentPlan plan, Segment cut, SegmentSealer sealer) {
        Segment previous = segments.require(night.day().previous().date());
        List<PayoutEvents.Event> later = new ArrayList<>();
        boolean[] needsPolicy = {false};
        Optional<Batch> drawn = batches.of(night.date());
        events.forEachOf(
                night.day(),
                previous.sealedAt(),
                cut.sealedAt(),
                event -> {
                    needsPolicy[0] |=
                            event.row() instanceof PayoutRow.Release
                                    || event.row() instanceof PayoutRow.Ballot;
                    if (drawn.isPresent() && event.at().isAfter(drawn.get().draftedAt())) {
                        later.add(event);
                    } else {
                        sealer.payout(event.row());
                    }
                });
        if (drawn.isPresent()) {
            needsPolicy[0] = true;
            draft(night, plan, drawn.get(), sealer);
        }
        later.forEach(event -> sealer.payout(event.row()));
        if (needsPolicy[0]) {
            sealer.policy(policy(night));
        }
    }

    private void draft(Night night, SegmentPlan plan, Batch batch, SegmentSealer sealer) {
        List<PayoutItem> items = batches.items(batch.batch());
        PayoutDraft draft = new PayoutDraft(batch.batch(), items);
        ApprovalPolicy policy = policy(night);
        PayoutStatement statement =
                new PayoutStatement(
                        plan.ledger(),
                        night.settings().environment(),
                        draft,
                        1,
                        policy,
                        rates.into(policy.tiers().base(), draft.totals().keySet(), night.date()),
                        batch.draftedAt(),
                        PROPOSER,
                        plan.number(),
                        logRoot(plan.chain()));
        PayoutRow.Batch row = PayoutRow.Batch.of(statement);
        Statement kept = new Statement(row.statement(), night.settings().approvals().canonical());
        database.write(LedgerRole.SEALER, night.epoch(), () -> votes.keep(batch.batch(), kept));
        sealer.payout(row);
        items.forEach(item -> sealer.payout(new PayoutRow.Item(item)));
    }

    private static ApprovalPolicy policy(Night night) {
        return Approvals.policy(night.settings().approvals().canonical());
    }

    private static String logRoot(List<String> manifestIds) {
        MerkleTree log = new MerkleTree();
        manifestIds.forEach(id -> log.add(MerkleTree.leaf(HexFormat.of().parseHex(id))));
        return HexFormat.of().formatHex(log.root());
    }
}
