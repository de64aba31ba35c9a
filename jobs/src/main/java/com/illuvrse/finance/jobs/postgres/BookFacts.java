package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.exporters.books.BookedEntry;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.ReferenceRate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the sealed days say of the books of a month: every entry with the people behind it, balances
 * at both ends, and rates with the day they were told.
 *
 * <p>Call everything within one {@link Database#read}, so that rows come a few thousand at a time.
 */
public final class BookFacts {

    private final JdbcClient sql;
    private final Journal journal;

    public BookFacts(Database database) {
        this.sql = database.sql();
        this.journal = new Journal(database);
    }

    /**
     * A month as far as it is sealed.
     *
     * @param end first instant after the last day: what was decided later is not known yet
     */
    public record Month(LocalDate first, LocalDate last, Instant end, ZoneId zone) {}

    /** All entries booked on a day of the month, by id. */
    public void forEachOf(LocalDate day, Month month, Consumer<BookedEntry> consumer) {
        Map<Integer, AccountId> known = new HashMap<>();
        sql.sql(
                        Journal.COLUMNS
                                + """
                                , j.body::json ->> 'enteredBy', j.body::json ->> 'approvedBy', v.person, v.voted_at, r.entry_id
                                from ledger.entry e
                                    left join fact.journal j on e.source_key like 'journal:%' and j.journal = e.journal
                                        and j.status = 'ACCEPTED'
                                    left join lateral (
                                        select v.person, v.voted_at from payout.vote v
                                        where v.batch = split_part(e.source_key, ':', 2) and v.decision = 'APPROVE'
                                            and v.voted_at < :end
                                        order by v.voted_at, v.person collate "C"
                                        limit 1) v on e.source_key like 'payout:%'
                                    left join lateral (
                                        select r.entry_id from ledger.entry r
                                        where r.reverses = e.entry_id and r.booked_on between :first and :last
                                        order by r.booked_on, r.entry_id
                                        limit 1) r on true
                                where e.booked_on = :day
                                order by e.entry_id
                                """)
                .param("day", day)
                .param("first", month.first())
                .param("last", month.last())
                .param("end", PayoutBatches.at(month.end()))
                .query(
                        row -> {
                            consumer.accept(booked(row, known, month.zone()));
                        });
    }

    private BookedEntry booked(ResultSet row, Map<Integer, AccountId> known, ZoneId zone)
            throws SQLException {
        String enteredBy = row.getString(22);
        String agreed = row.getString(23);
        String voter = row.getString(24);
        OffsetDateTime votedAt = row.getObject(25, OffsetDateTime.class);
        String reversedBy = row.getString(26);
        return new BookedEntry(
                journal.entry(row, known),
                enteredBy == null ? "settlement" : enteredBy,
                agreed == null ? voter : agreed,
                votedAt == null ? null : votedAt.atZoneSameInstant(zone).toLocalDate(),
                reversedBy == null ? null : EntryId.parse(reversedBy));
    }

    /** All entries booked before a day that hold another currency than one, by day. */
    public void forEachForeign(LocalDate before, Currency than, Consumer<JournalEntry> consumer) {
        Map<Integer, AccountId> known = new HashMap<>();
        sql.sql(
                        Journal.COLUMNS
                                + """
                                from ledger.entry e
                                where e.booked_on < :before and not (:than = all (e.line_currency))
                                order by e.booked_on
                                """)
                .param("before", before)
                .param("than", than.code())
                .query(
                        row -> {
                            consumer.accept(journal.entry(row, known));
                        });
    }

    /** One account in one currency, drawn at both ends of a month, debit positive, minor units. */
    public record Ends(AccountId account, Currency currency, long beginning, long ending) {}

    /** Every account with a balance at either end, by path and currency. */
    public Stream<Ends> balances(Month month) {
        return sql
                .sql(
                        """
                        select a.path, b.currency,
                            coalesce(sum(b.closing) filter (where b.day = :before), 0)::bigint,
                            coalesce(sum(b.closing) filter (where b.day = :last), 0)::bigint
                        from ledger.balance_day b join ledger.account a on a.account_id = b.account_id
                        where b.day in (:before, :last) and b.closing <> 0
                        group by a.path, b.currency
                        order by a.path collate "C", b.currency collate "C"
                        """)
                .param("before", month.first().minusDays(1))
                .param("last", month.last())
                .query(
                        (row, n) ->
                                new Ends(
                                        AccountId.of(row.getString(1)),
                                        Currency.of(row.getString(2)),
                                        row.getLong(3),
                                        row.getLong(4)))
                .stream();
    }

    /** What was posted in a month in one currency, minor units, and by how many entries. */
    public record Turnover(Currency currency, long debits, long credits, long entries) {}

    /** The postings of the month added up, by currency. */
    public List<Turnover> turnover(Month month) {
        return sql.sql(
                        """
                        select p.currency, coalesce(sum(p.amount_minor) filter (where p.amount_minor > 0), 0)::bigint,
                            coalesce(-sum(p.amount_minor) filter (where p.amount_minor < 0), 0)::bigint,
                            count(distinct p.entry_id)
                        from ledger.posting p
                        where p.booked_on between :first and :last
                        group by p.currency
                        order by p.currency collate "C"
                        """)
                .param("first", month.first())
                .param("last", month.last())
                .query(
                        (row, n) ->
                                new Turnover(
                                        Currency.of(row.getString(1)),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4)))
                .list();
    }

    /** A published rate and the accounting day on which the marketplace told it. */
    public record ToldRate(ReferenceRate rate, LocalDate acceptedOn) {}

    /** All rates told up to a day. */
    public List<ToldRate> rates(LocalDate known) {
        return sql.sql(
                        """
                        select r.rate_on, r.base, r.quote, r.rate, r.source, r.accepted_on
                        from fact.rate r
                        where r.accepted_on <= :known
                        order by r.accepted_on, r.rate_on, r.base, r.quote, r.source collate "C"
                        """)
                .param("known", known)
                .query(
                        (row, n) ->
                                new ToldRate(
                                        new ReferenceRate(
                                                row.getObject(1, LocalDate.class),
                                                Currency.of(row.getString(2)),
                                                Currency.of(row.getString(3)),
                                                row.getString(4),
                                                row.getString(5)),
                                        row.getObject(6, LocalDate.class)))
                .list();
    }
}
