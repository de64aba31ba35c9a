package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.PayoutBatches;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.Batch;
import com.illuvrse.finance.jobs.postgres.PayoutVotes;
import com.illuvrse.finance.jobs.postgres.PayoutVotes.Statement;
import com.illuvrse.finance.jobs.postgres.ReferenceRates;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.ApprovalPolicy;
import com.illuvrse.finance.payout.ApprovalStatement;
import com.illuvrse.finance.payout.ApprovalTiers;
import com.illuvrse.finance.payout.Quorum;
import com.illuvrse.finance.payout.Quorum.Refusal;
import com.illuvrse.finance.payout.Vote;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Whether a payout batch has the votes it needs, asked when it is released and again when it is
 * sent. Call it within a transaction.
 */
public final class Approvals {

    private final PayoutBatches batches;
    private final PayoutVotes votes;
    private final ReferenceRates rates;

    public Approvals(Database database) {
        this.batches = new PayoutBatches(database);
        this.votes = new PayoutVotes(database);
        this.rates = new ReferenceRates(database);
    }

    /**
     * How many votes a batch needs: by its statement, before there is one by the settings, and no
     * fewer than it was raised to when it was drawn.
     */
    public int needed(Batch batch, SettlementSettings settings) {
        int raised = batches.raised(batch.batch());
        return votes.statement(batch.batch())
                .map(
                        kept ->
                                quorum(kept, settings, raised)
                                        .needed(ApprovalStatement.parse(kept.text())))
                .orElseGet(
                        () ->
                                Math.max(
                                        raised,
                                        settings.approvals()
                                                .tiers()
                                                .votes(total(batch, settings))));
    }

    /**
     * Notes, within the transaction that draws a batch, how many votes it needs: of the tier of its
     * total and of the highest tier of a creator's sum; one tier more when it pays a creator
     * elsewhere than before.
     */
    void note(Batch batch, SettlementSettings settings) {
        ApprovalTiers tiers = settings.approvals().tiers();
        long total = total(batch, settings);
        int ofCreators =
                tiers.votesOfCreators(
                        batches.paidByCreator(batch.batch()), rates(batch, tiers.base()));
        batches.noteNewDestinations(batch);
        int raised =
                batches.newDestinations(batch.batch()).isEmpty() ? 0 : tiers.votesRaised(total);
        batches.need(batch.batch(), tiers.votes(total), Math.max(ofCreators, raised));
    }

    private long total(Batch batch, SettlementSettings settings) {
        ApprovalTiers tiers = settings.approvals().tiers();
        return tiers.total(batches.totals(batch.batch()), rates(batch, tiers.base()));
    }

    private SortedMap<Currency, String> rates(Batch batch, Currency base) {
        return rates.into(base, batches.totals(batch.batch()).keySet(), batch.day());
    }

    /** From when on a batch cannot be released: by its statement, else by the settings. */
    public Instant expires(Batch batch, SettlementSettings settings) {
        Duration life = Duration.ofHours(settings.approvals().expiresHours());
        return votes.statement(batch.batch())
                .map(kept -> ApprovalStatement.parse(kept.text()).expires())
                .orElse(batch.draftedAt().plus(life));
    }

    /** Why a batch may not be released at a moment; empty when it may. */
    public Optional<Refusal> release(Batch batch, SettlementSettings settings, Instant at) {
        return send(batch, settings, at, at);
    }

    /**
     * Why a batch that was released at a moment may not be sent now; empty when it may. A key that
     * was revoked in between does not count.
     */
    public Optional<Refusal> send(
            Batch batch, SettlementSettings settings, Instant releasedAt, Instant now) {
        Optional<Statement> statement = votes.statement(batch.batch());
        if (statement.isEmpty()) {
            return needed(batch, settings) == 0
                    ? Optional.empty()
                    : Optional.of(Refusal.TOO_FEW_VOTES);
        }
        Quorum quorum = quorum(statement.get(), settings, batches.raised(batch.batch()));
        List<Vote> given = votes.votes(batch.batch());
        return quorum.send(ApprovalStatement.parse(statement.get().text()), given, releasedAt, now);
    }

    /**
     * Whether a batch was rejected, by the votes of one day and before: later ones are sealed with
     * their own day.
     */
    public boolean isRejected(Batch batch, SettlementSettings settings, Instant before) {
        List<Vote> given =
                votes.votes(batch.batch()).stream()
                        .filter(vote -> vote.at().isBefore(before))
                        .toList();
        return votes.statement(batch.batch())
                .filter(
                        kept ->
                                quorum(kept, settings)
                                        .isRejected(ApprovalStatement.parse(kept.text()), given))
                .isPresent();
    }

    /** The rules for the votes on a statement: the policy it names, and the one of the settings. */
    public static Quorum quorum(Statement statement, SettlementSettings settings) {
        return quorum(statement, settings, 0);
    }

    private static Quorum quorum(Statement statement, SettlementSettings settings, int raised) {
        return new Quorum(
                policy(statement.policy()), policy(settings.approvals().canonical()), raised);
    }

    /** Reads the canonical row of a policy. */
    public static ApprovalPolicy policy(String canonical) {
        try {
            return ApprovalPolicy.from(
                    CanonicalReader.read(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (CanonicalFormException e) {
            throw new IllegalStateException(
                    "the approval policy is not canonical: " + canonical, e);
        }
    }
}
