package com.illuvrse.finance.jobs.batch;

import com.illuvrse.finance.jobs.postgres.Database;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Runs steps one after the other and keeps no history: nothing of it is there afterwards, so it can
 * never be gone on with.
 */
public final class UnrecordedRun {

    private final JobRepository repository = new ResourcelessJobRepository();
    private final Steps steps;
    private final JobExecution execution;

    /**
     * @param database where the steps work
     */
    public UnrecordedRun(String name, Database database, StopSignal stop, StepWatch watch) {
        this.steps = new Steps(repository, database, stop, watch);
        JobParameters none = new JobParameters();
        this.execution =
                repository.createJobExecution(
                        repository.createJobInstance(name, none), none, new ExecutionContext());
    }

    /** Makes the steps that can be run here. */
    public Steps steps() {
        return steps;
    }

    /**
     * Runs a step to its end; what it threw is thrown again.
     *
     * @throws NightStoppedException when it was told to stop
     */
    public void run(Step step) {
        StepExecution run = repository.createStepExecution(step.getName(), execution);
        try {
            step.execute(run);
        } catch (JobInterruptedException e) {
            throw new NightStoppedException();
        }
        for (Throwable failure : run.getFailureExceptions()) {
            if (failure instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(
                    "step " + step.getName() + " ended with an error", failure);
        }
        if (run.getStatus() == BatchStatus.STOPPED) {
            throw new NightStoppedException();
        }
        if (run.getStatus() != BatchStatus.COMPLETED) {
            throw new IllegalStateException(
                    "step " + step.getName() + " ended as " + run.getStatus());
        }
    }
}
