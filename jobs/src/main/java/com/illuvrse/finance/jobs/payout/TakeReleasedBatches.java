package com.illuvrse.finance.jobs.payout;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PayoutBatches;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.Batch;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.State;
import com.illuvrse.finance.jobs.postgres.PayoutIntents;
import java.util.List;
import org.springframework.batch.core.step.Step;

/**
 * Takes up the batches that were released and are not sent: payouts that failed for want of money
 * get another attempt.
 */
public final class TakeReleasedBatches {

    private final Database database;
    private final PayoutBatches batches;
    private final PayoutIntents intents;

    public TakeReleasedBatches(Database database) {
        this.database = database;
        this.batches = new PayoutBatches(database);
        this.intents = new PayoutIntents(database);
    }

    public Step step(Steps steps, Night night) {
        return steps.once(
                "take-released-batches",
                () -> {
                    List<Batch> released = database.read(() -> batches.in(State.RELEASED));
                    for (Batch batch : released) {
                        database.write(
                                LedgerRole.WRITER,
                                night.epoch(),
                                () -> {
                                    intents.planAgain(batch.batch());
                                });
                        database.write(
                                LedgerRole.PAYOUTS,
                                night.epoch(),
                                () -> intents.approve(batch.batch()));
                    }
                });
    }
}
