package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.jobs.audit.Genesis;
import com.illuvrse.finance.jobs.batch.RunHistory;
import com.illuvrse.finance.jobs.batch.RunHistory.Outcome;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.nightly.NightlySettlementJob;
import com.illuvrse.finance.jobs.nightly.SealIdentities;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.nightly.VerifyDelivered;
import com.illuvrse.finance.jobs.nightly.WitnessSeals;
import com.illuvrse.finance.jobs.payout.PayoutRunJob;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.PayoutIntents;
import com.illuvrse.finance.jobs.postgres.Segments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Locale;
import org.springframework.batch.core.job.Job;

/** The nightly job and what follows it, as the coordinator runs them. */
public final class NightlyRuns implements NightJobs {

    private final NightlySettlementJob nightly;
    private final PayoutRunJob payouts;
    private final Genesis genesis;
    private final VerifyDelivered delivered;
    private final Segments segments;
    private final Archive archive;
    private final SettlementSettings settings;
    private final RunHistory history;
    private final Clock clock;
    private final Database database;
    private final PayoutIntents intents;
    private final SealIdentities identities;
    private final WitnessSeals witness;
    private final SelfAudit audit;

    public NightlyRuns(
            NightlySettlementJob nightly,
            PayoutRunJob payouts,
            Genesis genesis,
            VerifyDelivered delivered,
            Segments segments,
            Archive archive,
            SettlementSettings settings,
            RunHistory history,
            Clock clock,
            Database database,
            SealIdentities identities,
            WitnessSeals witness,
            SelfAudit audit) {
        this.nightly = nightly;
        this.payouts = payouts;
        this.genesis = genesis;
        this.delivered = delivered;
        this.segments = segments;
        this.archive = archive;
        this.settings = settings;
        this.history = history;
        this.clock = clock;
        this.database = database;
        this.identities = identities;
        this.witness = witness;
        this.audit = audit;
        this.intents = new PayoutIntents(database);
    }

    @Override
    public void begin(long epoch) {
        archive.requireBuckets();
        requireThatTheArchiveIsNotAhead();
        try {
            genesis.sealIfMissing(settings, epoch, clock.instant());
            identities.sealNew(epoch, clock.instant());
        } catch (IOException e) {
            throw new UncheckedIOException("the genesis of the chain could not be sealed", e);
        }
    }

    /** A database brought back from a copy has forgotten days, and with them paid transfers. */
    void requireThatTheArchiveIsNotAhead() {
        int next = segments.manifestIds().size();
        String key =
                String.format(
                        Locale.ROOT, "v1/%s/segment-%06d/checkpoint", settings.ledger(), next);
        if (archive.audit().contains(key) || witness.knows(settings.ledger(), next)) {
            throw new NightHeldException(
                    "the archive holds sealed segment %d, this database knows %d segments: it is older than the archive; bring back a newer copy before anything is settled or paid"
                            .formatted(next, next),
                    null);
        }
    }

    @Override
    public void settle(Night night) {
        audit.before(night);
        run(nightly.of(night), night);
        run(payouts.of(night), night);
    }

    /**
     * Sends what is released now, after the last sealed day and before the next.
     *
     * @param occasion why, such as the batch a person released
     * @throws NightFailedException when a step failed
     */
    public void pay(Night night, String occasion) {
        requireCompleted(history.run(payouts.of(night), night.date(), occasion), night);
    }

    @Override
    public boolean isAPayoutUndecided() {
        return database.read(intents::isAnyUndecided);
    }

    @Override
    public void findOut(Night last) {
        pay(last, "what is undecided at " + clock.instant());
    }

    private void run(Job job, Night night) {
        requireCompleted(history.run(job, night.date()), night);
    }

    private static void requireCompleted(Outcome outcome, Night night) {
        if (!outcome.completed()) {
            throw new NightFailedException(
                    night.date(),
                    outcome.step(),
                    outcome.failures().isEmpty() ? null : outcome.failures().getFirst());
        }
    }

    @Override
    public void check(Night night) {
        try {
            delivered.check(night);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "what was delivered of " + night.date() + " could not be read back", e);
        }
    }
}
