package com.illuvrse.finance.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.batch.UnrecordedRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.batch.core.step.Step;

/** Whoever tries to keep something of a rehearsal is refused, by whichever way. */
class UndoneTransactionTest {

    private static final String NIGHT =
            "insert into ledger.day (day) values ('2026-03-02') on conflict do nothing";

    private TestDatabase ledger;
    private UndoneTransaction transaction;
    private Database trial;

    @BeforeEach
    void begins() throws SQLException {
        ledger = TestDatabase.create();
        transaction = UndoneTransaction.begin(ledger.database());
        trial = transaction.database();
    }

    @AfterEach
    void forgets() {
        ledger.close();
    }

    @Test
    void oneStepSeesWhatTheOtherWroteAndNobodyElseDoes() throws SQLException {
        UnrecordedRun run = new UnrecordedRun("rehearsal", trial, new StopSignal(), (s, t) -> {});
        boolean[] seen = {false};
        run.run(writing(run.steps(), "writes", () -> trial.jdbc().execute(NIGHT)));
        run.run(run.steps().once("reads", () -> seen[0] = trial.read(() -> days(trial)) == 1));

        assertThat(seen).containsExactly(true);
        assertThat(days(ledger.database())).isZero();
        transaction.close();
        assertThat(days(ledger.database())).isZero();
    }

    @Test
    void aChunkThatFailsIsUndoneAlone() throws SQLException {
        trial.write(LedgerRole.WRITER, ledger.epoch(), () -> trial.jdbc().execute(NIGHT));

        assertThatThrownBy(
                        () ->
                                trial.write(
                                        LedgerRole.WRITER,
                                        ledger.epoch(),
                                        () -> trial.jdbc().execute("select 1 / 0")))
                .hasMessageContaining("division by zero");

        assertThat(days(trial)).isOne();
        transaction.close();
    }

    @Test
    void aRoleEndsWithItsPartOfTheTransaction() throws SQLException {
        trial.write(
                LedgerRole.WRITER,
                ledger.epoch(),
                () -> {
                    trial.write(LedgerRole.PAYOUTS, ledger.epoch(), () -> {});
                    trial.read(() -> true);
                    trial.jdbc().execute(NIGHT);
                });

        assertThat(days(trial)).isOne();
        transaction.close();
    }

    @Test
    void aStepThatCommitsBySqlIsRefusedAndEverythingIsUndone() throws SQLException {
        UnrecordedRun run = new UnrecordedRun("rehearsal", trial, new StopSignal(), (s, t) -> {});

        assertThatThrownBy(
                        () ->
                                run.run(
                                        writing(
                                                run.steps(),
                                                "commits",
                                                () -> {
                                                    trial.jdbc().execute(NIGHT);
                                                    trial.jdbc().execute("commit");
                                                })))
                .hasStackTraceContaining(
                        "the transaction of the rehearsal is over, a step has tried to end it");

        transaction.close();
        assertThat(days(ledger.database())).isZero();
    }

    @Test
    void aCommitPastTheSavepointsIsRefused() throws SQLException {
        trial.write(LedgerRole.WRITER, ledger.epoch(), () -> trial.jdbc().execute(NIGHT));
        Connection physical =
                (Connection) trial.dataSource().getConnection().unwrap(PGConnection.class);

        assertThatThrownBy(physical::commit).hasMessageContaining("a_rehearsal_is_never_committed");

        transaction.close();
        assertThat(days(ledger.database())).isZero();
    }

    @Test
    void aTransactionAfterThatIsReadOnly() throws SQLException {
        try (Statement sql = trial.dataSource().getConnection().createStatement()) {
            sql.execute("rollback");

            assertThatThrownBy(() -> sql.execute(NIGHT))
                    .hasMessageContaining("cannot execute INSERT in a read-only transaction");
        }
        transaction.close();
    }

    /** Whoever takes the constraint away commits, and is found out at the end. */
    @Test
    void whatWasCommittedAllTheSameIsToldAtTheEnd() throws SQLException {
        trial.write(LedgerRole.WRITER, ledger.epoch(), () -> trial.jdbc().execute(NIGHT));
        try (Statement sql = trial.dataSource().getConnection().createStatement()) {
            sql.execute("delete from not_to_be_committed");
            sql.execute("commit");
        }
        assertThat(days(ledger.database())).isOne();

        assertThatThrownBy(transaction::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("should be undone and is committed");
    }

    private Step writing(Steps steps, String name, Runnable work) {
        return steps.inChunks(
                name,
                LedgerRole.WRITER,
                ledger.epoch(),
                () -> {
                    work.run();
                    return false;
                });
    }

    private static long days(Database database) {
        return database.sql().sql("select count(*) from ledger.day").query(Long.class).single();
    }
}
