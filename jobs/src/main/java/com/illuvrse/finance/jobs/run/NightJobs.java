package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.jobs.nightly.Night;

/** What the coordinator runs, once it is sure that it may. */
public interface NightJobs {

    /**
     * Gets ready for an epoch: the chain has its genesis, and the archive is not ahead of the
     * database.
     *
     * @throws NightHeldException when the archive knows sealed days this database does not
     */
    void begin(long epoch);

    /**
     * Settles one day to its last step, from where it ended before.
     *
     * @throws NightFailedException when a step failed
     */
    void settle(Night night);

    /** Checks a sealed day against what was delivered; throws a sentence when it differs. */
    void check(Night night);

    /** Whether Stripe was asked for a payout and nobody knows what became of it. */
    boolean isAPayoutUndecided();

    /**
     * Finds out what became of such payouts, and sends what is left of their batches.
     *
     * @param last the last day that was settled
     * @throws NightFailedException when a step failed
     */
    void findOut(Night last);
}
