package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.marketplace.ProposedContracts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.run.RunningLedger;
import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.tax.TaxRules;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
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
            assertThat(names(rehearsal(ledger, home).contents(ledger.bean(Steps.class), night)))
                    .isEqualTo(
                            names(ledger.bean(NightlySettlementJob.class).contents(night)).stream()
                                    .takeWhile(name -> !name.equals("close-day"))
                                    .toList());
        }
    }

    private static Rehearsal rehearsal(RunningLedger ledger, Path home) {
        return new Rehearsal(
                ledger.bean(Database.class),
                ProposedContracts.NONE,
                ledger.bean(StripeFeed.class).onlyLooking(),
                ledger.bean(Archive.class).inbox(),
                home.resolve("rehearsal"),
                ledger.bean(TaxRules.class),
                ledger.bean(PaymentRails.class));
    }

    private static List<String> names(List<Step> steps) {
        return steps.stream().map(Step::getName).toList();
    }
}
