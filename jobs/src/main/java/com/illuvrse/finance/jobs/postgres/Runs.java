package com.illuvrse.finance.jobs.postgres;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who runs the night, which nights were run, and what each was settled by. */
public final class Runs {

    private final Database database;
    private final JdbcClient sql;

    public Runs(Database database) {
        this.database = database;
        this.sql = database.sql();
    }

    /** How far a night has come. */
    public enum State {
        RUNNING,
        FAILED,
        /** Not sealed, because somebody outside was away. */
        HELD,
        DONE
    }

    /**
     * One night as it was run.
     *
     * @param settings SHA-256 over the names and digests of all pinned files
     */
    public record NightRun(LocalDate date, State state, String settings, String program) {}

    /** Adds one to the epoch, after every transaction of the one before has ended. */
    public long takeOver(String owner, Instant at) {
        return sql.sql(
                        """
                        update run.epoch set epoch = epoch + 1, owner = :owner, taken_at = :at
                        returning epoch
                        """)
                .param("owner", owner)
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    /** The epoch that may write now. */
    public long epoch() {
        return sql.sql("select epoch from run.epoch").query(Long.class).single();
    }

    public Optional<NightRun> find(LocalDate date) {
        return sql.sql(
                        """
                        select business_date, state, settings_sha256, program_sha256
                        from run.night
                        where business_date = :date
                        """)
                .param("date", date)
                .query((row, n) -> night(row))
                .optional();
    }

    /** All nights, oldest first. */
    public List<NightRun> all() {
        return sql.sql(
                        """
                        select business_date, state, settings_sha256, program_sha256
                        from run.night
                        order by business_date
                        """)
                .query((row, n) -> night(row))
                .list();
    }

    /** The last night that is done, with everything before it. */
    public Optional<LocalDate> lastDone() {
        return sql.sql("select max(business_date) from run.night where state = 'DONE'")
                .query((row, n) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single();
    }

    private static NightRun night(java.sql.ResultSet row) throws java.sql.SQLException {
        return new NightRun(
                row.getObject(1, LocalDate.class),
                State.valueOf(row.getString(2)),
                row.getString(3),
                row.getString(4));
    }

    /** Notes that a night is run, opens its day when it is new, and pins what it is settled by. */
    public void begin(
            LocalDate date,
            long epoch,
            String owner,
            String settings,
            String program,
            Instant startedAt) {
        database.write(
                LedgerRole.WRITER,
                epoch,
                () -> {
                    sql.sql(
                                    """
                                    insert into run.night (business_date, state, epoch, owner, settings_sha256,
                                        program_sha256, started_at)
                                    values (:date, 'RUNNING', :epoch, :owner, :settings, :program, :at)
                                    on conflict (business_date) do update
                                    set state = 'RUNNING', epoch = excluded.epoch, owner = excluded.owner,
                                        settings_sha256 = excluded.settings_sha256,
                                        program_sha256 = excluded.program_sha256, ended_at = null
                                    """)
                            .param("date", date)
                            .param("epoch", epoch)
                            .param("owner", owner)
                            .param("settings", settings)
                            .param("program", program)
                            .param("at", OffsetDateTime.ofInstant(startedAt, ZoneOffset.UTC))
                            .update();
                    sql.sql("insert into ledger.day (day) values (:date) on conflict do nothing")
                            .param("date", date)
                            .update();
                });
    }

    /** Notes how a night ended. */
    public void end(LocalDate date, long epoch, State state, Instant endedAt) {
        database.write(
                LedgerRole.WRITER,
                epoch,
                () ->
                        sql.sql(
                                        """
                                        update run.night set state = :state, ended_at = :at
                                        where business_date = :date
                                        """)
                                .param("state", state.name())
                                .param("at", OffsetDateTime.ofInstant(endedAt, ZoneOffset.UTC))
                                .param("date", date)
                                .update());
    }

    /** Whether facts and entries may still be added to a day. */
    public boolean isOpen(LocalDate date) {
        return sql.sql(
                        "select exists (select from ledger.day where day = :date and state ="
                                + " 'OPEN')")
                .param("date", date)
                .query(Boolean.class)
                .single();
    }

    /** The last day that is sealed. */
    public Optional<LocalDate> lastSealed() {
        return sql.sql("select max(day) from ledger.day where state = 'SEALED'")
                .query((row, n) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single();
    }

    /** How many breaks were open when a day was over. */
    public long openBreaks(LocalDate date) {
        return sql.sql(
                        "select count(*) from ledger.break_day where day = :date and status ="
                                + " 'OPEN'")
                .param("date", date)
                .query(Long.class)
                .single();
    }
}
