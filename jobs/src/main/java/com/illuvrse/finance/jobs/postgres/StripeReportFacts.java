package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.jobs.stripe.PackedBytes;
import com.illuvrse.finance.jobs.stripe.StripeReport;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.reconciliation.ItemisedRow;
import com.illuvrse.finance.reconciliation.ReportComparison;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stripe's itemised reports as they came, and how our rows compared with them. A report is of a day
 * of UTC, a night settles an accounting day; both are dates here.
 */
public final class StripeReportFacts {

    private static final int FETCHED_AT_ONCE = 5_000;

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public StripeReportFacts(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /**
     * Days of UTC to ask for, those never compared first: of the days Stripe can tell, the ones
     * that were not compared yet, did not agree when they were compared last, or got a late row
     * since.
     *
     * @param from first day, inclusive
     * @param to last day, exclusive
     */
    public List<LocalDate> daysToAsk(LocalDate night, LocalDate from, LocalDate to, int most) {
        return sql.sql(
                        """
                        with late as (
                            select (b.created at time zone 'UTC')::date as day, max(f.day) as seen_on
                            from ledger.finding f join fact.balance_transaction b on b.id = f.ref
                            where f.day >= :night::date - 31 and f.day < :night and f.type = 'LATE_ARRIVAL'
                            group by 1
                        )
                        select asked.day::date
                        from generate_series(:from::timestamp, :to::timestamp - interval '1 day', interval '1 day') as asked (day)
                            left join lateral (
                                select c.differences, c.compared_on from ledger.report_comparison c
                                where c.report_day = asked.day and c.compared_on < :night
                                order by c.compared_on desc limit 1) last on true
                            left join late on late.day = asked.day::date
                        where (last.differences is null or last.differences > 0 or late.seen_on > last.compared_on)
                            and not exists (
                                select from fact.stripe_report r
                                where r.report_day = asked.day and r.fetched_on = :night)
                        order by last.differences is not null, asked.day
                        limit :most
                        """)
                .param("night", night)
                .param("from", from)
                .param("to", to)
                .param("most", most)
                .query((row, n) -> row.getObject(1, LocalDate.class))
                .list();
    }

    /** Keeps a report within the running transaction; the same bytes are kept once. */
    public void keep(StripeReport report, LocalDate fetchedOn) {
        int added =
                sql.sql(
                                """
                                insert into fact.stripe_report_file (sha256, size_bytes, row_count, body)
                                values (:sha256, :size, :rows, :body)
                                on conflict do nothing
                                """)
                        .param("sha256", report.sha256())
                        .param("size", report.size())
                        .param("rows", report.rows())
                        .param("body", report.content().toPacked())
                        .update();
        if (added > 0) {
            keepSums(report);
        }
        sql.sql(
                        """
                        insert into fact.stripe_report (report_day, fetched_on, report_type, run_id, file_id, sha256)
                        values (:day, :fetchedOn, :type, :run, :file, :sha256)
                        on conflict do nothing
                        """)
                .param("day", report.day())
                .param("fetchedOn", fetchedOn)
                .param("type", report.type())
                .param("run", report.run())
                .param("file", report.file())
                .param("sha256", report.sha256())
                .update();
    }

    private void keepSums(StripeReport report) {
        BulkInsert insert =
                BulkInsert.into("fact.stripe_report_sum")
                        .column("sha256", "text")
                        .column("currency", "text")
                        .column("reporting_category", "text")
                        .column("row_count", "integer")
                        .column("gross", "bigint")
                        .column("fee", "bigint")
                        .column("net", "bigint");
        for (StripeReport.Sum sum : report.sums()) {
            insert.row(
                    report.sha256(),
                    sum.currency().code(),
                    sum.category(),
                    sum.rows(),
                    sum.gross(),
                    sum.fee(),
                    sum.net());
        }
        insert.execute(jdbc);
    }

    /** A report that is to be compared tonight. */
    public record Kept(LocalDate day, String sha256) {}

    /**
     * The latest report of each day that was fetched tonight, was not compared before, or did not
     * agree when it was: a difference stands until a comparison does not find it any more, whether
     * or not Stripe could be asked again.
     */
    public List<Kept> toCompare(LocalDate night) {
        return sql.sql(
                        """
                        select distinct on (r.report_day) r.report_day, r.sha256
                        from fact.stripe_report r
                            left join lateral (
                                select c.differences from ledger.report_comparison c
                                where c.report_day = r.report_day and c.compared_on < :night
                                order by c.compared_on desc limit 1) last on true
                        where r.fetched_on <= :night
                            and (last.differences is null or last.differences > 0 or r.fetched_on = :night)
                        order by r.report_day, r.fetched_on desc
                        """)
                .param("night", night)
                .query((row, n) -> new Kept(row.getObject(1, LocalDate.class), row.getString(2)))
                .list();
    }

    /** The bytes of a report as Stripe sent them. */
    public InputStream content(String sha256) {
        byte[] packed =
                sql.sql(
                                """
                                select f.body from fact.stripe_report_file f where f.sha256 = :sha256
                                """)
                        .param("sha256", sha256)
                        .query((row, n) -> row.getBytes(1))
                        .single();
        try {
            return PackedBytes.ofPacked(packed).open();
        } catch (IOException e) {
            throw new UncheckedIOException("report " + sha256 + " cannot be unpacked", e);
        }
    }

    /**
     * A row we keep.
     *
     * @param key small and unique, to remember many of them
     */
    public record Own(long key, ItemisedRow row) {}

    /** Our rows of these ids, as far as they were created since an instant. */
    public Map<String, Own> ours(Collection<String> ids, Instant since) {
        Map<String, Own> found = new HashMap<>();
        sql.sql(
                        """
                        select b.bt_key, b.id, b.currency, b.amount, b.fee, b.net, b.reporting_category
                        from fact.balance_transaction b
                        where b.id = any(:ids) and b.created >= :since
                        """)
                .param("ids", ids.toArray(String[]::new))
                .param("since", utc(since))
                .query(
                        row -> {
                            Own own = own(row);
                            found.put(own.row().id(), own);
                        });
        return found;
    }

    /**
     * Our rows of an interval that a report has to name and does not: those of the payments balance
     * that are activity, by id.
     *
     * @param named whether a row of this key is in the report
     */
    public List<ItemisedRow> notNamed(Instant from, Instant to, LongPredicate named) {
        try (Stream<Own> rows =
                sql
                        .sql(
                                """
                                select b.bt_key, b.id, b.currency, b.amount, b.fee, b.net, b.reporting_category
                                from fact.balance_transaction b
                                where b.created >= :from and b.created < :to and b.balance_type = 'payments'
                                    and b.reporting_category <> all(:leftOut)
                                """)
                        .param("from", utc(from))
                        .param("to", utc(to))
                        .param("leftOut", ReportComparison.LEFT_OUT.toArray(String[]::new))
                        .withFetchSize(FETCHED_AT_ONCE)
                        .query((row, n) -> own(row))
                        .stream()) {
            return rows.filter(each -> !named.test(each.key())).map(Own::row).toList();
        }
    }

    /** Keeps the outcome of a comparison within the running transaction. */
    public void keepComparison(Kept report, LocalDate comparedOn, int differences) {
        sql.sql(
                        """
                        insert into ledger.report_comparison (report_day, compared_on, sha256, differences)
                        values (:day, :comparedOn, :sha256, :differences)
                        on conflict do nothing
                        """)
                .param("day", report.day())
                .param("comparedOn", comparedOn)
                .param("sha256", report.sha256())
                .param("differences", differences)
                .update();
    }

    private static Own own(ResultSet row) throws SQLException {
        return new Own(
                row.getLong(1),
                new ItemisedRow(
                        row.getString(2),
                        Currency.of(row.getString(3)),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getString(7)));
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
