package com.illuvrse.finance.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes at once: who may write, and what waits for whom. */
final class TakeoverTest {

    private static final String FINDING =
            """
            insert into ledger.finding (day, type, ref, severity, detail)
            values ('2026-03-02', 'SOURCE_CHANGED', '%s', 'HIGH', 'it')
            """;
    private static final String ENTRY =
            """
            insert into ledger.entry (entry_id, occurred_at, booked_on, effective_on, source_key, line_account,
                line_currency, line_amount)
            values (ledger.entry_id('%1$s'), '2026-03-02T12:00:00Z', '2026-03-02', '2026-03-02', '%1$s',
                '{1,2}', '{USD,USD}', '{5,-5}')
            """;

    private final TestDatabase database = TestDatabase.create();
    private final Runs runs = new Runs(database.database());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aTransactionWithoutTheEpochAddsNothing() throws Exception {
        try (Connection writer = Attacker.WRITER.connectTo(database)) {
            assertThatThrownBy(() -> execute(writer, FINDING.formatted("a")))
                    .hasMessageContaining("insert ledger.finding needs the epoch of a run");
            writer.rollback();

            execute(writer, "select run.hold(" + database.epoch() + ")");
            execute(writer, FINDING.formatted("a"));
            writer.commit();
            assertThatThrownBy(() -> execute(writer, FINDING.formatted("b")))
                    .hasMessageContaining("needs the epoch");
        }
    }

    @Test
    void aTakeoverWaitsForTheChunkInFlightAndThenTheOldOwnerWritesNothing() throws Exception {
        long old = database.epoch();
        try (Connection writer = Attacker.WRITER.connectTo(database)) {
            execute(writer, "select run.hold(" + old + ")");
            execute(writer, FINDING.formatted("before"));

            CompletableFuture<Long> takeover =
                    CompletableFuture.supplyAsync(() -> runs.takeOver("other", Instant.EPOCH));
            awaitSomebodyWaiting();
            execute(writer, FINDING.formatted("while the other waits"));
            assertThat(takeover).isNotDone();
            writer.commit();

            assertThat(takeover.get(30, TimeUnit.SECONDS)).isEqualTo(old + 1);
            assertThatThrownBy(() -> execute(writer, "select run.hold(" + old + ")"))
                    .hasMessageContaining("epoch " + old + " is over");
            writer.rollback();
            execute(writer, "set local finance.epoch = '" + old + "'");
            assertThatThrownBy(() -> execute(writer, FINDING.formatted("after")))
                    .hasMessageContaining("epoch " + old + " is over");
            writer.rollback();
        }
        assertThat(database.number("select count(*) from ledger.finding")).isEqualTo(2);
    }

    @Test
    void aCloseWaitsForTheEntriesInFlightAndThenNoneIsTaken() throws Exception {
        database.open(java.time.LocalDate.of(2026, 3, 2));
        database.write("insert into ledger.account (path) values ('assets:a'), ('assets:b')");
        try (Connection writer = Attacker.WRITER.connectTo(database);
                Connection sealer = Attacker.SEALER.connectTo(database)) {
            execute(writer, "select run.hold(" + database.epoch() + ")");
            execute(writer, ENTRY.formatted("a:1"));
            execute(sealer, "select run.hold(" + database.epoch() + ")");

            CompletableFuture<Void> closing =
                    CompletableFuture.runAsync(
                            () -> execute(sealer, "update ledger.day set state = 'CLOSING'"));
            awaitSomebodyWaiting();
            execute(writer, ENTRY.formatted("a:2"));
            writer.commit();
            closing.get(30, TimeUnit.SECONDS);
            assertThat(count(sealer)).isEqualTo(2);
            sealer.commit();

            execute(writer, "select run.hold(" + database.epoch() + ")");
            assertThatThrownBy(() -> execute(writer, ENTRY.formatted("a:3")))
                    .hasMessageContaining("not open: 2026-03-02");
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from ledger.entry")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Looks every hundredth of a second whether a session of this database waits for a lock. */
    private void awaitSomebodyWaiting() throws SQLException {
        try (Connection superuser = database.connect(PostgresServer.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            for (int i = 0; i < 3_000; i++) {
                try (ResultSet row =
                        statement.executeQuery(
                                """
                                select exists (
                                    select from pg_stat_activity
                                    where datname = current_database() and wait_event_type = 'Lock'), pg_sleep(0.01)
                                """)) {
                    row.next();
                    if (row.getBoolean(1)) {
                        return;
                    }
                }
            }
        }
        throw new IllegalStateException("nobody waited for a lock within half a minute");
    }
}
