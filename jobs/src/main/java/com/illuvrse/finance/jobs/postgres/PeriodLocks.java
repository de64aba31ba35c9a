package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.journal.Period;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The periods nothing can be booked into any more. A lock is never taken back. */
public final class PeriodLocks {

    private final JdbcClient sql;

    public PeriodLocks(Database database) {
        this.sql = database.sql();
    }

    /** Who locked a period, when and why. */
    public record PeriodLock(Period period, String lockedBy, String reason, Instant lockedAt) {}

    /** All locks, the earliest period first. */
    public List<PeriodLock> all() {
        return sql.sql(
                        """
                        select period, locked_by, reason, locked_at
                        from ledger.period_lock
                        order by first_day, last_day
                        """)
                .query((row, n) -> lock(row))
                .list();
    }

    /** The lock of exactly this period. */
    public Optional<PeriodLock> find(Period period) {
        return sql.sql(
                        """
                        select period, locked_by, reason, locked_at
                        from ledger.period_lock
                        where period = :period
                        """)
                .param("period", period.name())
                .query((row, n) -> lock(row))
                .optional();
    }

    private static PeriodLock lock(ResultSet row) throws SQLException {
        return new PeriodLock(
                Period.parse(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant());
    }

    /** The first day of the ledger, the one after its genesis. */
    public Optional<LocalDate> firstDayOfTheLedger() {
        return sql.sql("select day + 1 from ledger.segment where segment = 0")
                .query(LocalDate.class)
                .optional();
    }

    /** The first day of a period that has no seal yet. */
    public Optional<LocalDate> firstUnsealedDay(Period period) {
        return sql.sql("select ledger.first_unsealed_day(:first, :last)")
                .param("first", period.firstDay())
                .param("last", period.lastDay())
                .query((row, n) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single();
    }

    /** Locks a period within the running transaction; the database refuses one that is not over. */
    public void add(PeriodLock lock) {
        sql.sql(
                        """
                        insert into ledger.period_lock (period, first_day, last_day, locked_by, reason, locked_at)
                        values (:period, :first, :last, :by, :reason, :at)
                        """)
                .param("period", lock.period().name())
                .param("first", lock.period().firstDay())
                .param("last", lock.period().lastDay())
                .param("by", lock.lockedBy())
                .param("reason", lock.reason())
                .param("at", OffsetDateTime.ofInstant(lock.lockedAt(), ZoneOffset.UTC))
                .update();
    }
}
