package com.illuvrse.finance.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.batch.RunHistory.Outcome;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Findings;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobExecutionAlreadyRunningException;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** What the history of jobs saves, and that nothing is wrong when it lies or is gone. */
final class RunHistoryTest {

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final AnnotationConfigApplicationContext CONTEXT = context();
    private static final JobRepository REPOSITORY = CONTEXT.getBean(JobRepository.class);
    private static final JobOperator OPERATOR = CONTEXT.getBean(JobOperator.class);
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-03-03T07:00:00Z"), ZoneOffset.UTC);

    private static LocalDate lastDay = LocalDate.of(2026, 3, 1);

    private final RunHistory history = new RunHistory(OPERATOR, REPOSITORY, CLOCK);
    private final StopSignal stop = new StopSignal();
    private final Steps steps =
            new Steps(REPOSITORY, DATABASE.database(), stop, (step, took) -> {});
    private final Findings findings = new Findings(DATABASE.database());

    /** Names of the chunks done, as often as they were done. */
    private final List<String> done = new ArrayList<>();

    /** Chunks that fail instead. */
    private final Set<String> failing = new TreeSet<>();

    private LocalDate day = lastDay;

    @BeforeEach
    void takeANewDay() {
        lastDay = lastDay.plusDays(1);
        day = lastDay;
    }

    @AfterAll
    static void close() {
        CONTEXT.close();
        DATABASE.close();
    }

    @Test
    void theHistoryIsKeptInTheDatabase() throws Exception {
        assertThat(isKept(REPOSITORY)).isTrue();
        assertThat(isKept(new ResourcelessJobRepository())).isFalse();
    }

    /** Whether an execution can be found by another process. */
    private static boolean isKept(JobRepository repository) throws Exception {
        long before = DATABASE.number("select count(*) from batch.batch_job_execution");
        JobParameters parameters =
                new JobParametersBuilder()
                        .addLocalDate("businessDate", LocalDate.of(2026, 1, 1), true)
                        .toJobParameters();
        repository.createJobExecution(
                repository.createJobInstance("kept", parameters),
                parameters,
                new org.springframework.batch.infrastructure.item.ExecutionContext());
        return DATABASE.number("select count(*) from batch.batch_job_execution") == before + 1;
    }

    @Test
    void aCompletedJobIsNotRunAgain() {
        assertThat(history.run(job(), day)).isEqualTo(new Outcome(true, "", List.of()));
        assertThat(history.run(job(), day).completed()).isTrue();

        assertThat(done).containsExactly("first 1", "first 2", "second 1", "second 2");
    }

    @Test
    void aFailedJobGoesOnWhereItEnded() {
        failing.add("second 2");
        Outcome failed = history.run(job(), day);
        assertThat(failed.completed()).isFalse();
        assertThat(failed.step()).isEqualTo("second");
        assertThat(failed.failures()).singleElement().isInstanceOf(IllegalStateException.class);

        failing.clear();
        assertThat(history.run(job(), day).completed()).isTrue();

        assertThat(done).containsExactly("first 1", "first 2", "second 1", "second 2");
        assertThat(books()).containsExactlyElementsOf(undisturbed());
    }

    @Test
    void aJobToldToStopGoesOnWithItsNextChunk() {
        failing.add("stop after first 1");
        assertThat(history.run(job(), day).completed()).isFalse();
        assertThat(done).containsExactly("first 1");

        StopSignal none = new StopSignal();
        Steps again = new Steps(REPOSITORY, DATABASE.database(), none, (step, took) -> {});
        failing.clear();
        assertThat(history.run(job(again), day).completed()).isTrue();

        assertThat(done).containsExactly("first 1", "first 2", "second 1", "second 2");
    }

    @Test
    void anExecutionLeftBehindByAKilledProcessIsRestarted() {
        failing.add("second 2");
        history.run(job(), day);
        failing.clear();
        forgetThatItEnded();
        assertThatThrownBy(() -> OPERATOR.start(job(), parameters()))
                .isInstanceOf(JobExecutionAlreadyRunningException.class);

        assertThat(history.run(job(), day).completed()).isTrue();

        assertThat(done).containsExactly("first 1", "first 2", "second 1", "second 2");
        assertThat(
                        DATABASE.lines(
                                "select distinct status from batch.batch_job_execution e"
                                        + ofDay()))
                .containsExactlyInAnyOrder("FAILED", "COMPLETED");
    }

    @Test
    void anExecutionOfUnknownEndIsRestarted() {
        failing.add("second 2");
        history.run(job(), day);
        failing.clear();
        DATABASE.write("update batch.batch_job_execution e set status = 'UNKNOWN'" + ofDay());

        assertThat(history.run(job(), day).completed()).isTrue();
    }

    @Test
    void anInstanceWithoutAnExecutionDoesNotBlockItsDay() {
        REPOSITORY.createJobInstance("test", parameters());

        assertThat(history.run(job(), day).completed()).isTrue();
        assertThat(books()).containsExactlyElementsOf(undisturbed());
    }

    @Test
    void aHistoryEmptiedInTheMiddleLeadsToTheSameBooks() {
        failing.add("second 2");
        history.run(job(), day);
        failing.clear();
        DATABASE.write(
                """
                delete from batch.batch_step_execution_context;
                delete from batch.batch_job_execution_context;
                delete from batch.batch_step_execution;
                delete from batch.batch_job_execution_params;
                delete from batch.batch_job_execution;
                delete from batch.batch_job_instance
                """);

        assertThat(history.run(job(), day).completed()).isTrue();

        assertThat(books()).containsExactlyElementsOf(undisturbed());
    }

    private Job job() {
        return job(steps);
    }

    private Job job(Steps from) {
        return new JobBuilder("test", REPOSITORY)
                .start(step(from, "first"))
                .next(step(from, "second"))
                .build();
    }

    /** Writes two rows in two chunks; the rows that are there say which is next. */
    private Step step(Steps from, String name) {
        return from.inChunks(
                name,
                LedgerRole.WRITER,
                DATABASE.epoch(),
                () -> {
                    long there =
                            findings.of(day).stream()
                                    .filter(finding -> finding.detail().equals(name))
                                    .count();
                    if (there == 2) {
                        return false;
                    }
                    String chunk = name + " " + (there + 1);
                    findings.keep(day, List.of(Finding.of(BreakType.SOURCE_CHANGED, chunk, name)));
                    if (failing.contains(chunk)) {
                        throw new IllegalStateException(chunk + " fails");
                    }
                    done.add(chunk);
                    if (failing.contains("stop after " + chunk)) {
                        stop.ask();
                    }
                    return true;
                });
    }

    private List<String> books() {
        return findings.of(day).stream().map(Finding::ref).toList();
    }

    private static List<String> undisturbed() {
        return List.of("first 1", "first 2", "second 1", "second 2");
    }

    private JobParameters parameters() {
        return new JobParametersBuilder().addLocalDate("businessDate", day, true).toJobParameters();
    }

    /** What a kill leaves behind: nobody wrote how it ended. */
    private void forgetThatItEnded() {
        DATABASE.write(
                "update batch.batch_job_execution e set status = 'STARTED', exit_code = 'UNKNOWN', end_time = null"
                        + ofDay());
        DATABASE.write(
                """
                update batch.batch_step_execution e set status = 'STARTED', exit_code = 'EXECUTING', end_time = null
                where status = 'FAILED'
                """);
    }

    private String ofDay() {
        return """
         where e.job_execution_id in (
            select p.job_execution_id from batch.batch_job_execution_params p where p.parameter_value = '%s')
        """
                .formatted(day);
    }

    private static AnnotationConfigApplicationContext context() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(Database.class, DATABASE::database);
        context.register(BatchConfiguration.class);
        context.refresh();
        return context;
    }
}
