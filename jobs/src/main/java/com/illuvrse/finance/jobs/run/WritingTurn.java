package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Guards;
import com.illuvrse.finance.jobs.postgres.RunLock;
import com.illuvrse.finance.jobs.postgres.Runs;
import java.sql.SQLException;
import java.time.Clock;

/**
 * The right of one process to write, from lock to epoch, for as long as it is open: nights take it,
 * and so does everything a person writes beside them (run safety, section 2).
 */
final class WritingTurn implements AutoCloseable {

    private final RunLock lock;
    private final long epoch;

    private WritingTurn(RunLock lock, long epoch) {
        this.lock = lock;
        this.epoch = epoch;
    }

    /**
     * Takes lock and epoch, and demands that the database defends itself.
     *
     * @param owner names this process to people: host and process id
     * @throws AlreadyRunningException when another process holds the lock
     * @throws IllegalStateException when a guard of the database is missing
     */
    static WritingTurn take(Database database, String owner, Clock clock) throws SQLException {
        RunLock lock = RunLock.tryTake(database).orElseThrow(AlreadyRunningException::new);
        try {
            long epoch = new Runs(database).takeOver(owner, clock.instant());
            lock.giveLifeSigns(epoch);
            new Guards(database).require();
            return new WritingTurn(lock, epoch);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    long epoch() {
        return epoch;
    }

    /** Whether the connection broke that the right hangs on. */
    boolean isLost() {
        return lock.isLost();
    }

    @Override
    public void close() throws SQLException {
        lock.close();
    }
}
