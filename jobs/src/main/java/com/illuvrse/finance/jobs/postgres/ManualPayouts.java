package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.ManualPayout;
import com.illuvrse.finance.reconciliation.ManualPayout.Part;
import com.illuvrse.finance.reconciliation.ManualPayout.Source;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Payouts made by hand, the money they may be made of, and what they were found to be made of. */
public final class ManualPayouts {

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public ManualPayouts(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /** A payout made by hand and when it left. */
    public record Left(ManualPayout payout, Instant at) {}

    /**
     * Payouts made by hand that are booked up to a day and are not wholly made of known money yet,
     * the first first, each with what is still open of it.
     */
    public List<Left> open(LocalDate day) {
        return sql.sql(
                        """
                        select t.source_id, -t.net - coalesce(taken.net, 0) as open, t.currency, t.created
                        from fact.balance_transaction t
                            join ledger.entry e
                                on e.entry_id = ledger.entry_id('stripe:' || t.account || ':bt:' || t.id)
                            left join lateral (
                                select sum(p.net)::bigint as net from ledger.payout_part p
                                where p.payout_id = t.source_id) taken on true
                        where t.type = 'payout' and t.net < 0 and e.booked_on <= :day
                            and -t.net <> coalesce(taken.net, 0)
                            and exists (
                                select from fact.stripe_payout p
                                where p.payout_id = t.source_id and not p.automatic and p.seen_on <= :day)
                        order by t.created, t.id collate "C"
                        """)
                .param("day", day)
                .query(
                        (row, n) ->
                                new Left(
                                        new ManualPayout(
                                                row.getString(1),
                                                Money.of(
                                                        row.getLong(2),
                                                        Currency.of(row.getString(3)))),
                                        row.getObject(4, OffsetDateTime.class).toInstant()))
                .list();
    }

    /**
     * Keeps the parts of a payout, taken from the money that was available when it left: first what
     * the books were opened with, then posted rows that no automatic payout names. Works within the
     * running transaction of the writer, with as many rows in memory as the payout takes.
     */
    public void keepParts(Left left, LocalDate day) {
        List<Part> parts;
        try (Stream<Source> opening = opening(left, day);
                Stream<Source> rows = rows(left, day)) {
            Iterator<Source> oldestFirst = Stream.concat(opening, rows).iterator();
            parts = left.payout().parts(oldestFirst);
        }
        BulkInsert insert =
                BulkInsert.into("ledger.payout_part")
                        .column("payout_id", "text")
                        .column("source", "text")
                        .column("net", "bigint")
                        .column("currency", "text")
                        .column("attributed_on", "date");
        for (Part part : parts) {
            insert.row(
                    part.payout(),
                    part.source(),
                    part.net(),
                    left.payout().amount().currency().code(),
                    day);
        }
        insert.execute(jdbc);
    }

    private Stream<Source> opening(Left left, LocalDate day) {
        return sql
                .sql(
                        """
                        select e.source_key, sum(l.amount) - coalesce(max(taken.net), 0) as open
                        from ledger.entry e
                            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                as l (account_id, currency, amount)
                            join ledger.account a on a.account_id = l.account_id
                            left join lateral (
                                select sum(p.net) as net from ledger.payout_part p where p.source = e.source_key) taken
                                on true
                        where e.source_key like 'journal:%' and a.path like 'assets:stripe:payments:%'
                            and l.currency = :currency and e.booked_on <= :day and e.occurred_at <= :at
                        group by e.occurred_at, e.source_key
                        having sum(l.amount) <> coalesce(max(taken.net), 0)
                        order by e.occurred_at, e.source_key collate "C"
                        """)
                .param("currency", left.payout().amount().currency().code())
                .param("day", day)
                .param("at", PayoutBatches.at(left.at()))
                .query((row, n) -> new Source(row.getString(1), row.getLong(2)))
                .stream();
    }

    /**
     * Rows with money left, by (available_on, created, id). What lies before the place the payouts
     * before this one reached is not looked at again, but for rows that came later.
     */
    private Stream<Source> rows(Left left, LocalDate day) {
        return sql
                .sql(
                        """
                        with last as (
                            select max(p.attributed_on) as on_day
                            from ledger.payout_part p
                            where p.currency = :currency
                        ), reached as (
                            select max(t.available_on) as available_on
                            from ledger.payout_part p
                                join fact.balance_transaction t on t.id = p.source
                            where p.currency = :currency
                                and p.attributed_on = (select last.on_day from last))
                        select t.id, t.net - coalesce(taken.net, 0) as open
                        from fact.balance_transaction t
                            join ledger.entry e
                                on e.entry_id = ledger.entry_id('stripe:' || t.account || ':bt:' || t.id)
                            left join lateral (
                                select sum(p.net) as net from ledger.payout_part p where p.source = t.id) taken on true
                        where t.currency = :currency and t.balance_type = 'payments' and t.type <> 'payout'
                            and t.available_on <= :at and e.booked_on <= :day
                            and (t.available_on >= coalesce((select reached.available_on from reached), '-infinity')
                                or t.first_seen_on >= (select last.on_day from last))
                            and t.net <> coalesce(taken.net, 0)
                            and not exists (select from fact.stripe_payout_row r where r.bt_id = t.id)
                        order by t.available_on, t.created, t.id collate "C"
                        """)
                .param("currency", left.payout().amount().currency().code())
                .param("at", PayoutBatches.at(left.at()))
                .param("day", day)
                .query((row, n) -> new Source(row.getString(1), row.getLong(2)))
                .stream();
    }
}
