package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.exporters.s3.StoredObject;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What of a day lies in the archive, as it was written. */
public final class Deliveries {

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public Deliveries(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /**
     * One object of the archive.
     *
     * @param sha256 lower-case hex
     */
    public record Delivery(String bucket, String key, String sha256, long bytes, String versionId) {

        public static Delivery of(String bucket, StoredObject object) {
            return new Delivery(
                    bucket, object.key(), object.sha256(), object.bytes(), object.versionId());
        }

        /** The object as the archive knows it. */
        public StoredObject stored() {
            return new StoredObject(key, bytes, sha256, versionId);
        }
    }

    /**
     * Keeps what was delivered, within the running transaction of the sealer.
     *
     * @throws IllegalStateException when an object was delivered before as something else
     */
    public void keep(LocalDate day, Collection<Delivery> objects) {
        BulkInsert insert =
                BulkInsert.into("ledger.delivery")
                        .column("day", "date")
                        .column("object_key", "text")
                        .column("bucket", "text")
                        .column("sha256", "text")
                        .column("size_bytes", "bigint")
                        .column("version_id", "text");
        for (Delivery object : objects) {
            insert.row(
                    day,
                    object.key(),
                    object.bucket(),
                    object.sha256(),
                    object.bytes(),
                    object.versionId());
        }
        insert.execute(jdbc);
        List<Delivery> kept = of(day);
        for (Delivery object : objects) {
            if (!kept.contains(object)) {
                throw new IllegalStateException(
                        "%s is delivered as %s, the database knows it otherwise: %s"
                                .formatted(
                                        object.key(),
                                        object,
                                        kept.stream()
                                                .filter(
                                                        each ->
                                                                each.key().equals(object.key())
                                                                        && each.bucket()
                                                                                .equals(
                                                                                        object
                                                                                                .bucket()))
                                                .toList()));
            }
        }
    }

    /** Sealed days of which a bucket does not have a file of the package, ascending. */
    public List<LocalDate> sealedDaysWithout(String bucket, String file) {
        return sql.sql(
                        """
                        select s.day
                        from ledger.segment s join ledger.segment_seal seal on seal.segment = s.segment
                        where not exists (
                            select from ledger.delivery d
                            where d.day = s.day and d.bucket = :bucket and d.object_key like :file)
                        order by s.segment
                        """)
                .param("bucket", bucket)
                .param("file", "%/" + file)
                .query((row, n) -> row.getObject(1, LocalDate.class))
                .list();
    }

    /** All objects of a day, by bucket and key. */
    public List<Delivery> of(LocalDate day) {
        return sql.sql(
                        """
                        select d.bucket, d.object_key, d.sha256, d.size_bytes, d.version_id
                        from ledger.delivery d
                        where d.day = :day
                        order by d.bucket collate "C", d.object_key collate "C"
                        """)
                .param("day", day)
                .query(
                        (row, n) ->
                                new Delivery(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getLong(4),
                                        row.getString(5)))
                .list();
    }
}
