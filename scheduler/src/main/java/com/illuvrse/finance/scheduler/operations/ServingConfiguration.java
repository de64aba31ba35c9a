package com.illuvrse.finance.scheduler.operations;

import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.scheduler.schedule.LaunchDueNights;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code finance serve} adds: Quartz, health and metrics. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ServingConfiguration {

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
    Trigger nightBell(JobDetail launchDueNights, @Value("${schedule.night}") String cron) {
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
    Trigger secondBell(JobDetail launchDueNights) {
        return TriggerBuilder.newTrigger()
                .forJob(launchDueNights)
                .withIdentity("second-bell")
                .withSchedule(
                        SimpleScheduleBuilder.repeatMinutelyForever(10)
                                .withMisfireHandlingInstructionNextWithRemainingCount())
                .build();
    }

    @Bean
    HealthIndicator nightsHealth(Runs runs) {
        return new NightsHealth(runs);
    }
}
