package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.DayCut;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import org.springframework.batch.core.step.Step;

/**
 * Closes the accounting day: nothing can be booked into it any more, its entries have their places,
 * its balances stand. What comes later belongs to the next day.
 */
public final class CloseDay {

    private final DayCut cut;

    public CloseDay(DayCut cut) {
        this.cut = cut;
    }

    public Step step(Steps steps, Night night) {
        return steps.inChunks(
                "close-day",
                LedgerRole.SEALER,
                night.epoch(),
                () -> {
                    cut.close(night.day(), night.now());
                    return false;
                });
    }
}
