package com.illuvrse.finance.jobs.postgres;

import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How far a pull of balance transactions has come: rounds, their windows and pages. A page is noted
 * in the transaction that keeps its rows, so a killed pull goes on with the page it lost.
 */
public final class StripePages {

    private final JdbcClient sql;

    public StripePages(Database database) {
        this.sql = database.sql();
    }

    /**
     * One reading of all windows.
     *
     * @param number from 1 on
     * @param upTo end of the last window: every row in the balance asked before was created earlier
     * @param observedAt when that balance was asked
     * @param searchFrom the first day of a search, which reads from the newest day to the oldest;
     *     null when the days of overlap are read
     */
    public record Round(
            int number, Instant upTo, Instant observedAt, @Nullable LocalDate searchFrom) {

        public boolean isSearch() {
            return searchFrom != null;
        }
    }

    /** The page that was kept last of a window. */
    public record LastPage(int page, @Nullable String lastId, boolean isLast) {}

    /** The latest round of a day. */
    public Optional<Round> round(LocalDate day) {
        return sql.sql(
                        """
                        select round, up_to, observed_at, search_from
                        from fact.stripe_round
                        where day = :day
                        order by round desc
                        limit 1
                        """)
                .param("day", day)
                .query(
                        (row, n) ->
                                new Round(
                                        row.getInt(1),
                                        row.getObject(2, OffsetDateTime.class).toInstant(),
                                        row.getObject(3, OffsetDateTime.class).toInstant(),
                                        row.getObject(4, LocalDate.class)))
                .optional();
    }

    /** Whether one of the rounds of a day was a search. */
    public boolean hasSearched(LocalDate day) {
        return sql.sql(
                        """
                        select exists (
                            select from fact.stripe_round where day = :day and search_from is not null)
                        """)
                .param("day", day)
                .query(Boolean.class)
                .single();
    }

    public void begin(LocalDate day, Round round) {
        sql.sql(
                        """
                        insert into fact.stripe_round (day, round, up_to, observed_at, search_from)
                        values (:day, :round, :upTo, :observedAt, :searchFrom)
                        """)
                .param("day", day)
                .param("round", round.number())
                .param("upTo", utc(round.upTo()))
                .param("observedAt", utc(round.observedAt()))
                .param("searchFrom", round.searchFrom(), Types.DATE)
                .update();
    }

    /** The page that was kept last of the window that begins at an instant. */
    public Optional<LastPage> lastPage(LocalDate day, Round round, Instant windowFrom) {
        return sql.sql(
                        """
                        select page, last_id, is_last
                        from fact.stripe_page
                        where day = :day and round = :round and window_from = :from
                        order by page desc
                        limit 1
                        """)
                .param("day", day)
                .param("round", round.number())
                .param("from", utc(windowFrom))
                .query((row, n) -> new LastPage(row.getInt(1), row.getString(2), row.getBoolean(3)))
                .optional();
    }

    /** Notes a page within the transaction that keeps its rows. */
    public void keep(LocalDate day, Round round, Instant windowFrom, LastPage page) {
        sql.sql(
                        """
                        insert into fact.stripe_page (day, round, window_from, page, last_id, is_last)
                        values (:day, :round, :from, :page, :lastId, :isLast)
                        """)
                .param("day", day)
                .param("round", round.number())
                .param("from", utc(windowFrom))
                .param("page", page.page())
                .param("lastId", page.lastId())
                .param("isLast", page.isLast())
                .update();
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
