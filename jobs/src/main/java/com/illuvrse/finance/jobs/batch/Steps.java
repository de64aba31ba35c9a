package com.illuvrse.finance.jobs.batch;

import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.StepInterruptionPolicy;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.core.step.tasklet.TaskletStep;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.interceptor.DefaultTransactionAttribute;

/**
 * The only place where steps are made, so that every step has the ledger's transactions and stops
 * between two chunks when it is told to.
 *
 * <p>There is no skipping, no retrying and no second thread in a step: what cannot be done stops
 * the night, and the next run goes on where the tables say.
 */
public final class Steps {

    private final JobRepository repository;
    private final Database database;
    private final StopSignal stop;
    private final StepWatch watch;

    public Steps(JobRepository repository, Database database, StopSignal stop, StepWatch watch) {
        this.repository = repository;
        this.database = database;
        this.stop = stop;
        this.watch = watch;
    }

    /** Where the history of jobs is kept. */
    public JobRepository repository() {
        return repository;
    }

    /** One chunk of a step's work; says whether there is more. */
    @FunctionalInterface
    public interface Chunk {
        boolean writeNext() throws Exception;
    }

    /** Work that talks to the outside world. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /**
     * A step that writes to the ledger only. Each chunk is one transaction in {@code role}; the
     * tables alone say which chunk is next, so a chunk that was lost is done again.
     */
    public Step inChunks(String name, LedgerRole role, long epoch, Chunk chunk) {
        return step(
                name,
                TransactionDefinition.PROPAGATION_REQUIRED,
                (contribution, context) -> {
                    database.hold(role, epoch);
                    return RepeatStatus.continueIf(chunk.writeNext());
                });
    }

    /**
     * A step that talks to Stripe, the archive or a signer. It runs outside a transaction and makes
     * short ones of its own with {@link Database#write}, so that no transaction waits for a
     * network.
     */
    public Step once(String name, Work work) {
        return step(
                name,
                TransactionDefinition.PROPAGATION_NOT_SUPPORTED,
                (contribution, context) -> {
                    work.run();
                    return RepeatStatus.FINISHED;
                });
    }

    /** Ends a long {@link #once} between two pieces of work when the night is told to stop. */
    public void stopHereIfAsked() {
        if (stop.isAsked()) {
            throw new NightStoppedException();
        }
    }

    private Step step(String name, int propagation, Tasklet tasklet) {
        DefaultTransactionAttribute attribute = new DefaultTransactionAttribute(propagation);
        TaskletStep step =
                new StepBuilder(name, repository)
                        .tasklet(tasklet, database.transactions())
                        .transactionAttribute(attribute)
                        .build();
        step.setInterruptionPolicy(new StopBetweenChunks());
        step.registerStepExecutionListener(new Watched());
        return step;
    }

    private final class Watched implements StepExecutionListener {
        private long began;

        @Override
        public void beforeStep(StepExecution execution) {
            began = System.nanoTime();
        }

        @Override
        public @Nullable ExitStatus afterStep(StepExecution execution) {
            if (execution.getStatus() == BatchStatus.COMPLETED) {
                watch.ended(execution.getStepName(), Duration.ofNanos(System.nanoTime() - began));
            }
            return null;
        }
    }

    private final class StopBetweenChunks implements StepInterruptionPolicy {
        @Override
        public void checkInterrupted(StepExecution stepExecution) throws JobInterruptedException {
            if (stop.isAsked()) {
                stepExecution.setTerminateOnly();
                throw new JobInterruptedException("told to stop between two chunks");
            }
        }
    }
}
