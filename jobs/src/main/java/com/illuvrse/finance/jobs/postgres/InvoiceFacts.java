package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.invoice.InvoiceNumber;
import com.illuvrse.finance.invoice.InvoiceRow;
import com.illuvrse.finance.jobs.marketplace.FeedSale;
import com.illuvrse.finance.money.Currency;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the sealed days say of the invoices and credit notes of a month, and of the money behind
 * them. Call everything within one {@link Database#read}.
 */
public final class InvoiceFacts {

    private final JdbcClient sql;
    private final Invoices invoices;

    public InvoiceFacts(Database database) {
        this.sql = database.sql();
        this.invoices = new Invoices(database);
    }

    /**
     * A numbered document with the order behind it.
     *
     * @param rows in their order, at least one
     * @param sold the order by the version it was sold by
     * @param creditedOn day of the invoice a credit note takes back; null for an invoice
     */
    public record Numbered(List<InvoiceRow> rows, FeedSale sold, @Nullable LocalDate creditedOn) {

        public Numbered {
            rows = List.copyOf(rows);
        }
    }

    private record Behind(FeedSale sold, @Nullable LocalDate creditedOn) {}

    /** The documents of a day, by series and number. */
    public List<Numbered> of(LocalDate day) {
        Map<String, Behind> behind = behind(day);
        Map<InvoiceNumber, List<InvoiceRow>> rows = new LinkedHashMap<>();
        invoices.forEachRowOf(
                day, row -> rows.computeIfAbsent(row.number(), each -> new ArrayList<>()).add(row));
        List<Numbered> documents = new ArrayList<>();
        for (List<InvoiceRow> document : rows.values()) {
            Behind order = behind.get(document.getFirst().source());
            if (order == null) {
                throw new IllegalStateException(
                        document.getFirst().number()
                                + " has no order it was sold by; order "
                                + document.getFirst().order());
            }
            documents.add(new Numbered(document, order.sold(), order.creditedOn()));
        }
        return documents;
    }

    private Map<String, Behind> behind(LocalDate day) {
        Map<String, Behind> behind = new TreeMap<>();
        sql.sql(
                        """
                        select e.source_key, p.body, invoice.issued_on
                        from ledger.invoice i
                            join ledger.entry e on e.entry_id = i.entry_id
                            cross join lateral (
                                select s.state::json as state from ledger.order_state s
                                where s.order_id = i.order_id and s.day <= i.issued_on
                                order by s.day desc
                                limit 1) s
                            join fact.order_event p
                                on p.order_id = i.order_id and p.event = s.state #>> '{form,event}'
                            left join ledger.invoice invoice on i.place > 0
                                and invoice.order_id = i.order_id and invoice.turn = i.turn and invoice.place = 0
                        where i.issued_on = :day
                        """)
                .param("day", day)
                .query(
                        row -> {
                            behind.put(
                                    row.getString(1),
                                    new Behind(
                                            FeedSale.read(row.getString(2)),
                                            row.getObject(3, LocalDate.class)));
                        });
        return behind;
    }

    /** The last number of each series of a day's year before that day. */
    public Collection<InvoiceNumber> lastBefore(LocalDate day) {
        return sql.sql(
                        """
                        select n.series, n.year, max(n.number)
                        from ledger.invoice_number n
                            join ledger.invoice i on i.invoice_key = n.invoice_key
                        where n.year = extract(year from :day::date)::integer and i.issued_on < :day
                        group by n.series, n.year
                        """)
                .param("day", day)
                .query(
                        (row, n) ->
                                new InvoiceNumber(row.getString(1), row.getInt(2), row.getLong(3)))
                .list();
    }

    /**
     * What buyers paid less what they have back, in the currency they paid in.
     *
     * @param withoutPaper the part no document is about: taken back on the day it was paid, or more
     *     than an invoice had left
     * @param entries how many entries are behind it
     */
    public record Total(Currency currency, long amount, long withoutPaper, long entries) {}

    /** Money by Stripe's own rows behind the entries of orders booked from one day to another. */
    public List<Total> totals(LocalDate first, LocalDate last) {
        return sql.sql(
                        """
                        with moved as (
                            select e.source_key, e.order_id, e.booked_on, b.presentment_currency as currency,
                                case when e.source_key like 'sale:%' then b.presentment_amount
                                    else -b.presentment_amount end as amount,
                                i.total, i.place, i.turn
                            from ledger.entry e
                                join fact.balance_transaction b on b.id = e.bt
                                left join ledger.invoice i on i.entry_id = e.entry_id
                            where e.booked_on between :first and :last and e.order_id is not null
                                and (e.source_key like 'sale:%' or e.source_key like 'sale-reversal:%'
                                    or e.source_key like 'refund:%' or e.source_key like 'dispute:%:lost')
                        )
                        select m.currency, sum(m.amount)::bigint,
                            sum(case
                                when m.total is null and m.source_key like 'sale-reversal:%' and exists (
                                    select from ledger.invoice i
                                    where i.order_id = m.order_id and i.issued_on = m.booked_on and i.place = 0)
                                    then 0
                                when m.total is null then m.amount
                                when m.place > 0 and (
                                    select sum(i.total) from ledger.invoice i
                                    where i.order_id = m.order_id and i.turn = m.turn and i.place <= m.place) = 0
                                    then m.amount - m.total
                                else 0 end)::bigint,
                            count(*)
                        from moved m
                        where m.currency is not null
                        group by m.currency
                        order by m.currency collate "C"
                        """)
                .param("first", first)
                .param("last", last)
                .query(
                        (row, n) ->
                                new Total(
                                        Currency.of(row.getString(1)),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4)))
                .list();
    }
}
