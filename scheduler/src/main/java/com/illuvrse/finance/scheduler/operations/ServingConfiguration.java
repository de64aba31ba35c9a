package com.illuvrse.finance.scheduler.operations;

import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.nightly.WitnessSeals;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.SelfAudits;
import com.illuvrse.finance.jobs.report.DueReports;
import com.illuvrse.finance.jobs.report.ReportDesk;
import com.illuvrse.finance.jobs.run.AttestationDesk;
import com.illuvrse.finance.scheduler.schedule.LaunchDueNights;
import com.illuvrse.finance.scheduler.schedule.LaunchDueReports;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.Properties;
import javax.sql.DataSource;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.batch.autoconfigure.BatchAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;

/** What {@code finance serve} adds: Quartz, health and metrics. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = {QuartzAutoConfiguration.class, BatchAutoConfiguration.class})
class ServingConfiguration {

    /** Quartz on the ledger's database, one of several processes that share its triggers. */
    @Bean
    SchedulerFactoryBean scheduler(
            DataSource dataSource,
            ApplicationContext beans,
            @Qualifier("launchDueNights") JobDetail launchDueNights,
            @Qualifier("nightBell") Trigger nightBell,
            @Qualifier("secondBell") Trigger secondBell,
            @Qualifier("launchDueReports") JobDetail launchDueReports,
            @Qualifier("reportBell") Trigger reportBell) {
        SpringBeanJobFactory jobs = new SpringBeanJobFactory();
        jobs.setApplicationContext(beans);
        Properties quartz = new Properties();
        quartz.setProperty("org.quartz.scheduler.instanceId", "AUTO");
        quartz.setProperty("org.quartz.jobStore.isClustered", "true");
        quartz.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        quartz.setProperty("org.quartz.jobStore.tablePrefix", "quartz.QRTZ_");
        quartz.setProperty(
                "org.quartz.jobStore.driverDelegateClass",
                "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        quartz.setProperty("org.quartz.threadPool.threadCount", "2");
        SchedulerFactoryBean scheduler = new SchedulerFactoryBean();
        scheduler.setSchedulerName("finance");
        scheduler.setDataSource(dataSource);
        scheduler.setJobFactory(jobs);
        scheduler.setQuartzProperties(quartz);
        scheduler.setOverwriteExistingJobs(true);
        scheduler.setWaitForJobsToCompleteOnShutdown(true);
        scheduler.setJobDetails(launchDueNights, launchDueReports);
        scheduler.setTriggers(nightBell, secondBell, reportBell);
        return scheduler;
    }

    @Bean
    JobDetail launchDueNights() {
        return JobBuilder.newJob(LaunchDueNights.class)
                .withIdentity("launch-due-nights")
                .withDescription("settles every due day that is not sealed, in order")
                .storeDurably()
                .build();
    }

    /** Rings once a night. */
    @Bean
    Trigger nightBell(
            @Qualifier("launchDueNights") JobDetail launchDueNights,
            @Value("${schedule.night}") String cron) {
        return TriggerBuilder.newTrigger()
                .forJob(launchDueNights)
                .withIdentity("night-bell")
                .withSchedule(
                        CronScheduleBuilder.cronSchedule(cron)
                                .inTimeZone(java.util.TimeZone.getTimeZone("UTC"))
                                .withMisfireHandlingInstructionFireAndProceed())
                .build();
    }

    /** Rings every ten minutes, in case the bell of the night was missed or the night was held. */
    @Bean
    Trigger secondBell(@Qualifier("launchDueNights") JobDetail launchDueNights) {
        return TriggerBuilder.newTrigger()
                .forJob(launchDueNights)
                .withIdentity("second-bell")
                .withSchedule(
                        SimpleScheduleBuilder.repeatMinutelyForever(10)
                                .withMisfireHandlingInstructionNextWithRemainingCount())
                .build();
    }

    @Bean
    JobDetail launchDueReports() {
        return JobBuilder.newJob(LaunchDueReports.class)
                .withIdentity("launch-due-reports")
                .withDescription("makes the report sets of periods that are over and sealed")
                .storeDurably()
                .build();
    }

    /** Rings when reports are looked at; between two seals there is nothing to do. */
    @Bean
    Trigger reportBell(
            @Qualifier("launchDueReports") JobDetail launchDueReports,
            @Value("${schedule.reports}") String cron) {
        return TriggerBuilder.newTrigger()
                .forJob(launchDueReports)
                .withIdentity("report-bell")
                .withSchedule(
                        CronScheduleBuilder.cronSchedule(cron)
                                .inTimeZone(java.util.TimeZone.getTimeZone("UTC"))
                                .withMisfireHandlingInstructionFireAndProceed())
                .build();
    }

    @Bean
    DueReports dueReports(
            ReportDesk desk, Database database, SettlementSettings settings, Clock clock) {
        return new DueReports(desk, database, settings, clock);
    }

    @Bean
    HealthIndicator nightsHealth(
            Runs runs,
            WitnessSeals witness,
            AttestationDesk attestations,
            SelfAudits audits,
            DueReports reports) {
        return new NightsHealth(runs, witness, attestations, audits, reports);
    }

    @Bean
    SelfAudits selfAudits(Database database) {
        return new SelfAudits(database);
    }

    /**
     * 1 while the last replay of a past day gave what was sealed, 0 when not, before it nothing.
     */
    @Bean
    MeterBinder selfAuditMetric(SelfAudits audits) {
        return meters ->
                Gauge.builder("finance.self.audit.reproduced", () -> reproduced(audits))
                        .description("whether the last self-audit gave the sealed entries")
                        .register(meters);
    }

    private static double reproduced(SelfAudits audits) {
        return audits.newest()
                .map(audit -> audit.result() == SelfAudits.Result.REPRODUCED ? 1.0 : 0.0)
                .orElse(Double.NaN);
    }
}
