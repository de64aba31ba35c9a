package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.exporters.books.StripeBalanceLine.Activity;
import com.illuvrse.finance.exporters.books.StripePayoutLine;
import com.illuvrse.finance.exporters.books.StripePayoutLine.BankCredit;
import com.illuvrse.finance.exporters.books.StripePayoutLine.Parts;
import com.illuvrse.finance.jobs.postgres.BookFacts.Month;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Currency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
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

    private static final String ROWS =
            """
            from ledger.entry e join fact.balance_transaction b on b.id = e.bt
            where e.booked_on between :first and :last and e.source_key like 'stripe:%:bt:%'
                and b.balance_type in ('payments', 'risk_reserved', 'issuing', 'refund_and_dispute_prefunding')
            """;

    private static final String JOURNAL_LINES =
            """
            from ledger.entry e
                cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                    as l (account_id, currency, amount)
                join ledger.account a on a.account_id = l.account_id
                join stripe_account s on s.path = a.path
            where e.booked_on between :first and :last and e.source_key not like 'stripe:%'
            """;

    /**
     * The payouts of the month, and the rows Stripe lists under each, with the part they count in.
     */
    private static final String PAYOUTS =
            """
            with left_us as materialized (
                select e.entry_id, b.source_id as payout_id, b.currency, b.created, -b.amount as amount,
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
            ), listed_row as (
                select r.payout_id, r.bt_id, b.amount,
                    coalesce(b.fee, 0) - case when b.reporting_category = 'fee' then b.amount else 0 end as fees,
                    case
                        when b.reporting_category in ('charge', 'partial_capture_reversal') then 'charges'
                        when b.reporting_category in ('refund', 'refund_failure') then 'refunds'
                        when b.reporting_category in ('dispute', 'dispute_reversal') then 'disputes'
                        when b.reporting_category in ('transfer', 'transfer_reversal') then 'transfers'
                        when b.reporting_category = 'fee' then 'fees'
                        when b.reporting_category is not null then 'other'
                    end as part
                from fact.stripe_payout_row r
                    join left_us u on u.payout_id = r.payout_id
                    left join fact.balance_transaction b on b.id = r.bt_id
                where r.listed_on <= :last and (b.source_id = r.payout_id and b.type = 'payout') is not true
            )
            """;

    private final JdbcClient sql;

    public StripeMonths(Database database) {
        this.sql = database.sql();
    }

    /** One of Stripe's balances at both ends of a month, by our books, in minor units. */
    public record Ends(String balanceType, Currency currency, long opening, long closing) {

        Ends plus(Ends other) {
            return new Ends(
                    balanceType,
                    currency,
                    Math.addExact(opening, other.opening),
                    Math.addExact(closing, other.closing));
        }
    }

    /** One account of a balance of Stripe's, drawn at both ends of a month. */
    public record AccountEnds(
            String balanceType, String account, Currency currency, long opening, long closing) {}

    /** Our balances of Stripe's, those that are not zero at one of the ends. */
    public List<Ends> balances(Month month) {
        TreeMap<String, Ends> ends = new TreeMap<>();
        for (AccountEnds each : accounts(month)) {
            ends.merge(
                    each.balanceType() + " " + each.currency(),
                    new Ends(each.balanceType(), each.currency(), each.opening(), each.closing()),
                    Ends::plus);
        }
        return List.copyOf(ends.values());
    }

    /** Our accounts of Stripe's balances. */
    public List<AccountEnds> accounts(Month month) {
        return sql.sql(
                        "with "
                                + ACCOUNTS
                                + """
                                select s.balance_type, s.path, b.currency,
                                    coalesce(sum(b.closing) filter (where b.day = :before), 0)::bigint,
                                    coalesce(sum(b.closing) filter (where b.day = :last), 0)::bigint
                                from ledger.balance_day b
                                    join ledger.account a on a.account_id = b.account_id
                                    join stripe_account s on s.path = a.path
                                where b.day in (:before, :last) and b.closing <> 0
                                group by s.balance_type, s.path, b.currency
                                """)
                .param("before", month.first().minusDays(1))
                .param("last", month.last())
                .query(
                        (row, n) ->
                                new AccountEnds(
                                        row.getString(1),
                                        row.getString(2),
                                        Currency.of(row.getString(3)),
                                        row.getLong(4),
                                        row.getLong(5)))
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
                        """
                                + ROWS
                                + "group by b.balance_type, b.currency, b.reporting_category")
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
                                """
                                + JOURNAL_LINES
                                + "group by s.balance_type, l.currency")
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
                        PAYOUTS
                                + """
                                , listed as (
                                    select l.payout_id,
                                        coalesce(sum(l.amount) filter (where l.part = 'charges'), 0)::bigint as charges,
                                        coalesce(sum(l.amount) filter (where l.part = 'refunds'), 0)::bigint as refunds,
                                        coalesce(sum(l.amount) filter (where l.part = 'disputes'), 0)::bigint as disputes,
                                        coalesce(sum(l.fees), 0)::bigint as fees,
                                        coalesce(sum(l.amount) filter (where l.part = 'transfers'), 0)::bigint as transfers,
                                        coalesce(sum(l.amount) filter (where l.part = 'other'), 0)::bigint as other,
                                        count(*) as rows
                                    from listed_row l
                                    group by l.payout_id
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

    /**
     * What moved one of Stripe's balances.
     *
     * @param id of Stripe's row, or of the entry where there is none
     */
    public record Movement(
            String balanceType,
            Currency currency,
            String category,
            String id,
            EntryId entry,
            long gross,
            long fee,
            long net) {}

    /** The rows and journals that are added up by {@link #rows} and {@link #journals}. */
    public Stream<Movement> movements(Month month, String journals) {
        return sql
                .sql(
                        "with "
                                + ACCOUNTS
                                + "select b.balance_type, b.currency, b.reporting_category, b.id,"
                                + " e.entry_id, b.amount, b.fee, b.net "
                                + ROWS
                                + "union all select s.balance_type, l.currency, :journals,"
                                + " e.entry_id::text, e.entry_id, l.amount, 0, l.amount "
                                + JOURNAL_LINES)
                .param("first", month.first())
                .param("last", month.last())
                .param("journals", journals)
                .query(
                        (row, n) ->
                                new Movement(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        row.getString(3),
                                        row.getString(4),
                                        EntryId.parse(row.getString(5)),
                                        row.getLong(6),
                                        row.getLong(7),
                                        row.getLong(8)))
                .stream();
    }

    /**
     * A payout, or a row Stripe lists under one.
     *
     * @param bt id of the row; null for the payout itself
     * @param part the row counts in, such as {@code charges}; null where it counts in none
     * @param entry that booked it; null for a row that is not booked
     * @param amount of the row, or what Stripe says it paid out
     * @param other the row's part of the fees, or what the payout's entry debits to money in
     *     transit
     */
    public record Listed(
            String payout,
            @Nullable String bt,
            @Nullable String part,
            @Nullable EntryId entry,
            long amount,
            long other) {}

    /** The payouts of the month and their rows, as they are added up by {@link #payouts}. */
    public Stream<Listed> listed(Month month) {
        return sql
                .sql(
                        PAYOUTS
                                + """
                                select u.payout_id, null, null, u.entry_id, coalesce(t.amount, u.amount), u.transit
                                from left_us u left join told t on t.payout_id = u.payout_id
                                union all
                                select l.payout_id, l.bt_id, l.part, e.entry_id, l.amount, l.fees
                                from listed_row l
                                    left join ledger.entry e on e.bt = l.bt_id and e.source_key like 'stripe:%:bt:%'
                                """)
                .param("first", month.first())
                .param("last", month.last())
                .query(
                        (row, n) -> {
                            String entry = row.getString(4);
                            return new Listed(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3),
                                    entry == null ? null : EntryId.parse(entry),
                                    row.getLong(5),
                                    row.getLong(6));
                        })
                .stream();
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
