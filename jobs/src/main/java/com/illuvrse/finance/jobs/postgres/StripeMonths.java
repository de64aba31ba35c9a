package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.exporters.books.StripeBalanceLine.Activity;
import com.illuvrse.finance.exporters.books.StripePayoutLine;
import com.illuvrse.finance.exporters.books.StripePayoutLine.BankCredit;
import com.illuvrse.finance.exporters.books.StripePayoutLine.Parts;
import com.illuvrse.finance.jobs.postgres.BookFacts.Month;
import com.illuvrse.finance.money.Currency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Stripe moved in a month, as far as its rows are booked, and its payouts to our bank. */
public final class StripeMonths {

    /** Stripe's balances and our accounts of them, as (balance_type, path). */
    private static final String ACCOUNTS =
            """
            stripe_account (balance_type, path) as (values
                ('payments', 'assets:stripe:payments:pending'),
                ('payments', 'assets:stripe:payments:available'),
                ('risk_reserved', 'assets:stripe:reserve'),
                ('issuing', 'assets:stripe:issuing'),
                ('refund_and_dispute_prefunding', 'assets:stripe:prefunding'))
            """;

    private final JdbcClient sql;

    public StripeMonths(Database database) {
        this.sql = database.sql();
    }

    /** One of Stripe's balances at both ends of a month, by our books, in minor units. */
    public record Ends(String balanceType, Currency currency, long opening, long closing) {}

    /** Our balances of Stripe's, those that are not zero at one of the ends. */
    public List<Ends> balances(Month month) {
        return sql.sql(
                        "with "
                                + ACCOUNTS
                                + """
                                select s.balance_type, b.currency,
                                    coalesce(sum(b.closing) filter (where b.day = :before), 0)::bigint,
                                    coalesce(sum(b.closing) filter (where b.day = :last), 0)::bigint
                                from ledger.balance_day b
                                    join ledger.account a on a.account_id = b.account_id
                                    join stripe_account s on s.path = a.path
                                where b.day in (:before, :last) and b.closing <> 0
                                group by s.balance_type, b.currency
                                """)
                .param("before", month.first().minusDays(1))
                .param("last", month.last())
                .query(
                        (row, n) ->
                                new Ends(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        row.getLong(3),
                                        row.getLong(4)))
                .list();
    }

    /** What the rows of one reporting category moved, minor units. */
    public record Moved(
            String balanceType, Currency currency, String category, Activity activity, long net) {}

    /** Stripe's rows whose entries are booked in the month. */
    public List<Moved> rows(Month month) {
        return sql.sql(
                        """
                        select b.balance_type, b.currency, b.reporting_category, count(*), sum(b.amount)::bigint,
                            sum(b.fee)::bigint, sum(b.net)::bigint
                        from ledger.entry e join fact.balance_transaction b on b.id = e.bt
                        where e.booked_on between :first and :last and e.source_key like 'stripe:%:bt:%'
                            and b.balance_type in ('payments', 'risk_reserved', 'issuing', 'refund_and_dispute_prefunding')
                        group by b.balance_type, b.currency, b.reporting_category
                        """)
                .param("first", month.first())
                .param("last", month.last())
                .query(
                        (row, n) ->
                                new Moved(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        row.getString(3),
                                        new Activity(
                                                row.getLong(4), row.getLong(5), row.getLong(6)),
                                        row.getLong(7)))
                .list();
    }

    /** What entries made by people moved on Stripe's accounts, under a category of its own. */
    public List<Moved> journals(Month month, String category) {
        return sql.sql(
                        "with "
                                + ACCOUNTS
                                + """
                                select s.balance_type, l.currency, count(distinct e.entry_key), sum(l.amount)::bigint
                                from ledger.entry e
                                    cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                        as l (account_id, currency, amount)
                                    join ledger.account a on a.account_id = l.account_id
                                    join stripe_account s on s.path = a.path
                                where e.booked_on between :first and :last and e.source_key not like 'stripe:%'
                                group by s.balance_type, l.currency
                                """)
                .param("first", month.first())
                .param("last", month.last())
                .query(
                        (row, n) ->
                                new Moved(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        category,
                                        new Activity(row.getLong(3), row.getLong(4), 0),
                                        row.getLong(4)))
                .list();
    }

    /** Stripe's payouts whose entries are booked in the month, by the day they were made. */
    public List<StripePayoutLine> payouts(Month month, String entity) {
        return sql
                .sql(
                        """
                        with left_us as materialized (
                            select b.source_id as payout_id, b.currency, b.created, -b.amount as amount,
                                coalesce((
                                    select sum(l.amount)
                                    from unnest(e.line_account, e.line_amount) as l (account_id, amount)
                                        join ledger.account a on a.account_id = l.account_id
                                    where a.path = 'assets:transit:payout'), 0)::bigint as transit
                            from ledger.entry e join fact.balance_transaction b on b.id = e.bt
                            where e.booked_on between :first and :last and e.source_key like 'stripe:%:bt:%'
                                and b.type = 'payout' and b.source_id is not null
                        ), told as (
                            select distinct on (p.payout_id) p.payout_id, p.status, p.automatic, p.amount, p.arrival_on,
                                (p.body::json ->> 'created')::bigint as created
                            from fact.stripe_payout p join left_us u on u.payout_id = p.payout_id
                            where p.seen_on <= :last
                            order by p.payout_id, p.seen_on desc
                        ), listed as (
                            select r.payout_id,
                                coalesce(sum(b.amount) filter (where b.reporting_category
                                    in ('charge', 'partial_capture_reversal')), 0)::bigint as charges,
                                coalesce(sum(b.amount) filter (where b.reporting_category
                                    in ('refund', 'refund_failure')), 0)::bigint as refunds,
                                coalesce(sum(b.amount) filter (where b.reporting_category
                                    in ('dispute', 'dispute_reversal')), 0)::bigint as disputes,
                                (coalesce(sum(b.fee), 0)
                                    - coalesce(sum(b.amount) filter (where b.reporting_category = 'fee'), 0))::bigint as fees,
                                coalesce(sum(b.amount) filter (where b.reporting_category
                                    in ('transfer', 'transfer_reversal')), 0)::bigint as transfers,
                                coalesce(sum(b.amount) filter (where b.reporting_category
                                    not in ('charge', 'partial_capture_reversal', 'refund', 'refund_failure', 'dispute',
                                        'dispute_reversal', 'fee', 'transfer', 'transfer_reversal')), 0)::bigint as other,
                                count(*) as rows
                            from fact.stripe_payout_row r
                                join left_us u on u.payout_id = r.payout_id
                                left join fact.balance_transaction b on b.id = r.bt_id
                            where r.listed_on <= :last and (b.source_id = r.payout_id and b.type = 'payout') is not true
                            group by r.payout_id
                        ), credit as (
                            select distinct on (l.reference) l.reference, l.booked_on, l.amount
                            from fact.bank_line l
                            where l.accepted_on <= :last and l.reference in (
                                select 'STRIPE ' || u.payout_id from left_us u)
                            order by l.reference, l.booked_on, l.statement collate "C", l.line collate "C"
                        ), broken as (
                            select d.ref, count(*) as breaks
                            from ledger.break_day d
                            where d.day = :last and d.status = 'OPEN'
                            group by d.ref
                        )
                        select u.payout_id, coalesce(to_timestamp(t.created), u.created), t.arrival_on, u.currency,
                            coalesce(t.automatic, false), coalesce(t.amount, u.amount), u.transit,
                            coalesce(t.status in ('failed', 'canceled'), false), coalesce(x.breaks, 0),
                            l.rows, l.charges, l.refunds, l.disputes, l.fees, l.transfers, l.other,
                            c.booked_on, c.reference, c.amount
                        from left_us u
                            left join told t on t.payout_id = u.payout_id
                            left join listed l on l.payout_id = u.payout_id
                            left join credit c on c.reference = 'STRIPE ' || u.payout_id
                            left join broken x on x.ref = u.payout_id
                        """)
                .param("first", month.first())
                .param("last", month.last())
                .query((row, n) -> payout(row, month, entity))
                .list()
                .stream()
                .sorted(StripePayoutLine.TABLE.order())
                .toList();
    }

    private static StripePayoutLine payout(ResultSet row, Month month, String entity)
            throws SQLException {
        boolean automatic = row.getBoolean(5);
        long rows = row.getLong(10);
        Parts parts =
                row.wasNull() || !automatic
                        ? null
                        : new Parts(
                                row.getLong(11),
                                row.getLong(12),
                                row.getLong(13),
                                row.getLong(14),
                                row.getLong(15),
                                row.getLong(16),
                                rows);
        Instant created = row.getObject(2, java.time.OffsetDateTime.class).toInstant();
        return new StripePayoutLine(
                entity,
                row.getString(1),
                created.atZone(month.zone()).toLocalDate(),
                row.getObject(3, LocalDate.class),
                Currency.of(row.getString(4)),
                automatic,
                parts,
                row.getLong(6),
                row.getLong(7),
                credit(row),
                row.getBoolean(8),
                row.getLong(9));
    }

    private static @Nullable BankCredit credit(ResultSet row) throws SQLException {
        LocalDate bookedOn = row.getObject(17, LocalDate.class);
        return bookedOn == null
                ? null
                : new BankCredit(bookedOn, row.getString(18), row.getLong(19));
    }
}
