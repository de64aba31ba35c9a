package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Disputes;
import com.illuvrse.finance.jobs.postgres.Disputes.LostMoney;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.order.DisputeRules;
import java.util.ArrayList;
import java.util.List;
import org.springframework.batch.core.step.Step;

/**
 * Books the money of disputes that were lost and belong to no order we know: the platform bears it.
 * Those of orders are lost in {@link SettleOrders}.
 */
public final class CheckDisputes {

    private final Disputes disputes;
    private final Journal journal;

    public CheckDisputes(Database database) {
        this.disputes = new Disputes(database);
        this.journal = new Journal(database);
    }

    public Step step(Steps steps, Night night) {
        return steps.inChunks(
                "check-disputes",
                LedgerRole.WRITER,
                night.epoch(),
                () -> {
                    List<JournalEntry> entries = new ArrayList<>();
                    for (LostMoney lost : disputes.lostWithoutOrder(night.date())) {
                        entries.add(
                                DisputeRules.loseWithoutOrder(
                                        lost.dispute(), lost.amount(), night.day()));
                    }
                    journal.post(entries);
                    return false;
                });
    }
}
