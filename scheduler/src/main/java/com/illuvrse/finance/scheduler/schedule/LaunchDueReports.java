package com.illuvrse.finance.scheduler.schedule;

import com.illuvrse.finance.jobs.report.DueReports;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/**
 * What Quartz does when the bell of the reports rings: it makes every set that is due. Between two
 * sealed days a bell too many does nothing.
 */
@DisallowConcurrentExecution
public final class LaunchDueReports implements Job {

    private final DueReports reports;

    public LaunchDueReports(DueReports reports) {
        this.reports = reports;
    }

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        DueReports.Made made = reports.make();
        if (!made.failures().isEmpty()) {
            throw new JobExecutionException(String.join("; ", made.failures()), false);
        }
    }
}
