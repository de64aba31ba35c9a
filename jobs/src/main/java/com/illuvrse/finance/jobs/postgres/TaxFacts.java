package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.jobs.marketplace.FeedSale;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.oss.FiledQuarters.Late;
import com.illuvrse.finance.oss.Supply.Cause;
import com.illuvrse.finance.tax.TaxByLine;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the sealed days say of the sales taxes of a period (reports, sections 3.4 and 3.5): sales
 * and what went back of them on the local day of the charge or refund, everything else that moved
 * on a tax account on the day it is effective.
 *
 * <p>Call everything within one {@link Database#read}; the stream has to be closed.
 */
public final class TaxFacts {

    /** The local day of an entry; of an entry of an order that of the movement it follows. */
    private static final String DAY =
            """
            case when e.order_id is null or e.source_key like 'journal:%' then e.effective_on
                else (coalesce(b.created, e.occurred_at) at time zone :zone)::date end
            """;

    private static final String OF_AN_ORDER =
            """
            (e.source_key like 'sale:%' or e.source_key like 'sale-reversal:%' or e.source_key like 'refund:%'
                or e.source_key like 'dispute:%:lost' and e.order_id is not null)
            """;

    /** Where the other side of a sale lies, and what exchange or a bank made of it: no price. */
    private static final List<String> BESIDE =
            List.of(
                    Accounts.CLEARING_CHARGE.path(),
                    Accounts.CLEARING_REFUND.path(),
                    Accounts.DISPUTES_OPEN.path(),
                    Accounts.FX_GAIN.path(),
                    Accounts.FX_LOSS.path(),
                    Accounts.LOSSES_CHARGEBACK.path());

    private static final String BOOKED = "e.booked_on between :first::date - 1 and :known";

    /** Of the period, or of an earlier one whose return was filed before the entry was booked. */
    private static final String DECLARED =
            """
            (%1$s between :first and :last or exists (
                select from unnest(:late_first::date[], :late_last::date[], :late_booked::date[]) as late (first, last, booked)
                where %1$s between late.first and late.last and e.booked_on >= late.booked))
            """
                    .formatted(DAY);

    private final JdbcClient sql;
    private final Period period;
    private final ZoneId zone;
    private final LocalDate known;
    private final List<String> accounts;
    private final List<Late> late;

    /**
     * @param zone whose local days count
     * @param known the last day whose entries count
     * @param late movements of earlier periods that count too
     * @param jurisdictions the tax accounts that are looked at, as patterns of SQL
     */
    public TaxFacts(
            Database database,
            Period period,
            ZoneId zone,
            LocalDate known,
            List<Late> late,
            Collection<String> jurisdictions) {
        this.late = late;
        this.sql = database.sql();
        this.period = period;
        this.zone = zone;
        this.known = known;
        this.accounts = jurisdictions.stream().map(each -> "liabilities:tax:" + each).toList();
    }

    /**
     * What the buyer's paper says of one line.
     *
     * @param net without tax, in minor units; negative on a credit note
     */
    public record Papered(long net, SortedMap<String, Long> taxes) {}

    /**
     * A sale, or what took one back.
     *
     * @param day local day of the charge, refund, or loss
     * @param sale the entry that sold it
     * @param soldOn local day of its charge
     * @param sold the order by the version it was sold by
     * @param document number of the invoice or credit note; null when there is none, because all
     *     was taken back on the day it was sold
     * @param charged currency of the document; that of the order when there is none
     * @param paper by line; lines the document does not name moved nothing
     * @param settled currency of the entry
     * @param net what fell on the lines without tax; negative for what goes back
     * @param taxes on the accounts that are looked at, by jurisdiction: credits positive
     */
    public record Moved(
            EntryId entry,
            Cause cause,
            LocalDate day,
            EntryId sale,
            LocalDate soldOn,
            FeedSale sold,
            @Nullable String document,
            Currency charged,
            SortedMap<String, Papered> paper,
            Currency settled,
            long net,
            SortedMap<String, Long> taxes) {

        private static final Papered NOTHING = new Papered(0, new TreeMap<>());

        /** What the paper says of each line of the order, in their order. */
        public List<Papered> papers() {
            return lines().stream().map(line -> paper.getOrDefault(line.line(), NOTHING)).toList();
        }

        /** The taxes that moved over the lines, in proportion to those on the paper. */
        public List<SortedMap<String, Long>> taxesOfLines() {
            return TaxByLine.of(
                    taxes,
                    paper.isEmpty()
                            ? lines().stream().map(OrderLine::taxAmounts).toList()
                            : papers().stream().map(Papered::taxes).toList());
        }

        /** The net over the lines, in proportion to those on the paper. */
        public List<Long> netsOfLines() {
            List<Long> nets =
                    paper.isEmpty()
                            ? lines().stream().map(OrderLine::net).toList()
                            : papers().stream().map(Papered::net).toList();
            boolean allZero = nets.stream().allMatch(each -> each == 0);
            return Allocation.split(
                    net,
                    nets.stream()
                            .map(each -> allZero ? Fraction.ONE : Fraction.of(Math.abs(each)))
                            .toList());
        }

        private List<OrderLine> lines() {
            return sold.order().lines();
        }
    }

    /**
     * Everything sold to some countries, or taxed on the accounts that are looked at, by day, order
     * and entry.
     */
    public Stream<Moved> moved(Collection<String> countries) {
        return bound(
                """
                select e.entry_id, e.source_key, %1$s as day,
                    ledger.entry_id('sale:' || e.order_id || ':' || sale.bt) as sale,
                    (sb.created at time zone :zone)::date as sold_on, p.body,
                    ledger.number_text(n.series, n.year, n.number) as document, i.currency as charged,
                    i.part_line, i.part_jurisdiction, i.part_net, i.part_tax,
                    t.currency as settled, t.jurisdictions, t.amounts, t.net
                from ledger.entry e
                    left join fact.balance_transaction b on b.id = e.bt
                    cross join lateral (
                        select s.state::json as state from ledger.order_state s
                        where s.order_id = e.order_id and s.day <= e.booked_on
                        order by s.day desc
                        limit 1) s
                    cross join lateral (
                        select case when e.source_key like 'sale:%%' then e.bt
                            else s.state #>> '{capture,bt}' end as bt) sale
                    join fact.balance_transaction sb on sb.id = sale.bt
                    join fact.order_event p
                        on p.order_id = e.order_id and p.event = s.state #>> '{form,event}'
                    left join ledger.invoice i on i.entry_id = e.entry_id
                    left join ledger.invoice_number n on n.invoice_key = i.invoice_key
                    cross join lateral (
                        select min(l.currency) as currency,
                            array_agg(substr(a.path, length('liabilities:tax:') + 1) order by a.path)
                                filter (where a.path like any (:accounts)) as jurisdictions,
                            array_agg(-l.amount order by a.path) filter (where a.path like any (:accounts))
                                as amounts,
                            coalesce(-sum(l.amount) filter (where a.path not like 'liabilities:tax:%%'
                                and a.path <> all (:beside)), 0)::bigint as net
                        from unnest(e.line_account, e.line_currency, e.line_amount)
                                as l (account_id, currency, amount)
                            join ledger.account a on a.account_id = l.account_id) t
                where %2$s and %3$s and %4$s
                    and (t.jurisdictions is not null or p.body::json #>> '{buyer,country}' = any (:countries))
                order by day, e.order_id collate "C", e.entry_id
                """
                        .formatted(DAY, BOOKED, OF_AN_ORDER, DECLARED))
                .param("beside", BESIDE.toArray(String[]::new))
                .param("countries", countries.toArray(String[]::new))
                .query((row, n) -> moved(row))
                .stream();
    }

    private static Moved moved(ResultSet row) throws SQLException {
        FeedSale sold = FeedSale.read(row.getString("body"));
        String charged = row.getString("charged");
        return new Moved(
                EntryId.parse(row.getString("entry_id")),
                cause(row.getString("source_key")),
                row.getObject("day", LocalDate.class),
                EntryId.parse(row.getString("sale")),
                row.getObject("sold_on", LocalDate.class),
                sold,
                row.getString("document"),
                charged == null ? sold.order().currency() : Currency.of(charged),
                charged == null ? new TreeMap<>() : paper(row),
                Currency.of(row.getString("settled")),
                row.getLong("net"),
                row.getArray("jurisdictions") == null ? new TreeMap<>() : taxes(row));
    }

    private static Cause cause(String source) {
        return switch (source.substring(0, source.indexOf(':'))) {
            case "sale" -> Cause.SALE;
            case "sale-reversal" -> Cause.REVERSAL;
            case "refund" -> Cause.REFUND;
            default -> Cause.DISPUTE;
        };
    }

    private static SortedMap<String, Papered> paper(ResultSet row) throws SQLException {
        List<String> lines = texts(row, "part_line");
        List<String> jurisdictions = texts(row, "part_jurisdiction");
        List<Long> nets = amounts(row, "part_net");
        List<Long> taxes = amounts(row, "part_tax");
        TreeMap<String, Papered> paper = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Papered before = paper.getOrDefault(lines.get(i), new Papered(0, new TreeMap<>()));
            TreeMap<String, Long> each = new TreeMap<>(before.taxes());
            String jurisdiction = jurisdictions.get(i);
            if (jurisdiction != null) {
                each.merge(jurisdiction, taxes.get(i), Math::addExact);
            }
            paper.put(lines.get(i), new Papered(Math.addExact(before.net(), nets.get(i)), each));
        }
        return paper;
    }

    private static SortedMap<String, Long> taxes(ResultSet row) throws SQLException {
        List<String> jurisdictions = texts(row, "jurisdictions");
        List<Long> amounts = amounts(row, "amounts");
        TreeMap<String, Long> taxes = new TreeMap<>();
        for (int i = 0; i < jurisdictions.size(); i++) {
            taxes.merge(jurisdictions.get(i), amounts.get(i), Math::addExact);
        }
        return taxes;
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Object each : elements(row.getArray(column))) {
            texts.add((String) each);
        }
        return texts;
    }

    private static List<Long> amounts(ResultSet row, String column) throws SQLException {
        List<Long> amounts = new ArrayList<>();
        for (Object each : elements(row.getArray(column))) {
            amounts.add((Long) each);
        }
        return amounts;
    }

    private static Object[] elements(Array array) throws SQLException {
        return (Object[]) array.getArray();
    }

    /**
     * Tax that moved, credits positive.
     *
     * @param entries how many entries are behind it
     */
    public record Total(Currency currency, long amount, long entries) {}

    /** All that moved on the accounts looked at, as the postings say. */
    public List<Total> totals() {
        return totals("true");
    }

    /** The part of it that no order explains, such as journals that pay it. */
    public List<Total> withoutOrder() {
        return totals("not " + OF_AN_ORDER);
    }

    private List<Total> totals(String only) {
        return bound(
                        """
                        select l.currency, -sum(l.amount)::bigint, count(distinct e.entry_id)
                        from ledger.entry e
                            left join fact.balance_transaction b on b.id = e.bt
                            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                as l (account_id, currency, amount)
                            join ledger.account a on a.account_id = l.account_id
                        where %s and e.source_key not like 'stripe:%%' and %s
                            and e.line_account && array(
                                select t.account_id from ledger.account t where t.path like any (:accounts))
                            and a.path like any (:accounts) and (%s)
                        group by l.currency
                        order by l.currency
                        """
                                .formatted(BOOKED, DECLARED, only))
                .query(
                        (row, n) ->
                                new Total(
                                        Currency.of(row.getString(1)),
                                        row.getLong(2),
                                        row.getLong(3)))
                .list();
    }

    private JdbcClient.StatementSpec bound(String query) {
        return sql.sql(query)
                .param("first", period.firstDay())
                .param("last", period.lastDay())
                .param("known", known)
                .param("zone", zone.getId())
                .param("accounts", accounts.toArray(String[]::new))
                .param("late_first", days(Late::first))
                .param("late_last", days(Late::last))
                .param("late_booked", days(Late::bookedFrom));
    }

    private String[] days(Function<Late, LocalDate> day) {
        return late.stream().map(day).map(LocalDate::toString).toArray(String[]::new);
    }
}
