package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetOutcome.State;
import com.illuvrse.finance.jobs.nightly.Csv;
import com.illuvrse.finance.jobs.report.ReportDesk.Reported;
import com.illuvrse.finance.jobs.run.RunningLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The golden quarter of the One-Stop-Shop. It goes on for four nights: the return is filed on 2
 * October, and on the 3rd Stripe shows a sale and a refund of September.
 */
class GoldenVatTest {

    private static final Path CASE = Path.of("src/test/resources/reports/t07-oss-quarter");
    private static final String QUARTER = "tax/year=2026/vat-oss/period=2026-Q3";

    @TempDir static Path folder;
    private static RunningLedger ledger;
    private static GoldenCase golden;
    private static Path out;

    @BeforeAll
    static void runTheCase() throws Exception {
        out = folder.resolve("out");
        Path data = GoldenCase.copied(CASE, folder.resolve("data"));
        GoldenCase.write(
                data.resolve("inbox/filings/dt=2026-10-02/a.jsonl"),
                """
                {"type":"filing","kind":"vat-oss","period":"2026-Q3","record":"IE-1","receipt":"R-1","filedOn":"2026-10-02","status":"accepted"}\
                """);
        GoldenCase.write(
                data.resolve("inbox/orders/dt=2026-10-03/a.jsonl"),
                line(data.resolve("inbox/orders/dt=2026-07-01/a.jsonl"), "\"order\":\"o-1\"")
                        .replace("o-1", "o-11")
                        .replace("2026-07-01T", "2026-09-29T"));
        Path stripe = data.resolve("stripe/balance_transactions.jsonl");
        Files.writeString(
                stripe,
                late(line(stripe, "\"id\":\"txn_o-1\"").replace("o-1", "o-11"), "1782896460")
                        + late(
                                line(stripe, "\"id\":\"txn_r2\"")
                                        .replace("_r2", "_r3")
                                        .replace("o-2", "o-3")
                                        .replace("6902", "1241"),
                                "1783000800"),
                StandardOpenOption.APPEND);
        ledger = new RunningLedger(data, Files.createDirectories(folder.resolve("home")));
        golden = GoldenCase.run(data, ledger, out, "vat-oss");
        ledger.settle(LocalDate.of(2026, 10, 1), LocalDate.of(2026, 10, 4));
    }

    private static String line(Path file, String having) throws Exception {
        return Files.readAllLines(file).stream()
                .filter(each -> each.contains(having))
                .findFirst()
                .orElseThrow();
    }

    /** The row as one of 29 September that Stripe shows from 3 October on. */
    private static String late(String row, String created) {
        return row.replace(created, "1790676000")
                        .replaceFirst(
                                "\\{", "{\"_sandbox\":{\"visibleFrom\":\"2026-10-03T12:00:00Z\"},")
                + "\n";
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @Test
    void aQuarterOfTheOneStopShopReadsAsWorkedOutByHand() throws Exception {
        assertThat(golden.check(QUARTER)).isEqualTo(8);
        assertThat(DuckDb.requireCopies(out.resolve(QUARTER), "vat-evidence")).isPositive();
    }

    @Test
    void everyFigureComesFromItsFacts() throws Exception {
        assertThat(EveryFigure.of(ledger, ReportKind.VAT_OSS, "2026-Q3")).isGreaterThan(20);
    }

    /** DuckDB reads the sealed days' own postings, and knows nothing of us. */
    @Test
    void anotherReaderAddsUpTheVatThatMoved() throws Exception {
        List<String> moved =
                DuckDb.rows(
                        """
                        select currency, -sum(amount_minor)::bigint
                        from read_parquet('%s/dt=*/postings/*.parquet', hive_partitioning = true)
                        where regexp_full_match(account, 'liabilities:tax:[A-Z]{2}')
                            and cast(dt as date) between date '2026-07-01' and date '2026-09-30'
                        group by 1 order by 1
                        """
                                .formatted(ledger.reports()));

        assertThat(moved).containsExactly("EUR|830", "USD|2285");
        assertThat(
                        DuckDb.rows(
                                """
                                select currency, cast(on_forms_minor as bigint) + cast(excluded_minor as bigint)
                                from %s where measure = 'vat' order by 1
                                """
                                        .formatted(csv("tie-out.csv"))))
                .isEqualTo(moved);
    }

    /** From raw orders, raw refunds and the rate file: all refunds here are whole orders. */
    @Test
    void anotherReaderWorksTheLinesOutOfTheRawOrders() throws Exception {
        assertThat(
                        DuckDb.rows(
                                """
                                with placed as (
                                    select "order" as id, currency, buyer.country as country, unnest(lines) as line
                                    from read_json('%1$s/inbox/orders/dt=2026-07-01/*.jsonl', ignore_errors = true)
                                    where type = 'order.placed' and buyer.vatId is null
                                ), refunded as (
                                    select source.charge as charge
                                    from read_json('%1$s/stripe/balance_transactions.jsonl')
                                    where type = 'refund'
                                ), taxed as (
                                    select p.*, p.line.net as net, unnest(p.line.taxes) as tax,
                                        'ch_' || p.id in (select charge from refunded) as is_back
                                    from placed p
                                ), lines as (
                                    select country, tax.rate as rate, currency, count(*) as sales,
                                        sum(net) filter (not is_back) as net,
                                        sum(tax.amount) filter (not is_back) as vat
                                    from taxed
                                    where tax.jurisdiction = country and country <> 'IE'
                                    group by all
                                ), rate as (
                                    select cast(rate as decimal(18, 6)) as rate
                                    from read_json('%1$s/inbox/fx/dt=2026-09-30/*.jsonl', ignore_errors = true,
                                        columns = {type: 'varchar', rate: 'varchar'})
                                    where type = 'rate'
                                )
                                select country, cast(cast(l.rate as decimal(6, 4)) * 100 as decimal(6, 2)), currency,
                                    cast(round(net / 100 / if(currency = 'EUR', 1, rate.rate), 2) as decimal(18, 2)),
                                    cast(round(vat / 100 / if(currency = 'EUR', 1, rate.rate), 2) as decimal(18, 2)), sales
                                from lines l, rate
                                order by 1, 2 desc
                                """
                                        .formatted(CASE)))
                .isEqualTo(
                        DuckDb.rows(
                                """
                                select member_state_of_consumption, vat_rate, source_currency, taxable_amount_eur,
                                    vat_amount_eur, transaction_count
                                from %s
                                """
                                        .formatted(csv("oss-lines.csv"))))
                .hasSize(3);
    }

    /** What came late is in the quarter that is not filed yet, at the rate of the one it was. */
    @Test
    void aFiledQuarterStaysAndTheNextOneCorrectsIt() throws Exception {
        ReportDesk desk = ledger.bean(ReportDesk.class);
        Reported next = desk.report("vat-oss", "2026-Q4", null);
        Path copy = folder.resolve("next");
        desk.copy(next, copy);
        Path set = copy.resolve(next.place());

        assertThat(Csv.read(set.resolve("oss-lines.csv"))).isEmpty();
        assertThat(Csv.read(set.resolve("oss-corrections.csv")))
                .singleElement()
                .satisfies(
                        row ->
                                assertThat(row)
                                        .containsAllEntriesOf(
                                                Map.of(
                                                        "corrected_period",
                                                        "2026-Q3",
                                                        "member_state_of_consumption",
                                                        "DE",
                                                        "source_vat",
                                                        "21.23",
                                                        "vat_correction_eur",
                                                        "18.30",
                                                        "fx_rate",
                                                        "1.1600",
                                                        "reason",
                                                        "REFUND+SALE",
                                                        "transaction_count",
                                                        "2")));
        assertThat(Csv.read(set.resolve("vat-evidence.csv")))
                .extracting(row -> row.get("order_id"), row -> row.get("tax_point"))
                .containsExactly(tuple("o-11", "2026-09-29"), tuple("o-3", "2026-09-29"));
        assertThat(Csv.read(set.resolve("tie-out.csv")))
                .extracting(
                        row -> row.get("currency"),
                        row -> row.get("ledger_minor"),
                        row -> row.get("on_forms_minor"),
                        row -> row.get("difference_minor"))
                .containsExactly(tuple("USD", "2123", "2123", "0"));
        assertThat(next.outcome().issues())
                .filteredOn(ReportIssue::blocking)
                .extracting(ReportIssue::rule)
                .containsOnly("period.open");
        assertThat(EveryFigure.of(ledger, ReportKind.VAT_OSS, "2026-Q4")).isPositive();
    }

    @Test
    void theSameDaysGiveTheSameBytes() throws Exception {
        assertThat(
                        ledger.bean(ReportDesk.class)
                                .report("vat-oss", "2026-Q3", null)
                                .outcome()
                                .state())
                .isEqualTo(State.UNCHANGED);
    }

    private static String csv(String file) {
        return "read_csv('%s', header = true, all_varchar = true)"
                .formatted(out.resolve(QUARTER).resolve(file));
    }
}
