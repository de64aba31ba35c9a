package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.informationreturn.WithheldTax;
import com.illuvrse.finance.jobs.marketplace.FeedOrderEvent;
import com.illuvrse.finance.jobs.marketplace.FeedPayee;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.payout.PayableEntry;
import com.illuvrse.finance.payout.Withholding.Regime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the sealed days say of a calendar year for its tax forms (reports, sections 2.2 and 2.3).
 *
 * <p>Sales count on the local day their charge was created, payments on the day they are effective,
 * whenever they were booked up to the last day that is known. Call everything within one {@link
 * Database#read}; the streams have to be closed.
 */
public final class InformationReturnFacts {

    /** The order as it was told last. */
    private static final String ORDER =
            """
            cross join lateral (
                select p.body
                from fact.order_event p
                where p.order_id = e.order_id and p.kind = 'order.placed' and p.accepted_on <= :known
                order by p.version desc, p.event_key
                limit 1) o
            """;

    /**
     * Sales and their reversals, with the charge of the sale and what fell on escrow or creators.
     */
    private static final String SOLD =
            """
            from ledger.entry e
                join (
                    select distinct on (s.order_id) s.order_id, s.bt
                    from ledger.entry s
                    where s.source_key like 'sale:%'
                    order by s.order_id, s.entry_key) first on first.order_id = e.order_id
                join fact.balance_transaction b on b.id = first.bt
                cross join lateral (
                    select line.currency, -sum(line.amount)::bigint as amount
                    from unnest(e.line_account, e.line_currency, e.line_amount)
                            as line (account_id, currency, amount)
                        join ledger.account a on a.account_id = line.account_id
                    where a.path = 'liabilities:escrow' or a.path like 'liabilities:creator:%'
                    group by line.currency) l
            """;

    private static final String SOLD_IN_YEAR =
            """
            where (e.source_key like 'sale:%' or e.source_key like 'sale-reversal:%')
                and e.booked_on between :first::date - 1 and :known
                and (b.created at time zone :zone)::date between :first and :last
            """;

    /**
     * Payments of the year with all that came back of them, each beside the payment it is or was.
     */
    private static final String PAYMENTS =
            """
            with payment as (
                select e.entry_id, e.effective_on
                from ledger.entry e
                where e.source_key like 'payout:%' and e.booked_on <= :known
                union all
                select e.entry_id, e.effective_on
                from ledger.entry e
                    join fact.journal j on j.journal = e.journal and j.status = 'ACCEPTED'
                where e.source_key like 'journal:%' and e.booked_on <= :known
                    and j.body::json #>> '{payment,payee}' is not null and e.reverses is null
            ), told as (
                select e.*, p.entry_id as paid_by, false as is_return
                from payment p join ledger.entry e on e.entry_id = p.entry_id
                where p.effective_on between :first and :last
                union all
                select e.*, p.entry_id, true
                from ledger.entry e
                    join payment p on p.entry_id = coalesce(e.reverses, ledger.entry_id('payout:'
                        || split_part(e.source_key, ':', 2) || ':' || split_part(e.source_key, ':', 3) || ':'
                        || split_part(e.source_key, ':', 4)))
                where (e.source_key like 'payout-return:%' or e.source_key like 'payout-cancel:%'
                        or e.source_key like 'journal:%' and e.reverses is not null)
                    and e.booked_on <= :known and p.effective_on between :first and :last
            )
            """;

    private final JdbcClient sql;
    private final ZoneId zone;
    private final LocalDate first;
    private final LocalDate last;
    private final LocalDate known;

    /**
     * @param zone the payer's, whose local days sales count on
     * @param known the last day whose entries count
     */
    public InformationReturnFacts(Database database, int year, ZoneId zone, LocalDate known) {
        this.sql = database.sql();
        this.zone = zone;
        this.first = LocalDate.of(year, 1, 1);
        this.last = LocalDate.of(year, 12, 31);
        this.known = known;
    }

    /**
     * A sale, or the reversal of one, with the charge of the sale.
     *
     * @param net what fell on the order's lines, in minor units; negative for a reversal
     */
    public record Sold(
            EntryId entry,
            boolean isReversal,
            String charge,
            Instant chargedAt,
            Currency currency,
            long net,
            OrderPlaced order) {}

    /** All sales of the year, by local day, charge and entry. */
    public Stream<Sold> sales() {
        return year(
                "select e.entry_id, e.source_key like 'sale-reversal:%', coalesce(b.charge_id,"
                        + " b.source_id, b.id), b.created, l.currency, l.amount, o.body\n"
                        + SOLD
                        + ORDER
                        + SOLD_IN_YEAR
                        + " order by (b.created at time zone :zone)::date,"
                        + " coalesce(b.charge_id, b.source_id, b.id) collate \"C\","
                        + " e.source_key like 'sale-reversal:%', e.entry_id")
                .query(
                        (row, n) ->
                                new Sold(
                                        EntryId.parse(row.getString(1)),
                                        row.getBoolean(2),
                                        row.getString(3),
                                        row.getObject(4, OffsetDateTime.class).toInstant(),
                                        Currency.of(row.getString(5)),
                                        row.getLong(6),
                                        order(row, 7)))
                .stream();
    }

    private static OrderPlaced order(ResultSet row, int column) throws SQLException {
        return (OrderPlaced) FeedOrderEvent.read(row.getString(column)).event();
    }

    /**
     * A release or refund of the year, with its working.
     *
     * @param entry the release or the refund
     * @param isRefund whether money went back
     */
    public record Worked(
            EntryId entry,
            boolean isRefund,
            LocalDate day,
            Currency currency,
            OrderPlaced order,
            Json.Obj trace) {}

    /** All releases and refunds of the year, by day and entry. */
    public Stream<Worked> worked() {
        return year(
                "select e.entry_id, e.source_key like 'refund:%', e.effective_on,"
                        + " e.line_currency[1], o.body, e.trace from ledger.entry e "
                        + ORDER
                        + """
                        where (e.source_key like 'fulfil:%' or e.source_key like 'refund:%')
                            and e.booked_on between :first and :known
                            and e.effective_on between :first and :last and e.trace is not null
                        order by e.effective_on, e.entry_id
                        """)
                .query(
                        (row, n) ->
                                new Worked(
                                        EntryId.parse(row.getString(1)),
                                        row.getBoolean(2),
                                        row.getObject(3, LocalDate.class),
                                        Currency.of(row.getString(4)),
                                        order(row, 5),
                                        StoredJson.object(row.getString(6))))
                .stream();
    }

    /** Everybody who ever had something to be paid, or was paid an advance, by name. */
    public List<String> creators() {
        return sql.sql(
                        """
                        select known.payee from (
                            select split_part(a.path, ':', 3) as payee from ledger.account a
                            where a.path like 'liabilities:creator:%:payable'
                            union all
                            select j.body::json #>> '{payment,payee}' from fact.journal j
                            where j.status = 'ACCEPTED' and j.accepted_on <= :known) known
                        where known.payee is not null
                        group by known.payee
                        order by known.payee collate "C"
                        """)
                .param("known", known)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** All versions of some payees that were told, lowest first. */
    public Map<String, List<TaxPayee>> payees(Collection<String> names) {
        Map<String, List<TaxPayee>> versions = new HashMap<>();
        sql.sql(
                        """
                        select p.body from fact.payee p
                        where p.payee = any(:names) and p.accepted_on <= :known
                        order by p.payee, p.version
                        """)
                .param("names", names.toArray(String[]::new))
                .param("known", known)
                .query(
                        row -> {
                            TaxPayee payee = FeedPayee.readForForms(row.getString(1));
                            versions.computeIfAbsent(
                                            payee.payee().payee(),
                                            name -> new java.util.ArrayList<>())
                                    .add(payee);
                        });
        return versions;
    }

    /**
     * An advance that was paid by hand, or the mirror of one.
     *
     * @param paidBy the payment; another entry than this one for a mirror
     * @param amount minor units, above 0 for a payment
     */
    public record AdvancePaid(
            String payee,
            EntryId paidBy,
            EntryId entry,
            LocalDate bookedOn,
            LocalDate paidOn,
            int line,
            String contract,
            Currency currency,
            long amount) {}

    /** Advances of the year that were paid by hand: the payment is the one to report. */
    public List<AdvancePaid> advances() {
        return year(PAYMENTS
                        + """
                        select (select j.body::json #>> '{payment,payee}' from fact.journal j
                                join ledger.entry p on p.entry_id = t.paid_by
                                where j.journal = p.journal and j.status = 'ACCEPTED') as payee,
                            t.paid_by, t.entry_id, t.booked_on,
                            (select p.effective_on from payment p where p.entry_id = t.paid_by), l.line,
                            substring(a.path from length('assets:advances:') + 1), l.currency, l.amount
                        from told t
                            cross join lateral unnest(t.line_account, t.line_currency, t.line_amount)
                                with ordinality as l (account_id, currency, amount, line)
                            join ledger.account a on a.account_id = l.account_id
                        where a.path like 'assets:advances:%'
                        order by payee collate "C", t.booked_on, t.entry_id, l.line
                        """)
                .query(
                        (row, n) ->
                                new AdvancePaid(
                                        row.getString(1),
                                        EntryId.parse(row.getString(2)),
                                        EntryId.parse(row.getString(3)),
                                        row.getObject(4, LocalDate.class),
                                        row.getObject(5, LocalDate.class),
                                        row.getInt(6),
                                        row.getString(7),
                                        Currency.of(row.getString(8)),
                                        row.getLong(9)))
                .list();
    }

    /**
     * The entry of an item that was paid for.
     *
     * @param amount what it moved on the creator's account, positive when owed to the creator
     * @param trace its working; without members when it has none
     * @param lines of its order as told last; none without an order
     */
    public record Item(long amount, Json.Obj trace, List<OrderLine> lines) {}

    /** The entries of some items of one creator. */
    public Map<EntryId, Item> items(String payee, Currency currency, Collection<EntryId> entries) {
        Map<EntryId, Item> items = new HashMap<>();
        sql.sql(
                        """
                        select e.entry_id, e.trace, o.body,
                            -(select coalesce(sum(l.amount), 0)::bigint
                                from unnest(e.line_account, e.line_currency, e.line_amount)
                                        as l (account_id, currency, amount)
                                    join ledger.account a on a.account_id = l.account_id
                                where a.path = :path and l.currency = :currency)
                        from unnest(:entries::uuid[]) as asked (entry_id)
                            join ledger.entry e on e.entry_id = asked.entry_id
                            left join lateral (
                                select p.body
                                from fact.order_event p
                                where p.order_id = e.order_id and p.kind = 'order.placed'
                                    and p.accepted_on <= :known
                                order by p.version desc, p.event_key
                                limit 1) o on true
                        """)
                .param("entries", entries.stream().map(EntryId::toString).toArray(String[]::new))
                .param("path", Accounts.payable(payee).path())
                .param("currency", currency.code())
                .param("known", known)
                .query(
                        row -> {
                            String trace = row.getString(2);
                            items.put(
                                    EntryId.parse(row.getString(1)),
                                    new Item(
                                            row.getLong(4),
                                            trace == null
                                                    ? PayableEntry.NO_TRACE
                                                    : StoredJson.object(trace),
                                            row.getString(3) == null
                                                    ? List.of()
                                                    : order(row, 3).lines()));
                        });
        return items;
    }

    /**
     * The tax an entry kept back or gave back in one currency.
     *
     * @param source its source key
     * @param withheld in minor units, negative when given back
     * @param told as the payout was worked out; null for an entry by hand
     */
    public record Kept(String source, long withheld, @Nullable WithheldTax told) {}

    /** The tax of some payments and returns, by entry and currency. */
    public Map<EntryId, Map<Currency, Kept>> kept(Collection<EntryId> entries) {
        Map<EntryId, Map<Currency, Kept>> kept = new HashMap<>();
        sql.sql(
                        """
                        select e.entry_id, e.source_key, l.currency,
                            -sum(case when a.path like 'liabilities:withholding:%' then l.amount else 0 end)::bigint,
                            max(i.withholding)
                        from unnest(:entries::uuid[]) as asked (entry_id)
                            join ledger.entry e on e.entry_id = asked.entry_id
                            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                as l (account_id, currency, amount)
                            join ledger.account a on a.account_id = l.account_id
                            left join payout.item i on e.source_key like 'payout:%'
                                and i.batch = split_part(e.source_key, ':', 2)
                                and i.payee = split_part(e.source_key, ':', 3)
                                and i.currency = split_part(e.source_key, ':', 4)
                        group by e.entry_id, e.source_key, l.currency
                        """)
                .param("entries", entries.stream().map(EntryId::toString).toArray(String[]::new))
                .query(
                        row -> {
                            long withheld = row.getLong(4);
                            kept.computeIfAbsent(
                                            EntryId.parse(row.getString(1)), id -> new TreeMap<>())
                                    .put(
                                            Currency.of(row.getString(3)),
                                            new Kept(
                                                    row.getString(2),
                                                    withheld,
                                                    tax(row.getString(5), withheld)));
                        });
        return kept;
    }

    /** The one tax of a payout; every payout has at most one. */
    private static @Nullable WithheldTax tax(@Nullable String stored, long withheld) {
        if (stored == null) {
            return null;
        }
        List<Json.Obj> taxes = StoredJson.object(stored).objects("taxes");
        if (taxes.isEmpty()) {
            return null;
        }
        Json.Obj tax = taxes.getFirst();
        String rate = tax.text("nominalRate");
        Fraction.parse(rate);
        return new WithheldTax(
                Regime.valueOf(tax.text("regime")), rate, tax.minor("base"), withheld);
    }

    /**
     * A movement of the account of tax kept back, of all years.
     *
     * @param payment whether it is a payment or the return of one; else the authority was paid
     * @param amount kept back above 0, given back or paid to the authority below
     */
    public record TaxMoved(
            EntryId entry,
            Currency currency,
            LocalDate effectiveOn,
            boolean payment,
            @Nullable String journal,
            long amount) {}

    /** All movements of tax kept back for the US, in the order of the books. */
    public Stream<TaxMoved> taxMoved() {
        return sql
                .sql(
                        """
                        select e.entry_id, l.currency, e.effective_on,
                            e.source_key like 'payout%' or exists (
                                select from fact.journal j
                                where j.status = 'ACCEPTED' and j.body::json #>> '{payment,payee}' is not null
                                    and j.journal = coalesce(
                                        (select r.journal from ledger.entry r where r.entry_id = e.reverses),
                                        e.journal)),
                            e.journal, -l.amount
                        from ledger.entry e
                            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                as l (account_id, currency, amount)
                            join ledger.account a on a.account_id = l.account_id
                        where a.path = 'liabilities:withholding:US' and e.booked_on <= :known
                            and e.line_account && array(
                                select w.account_id from ledger.account w where w.path = 'liabilities:withholding:US')
                        order by e.booked_on, e.entry_id, l.currency
                        """)
                .param("known", known)
                .query(
                        (row, n) ->
                                new TaxMoved(
                                        EntryId.parse(row.getString(1)),
                                        Currency.of(row.getString(2)),
                                        row.getObject(3, LocalDate.class),
                                        row.getBoolean(4),
                                        row.getString(5),
                                        row.getLong(6)))
                .stream();
    }

    /**
     * What the postings themselves add up to.
     *
     * @param measure {@code sale_gross}, {@code payments} or {@code withholding}
     * @param entries how many entries are behind it
     */
    public record Total(String measure, Currency currency, long amount, long entries) {}

    /** The other side of the tie-out. */
    public List<Total> totals() {
        List<Total> totals = new java.util.ArrayList<>();
        totals.addAll(
                totals(
                        "select 'sale_gross', l.currency, sum(l.amount)::bigint, count(*) "
                                + SOLD
                                + SOLD_IN_YEAR
                                + " group by l.currency"));
        totals.addAll(payments());
        totals.addAll(
                totals(
                        PAYMENTS
                                + """
                                select 'withholding', l.currency, -sum(l.amount)::bigint, count(distinct t.entry_id)
                                from told t
                                    cross join lateral unnest(t.line_account, t.line_currency, t.line_amount)
                                        as l (account_id, currency, amount)
                                    join ledger.account a on a.account_id = l.account_id
                                where a.path like 'liabilities:withholding:%'
                                group by l.currency
                                """));
        return totals;
    }

    /** Gross debits of all payments of the year, less what came back of them. */
    public List<Total> payments() {
        return totals(
                PAYMENTS
                        + """
                        select 'payments', l.currency, sum(l.amount)::bigint, count(distinct t.entry_id)
                        from told t
                            cross join lateral unnest(t.line_account, t.line_currency, t.line_amount)
                                as l (account_id, currency, amount)
                            join ledger.account a on a.account_id = l.account_id
                        where (a.path like 'liabilities:creator:%:payable' or a.path like 'assets:advances:%')
                            and (l.amount > 0) <> t.is_return
                        group by l.currency
                        """);
    }

    private List<Total> totals(String query) {
        return year(query)
                .query(
                        (row, n) ->
                                new Total(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        row.getLong(3),
                                        row.getLong(4)))
                .list();
    }

    private JdbcClient.StatementSpec year(String query) {
        return sql.sql(query)
                .param("first", first)
                .param("last", last)
                .param("known", known)
                .param("zone", zone.getId());
    }
}
