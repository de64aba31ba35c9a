package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was added to sealed days: signatures of persons, time stamps, cosignatures, each kept whole
 * before it is delivered. The first file under a path stays.
 */
public final class Attestations {

    private final JdbcClient sql;

    public Attestations(Database database) {
        this.sql = database.sql();
    }

    /**
     * A file that was added, such as {@code sig/finance-lead.p7s}.
     *
     * @param delivered whether it lies in the archive
     */
    public record Added(String path, boolean delivered) {}

    /** A sealed day and everything that was added to it, by path. */
    public record SealedDay(Segment cut, List<Added> added) {

        public SealedDay {
            added = List.copyOf(added);
        }

        /** Whether a file is kept, delivered or not. */
        public boolean has(String path) {
            return added.stream().anyMatch(file -> file.path().equals(path));
        }

        /** Whether a file lies in the archive. */
        public boolean hasDelivered(String path) {
            return added.contains(new Added(path, true));
        }
    }

    /** Keeps that a key is about to sign a segment, within the running transaction. */
    public void intend(int segment, String role, String keyId, Instant now) {
        sql.sql(
                        """
                        insert into ledger.signature_intent (segment, role, key_id, intended_at)
                        values (:segment, :role, :key, :now)
                        on conflict do nothing
                        """)
                .param("segment", segment)
                .param("role", role)
                .param("key", keyId)
                .param("now", at(now))
                .update();
    }

    /**
     * Keeps a file within the running transaction; the first one stays.
     *
     * @return the bytes that are kept
     */
    public byte[] keep(int segment, String path, byte[] content, Instant now) {
        sql.sql(
                        """
                        insert into ledger.attestation (segment, path, sha256, content, kept_at)
                        values (:segment, :path, :sha256, :content, :now)
                        on conflict do nothing
                        """)
                .param("segment", segment)
                .param("path", path)
                .param("sha256", Sha256.hexOf(content))
                .param("content", content)
                .param("now", at(now))
                .update();
        return find(segment, path)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "%s of segment %d is not there after it was kept"
                                                .formatted(path, segment)));
    }

    /** The bytes of a file, if it is kept. */
    public Optional<byte[]> find(int segment, String path) {
        return sql.sql(
                        """
                        select a.content
                        from ledger.attestation a
                        where a.segment = :segment and a.path = :path
                        """)
                .param("segment", segment)
                .param("path", path)
                .query((row, n) -> row.getBytes(1))
                .optional();
    }

    /** All sealed days with what was added to them, the genesis first. */
    public List<SealedDay> days() {
        Map<Segment, List<Added>> days = new LinkedHashMap<>();
        sql.sql(
                        """
                        select s.segment, s.day, s.sealed_at, s.seq_before, s.seq_after, f.path, f.delivered
                        from ledger.segment s
                            join ledger.segment_seal seal on seal.segment = s.segment
                            left join ledger.attested_file f on f.segment = s.segment
                        order by s.segment, f.path collate "C"
                        """)
                .query(
                        row -> {
                            Segment cut = Segments.segment(row);
                            @Nullable String path = row.getString(6);
                            List<Added> added = days.computeIfAbsent(cut, n -> new ArrayList<>());
                            if (path != null) {
                                added.add(new Added(path, row.getBoolean(7)));
                            }
                        });
        return days.entrySet().stream()
                .map(day -> new SealedDay(day.getKey(), day.getValue()))
                .toList();
    }

    /** What a closed day booked on each side, one amount for each currency. */
    public List<Money> turnover(LocalDate day) {
        return sql.sql(
                        """
                        select b.currency, sum(b.debit)
                        from ledger.balance_day b
                        where b.day = :day
                        group by b.currency
                        having sum(b.debit) > 0
                        order by b.currency collate "C"
                        """)
                .param("day", day)
                .query(
                        (row, n) ->
                                Money.of(
                                        row.getObject(2, BigDecimal.class).longValueExact(),
                                        Currency.of(row.getString(1))))
                .list();
    }

    /** Files of a segment that lie in the archive, by path. */
    public List<String> deliveredTo(int segment) {
        return sql.sql(
                        """
                        select f.path
                        from ledger.attested_file f
                        where f.segment = :segment and f.delivered
                        order by f.path collate "C"
                        """)
                .param("segment", segment)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** Files of a day that are kept and not delivered, or not known to be. */
    public List<String> undelivered(LocalDate day) {
        return sql.sql(
                        """
                        select f.path
                        from ledger.attested_file f
                        where f.day = :day and not f.delivered
                        order by f.path collate "C"
                        """)
                .param("day", day)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /**
     * Fixes which files the seals of a segment have: all that lie in the archive and are in no seal
     * yet. Part of the cut.
     */
    void seal(int segment) {
        sql.sql(
                        """
                        insert into ledger.seal_line (attested, path, segment)
                        select f.segment, f.path, :segment
                        from ledger.attested_file f
                        where f.segment < :segment and f.delivered
                            and not exists (
                                select from ledger.seal_line l
                                where l.attested = f.segment and l.path = f.path)
                        """)
                .param("segment", segment)
                .update();
    }

    /** The files the seals of a segment have, besides the checkpoint before: digest by name. */
    public SortedMap<String, String> sealedBy(int segment) {
        TreeMap<String, String> files = new TreeMap<>();
        sql.sql(
                        """
                        select f.name, f.sha256
                        from ledger.seal_line l
                            join ledger.attested_file f on f.segment = l.attested and f.path = l.path
                        where l.segment = :segment
                        """)
                .param("segment", segment)
                .query(
                        row -> {
                            files.put(row.getString(1), row.getString(2));
                        });
        return files;
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
