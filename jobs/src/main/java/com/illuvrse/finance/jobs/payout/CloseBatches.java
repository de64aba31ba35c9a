package com.illuvrse.finance.jobs.payout;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PayoutBatches;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.Batch;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.State;
import com.illuvrse.finance.jobs.postgres.PayoutIntents;
import org.springframework.batch.core.step.Step;

/** Closes the batches of which every payout was sent or refused for good. */
public final class CloseBatches {

    private final Database database;
    private final PayoutBatches batches;
    private final PayoutIntents intents;

    public CloseBatches(Database database) {
        this.database = database;
        this.batches = new PayoutBatches(database);
        this.intents = new PayoutIntents(database);
    }

    public Step step(Steps steps, Night night) {
        return steps.once(
                "close-batches",
                () -> {
                    for (Batch batch : database.read(() -> batches.in(State.RELEASED))) {
                        if (!database.read(() -> intents.isOpen(batch.batch()))) {
                            database.write(
                                    LedgerRole.PAYOUTS,
                                    night.epoch(),
                                    () -> batches.close(batch.batch(), night.now()));
                        }
                    }
                });
    }
}
