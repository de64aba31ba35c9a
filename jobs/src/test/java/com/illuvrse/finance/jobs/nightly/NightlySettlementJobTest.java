package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.run.RunningLedger;
import com.illuvrse.finance.journal.AccountingDay;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.step.Step;

class NightlySettlementJobTest {

    private static final Path DATA =
            Path.of("src/test/resources/nights/G01-card-sale-exclusive-tax");

    @Test
    void readsFromTopToBottomAsTheHandbookSays(@TempDir Path home) {
        try (RunningLedger ledger = new RunningLedger(DATA, home)) {
            SettlementSettings settings = ledger.settings();
            AccountingDay day = AccountingDay.of(settings.firstDay(), settings.zone());
            Night night = new Night(day, 1, settings, ledger.bean(Clock.class));

            assertThat(ledger.bean(NightlySettlementJob.class).contents(night))
                    .extracting(Step::getName)
                    .containsExactly(
                            "pull-stripe",
                            "pull-inbox",
                            "post-facts",
                            "settle-orders",
                            "accrue-royalties",
                            "check-disputes",
                            "reconcile",
                            "draft-payouts",
                            "close-day",
                            "seal-segment",
                            "export-datasets",
                            "export-reports",
                            "deliver-segment",
                            "verify-delivered");
        }
    }
}
