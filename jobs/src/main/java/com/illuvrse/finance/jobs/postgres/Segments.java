package com.illuvrse.finance.jobs.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The chain of sealed days: what was cut, which manifest was made of it, and which were signed.
 *
 * <p>A manifest is kept before it is signed. Making it again must give the same bytes, and the
 * first signature stays.
 */
public final class Segments {

    private final JdbcClient sql;

    public Segments(Database database) {
        this.sql = database.sql();
    }

    /**
     * A manifest as it is signed.
     *
     * @param id SHA-256 of its bytes
     * @param entriesRoot root over the lines of the ledger
     */
    public record Manifest(int segment, String id, String entriesRoot, String text) {}

    /** The cut of a day, if it is made. */
    public Optional<Segment> find(LocalDate day) {
        return sql.sql(
                        """
                        select s.segment, s.day, s.sealed_at, s.seq_before, s.seq_after
                        from ledger.segment s
                        where s.day = :day
                        """)
                .param("day", day)
                .query((row, n) -> segment(row))
                .optional();
    }

    /** The day of a segment, which must be made. */
    public LocalDate dayOf(int segment) {
        return sql.sql("select s.day from ledger.segment s where s.segment = :segment")
                .param("segment", segment)
                .query(LocalDate.class)
                .optional()
                .orElseThrow(
                        () -> new IllegalStateException("this ledger has no segment " + segment));
    }

    /** The cut of a day, which must be made. */
    public Segment require(LocalDate day) {
        return find(day)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "day " + day + " is not closed, close it first"));
    }

    static Segment segment(ResultSet row) throws SQLException {
        return new Segment(
                row.getInt(1),
                row.getObject(2, LocalDate.class),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getLong(4),
                row.getLong(5));
    }

    /** The last day that is sealed: the genesis day when no other is. */
    public Optional<LocalDate> lastSealed() {
        return sql.sql(
                        """
                        select s.day
                        from ledger.segment s join ledger.segment_seal seal on seal.segment = s.segment
                        order by s.segment desc
                        limit 1
                        """)
                .query(LocalDate.class)
                .optional();
    }

    /** Whether a day has its signature. */
    public boolean isSealed(LocalDate day) {
        return sql.sql(
                        """
                        select exists (
                            select from ledger.segment s join ledger.segment_seal seal on seal.segment = s.segment
                            where s.day = :day)
                        """)
                .param("day", day)
                .query(Boolean.class)
                .single();
    }

    /** How many breaks of a day are open. */
    public long openBreaks(LocalDate day) {
        return sql.sql("select count(*) from ledger.break_day where day = :day and status = 'OPEN'")
                .param("day", day)
                .query(Long.class)
                .single();
    }

    /** The manifestIds of the whole chain, the genesis first. */
    public List<String> manifestIds() {
        return manifestIdsBefore(Integer.MAX_VALUE);
    }

    /** The manifestIds of the segments before one, the genesis first. */
    public List<String> manifestIdsBefore(int segment) {
        return sql.sql(
                        """
                        select m.manifest_id
                        from ledger.segment_manifest m
                        where m.segment < :segment
                        order by m.segment
                        """)
                .param("segment", segment)
                .query((row, n) -> row.getString(1))
                .list();
    }

    public Optional<Manifest> manifest(int segment) {
        return sql.sql(
                        """
                        select m.segment, m.manifest_id, m.entries_root, m.manifest
                        from ledger.segment_manifest m
                        where m.segment = :segment
                        """)
                .param("segment", segment)
                .query(
                        (row, n) ->
                                new Manifest(
                                        row.getInt(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4)))
                .optional();
    }

    /**
     * Keeps a manifest within the running transaction, before it is signed.
     *
     * @throws IllegalStateException when another one was kept for this segment
     */
    public void keep(Manifest manifest) {
        Optional<Manifest> kept = manifest(manifest.segment());
        if (kept.isEmpty()) {
            sql.sql(
                            """
                            insert into ledger.segment_manifest (segment, manifest_id, entries_root, manifest)
                            values (:segment, :id, :root, :text)
                            """)
                    .param("segment", manifest.segment())
                    .param("id", manifest.id())
                    .param("root", manifest.entriesRoot())
                    .param("text", manifest.text())
                    .update();
        } else if (!kept.get().equals(manifest)) {
            throw new IllegalStateException(
                    "segment %d was made as manifest %s, making it again gives %s; something the day was"
                                    .formatted(manifest.segment(), kept.get().id(), manifest.id())
                            + " made of has changed, nothing is signed");
        }
    }

    /** The signed checkpoint of a segment, if there is one. */
    public Optional<String> checkpoint(int segment) {
        return sql.sql(
                        "select seal.checkpoint from ledger.segment_seal seal where seal.segment ="
                                + " :segment")
                .param("segment", segment)
                .query(String.class)
                .optional();
    }

    /**
     * Keeps the signature of a segment within the running transaction and marks its day as sealed.
     * The first signature stays.
     *
     * @return the checkpoint that is kept
     */
    public String keepSeal(int segment, String checkpoint) {
        sql.sql(
                        """
                        insert into ledger.segment_seal (segment, checkpoint)
                        values (:segment, :checkpoint)
                        on conflict do nothing
                        """)
                .param("segment", segment)
                .param("checkpoint", checkpoint)
                .update();
        sql.sql(
                        """
                        update ledger.day d set state = 'SEALED'
                        from ledger.segment s
                        where s.segment = :segment and d.day = s.day and d.state = 'CLOSING'
                        """)
                .param("segment", segment)
                .update();
        return checkpoint(segment)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "segment " + segment + " has no seal after it was kept"));
    }

    /** Adds the cut of the genesis, the day before the first, within the running transaction. */
    public void addGenesis(LocalDate day, Instant sealedAt) {
        sql.sql(
                        """
                        insert into ledger.segment (segment, day, sealed_at, seq_before, seq_after)
                        values (0, :day, :sealedAt, 0, 0)
                        """)
                .param("day", day)
                .param("sealedAt", OffsetDateTime.ofInstant(sealedAt, ZoneOffset.UTC))
                .update();
    }
}
