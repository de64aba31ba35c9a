package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.jobs.batch.BatchConfiguration;
import com.illuvrse.finance.jobs.batch.RunHistory;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.nightly.NightlySettlementJob;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Runs;
import java.time.Clock;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Puts the nightly job together. Whoever imports it brings what differs from place to place: the
 * database, the archive, Stripe, the signing keys, the settings, the clock and somebody to watch.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    BatchConfiguration.class,
    Runs.class,
    NightlySettlementJob.class,
    NightlyRuns.class
})
public class NightlyConfiguration {

    @Bean
    Steps steps(
            JobRepository repository, Database database, StopSignal stop, NightProgress progress) {
        return new Steps(repository, database, stop, progress::stepEnds);
    }

    @Bean
    RunHistory runHistory(JobOperator operator, JobRepository repository, Clock clock) {
        return new RunHistory(operator, repository, clock);
    }

    @Bean
    RunCoordinator runCoordinator(
            Database database,
            SettlementSettings settings,
            NightJobs jobs,
            StopSignal stop,
            NightProgress progress,
            Clock clock) {
        return new RunCoordinator(
                database, settings, jobs, stop, progress, clock, processName());
    }

    private static String processName() {
        return java.lang.management.ManagementFactory.getRuntimeMXBean().getName();
    }
}
