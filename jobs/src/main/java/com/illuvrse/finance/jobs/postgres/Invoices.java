package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.invoice.Buyer;
import com.illuvrse.finance.invoice.Invoice;
import com.illuvrse.finance.invoice.InvoiceDocument;
import com.illuvrse.finance.invoice.InvoiceLine;
import com.illuvrse.finance.invoice.InvoiceNumber;
import com.illuvrse.finance.invoice.InvoiceRow;
import com.illuvrse.finance.invoice.InvoiceStatus;
import com.illuvrse.finance.invoice.InvoiceStepRow;
import com.illuvrse.finance.invoice.InvoiceSteps;
import com.illuvrse.finance.invoice.InvoiceTax;
import com.illuvrse.finance.invoice.Invoiced;
import com.illuvrse.finance.money.Currency;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Invoices, credit notes and the steps they take. Rows are added with the entries they follow from;
 * their numbers come at the cut of the day.
 */
public final class Invoices {

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public Invoices(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /** The newest invoice of each of some orders, as it stood when the day before was over. */
    public Map<String, Invoice> before(LocalDate day, Collection<String> orders) {
        Map<String, Invoice> found = new TreeMap<>();
        sql.sql(
                        """
                        select newest.order_id, newest.turn, newest.status, invoice.series, invoice.buyer_country,
                            invoice.buyer_region, invoice.invoice_to, invoice.currency, invoice.total,
                            coalesce(credited.reversed, 0)::bigint, coalesce(credited.refunded, 0)::bigint,
                            credited.notes
                        from (
                            select distinct on (d.order_id) d.order_id, d.turn, d.status
                            from ledger.invoice_day d
                            where d.order_id = any(:orders) and d.day < :day
                            order by d.order_id, d.turn desc, d.day desc) newest
                            left join ledger.invoice invoice
                                on invoice.order_id = newest.order_id and invoice.turn = newest.turn and invoice.place = 0
                            left join lateral (
                                select -sum(n.total) filter (where n.cause = 'REVERSAL') as reversed,
                                    -sum(n.total) filter (where n.cause <> 'REVERSAL') as refunded, count(*) as notes
                                from ledger.invoice n
                                where n.order_id = newest.order_id and n.turn = newest.turn and n.place > 0
                                    and n.issued_on < :day) credited on true
                        """)
                .param("orders", orders.toArray(String[]::new))
                .param("day", day)
                .query(
                        row -> {
                            found.put(row.getString(1), invoice(row));
                        });
        return found;
    }

    private static Invoice invoice(ResultSet row) throws SQLException {
        String series = row.getString(4);
        Invoice.Issued issued =
                series == null
                        ? null
                        : new Invoice.Issued(
                                series,
                                new Buyer(row.getString(5), row.getString(6), row.getString(7)),
                                Currency.of(row.getString(8)),
                                row.getLong(9),
                                row.getLong(10),
                                row.getLong(11),
                                row.getInt(12));
        return new Invoice(
                row.getString(1), row.getInt(2), InvoiceStatus.valueOf(row.getString(3)), issued);
    }

    /** Adds what a day did to invoices, within the transaction that adds the entries. */
    public void keep(LocalDate day, Collection<Invoiced> orders) {
        CopyText documents = new CopyText();
        CopyText steps = new CopyText();
        boolean any = false;
        for (Invoiced order : orders) {
            order.documents().forEach(document -> add(documents, day, document));
            order.steps().forEach(turn -> add(steps, day, turn));
            any |= !order.documents().isEmpty() || !order.steps().isEmpty();
        }
        if (!any) {
            return;
        }
        documents.copyInto(
                jdbc,
                """
                copy ledger.invoice (entry_id, cause, order_id, turn, place, series, issued_on, currency, total,
                    buyer_country, buyer_region, invoice_to, payee, part_line, part_kind, part_jurisdiction, part_rate,
                    part_taxable, part_net, part_tax) from stdin
                """);
        steps.copyInto(
                jdbc,
                """
                copy ledger.invoice_day (order_id, turn, day, status_before, steps, sources) from stdin
                """);
    }

    /** One tax of one line; the first of a line carries its net. */
    private record Part(InvoiceLine line, @Nullable InvoiceTax tax, boolean first) {

        @Nullable String jurisdiction() {
            return tax == null ? null : tax.jurisdiction();
        }

        @Nullable String rate() {
            return tax == null ? null : tax.rate();
        }
    }

    private static void add(CopyText rows, LocalDate day, InvoiceDocument document) {
        List<Part> parts = new ArrayList<>();
        for (InvoiceLine line : document.lines()) {
            if (line.taxes().isEmpty()) {
                parts.add(new Part(line, null, true));
            }
            for (int i = 0; i < line.taxes().size(); i++) {
                parts.add(new Part(line, line.taxes().get(i), i == 0));
            }
        }
        rows.text(document.source().entryId().toString())
                .text(document.cause().name())
                .text(document.order())
                .text(Integer.toString(document.turn()))
                .text(Integer.toString(document.place()))
                .text(document.series())
                .text(day.toString())
                .text(document.currency().code())
                .whole(document.total())
                .text(document.buyer().country())
                .text(document.buyer().region())
                .text(document.buyer().invoiceTo())
                .text(document.payee())
                .array(parts.stream().map(part -> quoted(part.line().line())).toList())
                .array(parts.stream().map(part -> quoted(part.line().kind())).toList())
                .array(parts.stream().map(part -> quoted(part.jurisdiction())).toList())
                .array(parts.stream().map(part -> quoted(part.rate())).toList())
                .array(parts.stream().map(part -> part.line().net()).toList())
                .array(parts.stream().map(part -> part.first() ? part.line().net() : 0L).toList())
                .array(
                        parts.stream()
                                .map(part -> part.tax() == null ? 0L : part.tax().amount())
                                .toList())
                .endRow();
    }

    private static void add(CopyText rows, LocalDate day, InvoiceSteps turn) {
        InvoiceStatus before = turn.before();
        rows.text(turn.order())
                .text(Integer.toString(turn.turn()))
                .text(day.toString())
                .text(before == null ? null : before.name())
                .array(turn.steps().stream().map(step -> step.status().name()).toList())
                .array(
                        turn.steps().stream()
                                .map(step -> step.source())
                                .map(source -> quoted(source == null ? null : source.text()))
                                .toList())
                .endRow();
    }

    /**
     * An absent element of an array, or one in quotes, so that a line called {@code null} is one.
     */
    private static String quoted(@Nullable String text) {
        return text == null ? "NULL" : '"' + text + '"';
    }

    /**
     * Which buyer some versions of orders name, by order; one the feed does not describe is left
     * out.
     */
    public Map<String, Buyer> buyers(Map<String, String> eventsByOrder) {
        Map<String, Buyer> buyers = new TreeMap<>();
        sql.sql(
                        """
                        select e.order_id, e.body::json #>> '{buyer,country}', e.body::json #>> '{buyer,region}',
                            e.body::json #>> '{buyer,invoiceTo}'
                        from unnest(:orders::text[], :events::text[]) as sold (order_id, event)
                            join fact.order_event e on e.order_id = sold.order_id and e.event = sold.event
                        """)
                .param("orders", eventsByOrder.keySet().toArray(String[]::new))
                .param("events", eventsByOrder.values().toArray(String[]::new))
                .query(
                        row -> {
                            buyers.put(
                                    row.getString(1),
                                    Buyer.of(row.getString(2), row.getString(3), row.getString(4)));
                        });
        return buyers;
    }

    /**
     * Gives the documents of a day their numbers, in the order of their entries' places, after the
     * last number of each series and year. Within the transaction that gives the places. Entries
     * are found by id (see {@link SettlementPlan#forEachCandidate}).
     */
    void giveNumbers(LocalDate day) {
        sql.sql(
                        """
                        with issued as materialized (
                            select i.invoice_key, i.series, i.year, s.seq
                            from ledger.invoice i
                                join ledger.entry e on e.entry_id = i.entry_id and e.booked_on + 0 = i.issued_on
                                join ledger.entry_seq s on s.entry_key = e.entry_key
                            where i.issued_on = :day
                        ), counted as materialized (
                            select used.series, used.year, coalesce(max(n.number), 0) as number
                            from (select distinct series, year from issued) used
                                left join lateral (
                                    select n.number from ledger.invoice_number n
                                    where n.series = used.series and n.year = used.year
                                    order by n.number desc
                                    limit 1) n on true
                            group by used.series, used.year
                        )
                        insert into ledger.invoice_number (series, year, number, invoice_key)
                        select i.series, i.year,
                            c.number + row_number() over (partition by i.series, i.year order by i.seq), i.invoice_key
                        from issued i join counted c on c.series = i.series and c.year = i.year
                        """)
                .param("day", day)
                .update();
    }

    /**
     * The rows of the documents of a closed day, by series, number and part. Call it within {@link
     * Database#read}.
     */
    public void forEachRowOf(LocalDate day, Consumer<InvoiceRow> consumer) {
        sql.sql(
                        """
                        select n.series, n.year, n.number, p.part, i.kind,
                            case when i.place > 0 then ledger.number_text(credited.series, credited.year, credited.number) end,
                            i.cause, i.order_id, e.source_key, i.issued_on, e.effective_on, life.status,
                            i.buyer_country, i.buyer_region, i.invoice_to, i.payee,
                            p.line, p.sold_as, p.jurisdiction, p.rate, i.currency, p.taxable, p.net, p.tax
                        from ledger.invoice i
                            join ledger.invoice_number n on n.invoice_key = i.invoice_key
                            join ledger.entry e on e.entry_id = i.entry_id
                            left join ledger.invoice invoice on i.place > 0
                                and invoice.order_id = i.order_id and invoice.turn = i.turn and invoice.place = 0
                            left join ledger.invoice_number credited on credited.invoice_key = invoice.invoice_key
                            cross join lateral (
                                select d.status from ledger.invoice_day d
                                where d.order_id = i.order_id and d.turn = i.turn and d.day <= :day
                                order by d.day desc
                                limit 1) life
                            cross join lateral unnest(i.part_line, i.part_kind, i.part_jurisdiction, i.part_rate,
                                i.part_taxable, i.part_net, i.part_tax) with ordinality
                                as p (line, sold_as, jurisdiction, rate, taxable, net, tax, part)
                        where i.issued_on = :day
                        order by n.series collate "C", n.year, n.number, p.part
                        """)
                .param("day", day)
                .query(
                        row -> {
                            consumer.accept(row(row));
                        });
    }

    private static InvoiceRow row(ResultSet row) throws SQLException {
        return new InvoiceRow(
                new InvoiceNumber(row.getString(1), row.getInt(2), row.getLong(3)),
                row.getInt(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getObject(10, LocalDate.class),
                row.getObject(11, LocalDate.class),
                InvoiceStatus.valueOf(row.getString(12)),
                new Buyer(row.getString(13), row.getString(14), row.getString(15)),
                row.getString(16),
                row.getString(17),
                row.getString(18),
                row.getString(19),
                row.getString(20),
                Currency.of(row.getString(21)),
                row.getLong(22),
                row.getLong(23),
                row.getLong(24));
    }

    /**
     * The steps invoices took on a closed day, by order and turn. Call it within {@link
     * Database#read}.
     */
    public void forEachStepOf(LocalDate day, Consumer<InvoiceStepRow> consumer) {
        sql.sql(
                        """
                        select d.order_id, d.turn, s.step, s.status, ledger.number_text(n.series, n.year, n.number), s.source_key
                        from ledger.invoice_day d
                            left join ledger.invoice i on i.order_id = d.order_id and i.turn = d.turn and i.place = 0
                            left join ledger.invoice_number n on n.invoice_key = i.invoice_key
                            cross join lateral unnest(d.steps, d.sources) with ordinality as s (status, source_key, step)
                        where d.day = :day
                        order by d.order_id collate "C", d.turn, s.step
                        """)
                .param("day", day)
                .query(
                        row -> {
                            consumer.accept(
                                    new InvoiceStepRow(
                                            row.getString(1),
                                            row.getInt(2),
                                            row.getInt(3),
                                            InvoiceStatus.valueOf(row.getString(4)),
                                            row.getString(5),
                                            row.getString(6)));
                        });
    }
}
