package com.illuvrse.finance.jobs.batch;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobInstanceAlreadyCompleteException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Starts jobs, and restarts those that ended before their last step where they ended.
 *
 * <p>To be used under the run lock only: what the history calls running was then left behind by a
 * process that is gone, and is marked as failed. Spring Batch itself cannot know that.
 */
public final class RunHistory {

    private final JobOperator operator;
    private final JobRepository repository;
    private final Clock clock;

    public RunHistory(JobOperator operator, JobRepository repository, Clock clock) {
        this.operator = operator;
        this.repository = repository;
        this.clock = clock;
    }

    /** How an execution ended: completed, or the step it ended in and why. */
    public record Outcome(boolean completed, String step, List<Throwable> failures) {}

    /** Runs a job for a day to its end. A job that was completed before is not run again. */
    public Outcome run(Job job, LocalDate businessDate) {
        return run(
                job, new JobParametersBuilder().addLocalDate("businessDate", businessDate, true));
    }

    /**
     * The same for an occasion beside the nights, such as a batch that a person released.
     *
     * @param occasion names it; run again, it goes on where it ended
     */
    public Outcome run(Job job, LocalDate businessDate, String occasion) {
        return run(
                job,
                new JobParametersBuilder()
                        .addLocalDate("businessDate", businessDate, true)
                        .addString("occasion", occasion, true));
    }

    private Outcome run(Job job, JobParametersBuilder builder) {
        JobParameters parameters = builder.toJobParameters();
        sweep(job.getName(), parameters);
        try {
            return outcome(operator.start(job, parameters));
        } catch (JobInstanceAlreadyCompleteException done) {
            return new Outcome(true, "", List.of());
        } catch (Exception e) {
            return new Outcome(false, "start of " + job.getName(), List.of(e));
        }
    }

    private static Outcome outcome(JobExecution execution) {
        String step =
                execution.getStepExecutions().stream()
                        .filter(each -> each.getStatus() != BatchStatus.COMPLETED)
                        .map(StepExecution::getStepName)
                        .findFirst()
                        .orElse("");
        return new Outcome(
                execution.getStatus() == BatchStatus.COMPLETED,
                step,
                execution.getAllFailureExceptions());
    }

    private void sweep(String job, JobParameters parameters) {
        JobInstance instance = repository.getJobInstance(job, parameters);
        if (instance == null) {
            return;
        }
        List<JobExecution> executions = repository.getJobExecutions(instance);
        if (executions.isEmpty()) {
            repository.deleteJobInstance(instance);
        }
        for (JobExecution execution : executions) {
            BatchStatus status = execution.getStatus();
            if (status.isRunning() || status == BatchStatus.UNKNOWN) {
                abandonedByItsProcess(execution);
            }
        }
    }

    private void abandonedByItsProcess(JobExecution execution) {
        LocalDateTime now = LocalDateTime.now(clock);
        for (StepExecution step : execution.getStepExecutions()) {
            if (step.getStatus().isRunning() || step.getStatus() == BatchStatus.UNKNOWN) {
                step.setStatus(BatchStatus.FAILED);
                step.setExitStatus(ExitStatus.FAILED);
                step.setEndTime(now);
                repository.update(step);
            }
        }
        execution.setStatus(BatchStatus.FAILED);
        execution.setExitStatus(ExitStatus.FAILED);
        execution.setEndTime(now);
        repository.update(execution);
    }
}
