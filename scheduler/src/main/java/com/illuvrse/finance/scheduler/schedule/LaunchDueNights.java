package com.illuvrse.finance.scheduler.schedule;

import com.illuvrse.finance.jobs.run.AlreadyRunningException;
import com.illuvrse.finance.jobs.run.DueDays;
import com.illuvrse.finance.jobs.run.RunCoordinator;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

/**
 * What Quartz does when a bell rings: it asks the coordinator to settle every due day that is not
 * sealed, in order. Three missed nights are three nights; a bell too many does nothing.
 */
@DisallowConcurrentExecution
public final class LaunchDueNights implements Job {

    private static final System.Logger LOG = System.getLogger(LaunchDueNights.class.getName());

    private final RunCoordinator coordinator;

    public LaunchDueNights(RunCoordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        try {
            coordinator.settle(DueDays.allDue());
        } catch (AlreadyRunningException elsewhere) {
            LOG.log(System.Logger.Level.INFO, elsewhere.getMessage());
        } catch (Exception e) {
            LOG.log(System.Logger.Level.ERROR, "a night ended early", e);
            throw new JobExecutionException(e, false);
        }
    }
}
