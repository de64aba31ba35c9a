package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.PayoutComposition;
import com.illuvrse.finance.reconciliation.PostedRows;
import com.illuvrse.finance.reconciliation.TransferredPayouts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sums over facts and entries that the invariants of a day compare. Raw facts are counted from
 * their own tables, never from what was made of them.
 */
public final class ControlFigures {

    private final JdbcClient sql;

    public ControlFigures(Database database) {
        this.sql = database.sql();
    }

    /**
     * The rows that had to be booked on a day, with the entries and the lines on Stripe's accounts
     * they have, by balance type and currency.
     *
     * @param booksBegin rows before it are part of the opening balances
     */
    public List<PostedRows> postedRows(AccountingDay day, Instant booksBegin) {
        return sql.sql(
                        """
                        with raw as (
                            select b.balance_type, b.currency, count(*) as rows, sum(b.net) as net
                            from fact.balance_transaction b
                            where b.created >= :begin and b.created < :to
                                and (b.created >= :from and b.first_seen_on <= :day or b.first_seen_on = :day)
                            group by b.balance_type, b.currency
                        ), booked as (
                            select b.balance_type, b.currency, count(*) as entries,
                                sum(case
                                    when b.balance_type in ('payments', 'risk_reserved', 'issuing',
                                            'refund_and_dispute_prefunding')
                                        then (
                                            select sum(l.amount)
                                            from unnest(e.line_account, e.line_amount) as l (account_id, amount)
                                                join ledger.account a on a.account_id = l.account_id
                                            where a.path = any(case b.balance_type
                                                when 'payments' then array['assets:stripe:payments:pending',
                                                    'assets:stripe:payments:available']
                                                when 'risk_reserved' then array['assets:stripe:reserve']
                                                when 'issuing' then array['assets:stripe:issuing']
                                                else array['assets:stripe:prefunding'] end))
                                    else b.net end) as legs
                            from ledger.entry e
                                join fact.balance_transaction b on b.id = e.bt
                            where e.booked_on = :day and e.source_key like 'stripe:%:bt:%'
                            group by b.balance_type, b.currency
                        )
                        select balance_type, currency, coalesce(raw.rows, 0), coalesce(booked.entries, 0),
                            coalesce(raw.net, 0)::bigint, coalesce(booked.legs, 0)::bigint
                        from raw full join booked using (balance_type, currency)
                        order by currency collate "C", balance_type collate "C"
                        """)
                .param("day", day.date())
                .param("begin", PayoutBatches.at(booksBegin))
                .param("from", PayoutBatches.at(day.from()))
                .param("to", PayoutBatches.at(day.to()))
                .query(
                        (row, n) ->
                                new PostedRows(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6)))
                .list();
    }

    /** A sum of rows of one of Stripe's balances. */
    public record BalanceSum(String balanceType, Currency currency, long net) {}

    /**
     * Net of the rows of later days that were seen by the pull of a day: its last answer of
     * Stripe's contains exactly the rows that are kept.
     */
    public List<BalanceSum> after(AccountingDay day) {
        return sql.sql(
                        """
                        select b.balance_type, b.currency, sum(b.net)::bigint
                        from fact.balance_transaction b
                        where b.created >= :to and b.first_seen_on <= :day
                        group by b.balance_type, b.currency
                        order by b.balance_type collate "C", b.currency collate "C"
                        """)
                .param("day", day.date())
                .param("to", PayoutBatches.at(day.to()))
                .query(
                        (row, n) ->
                                new BalanceSum(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        row.getLong(3)))
                .list();
    }

    /** What entries made by people moved on the accounts of Stripe's balances on a day. */
    public List<BalanceSum> journalsOnStripe(LocalDate day) {
        return sql.sql(
                        """
                        select case
                                when a.path like 'assets:stripe:payments:%' then 'payments'
                                when a.path = 'assets:stripe:reserve' then 'risk_reserved'
                                when a.path = 'assets:stripe:issuing' then 'issuing'
                                else 'refund_and_dispute_prefunding' end as balance_type,
                            l.currency, sum(l.amount)::bigint
                        from ledger.entry e
                            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                as l (account_id, currency, amount)
                            join ledger.account a on a.account_id = l.account_id
                        where e.booked_on = :day and e.source_key like 'journal:%'
                            and (a.path like 'assets:stripe:payments:%' or a.path in ('assets:stripe:reserve',
                                'assets:stripe:issuing', 'assets:stripe:prefunding'))
                        group by 1, 2
                        """)
                .param("day", day)
                .query(
                        (row, n) ->
                                new BalanceSum(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        row.getLong(3)))
                .list();
    }

    /** The automatic payouts whose rows Stripe named on a day for the first time. */
    public List<PayoutComposition> compositionsOf(LocalDate day) {
        List<String> payouts =
                sql.sql(
                                """
                                select distinct r.payout_id from fact.stripe_payout_row r
                                where r.listed_on = :day
                                    and not exists (
                                        select from fact.stripe_payout_row before
                                        where before.payout_id = r.payout_id and before.listed_on < :day)
                                """)
                        .param("day", day)
                        .query((row, n) -> row.getString(1))
                        .list();
        return compositions(day, payouts);
    }

    /** Automatic payouts with the sum of their rows as far as these are known on a day, by id. */
    public List<PayoutComposition> compositions(LocalDate day, Collection<String> payouts) {
        List<PayoutComposition> found = new ArrayList<>();
        sql.sql(
                        """
                        select p.payout_id, p.amount, p.currency, coalesce(sum(b.net), 0)::bigint, count(r.bt_id)
                        from (
                            select distinct on (s.payout_id) s.payout_id, s.amount, s.currency
                            from fact.stripe_payout s
                            where s.payout_id = any(:payouts) and s.seen_on <= :day
                            order by s.payout_id, s.seen_on desc) p
                            left join (
                                fact.stripe_payout_row r
                                left join fact.balance_transaction b on b.id = r.bt_id)
                                on r.payout_id = p.payout_id and r.listed_on <= :day
                                    and (b.source_id = p.payout_id) is not true
                        group by p.payout_id, p.amount, p.currency
                        order by p.payout_id collate "C"
                        """)
                .param("day", day)
                .param("payouts", payouts.toArray(String[]::new))
                .query(
                        row -> {
                            Currency currency = Currency.of(row.getString(3));
                            found.add(
                                    new PayoutComposition(
                                            row.getString(1),
                                            Money.of(row.getLong(2), currency),
                                            Money.of(row.getLong(4), currency),
                                            row.getLong(5)));
                        });
        return found;
    }

    /** What was sent to creators by Stripe and what Stripe's rows show of it, by currency. */
    public List<TransferredPayouts> transferred(AccountingDay day) {
        return sql.sql(
                        """
                        with sent as (
                            select n.currency, n.amount, n.concluded_at >= :from as today, e.booked_on
                            from payout.intent n
                                join payout.item i on i.item_key = n.item_key and i.rail = 'stripe'
                                left join fact.balance_transaction b
                                    on b.transfer_id = n.transfer_id and b.type = 'transfer'
                                left join ledger.entry e
                                    on e.entry_id = ledger.entry_id('stripe:' || b.account || ':bt:' || b.id)
                                        and e.booked_on <= :day
                            where n.state = 'SENT' and n.concluded_at < :to
                        )
                        select s.currency,
                            count(*) filter (where s.today),
                            coalesce(sum(s.amount) filter (where s.today), 0)::bigint,
                            count(*) filter (where s.booked_on = :day),
                            coalesce(sum(s.amount) filter (where s.booked_on = :day), 0)::bigint,
                            count(*) filter (where s.booked_on is null),
                            coalesce(sum(s.amount) filter (where s.booked_on is null), 0)::bigint
                        from sent s
                        where s.today or s.booked_on = :day or s.booked_on is null
                        group by s.currency
                        order by s.currency collate "C"
                        """)
                .param("day", day.date())
                .param("from", PayoutBatches.at(day.from()))
                .param("to", PayoutBatches.at(day.to()))
                .query((row, n) -> transferred(row))
                .list();
    }

    private static TransferredPayouts transferred(ResultSet row) throws SQLException {
        return new TransferredPayouts(
                Currency.of(row.getString(1)),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7));
    }

    /** A payout that Stripe said it sent and shows no row of. */
    public record Unmatched(String payout, Money amount) {}

    /**
     * Payouts sent by Stripe before a day began that have no transfer row up to its end, by payout.
     */
    public List<Unmatched> sentWithoutRow(AccountingDay day) {
        return sql.sql(
                        """
                        select i.batch || ':' || i.payee || ':' || i.currency, n.amount, n.currency
                        from payout.intent n join payout.item i on i.item_key = n.item_key
                        where n.state = 'SENT' and i.rail = 'stripe' and n.concluded_at < :from
                            and not exists (
                                select from fact.balance_transaction b
                                    join ledger.entry e on e.entry_id
                                        = ledger.entry_id('stripe:' || b.account || ':bt:' || b.id)
                                where b.transfer_id = n.transfer_id and b.type = 'transfer'
                                    and e.booked_on <= :day)
                        order by i.batch, i.payee collate "C", i.currency
                        """)
                .param("day", day.date())
                .param("from", PayoutBatches.at(day.from()))
                .query(
                        (row, n) ->
                                new Unmatched(
                                        row.getString(1),
                                        Money.of(row.getLong(2), Currency.of(row.getString(3)))))
                .list();
    }

    /** Entries with a working, and those of them whose order has been in dispute. */
    public record Royalties(long entries, long inDispute) {}

    /** The entries of a day that carry a working. */
    public Royalties royalties(LocalDate day) {
        return sql.sql(
                        """
                        select count(*), count(*) filter (where exists (
                            select from ledger.entry d
                                join fact.balance_transaction b on b.id = d.bt
                            where d.order_id = e.order_id and d.source_key like 'stripe:%:bt:%' and d.booked_on <= :day
                                and b.reporting_category in ('dispute', 'dispute_reversal')))
                        from ledger.entry e
                        where e.booked_on = :day and e.trace is not null
                        """)
                .param("day", day)
                .query((row, n) -> new Royalties(row.getLong(1), row.getLong(2)))
                .single();
    }
}
