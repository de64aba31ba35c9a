package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import com.illuvrse.finance.journal.AccountingDay;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;

/** One step after the other on a test database, without a job around them. */
public final class TestNight {

    private static final AtomicLong EXECUTIONS = new AtomicLong();

    /** The account of the golden nights and of all tests. */
    public static final String ACCOUNT = "acct_platform";

    /** When nights run in tests, by the clock of the ledger's zone. */
    public static final Duration AFTER_MIDNIGHT = Duration.ofHours(2);

    private final TestDatabase database;
    private final SettlementSettings settings;
    private final StopSignal stop = new StopSignal();
    private final Steps steps;

    public TestNight(TestDatabase database, SettlementSettings settings) {
        this.database = database;
        this.settings = settings;
        this.steps =
                new Steps(
                        new ResourcelessJobRepository(),
                        database.database(),
                        stop,
                        (step, took) -> {});
    }

    /** The settings of tests: New York's midnights, the real chart and policy, small chunks. */
    public static SettlementSettings settings(LocalDate firstDay) {
        return settings(firstDay, ZoneId.of("America/New_York"), List.of());
    }

    public static SettlementSettings settings(
            LocalDate firstDay, ZoneId zone, List<String> payoutDays) {
        ReferenceFiles files = new ReferenceFiles(Path.of("../config"));
        return new SettlementSettings(
                "ledger.example.com/test",
                "test",
                zone,
                firstDay,
                PayoutDays.parse(payoutDays),
                ACCOUNT,
                7,
                30,
                5,
                3,
                files.chart(),
                files.approvals(),
                new SettlementSettings.Lock("GOVERNANCE", Duration.ofDays(1)),
                List.of(),
                new SettlementSettings.Program("test", "0", "0".repeat(64)));
    }

    /** The night of a day, at two o'clock of the next morning; the day is opened. */
    public Night of(LocalDate date) {
        AccountingDay day = AccountingDay.of(date, settings.zone());
        database.open(date);
        Instant now = day.to().plus(AFTER_MIDNIGHT);
        return new Night(day, database.epoch(), settings, Clock.fixed(now, settings.zone()));
    }

    public Steps steps() {
        return steps;
    }

    /** Asks the running step to stop at its next chunk. */
    public StopSignal stop() {
        return stop;
    }

    /** Runs one step and demands that it ends well. */
    public void run(Step step) {
        StepExecution execution = start(step);
        if (execution.getStatus() != BatchStatus.COMPLETED) {
            throw new IllegalStateException(
                    "step " + step.getName() + " ended as " + execution.getStatus(),
                    execution.getFailureExceptions().isEmpty()
                            ? null
                            : execution.getFailureExceptions().getFirst());
        }
    }

    /** Runs one step, however it ends. */
    public StepExecution start(Step step) {
        StepExecution execution = execution(step);
        try {
            step.execute(execution);
        } catch (org.springframework.batch.core.job.JobInterruptedException e) {
            throw new IllegalStateException("step " + step.getName() + " was stopped", e);
        }
        return execution;
    }

    /** An execution with a number no other has in this JVM. */
    static StepExecution execution(Step step) {
        long number = EXECUTIONS.incrementAndGet();
        JobInstance instance = new JobInstance(number, "test");
        return new StepExecution(
                number, step.getName(), new JobExecution(number, instance, new JobParameters()));
    }
}
