package com.illuvrse.finance.jobs.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.illuvrse.finance.jobs.nightly.TestStripe;
import com.illuvrse.finance.jobs.stripe.StripeReport.Sum;
import com.illuvrse.finance.jobs.stripe.StripeReports.Available;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.reconciliation.ItemisedRow;
import com.illuvrse.finance.sandbox.stripe.Fault;
import com.illuvrse.finance.sandbox.stripe.Operation;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stripe's report, asked for and downloaded from the stand-in, read strictly. */
class StripeReportsTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    private static final Currency USD = Currency.of("USD");
    private static final String HEADER =
            "balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category\n";

    @TempDir private Path folder;

    private TestStripe stripe;

    @BeforeEach
    void start() throws IOException {
        stripe = new TestStripe(folder);
        stripe.charge("1", "o-1", "2026-03-02T00:00:00Z", 1000).write();
        stripe.charge("2", "o-2", "2026-03-02T15:00:00Z", 250).write();
        stripe.row("txn_3", "refund", "refund", "2026-03-02T23:59:59Z", -30).write();
        stripe.charge("4", "o-4", "2026-03-03T00:00:00Z", 4).write();
        stripe.clock().set(Instant.parse("2026-03-03T12:00:00Z"));
    }

    @AfterEach
    void stop() throws IOException {
        stripe.close();
    }

    @Test
    void knowsWhichDaysAreWhole() throws IOException {
        assertThat(reports().available()).isEqualTo(new Available(MONDAY, MONDAY.plusDays(1)));
    }

    @Test
    void keepsTheBytesTheirDigestAndTheirSums() throws IOException {
        StripeReport report = reports().report(MONDAY, "night").orElseThrow();

        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.sums())
                .containsExactly(
                        new Sum(USD, "charge", 2, 1250, 0, 1250),
                        new Sum(USD, "refund", 1, -30, 0, -30));
        byte[] bytes = report.content().open().readAllBytes();
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo(
                        HEADER
                                + """
                                txn_1,2026-03-02 00:00:00,usd,10.00,0.00,10.00,charge
                                txn_2,2026-03-02 15:00:00,usd,2.50,0.00,2.50,charge
                                txn_3,2026-03-02 23:59:59,usd,-0.30,0.00,-0.30,refund
                                """);
        assertThat(report.size()).isEqualTo(bytes.length);
    }

    @Test
    void theSameAttemptMakesNoSecondRun() throws IOException {
        String first = reports().report(MONDAY, "night_1").orElseThrow().run();

        assertThat(reports().report(MONDAY, "night_1").orElseThrow().run()).isEqualTo(first);
        assertThat(reports().report(MONDAY, "night_2").orElseThrow().run()).isNotEqualTo(first);
    }

    @Test
    void aFeedThatOnlyLooksMakesNoRunAndPostsNothing() throws IOException {
        StripeReports looking = stripe.feed().onlyLooking().reports();
        StripeSettings anywhere =
                new StripeSettings(
                        "acct_1", URI.create("http://127.0.0.1:1"), 10, 1, Duration.ofMillis(1));
        StripeCalls calls = StripeCalls.onlyGet(anywhere, new StripeKey("rk_test_pull_1"));

        assertThat(looking.available().to()).isEqualTo(MONDAY.plusDays(1));
        assertThat(looking.report(MONDAY, "night")).isEmpty();
        assertThat(stripe.faults().requests(Operation.CREATE_REPORT_RUN)).isZero();
        assertThatThrownBy(() -> calls.post("/v1/transfers", Map.of(), "key"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("POST /v1/transfers of a feed that only looks");
    }

    @Test
    void doesNotWaitForARunThatStaysPending() throws IOException {
        stripe.faults().next(100, Operation.GET_REPORT_RUN, Fault.REPORT_PENDING);

        assertThat(reports().report(MONDAY, "night")).isEmpty();
        assertThat(stripe.faults().requests(Operation.GET_REPORT_RUN)).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE_REPORT_RUN, REPORT_FAILS, could not make report",
        "GET_FILE_CONTENTS, TRUNCATED, bytes",
        "GET_FILE_CONTENTS, CUT_ANSWER, could not be downloaded",
        "GET_FILE_CONTENTS, INTERNAL_ERROR, answered with status 500",
    })
    void aReportThatCannotBeUsedIsRefusedAndKeyIsNotTold(
            Operation operation, Fault fault, String told) throws IOException {
        stripe.faults().next(3, operation, fault);

        Throwable refused = catchThrowable(() -> reports().report(MONDAY, "night"));

        StringWriter text = new StringWriter();
        refused.printStackTrace(new PrintWriter(text));
        assertThat(refused).isInstanceOf(StripeReportException.class).hasMessageContaining(told);
        assertThat(text.toString()).doesNotContain("rk_test_pull");
    }

    @Test
    void aByteThatIsNoUtf8IsAReportThatCannotBeUsed() {
        byte[] file = (String.join(",", ReportLines.COLUMNS) + "\ntxn_1,\n").getBytes(UTF_8);
        file[file.length - 2] = (byte) 0xff;

        assertThatThrownBy(() -> ReportLines.read(new ByteArrayInputStream(file), line -> {}))
                .isInstanceOf(StripeReportException.class)
                .hasMessageEndingWith("is not UTF-8");
    }

    @Test
    void aDayThatIsNotOverIsRefused() {
        assertThatThrownBy(() -> reports().report(MONDAY.plusDays(1), "night"))
                .isInstanceOf(StripeRefusedException.class)
                .hasMessageContaining("for 2026-03-03 with status 400");
    }

    /** The key goes along with the download, so the address is looked at before. */
    @Test
    void sendsTheKeyToNobodyElse() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer stranger = HttpServer.create(loopback(), 0);
        stranger.createContext("/", exchange -> asked.incrementAndGet());
        HttpServer liar = HttpServer.create(loopback(), 0);
        String elsewhere = "http://127.0.0.1:" + stranger.getAddress().getPort() + "/f.csv";
        liar.createContext(
                "/",
                exchange ->
                        answer(
                                exchange,
                                """
                                {"id":"frr_1","object":"reporting.report_run","status":"succeeded",
                                 "result":{"id":"file_1","object":"file","size":1,"url":"%s"}}
                                """
                                        .formatted(elsewhere)));
        stranger.start();
        liar.start();
        try {
            StripeSettings settings =
                    new StripeSettings(
                            "acct_1",
                            URI.create("http://127.0.0.1:" + liar.getAddress().getPort()),
                            100,
                            2,
                            Duration.ofMillis(1));
            StripeReports reports =
                    new StripeFeed(settings, new StripeKey("rk_test_pull_1")).reports();

            assertThatThrownBy(() -> reports.report(MONDAY, "night"))
                    .isInstanceOf(StripeReportException.class)
                    .hasMessageContaining(elsewhere);
            assertThat(asked).hasValue(0);
        } finally {
            liar.stop(0);
            stranger.stop(0);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void readsEachCurrencyWithItsDigits() throws IOException {
        assertThat(
                        lines(
                                """
                                t1,2026-03-02 00:00:00,jpy,1000,36,964,charge
                                t2,2026-03-02 00:00:00,KWD,-5.120,0.000,-5.120,refund
                                t3,2026-03-02 00:00:00,isk,100.00,0.00,100.00,""
                                "t4",2026-03-02 00:00:00,usd,1.5,0,1.5,"a ""b"", c"
                                """))
                .containsExactly(
                        row("t1", "JPY", 1000, 36, 964, "charge"),
                        row("t2", "KWD", -5120, 0, -5120, "refund"),
                        row("t3", "ISK", 10_000, 0, 10_000, ""),
                        row("t4", "USD", 150, 0, 150, "a \"b\", c"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t1,2026-03-02 00:00:00,jpy,1000.5,0,1000.5,charge",
                "t1,2026-03-02 00:00:00,usd,1.234,0.00,1.234,charge",
                "t1,2026-03-02 00:00:00,usd,1e3,0.00,1e3,charge",
                "t1,2026-03-02 00:00:00,usd,\"1,000.00\",0.00,1.00,charge",
                "t1,2026-03-02 00:00:00,usd,99999999999999999.99,0.00,1.00,charge",
                "t1,2026-03-02 00:00:00,usd,1.00,0.00,1.00",
                "t1,2026-03-02,usd,1.00,0.00,1.00,charge",
                "t1,2026-02-30 00:00:00,usd,1.00,0.00,1.00,charge",
                ",2026-03-02 00:00:00,usd,1.00,0.00,1.00,charge",
                "t1,2026-03-02 00:00:00,u$d,1.00,0.00,1.00,charge",
                "t1,2026-03-02 00:00:00,usd,1.00,0.00,1.00,\"charge",
            })
    void refusesWhatItWouldHaveToGuess(String line) {
        assertThatThrownBy(() -> lines(line + "\n"))
                .isInstanceOf(StripeReportException.class)
                .hasMessageStartingWith("line 2 of Stripe's report cannot be read");
    }

    @Test
    void refusesColumnsThatWereNotAskedFor() {
        assertThatThrownBy(() -> read("balance_transaction_id,net\n"))
                .isInstanceOf(StripeReportException.class)
                .hasMessageStartingWith("line 1 of Stripe's report");
    }

    private static List<ItemisedRow> lines(String lines) throws IOException {
        return read(HEADER + lines);
    }

    private static List<ItemisedRow> read(String text) throws IOException {
        List<ItemisedRow> rows = new ArrayList<>();
        ReportLines.read(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                line -> rows.add(line.row()));
        return rows;
    }

    private static ItemisedRow row(
            String id, String currency, long amount, long fee, long net, String category) {
        return new ItemisedRow(id, Currency.of(currency), amount, fee, net, category);
    }

    private StripeReports reports() throws IOException {
        return stripe.feed().reports();
    }
}
