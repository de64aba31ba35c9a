package com.illuvrse.finance.sandbox.stripe;

import static com.illuvrse.finance.sandbox.stripe.RunningStripe.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.PermissionException;
import com.stripe.exception.StripeException;
import com.stripe.model.reporting.ReportRun;
import com.stripe.model.reporting.ReportType;
import com.stripe.net.RequestOptions;
import com.stripe.param.reporting.ReportRunCreateParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The itemised balance report of the stand-in, asked for with stripe-java, read as a file. */
class ReportTest {

    private static final String TYPE = "balance_change_from_activity.itemized.6";
    private static final String MONDAY = "2026-03-02T00:00:00Z";
    private static final String TUESDAY = "2026-03-03T00:00:00Z";

    @TempDir private Path folder;

    private StripeData data;
    private RunningStripe stripe;

    @BeforeEach
    void start() throws IOException {
        data = new StripeData(folder.resolve("data"));
        data.row("txn_0", "2026-03-01T23:59:59Z", 1);
        data.row("txn_1", MONDAY, 1_000);
        data.line("balance_transactions", row("txn_2", "jpy", 2_000, 72));
        data.line("balance_transactions", row("txn_3", "kwd", -5_120, 0));
        data.row("txn_4", TUESDAY, 4);
        data.row("txn_5", "2026-03-02T20:00:00Z", 7, "2026-03-05T00:00:00Z", null);
        ObjectNode payout = StripeData.rowJson("txn_6", "2026-03-02T21:00:00Z", -900);
        data.line("balance_transactions", payout.put("type", "payout"));
        stripe = new RunningStripe(data.folder(), folder.resolve("state"), "2026-03-03T12:00:00Z");
    }

    private static ObjectNode row(String id, String currency, long amount, long fee) {
        ObjectNode row = StripeData.rowJson(id, "2026-03-02T10:00:00Z", amount - fee);
        row.put("amount", amount).put("fee", fee).put("currency", currency);
        row.put("description", "a, \"b\"");
        return row;
    }

    @AfterEach
    void stop() throws IOException {
        stripe.close();
    }

    @Test
    void aDayIsAvailableTwelveHoursAfterItsEnd() throws StripeException {
        ReportType noon = type();
        stripe.setClock("2026-03-03T11:59:59Z");
        ReportType before = type();

        assertThat(Instant.ofEpochSecond(noon.getDataAvailableEnd())).isEqualTo(TUESDAY);
        assertThat(Instant.ofEpochSecond(before.getDataAvailableEnd())).isEqualTo(MONDAY);
        assertThat(Instant.ofEpochSecond(noon.getDataAvailableStart()))
                .isEqualTo("2026-03-01T00:00:00Z");
        assertThat(stripe.pull().v1().reporting().reportTypes().list().getData())
                .extracting(ReportType::getId)
                .containsExactly(TYPE);
        StripeException later = refusalOf(() -> run("2026-03-02T00:00:00Z", TUESDAY));
        assertThat(later.getStatusCode()).isEqualTo(400);
        assertThat(later.getStripeError().getParam()).isEqualTo("parameters[interval_end]");
    }

    @Test
    void aReportHasTheMovementsOfItsDayInMajorUnitsWithoutPayouts() throws Exception {
        ReportRun asked = run(MONDAY, TUESDAY);
        ReportRun ready = again(asked);

        assertThat(asked.getStatus()).isEqualTo("pending");
        assertThat(asked.getResult()).isNull();
        assertThat(ready.getStatus()).isEqualTo("succeeded");
        assertThat(content(ready).body())
                .isEqualTo(
                        """
                        balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category
                        txn_1,2026-03-02 00:00:00,usd,10.00,0.00,10.00,other_adjustment
                        txn_2,2026-03-02 10:00:00,jpy,2000,72,1928,other_adjustment
                        txn_3,2026-03-02 10:00:00,kwd,-5.120,0.000,-5.120,other_adjustment
                        """)
                .hasSize(Math.toIntExact(ready.getResult().getSize()));
    }

    @Test
    void aRowThatComesLateIsInTheReportsMadeAfterThat() throws Exception {
        ReportRun early = again(run(MONDAY, TUESDAY));
        stripe.setClock("2026-03-05T00:00:00Z");
        ReportRun late = again(run(MONDAY, TUESDAY));

        assertThat(content(early).body()).doesNotContain("txn_5");
        assertThat(content(late).body()).contains("txn_5");
    }

    @Test
    void withoutColumnsItHasAllAndQuotesWhatHasToBe() throws Exception {
        ReportRun asked =
                reports()
                        .create(
                                ReportRunCreateParams.builder()
                                        .setReportType(TYPE)
                                        .setParameters(interval(MONDAY, TUESDAY).build())
                                        .build());

        assertThat(content(again(asked)).body())
                .startsWith("balance_transaction_id,created_utc,available_on_utc,currency,")
                .contains("jpy,2000,72,1928,other_adjustment,,\"a, \"\"b\"\"\"");
    }

    @Test
    void runsAndFilesAreThereAfterARestart() throws Exception {
        ReportRun asked = run(MONDAY, TUESDAY);
        String before = content(again(asked)).body();

        stripe.restart();

        assertThat(content(again(asked)).body()).isEqualTo(before);
        assertThat(run(MONDAY, TUESDAY).getId()).isNotEqualTo(asked.getId());
    }

    @Test
    void theSameKeyMakesOneRun() throws StripeException {
        RequestOptions key = RequestOptions.builder().setIdempotencyKey("monday").build();
        ReportRunCreateParams params = params(MONDAY, TUESDAY);

        assertThat(reports().create(params, key).getId())
                .isEqualTo(reports().create(params, key).getId());
    }

    @Test
    void onlyTheReadingKeyMayHaveReportsMadeAndRead() throws Exception {
        ReportRun ready = again(run(MONDAY, TUESDAY));
        StripeException pay =
                refusalOf(
                        () ->
                                stripe.pay()
                                        .v1()
                                        .reporting()
                                        .reportRuns()
                                        .create(params(MONDAY, TUESDAY)));

        assertThat(pay).isInstanceOf(PermissionException.class);
        assertThat(content(ready, "rk_test_pay_1").statusCode()).isEqualTo(403);
        assertThat(content(ready, "rk_test_other").statusCode()).isEqualTo(401);
    }

    @Test
    void anUnknownTypeColumnOrRunIsRefused() {
        StripeException column =
                refusalOf(
                        () ->
                                reports()
                                        .create(
                                                ReportRunCreateParams.builder()
                                                        .setReportType(TYPE)
                                                        .setParameters(
                                                                interval(MONDAY, TUESDAY)
                                                                        .addColumn("card_number")
                                                                        .build())
                                                        .build()));
        StripeException type =
                refusalOf(
                        () ->
                                stripe.pull()
                                        .v1()
                                        .reporting()
                                        .reportTypes()
                                        .retrieve("balance.summary.2"));
        StripeException run = refusalOf(() -> reports().retrieve("frr_none"));

        assertThat(column.getStripeError().getParam()).isEqualTo("parameters[columns]");
        assertThat(type.getStatusCode()).isEqualTo(404);
        assertThat(run.getStatusCode()).isEqualTo(404);
    }

    @Test
    void aRunCanBePendingForLongOrFail() throws StripeException {
        stripe.faults()
                .next(2, Operation.GET_REPORT_RUN, Fault.REPORT_PENDING)
                .next(1, Operation.CREATE_REPORT_RUN, Fault.REPORT_FAILS);
        ReportRun failing = run(MONDAY, TUESDAY);

        assertThat(again(failing).getStatus()).isEqualTo("pending");
        assertThat(again(failing).getStatus()).isEqualTo("pending");
        ReportRun failed = again(failing);
        assertThat(failed.getStatus()).isEqualTo("failed");
        assertThat(failed.getError()).isNotEmpty();
        assertThat(failed.getResult()).isNull();
    }

    @Test
    void aReportCanLackChangeOrInventARow() throws Exception {
        stripe.faults()
                .next(1, Operation.CREATE_REPORT_RUN, Fault.MISSING)
                .next(1, Operation.CREATE_REPORT_RUN, Fault.CHANGED)
                .next(1, Operation.CREATE_REPORT_RUN, Fault.EXTRA);

        assertThat(content(again(run(MONDAY, TUESDAY))).body()).doesNotContain("txn_2");
        assertThat(content(again(run(MONDAY, TUESDAY))).body()).contains("jpy,2001,72,1929,");
        assertThat(content(again(run(MONDAY, TUESDAY))).body()).contains("txn_2,", "txn_2_extra,");
    }

    @Test
    void aFileCanBeCutOffWithoutSayingSo() throws Exception {
        ReportRun ready = again(run(MONDAY, TUESDAY));
        stripe.faults().next(1, Operation.GET_FILE_CONTENTS, Fault.TRUNCATED);

        HttpResponse<String> cut = content(ready);

        assertThat(cut.statusCode()).isEqualTo(200);
        assertThat((long) cut.body().length()).isLessThan(ready.getResult().getSize());
        assertThat(content(ready).body()).startsWith(cut.body());
    }

    @Test
    void aFileCanBeCutOffByTheConnection() throws Exception {
        ReportRun ready = again(run(MONDAY, TUESDAY));
        stripe.faults().next(2, Operation.GET_FILE_CONTENTS, Fault.CUT_ANSWER);

        assertThatThrownBy(() -> content(ready)).isInstanceOf(IOException.class);
    }

    @Test
    void faultsOfReportsHappenToNothingElse() {
        assertThatThrownBy(
                        () ->
                                stripe.faults()
                                        .next(1, Operation.LIST_BALANCE_TRANSACTIONS, Fault.EXTRA))
                .hasMessage("EXTRA cannot happen to LIST_BALANCE_TRANSACTIONS");
        assertThatThrownBy(
                        () -> stripe.faults().next(1, Operation.GET_BALANCE, Fault.REPORT_PENDING))
                .hasMessage("REPORT_PENDING cannot happen to GET_BALANCE");
    }

    private ReportType type() throws StripeException {
        return stripe.pull().v1().reporting().reportTypes().retrieve(TYPE);
    }

    private com.stripe.service.reporting.ReportRunService reports() {
        return stripe.pull().v1().reporting().reportRuns();
    }

    private ReportRun run(String from, String to) throws StripeException {
        return reports().create(params(from, to));
    }

    private static ReportRunCreateParams params(String from, String to) {
        return ReportRunCreateParams.builder()
                .setReportType(TYPE)
                .setParameters(
                        interval(from, to)
                                .addColumn("balance_transaction_id")
                                .addColumn("created_utc")
                                .addColumn("currency")
                                .addColumn("gross")
                                .addColumn("fee")
                                .addColumn("net")
                                .addColumn("reporting_category")
                                .build())
                .build();
    }

    private static ReportRunCreateParams.Parameters.Builder interval(String from, String to) {
        return ReportRunCreateParams.Parameters.builder()
                .setIntervalStart(Instant.parse(from).getEpochSecond())
                .setIntervalEnd(Instant.parse(to).getEpochSecond());
    }

    private ReportRun again(ReportRun run) throws StripeException {
        StripeClient client = stripe.pull();
        return client.v1().reporting().reportRuns().retrieve(run.getId());
    }

    private static HttpResponse<String> content(ReportRun run) throws Exception {
        return content(run, "rk_test_pull_1");
    }

    private static HttpResponse<String> content(ReportRun run, String key) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(run.getResult().getUrl()))
                            .header("Authorization", "Bearer " + key)
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
