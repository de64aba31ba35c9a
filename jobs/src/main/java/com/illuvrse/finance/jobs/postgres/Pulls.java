package com.illuvrse.finance.jobs.postgres;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which sources were read to their end for which day.
 *
 * <p>A night reads each source once: whatever the source says after that belongs to the next night,
 * so that a night that is done again from its beginning finds the same facts.
 */
public final class Pulls {

    /** Where facts come from. */
    public enum Source {
        STRIPE,
        INBOX;

        private String databaseName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final JdbcClient sql;

    public Pulls(Database database) {
        this.sql = database.sql();
    }

    public boolean isFinished(LocalDate day, Source source) {
        return sql.sql(
                        """
                        select exists (select from fact.pull where day = :day and source = :source)
                        """)
                .param("day", day)
                .param("source", source.databaseName())
                .query(Boolean.class)
                .single();
    }

    /**
     * The day a file belongs to that is delivered now: the one after the last whose inbox was read
     * to its end; nothing before the first night.
     */
    public Optional<LocalDate> nextOfInbox() {
        return sql.sql("select max(day) + 1 from fact.pull where source = 'inbox'")
                .query((row, n) -> Optional.ofNullable(row.getObject(1, LocalDate.class)))
                .single();
    }

    /** Notes within the running transaction that a source was read to its end. */
    public void finish(LocalDate day, Source source, Instant at) {
        sql.sql(
                        """
                        insert into fact.pull (day, source, finished_at)
                        values (:day, :source, :at)
                        on conflict do nothing
                        """)
                .param("day", day)
                .param("source", source.databaseName())
                .param("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .update();
    }
}
