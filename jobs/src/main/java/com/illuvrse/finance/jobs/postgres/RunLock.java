package com.illuvrse.finance.jobs.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to run, held by one process at a time: a lock of the database that lives exactly as
 * long as one connection, whatever happens to the process.
 *
 * <p>A process that loses the connection has lost the right; it notices at its next life sign, and
 * its epoch keeps it from writing even before that.
 */
public final class RunLock implements AutoCloseable {

    /** The number every process of a ledger asks for: "illuvrse" in ASCII. */
    private static final long KEY = 0x696c6c7576727365L;

    private static final int LIFE_SIGN_SECONDS = 10;

    private final Connection connection;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final ScheduledExecutorService lifeSigns =
            Executors.newSingleThreadScheduledExecutor(
                    work -> {
                        Thread thread = new Thread(work, "life-signs");
                        thread.setDaemon(true);
                        return thread;
                    });

    private RunLock(Connection connection) {
        this.connection = connection;
    }

    /** Takes the lock at once, or finds that another process holds it. */
    public static Optional<RunLock> tryTake(Database database) throws SQLException {
        DatabaseSettings settings = database.settings();
        Connection connection =
                DriverManager.getConnection(
                        settings.url(),
                        settings.application().user(),
                        settings.application().password());
        boolean taken = false;
        try {
            try (PreparedStatement ask =
                    connection.prepareStatement("select pg_try_advisory_lock(?)")) {
                ask.setLong(1, KEY);
                try (ResultSet answer = ask.executeQuery()) {
                    taken = answer.next() && answer.getBoolean(1);
                }
            }
            try (Statement role = connection.createStatement()) {
                role.execute("set role " + LedgerRole.WRITER.databaseName());
            }
            return taken ? Optional.of(new RunLock(connection)) : Optional.empty();
        } finally {
            if (!taken) {
                connection.close();
            }
        }
    }

    /** Gives a life sign now and then until the lock is closed or lost. */
    public void giveLifeSigns(long epoch) {
        ScheduledFuture<?> signs =
                lifeSigns.scheduleWithFixedDelay(
                        () -> lifeSign(epoch), 0, LIFE_SIGN_SECONDS, TimeUnit.SECONDS);
        if (signs.isCancelled()) {
            lost.set(true);
        }
    }

    private void lifeSign(long epoch) {
        try (PreparedStatement beat =
                connection.prepareStatement(
                        """
                        update run.heartbeat
                        set epoch = ?, beaten_at = clock_timestamp(), lock_backend = pg_backend_pid()
                        """)) {
            beat.setLong(1, epoch);
            beat.executeUpdate();
        } catch (SQLException e) {
            lost.set(true);
            System.getLogger(RunLock.class.getName())
                    .log(System.Logger.Level.WARNING, "the run lock is lost", e);
        }
    }

    /** Whether the connection broke, and with it the right to run. */
    public boolean isLost() {
        return lost.get();
    }

    @Override
    public void close() throws SQLException {
        lifeSigns.shutdownNow();
        try (connection;
                Statement unlock = connection.createStatement()) {
            // the server notices an end of the connection a moment later; who comes next need not
            // wait for that
            unlock.execute("select pg_advisory_unlock(" + KEY + ")");
        } catch (SQLException gone) {
            lost.set(true);
        }
    }
}
