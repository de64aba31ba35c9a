package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.jobs.marketplace.FeedFile;
import com.illuvrse.finance.jobs.marketplace.RefusedLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The files of the inbox we know, and what was refused of them, kept as it came. */
public final class InboxFiles {

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public InboxFiles(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /** Whether a file is used, refused whole, or other than when it was used. */
    public enum Status {
        ACCEPTED,
        REJECTED,
        CHANGED
    }

    /**
     * One content of a file we have seen.
     *
     * @param wasReadToItsEnd whether every line of it was dealt with
     */
    public record Known(long fileKey, String sha256, Status status, boolean wasReadToItsEnd) {}

    /** All contents of all files of a feed we have seen, by {@code dt=<day>/<name>}. */
    public Map<String, List<Known>> known(String feed) {
        Map<String, List<Known>> known = new HashMap<>();
        sql.sql(
                        """
                        select f.day, f.name, f.file_key, f.sha256, f.status,
                            exists (select from fact.file_end e where e.file_key = f.file_key)
                        from fact.source_file f
                        where f.feed = :feed
                        order by f.file_key
                        """)
                .param("feed", feed)
                .query(
                        row -> {
                            String place =
                                    place(row.getObject(1, LocalDate.class), row.getString(2));
                            known.computeIfAbsent(place, key -> new ArrayList<>())
                                    .add(
                                            new Known(
                                                    row.getLong(3),
                                                    row.getString(4),
                                                    Status.valueOf(row.getString(5)),
                                                    row.getBoolean(6)));
                        });
        return known;
    }

    /** How {@link #known} names a file. */
    public static String place(LocalDate day, String name) {
        return "dt=" + day + "/" + name;
    }

    /** Notes within the running transaction that a file is being read; returns its number. */
    public long begin(FeedFile file, int lines, LocalDate readOn) {
        sql.sql(
                        """
                        insert into fact.source_file
                            (feed, day, name, sha256, size_bytes, line_count, status, read_on)
                        values (:feed, :day, :name, :sha256, :size, :lines, 'ACCEPTED', :readOn)
                        on conflict do nothing
                        """)
                .param("feed", file.feed())
                .param("day", file.day())
                .param("name", file.name())
                .param("sha256", file.sha256())
                .param("size", size(file))
                .param("lines", lines)
                .param("readOn", readOn)
                .update();
        return sql.sql(
                        """
                        select file_key
                        from fact.source_file
                        where feed = :feed and day = :day and name = :name and sha256 = :sha256
                        """)
                .param("feed", file.feed())
                .param("day", file.day())
                .param("name", file.name())
                .param("sha256", file.sha256())
                .query(Long.class)
                .single();
    }

    /** The same for a file that lies nowhere else: its bytes are kept as they came. */
    public long beginKept(FeedFile file, int lines, LocalDate readOn) {
        keepRaw(file, Status.ACCEPTED, null, lines, readOn);
        return begin(file, lines, readOn);
    }

    /** Notes within the running transaction that every line of a file was dealt with. */
    public void end(long fileKey, LocalDate readOn) {
        sql.sql(
                        """
                        insert into fact.file_end (file_key, read_on)
                        values (:fileKey, :readOn)
                        on conflict do nothing
                        """)
                .param("fileKey", fileKey)
                .param("readOn", readOn)
                .update();
    }

    /**
     * Keeps a file byte by byte as it came, one of persons without its bytes.
     *
     * @param reason why it is not used; null for one that is
     */
    public void keepRaw(
            FeedFile file, Status status, @Nullable String reason, int lines, LocalDate readOn) {
        long size = size(file);
        jdbc.execute(
                (Connection connection) -> {
                    try (PreparedStatement insert =
                                    connection.prepareStatement(
                                            """
                                            insert into fact.source_file (feed, day, name, sha256, size_bytes,
                                                line_count, status, reason, raw, read_on)
                                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                                            on conflict do nothing
                                            """);
                            InputStream raw =
                                    file.isOfPersons()
                                            ? InputStream.nullInputStream()
                                            : Files.newInputStream(file.content())) {
                        insert.setString(1, file.feed());
                        insert.setObject(2, file.day());
                        insert.setString(3, file.name());
                        insert.setString(4, file.sha256());
                        insert.setLong(5, size);
                        insert.setInt(6, lines);
                        insert.setString(7, status.name());
                        insert.setString(8, reason);
                        insert.setBinaryStream(9, raw, file.isOfPersons() ? 0 : size);
                        insert.setObject(10, readOn);
                        return insert.executeUpdate();
                    } catch (IOException e) {
                        throw new UncheckedIOException(file.ref() + " could not be read", e);
                    }
                });
    }

    /** Keeps refused lines as they came. */
    public void keepRefused(long fileKey, Collection<RefusedLine> lines, LocalDate readOn) {
        jdbc.batchUpdate(
                """
                insert into fact.refused_line (file_key, line_no, raw, reason, read_on)
                values (?, ?, ?, ?, ?)
                on conflict do nothing
                """,
                lines,
                1000,
                (insert, line) -> {
                    insert.setLong(1, fileKey);
                    insert.setInt(2, line.line().number());
                    insert.setBytes(3, line.line().bytes());
                    insert.setString(4, line.reason());
                    insert.setObject(5, readOn);
                });
    }

    /** Numbers of the lines of a file that are refused already. */
    public Set<Integer> refusedLines(long fileKey) {
        return sql.sql("select line_no from fact.refused_line where file_key = :fileKey")
                .param("fileKey", fileKey)
                .query((row, n) -> row.getInt(1))
                .set();
    }

    private static long size(FeedFile file) {
        try {
            return Files.size(file.content());
        } catch (IOException e) {
            throw new UncheckedIOException(file.ref() + " could not be read", e);
        }
    }
}
