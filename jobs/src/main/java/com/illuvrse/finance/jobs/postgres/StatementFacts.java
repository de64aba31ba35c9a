package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.exporters.statement.Holdings;
import com.illuvrse.finance.exporters.statement.Payment;
import com.illuvrse.finance.exporters.statement.SoldOrder;
import com.illuvrse.finance.exporters.statement.SoldOrder.SoldLine;
import com.illuvrse.finance.jobs.marketplace.FeedContract;
import com.illuvrse.finance.jobs.marketplace.FeedJournal;
import com.illuvrse.finance.jobs.marketplace.FeedOrderEvent;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.royalty.Contract;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the sealed days say of creators, for their statements: balances at both ends of a period and
 * every entry between them, creator by creator.
 *
 * <p>Only entries booked up to a given day are seen, so a later night changes nothing. Call
 * everything within one {@link Database#read}; the streams have to be closed.
 */
public final class StatementFacts {

    /** Advances belong to whom the newest contract version up to the last day names. */
    private static final String ADVANCES =
            """
            owner as materialized (
                select distinct on (c.contract) c.contract, c.body::json #>> '{advance,recoupFrom}' as payee
                from fact.contract c
                where c.accepted_on <= :last and c.body::json #>> '{advance,recoupFrom}' is not null
                order by c.contract, c.version desc
            ), account as materialized (
                select a.account_id, split_part(a.path, ':', 3) as payee, split_part(a.path, ':', 4) as kind,
                    null as contract
                from ledger.account a
                where a.path like 'liabilities:creator:%'
                union all
                select a.account_id, owner.payee, 'unrecouped', owner.contract
                from ledger.account a join owner on a.path = 'assets:advances:' || owner.contract
            )
            """;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final JdbcClient sql;
    private final Journal journal;

    public StatementFacts(Database database) {
        this.sql = database.sql();
        this.journal = new Journal(database);
    }

    /**
     * Where one creator stands in one currency, by the balances drawn at the cuts.
     *
     * @param opening when the period began
     * @param closing after the last day
     * @param yearPaid gross of all payments since 1 January, less what came back
     * @param yearWithheld tax kept back of it
     */
    public record Standing(
            String payee,
            Currency currency,
            Holdings opening,
            Holdings closing,
            long yearPaid,
            long yearWithheld) {}

    /**
     * One entry that touches one creator in one currency.
     *
     * @param advances contracts of the creator's advances it posts on
     * @param words a bookkeeper's memo, else the reason
     */
    public record Touch(
            String payee,
            Currency currency,
            JournalEntry entry,
            Set<String> advances,
            @Nullable Payment payment,
            @Nullable String words) {}

    /** All creators with a balance at either end or a payment in the year, by payee, currency. */
    public Stream<Standing> standings(LocalDate first, LocalDate last) {
        return sql
                .sql(
                        "with "
                                + ADVANCES
                                + """
                                , drawn as (
                                    select a.payee, b.currency, a.kind, b.day,
                                        case when a.kind = 'unrecouped' then b.closing else -b.closing end as owed
                                    from ledger.balance_day b join account a on a.account_id = b.account_id
                                    where b.day in (:before, :last) and b.closing <> 0
                                ), paid as (
                                    select a.payee, l.currency,
                                        sum(l.amount) filter (where a.kind in ('payable', 'unrecouped')) as gross
                                    from ledger.entry e
                                        cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                            as l (account_id, currency, amount)
                                        join account a on a.account_id = l.account_id
                                    where e.booked_on between :year and :last
                                        and (e.source_key like 'payout:%' or e.source_key like 'payout-return:%'
                                            or e.source_key like 'payout-cancel:%' or e.source_key like 'destination:%'
                                            or e.source_key like 'journal:%' and a.payee = (
                                                select j.body::json #>> '{payment,payee}' from fact.journal j
                                                where j.journal = coalesce(
                                                        (select r.journal from ledger.entry r where r.entry_id = e.reverses),
                                                        e.journal)
                                                    and j.status = 'ACCEPTED'))
                                    group by a.payee, l.currency
                                ), kept as (
                                    select e.payee_paid as payee, l.currency, -sum(l.amount) as withheld
                                    from (
                                        select e.*, case
                                            when e.source_key like 'journal:%' then (
                                                select j.body::json #>> '{payment,payee}' from fact.journal j
                                                where j.journal = coalesce(
                                                        (select r.journal from ledger.entry r where r.entry_id = e.reverses),
                                                        e.journal)
                                                    and j.status = 'ACCEPTED')
                                            else split_part(e.source_key, ':', 3) end as payee_paid
                                        from ledger.entry e
                                        where e.booked_on between :year and :last
                                            and (e.source_key like 'payout:%' or e.source_key like 'payout-return:%'
                                                or e.source_key like 'payout-cancel:%' or e.source_key like 'journal:%')) e
                                        cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                            as l (account_id, currency, amount)
                                        join ledger.account w on w.account_id = l.account_id
                                    where w.path like 'liabilities:withholding:%' and e.payee_paid is not null
                                    group by e.payee_paid, l.currency
                                ), creator as (
                                    select payee, currency from drawn
                                    union select payee, currency from paid
                                )
                                select c.payee, c.currency,
                                    coalesce(sum(d.owed) filter (where d.day = :before and d.kind = 'payable'), 0)::bigint,
                                    coalesce(sum(d.owed) filter (where d.day = :before and d.kind = 'held'), 0)::bigint,
                                    coalesce(sum(d.owed) filter (where d.day = :before and d.kind = 'reserve'), 0)::bigint,
                                    coalesce(sum(d.owed) filter (where d.day = :before and d.kind = 'unrecouped'), 0)::bigint,
                                    coalesce(sum(d.owed) filter (where d.day = :last and d.kind = 'payable'), 0)::bigint,
                                    coalesce(sum(d.owed) filter (where d.day = :last and d.kind = 'held'), 0)::bigint,
                                    coalesce(sum(d.owed) filter (where d.day = :last and d.kind = 'reserve'), 0)::bigint,
                                    coalesce(sum(d.owed) filter (where d.day = :last and d.kind = 'unrecouped'), 0)::bigint,
                                    coalesce(max(p.gross), 0)::bigint, coalesce(max(k.withheld), 0)::bigint
                                from creator c
                                    left join drawn d on d.payee = c.payee and d.currency = c.currency
                                    left join paid p on p.payee = c.payee and p.currency = c.currency
                                    left join kept k on k.payee = c.payee and k.currency = c.currency
                                group by c.payee, c.currency
                                order by c.payee collate "C", c.currency collate "C"
                                """)
                .param("before", first.minusDays(1))
                .param("last", last)
                .param("year", last.withDayOfYear(1))
                .query(
                        (row, n) ->
                                new Standing(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        holdings(row, 3),
                                        holdings(row, 7),
                                        row.getLong(11),
                                        row.getLong(12)))
                .stream();
    }

    private static Holdings holdings(ResultSet row, int from) throws SQLException {
        return new Holdings(
                row.getLong(from),
                row.getLong(from + 1),
                row.getLong(from + 2),
                row.getLong(from + 3));
    }

    /**
     * Every entry of the period that touches a creator, by payee and currency.
     *
     * @param end first instant after the last day: what was sent later is not known yet
     */
    public Stream<Touch> touches(LocalDate first, LocalDate last, Instant end) {
        Map<Integer, AccountId> known = new HashMap<>();
        return sql
                .sql(
                        "with "
                                + ADVANCES
                                + """
                                , touched as materialized (
                                    select a.payee, l.currency, e.entry_key,
                                        array_agg(distinct a.contract) filter (where a.contract is not null) as advances
                                    from ledger.entry e
                                        cross join lateral unnest(e.line_account, e.line_currency)
                                            as l (account_id, currency)
                                        join account a on a.account_id = l.account_id
                                    where e.booked_on between :first and :last
                                    group by a.payee, l.currency, e.entry_key
                                )
                                """
                                + Journal.COLUMNS
                                + """
                                , t.payee, t.currency, t.advances,
                                    case
                                        when j.body is not null then j.body::json #>> '{payment,payee}'
                                        when e.source_key like 'payout%' then split_part(e.source_key, ':', 3)
                                        when e.source_key like 'destination:%' then e.payee
                                    end as paid,
                                    case
                                        when e.source_key like 'payout-cancel:%' then 'CANCELLED'
                                        when e.source_key like 'payout-return:%' then 'RETURNED'
                                        when e.source_key like 'payout:%' and n.transfer_id is null then 'ORDERED'
                                        when e.source_key like 'payout:%' and not exists (
                                            select from fact.balance_transaction b
                                            where b.transfer_id = n.transfer_id and b.first_seen_on <= :last) then 'SENT'
                                        else 'SETTLED'
                                    end as status,
                                    case
                                        when j.body is not null then null
                                        when e.source_key like 'destination:%' then coalesce(e.stripe_id, e.bt)
                                        else n.transfer_id
                                    end as reference,
                                    own.body, j.body
                                from touched t
                                    join ledger.entry e on e.entry_key = t.entry_key
                                    left join fact.journal own on e.source_key like 'journal:%'
                                        and own.journal = e.journal and own.status = 'ACCEPTED'
                                    left join ledger.entry r on r.entry_id = e.reverses
                                    left join fact.journal j on e.source_key like 'journal:%'
                                        and j.journal = coalesce(r.journal, e.journal) and j.status = 'ACCEPTED'
                                    left join payout.item i on e.source_key like 'payout%'
                                        and i.batch = split_part(e.source_key, ':', 2)
                                        and i.payee = split_part(e.source_key, ':', 3)
                                        and i.currency = split_part(e.source_key, ':', 4)
                                    left join payout.intent n on n.item_key = i.item_key and n.state = 'SENT'
                                        and n.concluded_at < :end
                                order by t.payee collate "C", t.currency collate "C", e.booked_on, e.entry_id
                                """)
                .param("first", first)
                .param("last", last)
                .param("end", OffsetDateTime.ofInstant(end, ZoneOffset.UTC))
                .query((row, n) -> touch(row, known))
                .stream();
    }

    private Touch touch(ResultSet row, Map<Integer, AccountId> known) throws SQLException {
        String paid = row.getString(25);
        java.sql.Array advances = row.getArray(24);
        String own = row.getString(28);
        String paying = row.getString(29);
        FeedJournal.Payment byHand = paying == null ? null : FeedJournal.read(paying).payment();
        return new Touch(
                row.getString(22),
                Currency.of(row.getString(23)),
                journal.entry(row, known),
                advances == null ? Set.of() : Set.of((String[]) advances.getArray()),
                paid == null
                        ? null
                        : new Payment(
                                paid,
                                Payment.Status.valueOf(row.getString(26)),
                                byHand == null ? row.getString(27) : readable(byHand.reference())),
                own == null ? null : words(FeedJournal.read(own)));
    }

    private static @Nullable String words(FeedJournal journal) {
        return readable(journal.memo() == null ? journal.reason() : journal.memo());
    }

    /** A text of others as a file can hold it: what is no whole character becomes U+FFFD. */
    private static @Nullable String readable(@Nullable String text) {
        return text == null
                ? null
                : new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16)
                        .replace('\0', '\ufffd');
    }

    /** Orders as they were sold, by id; one that was not sold is left out. */
    public Map<String, SoldOrder> orders(Collection<String> orders, LocalDate last) {
        Map<String, SoldOrder> sold = new TreeMap<>();
        sql.sql(
                        """
                        select placed.body
                        from (
                            select distinct on (s.order_id) s.order_id, s.state::json #>> '{form,event}' as event
                            from ledger.order_state s
                            where s.order_id = any(:orders) and s.day <= :last
                            order by s.order_id, s.day desc) form
                            join fact.order_event placed
                                on placed.order_id = form.order_id and placed.event = form.event
                        """)
                .param("orders", orders.toArray(String[]::new))
                .param("last", last)
                .query(
                        row -> {
                            SoldOrder order = sold(row);
                            sold.put(order.order(), order);
                        });
        return sold;
    }

    private static SoldOrder sold(ResultSet row) throws SQLException {
        OrderPlaced placed = (OrderPlaced) FeedOrderEvent.read(row.getString(1)).event();
        JsonNode told = MAPPER.readTree(row.getString(1));
        Map<String, SoldLine> lines = new HashMap<>();
        for (int i = 0; i < placed.lines().size(); i++) {
            OrderLine line = placed.lines().get(i);
            long tax = line.taxAmounts().values().stream().reduce(0L, Math::addExact);
            lines.put(line.line(), new SoldLine(sku(told, i), line.net(), tax));
        }
        return new SoldOrder(
                placed.order(),
                readable(told.path("buyer").path("country").stringValue(null)),
                lines);
    }

    private static @Nullable String sku(JsonNode order, int line) {
        return readable(order.path("lines").path(line).path("sku").stringValue(null));
    }

    /** One version of a contract. */
    public Contract contract(String contract, int version) {
        return sql.sql(
                        """
                        select c.body from fact.contract c
                        where c.contract = :contract and c.version = :version
                        """)
                .param("contract", contract)
                .param("version", version)
                .query((row, n) -> FeedContract.read(row.getString(1)))
                .single();
    }

    /**
     * One figure of the ledger, drawn at the cut of a day.
     *
     * @param owed owed to creators, or unrecouped by them, in minor units
     * @param entries of the period that touch it
     */
    public record Total(String measure, Currency currency, long owed, long entries) {}

    /**
     * What all creators together are owed after a day, by measure and currency; advances whether or
     * not a contract says whose they are.
     */
    public Stream<Total> totals(LocalDate first, LocalDate last) {
        return sql
                .sql(
                        """
                        with account as materialized (
                            select a.account_id, case when a.path like 'assets:%' then 'unrecouped'
                                else split_part(a.path, ':', 4) end as measure
                            from ledger.account a
                            where a.path like 'liabilities:creator:%' or a.path like 'assets:advances:%'
                        ), drawn as (
                            select a.measure, b.currency,
                                sum(case when a.measure = 'unrecouped' then b.closing else -b.closing end) as owed
                            from ledger.balance_day b join account a on a.account_id = b.account_id
                            where b.day = :last
                            group by a.measure, b.currency
                        ), moved as (
                            select a.measure, l.currency, count(distinct e.entry_key) as entries
                            from ledger.entry e
                                cross join lateral unnest(e.line_account, e.line_currency) as l (account_id, currency)
                                join account a on a.account_id = l.account_id
                            where e.booked_on between :first and :last
                            group by a.measure, l.currency
                        )
                        select measure, currency, coalesce(drawn.owed, 0)::bigint, coalesce(moved.entries, 0)
                        from drawn full join moved using (measure, currency)
                        order by measure, currency
                        """)
                .param("first", first)
                .param("last", last)
                .query(
                        (row, n) ->
                                new Total(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        row.getLong(3),
                                        row.getLong(4)))
                .stream();
    }

    /** Advances no contract says whose they are, by currency, after a day. */
    public Map<Currency, Long> advancesOfNobody(LocalDate last) {
        Map<Currency, Long> sums = new TreeMap<>();
        sql.sql(
                        """
                        select b.currency, sum(b.closing)::bigint
                        from ledger.balance_day b join ledger.account a on a.account_id = b.account_id
                        where b.day = :last and a.path like 'assets:advances:%' and not exists (
                            select from fact.contract c
                            where c.contract = split_part(a.path, ':', 3) and c.accepted_on <= :last
                                and c.body::json #>> '{advance,recoupFrom}' is not null)
                        group by b.currency
                        """)
                .param("last", last)
                .query(
                        row -> {
                            sums.put(Currency.of(row.getString(1)), row.getLong(2));
                        });
        return sums;
    }
}
