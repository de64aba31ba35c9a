package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.jobs.nightly.Approvals;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PayoutBatches;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.Batch;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.NewDestination;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.State;
import com.illuvrse.finance.jobs.postgres.PayoutIntents;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.Unknown;
import com.illuvrse.finance.jobs.postgres.PayoutVotes;
import com.illuvrse.finance.jobs.postgres.PayoutVotes.Statement;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.ApprovalPolicy;
import com.illuvrse.finance.payout.ApprovalStatement;
import com.illuvrse.finance.payout.Decision;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.payout.Quorum;
import com.illuvrse.finance.payout.Quorum.Refusal;
import com.illuvrse.finance.payout.SshSignature;
import com.illuvrse.finance.payout.Vote;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.Breaks;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Where people look at payout batches, vote on them and give them free (run safety, section 5).
 *
 * <p>A vote is a signature of a person's own key over the statement that was sealed with the day
 * the batch was drawn on. It is verified before it is kept, when the batch is released, and once
 * more before money leaves.
 */
public final class PayoutDesk {

    private final Database database;
    private final SettlementSettings settings;
    private final NightlyRuns nights;
    private final Runs runs;
    private final PayoutBatches batches;
    private final PayoutIntents intents;
    private final PayoutVotes votes;
    private final Approvals approvals;
    private final BreakDays breaks;
    private final Clock clock;
    private final String process;

    /**
     * @param process names this process to people: host and process id
     */
    public PayoutDesk(
            Database database,
            SettlementSettings settings,
            NightlyRuns nights,
            Clock clock,
            String process) {
        this.database = database;
        this.settings = settings;
        this.nights = nights;
        this.runs = new Runs(database);
        this.batches = new PayoutBatches(database);
        this.intents = new PayoutIntents(database);
        this.votes = new PayoutVotes(database);
        this.approvals = new Approvals(database);
        this.breaks = new BreakDays(database);
        this.clock = clock;
        this.process = process;
    }

    /**
     * A batch as it stands now.
     *
     * @param totals what leaves, by currency, in minor units
     * @param needed votes it needs
     * @param moved payments that go elsewhere than before, for which it needs more of them
     * @param votes those given, in the order they came
     * @param expires from when on it cannot be released
     * @param waitsFor why a draft cannot be released now; null when it can, or is no draft
     * @param unknown attempts Stripe was asked for and does not show
     */
    public record Listed(
            Batch batch,
            SortedMap<Currency, Long> totals,
            int needed,
            List<NewDestination> moved,
            List<Vote> votes,
            Instant expires,
            @Nullable String waitsFor,
            List<Unknown> unknown) {

        public Listed {
            votes = List.copyOf(votes);
            unknown = List.copyOf(unknown);
        }
    }

    /** All batches, oldest first. */
    public List<Listed> list() {
        return database.read(() -> batches.all().stream().map(this::listed).toList());
    }

    /** One batch. */
    public Listed show(String batch) {
        return database.read(() -> listed(require(batch)));
    }

    /** What a batch decided about every creator with a balance. */
    public List<PayoutItem> items(String batch) {
        return database.read(
                () -> {
                    require(batch);
                    return batches.items(batch);
                });
    }

    private Listed listed(Batch batch) {
        String waitsFor = batch.state() == State.DRAFT ? waitsFor(batch) : null;
        return new Listed(
                batch,
                batches.totals(batch.batch()),
                approvals.needed(batch, settings),
                batches.newDestinations(batch.batch()),
                votes.votes(batch.batch()),
                approvals.expires(batch, settings),
                waitsFor,
                intents.unknown(batch.batch()));
    }

    private @Nullable String waitsFor(Batch batch) {
        Optional<Refusal> refusal = approvals.release(batch, settings, clock.instant());
        if (refusal.isPresent()) {
            return refusal.get().sentence();
        }
        Break lock = lock();
        return lock == null ? null : "payouts are locked by " + lock.key();
    }

    private @Nullable Break lock() {
        return runs.lastDone().map(day -> Breaks.payoutLock(breaks.of(day))).orElse(null);
    }

    private Batch require(String batch) {
        return batches.find(batch)
                .orElseThrow(
                        () ->
                                new PayoutRefusedException(
                                        "there is no batch "
                                                + batch
                                                + "; a batch is named by its day, see payouts"
                                                + " list"));
    }

    private Batch requireDraft(String batch) {
        Batch found = require(batch);
        if (found.state() != State.DRAFT) {
            throw new PayoutRefusedException(
                    "batch %s is %s, only a draft can be voted on and released"
                            .formatted(batch, found.state()));
        }
        return found;
    }

    private Statement requireStatement(String batch) {
        return votes.statement(batch)
                .orElseThrow(
                        () ->
                                new PayoutRefusedException(
                                        "batch %s has no statement yet: its day is not sealed; settle the night first"
                                                .formatted(batch)));
    }

    /** The exact bytes to sign for a decision. */
    public byte[] statement(String batch, Decision decision) {
        return database.read(
                () -> {
                    require(batch);
                    return ApprovalStatement.parse(requireStatement(batch).text()).bytes(decision);
                });
    }

    /**
     * Takes a vote: a signature file of {@code ssh-keygen -Y sign -n settlement-approval@v1} over
     * the statement. The key says who votes, the signature whether to approve or to reject.
     *
     * @param role the role to vote in; null when the person has only one
     * @throws PayoutRefusedException when it does not count, with the reason
     * @throws AlreadyRunningException when a night runs elsewhere
     */
    public Listed approve(String batch, String signatureFile, @Nullable String role)
            throws SQLException {
        SshSignature signature = read(signatureFile);
        try (WritingTurn turn = WritingTurn.take(database, process, clock)) {
            Vote vote = database.read(() -> vote(batch, signature, role));
            requireHeld(turn);
            database.write(LedgerRole.PAYOUTS, turn.epoch(), () -> votes.keep(batch, vote));
        }
        return show(batch);
    }

    private static SshSignature read(String file) {
        try {
            return SshSignature.parseArmoured(file);
        } catch (IllegalArgumentException e) {
            throw new PayoutRefusedException("the signature cannot be read: " + e.getMessage());
        }
    }

    private Vote vote(String batch, SshSignature signature, @Nullable String role) {
        requireDraft(batch);
        Statement kept = requireStatement(batch);
        ApprovalStatement statement = ApprovalStatement.parse(kept.text());
        Quorum quorum = Approvals.quorum(kept, settings);
        String key = signature.key().toString();
        ApprovalPolicy.Approver person = person(quorum.named(), key);
        Decision decision =
                signature.verifies(statement.bytes(Decision.REJECT))
                        ? Decision.REJECT
                        : Decision.APPROVE;
        Vote vote =
                new Vote(
                        person.person(),
                        role(person, role),
                        key,
                        decision,
                        clock.instant(),
                        signature.base64());
        Refusal refusal = quorum.refusal(statement, vote, vote.at());
        if (refusal == null && !vote.at().isBefore(statement.expires())) {
            refusal = Refusal.EXPIRED;
        }
        if (refusal == null
                && votes.votes(batch).stream()
                        .anyMatch(given -> given.person().equals(vote.person()))) {
            refusal = Refusal.PERSON_TWICE;
        }
        if (refusal != null) {
            throw new PayoutRefusedException(
                    "the vote of %s on batch %s does not count: %s"
                            .formatted(vote.person(), batch, refusal.sentence()));
        }
        return vote;
    }

    private static ApprovalPolicy.Approver person(ApprovalPolicy policy, String key) {
        return policy.approvers().stream()
                .filter(approver -> approver.key(key).isPresent())
                .findFirst()
                .orElseThrow(
                        () ->
                                new PayoutRefusedException(
                                        "the key %s is nobody's in policy %s: %s"
                                                .formatted(
                                                        key,
                                                        policy.name(),
                                                        Refusal.UNKNOWN_SIGNER.sentence())));
    }

    private static String role(ApprovalPolicy.Approver person, @Nullable String asked) {
        if (asked != null) {
            return asked;
        }
        if (person.roles().size() != 1) {
            throw new PayoutRefusedException(
                    "%s has the roles %s: say with --role in which one this vote is given"
                            .formatted(person.person(), person.roles()));
        }
        return person.roles().getFirst();
    }

    /**
     * Gives a batch free and sends it. Of a batch that is free already, it orders anew what Stripe
     * was asked for and did not show twice, ten minutes apart; the votes of the batch still count,
     * since nobody is paid more than they agreed to.
     *
     * @param by the person who says so
     * @throws PayoutRefusedException when it lacks votes, was rejected or has expired, or when
     *     nothing of it may be ordered anew
     * @throws NightHeldException when payouts are locked, or the database is older than the archive
     * @throws AlreadyRunningException when a night runs elsewhere
     */
    public Listed release(String batch, String by) throws SQLException {
        try (WritingTurn turn = WritingTurn.take(database, process, clock)) {
            nights.begin(turn.epoch());
            Instant now = clock.instant();
            boolean again = database.read(() -> require(batch).state() == State.RELEASED);
            if (again) {
                orderAnew(batch, by, turn, now);
            } else {
                database.read(() -> requireReleasable(batch, now));
                requireHeld(turn);
                database.write(LedgerRole.PAYOUTS, turn.epoch(), () -> batches.release(batch, now));
            }
            AccountingDay day = AccountingDay.of(runs.lastDone().orElseThrow(), settings.zone());
            nights.pay(
                    new Night(day, turn.epoch(), settings, clock),
                    again ? "release of " + batch + " again at " + now : "release of " + batch);
        }
        return show(batch);
    }

    private void orderAnew(String batch, String by, WritingTurn turn, Instant now) {
        List<Unknown> unknown = database.read(() -> intents.unknown(batch));
        if (unknown.isEmpty()) {
            throw new PayoutRefusedException(
                    "batch %s is released and nothing of it is unknown; the next run sends what is left"
                            .formatted(batch));
        }
        List<Unknown> gone = unknown.stream().filter(Unknown::mayBeMadeAgain).toList();
        if (gone.isEmpty()) {
            Unknown first = unknown.getFirst();
            throw new PayoutRefusedException(
                    "payout %s may still be found: it was looked for %d time(s), first at %s, last at %s; it can be ordered anew when it was not there twice, ten minutes apart"
                            .formatted(
                                    first.intent().payout(),
                                    first.looks(),
                                    first.firstLook(),
                                    first.lastLook()));
        }
        requireNoLock(batch);
        requireHeld(turn);
        database.write(
                LedgerRole.PAYOUTS,
                turn.epoch(),
                () -> gone.forEach(each -> intents.approveAgain(each, by, now)));
    }

    private Batch requireReleasable(String batch, Instant now) {
        Batch draft = requireDraft(batch);
        requireStatement(batch);
        approvals
                .release(draft, settings, now)
                .ifPresent(
                        refusal -> {
                            throw new PayoutRefusedException(
                                    "batch %s cannot be released: %s"
                                            .formatted(batch, refusal.sentence()));
                        });
        requireNoLock(batch);
        return draft;
    }

    private void requireNoLock(String batch) {
        Break lock = database.read(this::lock);
        if (lock != null) {
            throw new NightHeldException(
                    "batch %s cannot be released while %s is open; run the same command again later"
                            .formatted(batch, lock.key()),
                    null);
        }
    }

    private static void requireHeld(WritingTurn turn) {
        if (turn.isLost()) {
            throw new AlreadyRunningException();
        }
    }
}
