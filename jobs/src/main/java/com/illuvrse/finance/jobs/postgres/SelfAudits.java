package com.illuvrse.finance.jobs.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the nightly replays of one past day found; one for each seal, and the first one stays. */
public final class SelfAudits {

    private static final String AUDIT =
            """
            select a.segment, a.checkpoint_sha256, a.audited, s.day, s.seq_after - s.seq_before, a.result, a.sealed_root,
                a.replayed_root, a.kept_root, a.detail
            from run.self_audit a join ledger.segment s on s.segment = a.audited
            """;

    private final JdbcClient sql;

    public SelfAudits(Database database) {
        this.sql = database.sql();
    }

    /** How an audit ended. */
    public enum Result {
        /** Facts and ledger give the entries that were sealed. */
        REPRODUCED,
        /** They do not; somebody must look. */
        DIFFERENT,
        /** It could not be made, so nothing is known. */
        FAILED
    }

    /**
     * One audit.
     *
     * @param segment the newest one at that time, whose checkpoint chose the day
     * @param checkpointSha256 digest of that checkpoint
     * @param audited the segment that was replayed
     * @param entries how many it has
     * @param replayedRoot null when it failed
     * @param keptRoot null when it failed
     * @param detail what differs or failed; null when all is well
     */
    public record Audit(
            int segment,
            String checkpointSha256,
            int audited,
            LocalDate day,
            long entries,
            Result result,
            String sealedRoot,
            @Nullable String replayedRoot,
            @Nullable String keptRoot,
            @Nullable String detail) {}

    /** The audit a seal chose, if one was made. */
    public Optional<Audit> of(int segment) {
        return sql.sql(AUDIT + " where a.segment = :segment")
                .param("segment", segment)
                .query((row, n) -> audit(row))
                .optional();
    }

    /** The last audit that was made. */
    public Optional<Audit> newest() {
        return sql.sql(AUDIT + " order by a.segment desc limit 1")
                .query((row, n) -> audit(row))
                .optional();
    }

    /** Keeps an audit within the running transaction of the writer. */
    public void keep(Audit audit, String program, Instant at) {
        sql.sql(
                        """
                        insert into run.self_audit (segment, checkpoint_sha256, audited, result, sealed_root, replayed_root,
                            kept_root, detail, program_sha256, audited_at)
                        values (:segment, :checkpoint, :audited, :result, :sealed, :replayed, :kept, :detail, :program, :at)
                        on conflict do nothing
                        """)
                .param("segment", audit.segment())
                .param("checkpoint", audit.checkpointSha256())
                .param("audited", audit.audited())
                .param("result", audit.result().name())
                .param("sealed", audit.sealedRoot())
                .param("replayed", audit.replayedRoot())
                .param("kept", audit.keptRoot())
                .param("detail", audit.detail())
                .param("program", program)
                .param("at", PayoutBatches.at(at))
                .update();
    }

    private static Audit audit(ResultSet row) throws SQLException {
        return new Audit(
                row.getInt(1),
                row.getString(2),
                row.getInt(3),
                row.getObject(4, LocalDate.class),
                row.getLong(5),
                Result.valueOf(row.getString(6)),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10));
    }
}
