package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.account.ChartOfAccounts;
import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.s3.ArchiveCredentials;
import com.illuvrse.finance.exporters.s3.ArchiveSettings;
import com.illuvrse.finance.exporters.signing.KeyFolder;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.payout.SendPaymentFiles;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.ScratchLedger;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.ApprovalTiers;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;

/** Nights to be settled step by step, at two in the morning after. */
public final class Nights {

    public static final ZoneId ZONE = ZoneId.of("America/New_York");
    public static final LocalDate FIRST = LocalDate.of(2026, 3, 2);

    private Nights() {}

    public static Night night(ScratchLedger ledger, LocalDate day, int chunk) {
        return at(ledger, day, chunk, LocalTime.of(2, 0));
    }

    public static Night at(ScratchLedger ledger, LocalDate day, int chunk, LocalTime time) {
        Clock clock = Clock.fixed(day.plusDays(1).atTime(time).atZone(ZONE).toInstant(), ZONE);
        return new Night(AccountingDay.of(day, ZONE), ledger.epoch(), settings(chunk), clock);
    }

    /** The night of a day, by a clock that goes on. */
    public static Night by(ScratchLedger ledger, LocalDate day, Clock clock) {
        return by(ledger.epoch(), day, clock);
    }

    /** The same for whoever knows the epoch alone. */
    public static Night by(long epoch, LocalDate day, Clock clock) {
        return new Night(AccountingDay.of(day, ZONE), epoch, settings(100), clock);
    }

    /** Sends nothing: no bank rail is set up, and nothing outside is there to be asked. */
    public static SendPaymentFiles noBankRails(Database database, Path folder) {
        return new SendPaymentFiles(
                database,
                Archive.connect(
                        ArchiveSettings.of(
                                URI.create("http://127.0.0.1:9"),
                                "us-east-1",
                                true,
                                new ArchiveCredentials.FromEnvironment())),
                KeyFolder.open(folder, true),
                new Workshop(folder.resolve("work"), folder.resolve("registry")),
                PaymentRails.NONE,
                "tests");
    }

    /** A night whose payout days are others. */
    public static Night night(ScratchLedger ledger, LocalDate day, PayoutDays payoutDays) {
        Night night = night(ledger, day, 100);
        return new Night(night.day(), night.epoch(), settings(100, payoutDays), night.clock());
    }

    private static SettlementSettings settings(int chunk) {
        return settings(chunk, new PayoutDays(Set.of(), Set.of(FIRST, FIRST.plusDays(2))));
    }

    private static SettlementSettings settings(int chunk, PayoutDays payoutDays) {
        Currency usd = Currency.of("USD");
        return new SettlementSettings(
                "ledger.example.com/test",
                "test",
                ZONE,
                FIRST,
                payoutDays,
                "acct_test",
                7,
                30,
                5,
                chunk,
                ChartOfAccounts.of(List.of()),
                new SettlementSettings.ApprovalPolicy(
                        "payouts",
                        1,
                        24,
                        new ApprovalTiers(
                                usd,
                                List.of(
                                        new ApprovalTiers.Tier(0, 0),
                                        new ApprovalTiers.Tier(1_000_000, 2))),
                        "{}"),
                new SettlementSettings.Lock("GOVERNANCE", Duration.ofDays(1)),
                List.of(),
                new SettlementSettings.Program("finance", "test", "0".repeat(64)));
    }

    public static Steps steps(ScratchLedger ledger) {
        return steps(ledger.database());
    }

    public static Steps steps(Database database) {
        return new Steps(
                new ResourcelessJobRepository(), database, new StopSignal(), (step, took) -> {});
    }

    /** Runs a step to its end; what it threw is thrown again. */
    public static void run(Step step) {
        StepExecution execution = TestNight.execution(step);
        try {
            step.execute(execution);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        for (Throwable failure : execution.getFailureExceptions()) {
            if (failure instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(failure);
        }
        if (execution.getStatus() != BatchStatus.COMPLETED) {
            throw new IllegalStateException(step.getName() + " is " + execution.getStatus());
        }
    }
}
