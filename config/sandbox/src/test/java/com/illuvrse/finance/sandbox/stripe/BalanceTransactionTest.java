package com.illuvrse.finance.sandbox.stripe;

import static com.illuvrse.finance.sandbox.stripe.RunningStripe.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.StripeCollection;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.param.BalanceTransactionListParams;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class BalanceTransactionTest {
    private static final String NIGHT = "2026-03-03T07:00:00Z";
    private static final String PAYOUT =
            """
            {"amount":300,"application_fee":null,"application_fee_amount":null,\
            "arrival_date":1772668800,"automatic":%s,"balance_transaction":null,\
            "created":1772400000,"currency":"usd","description":null,"destination":null,\
            "failure_balance_transaction":null,"failure_code":null,"failure_message":null,\
            "id":"%s","livemode":false,"metadata":{},"method":"standard","object":"payout",\
            "original_payout":null,"payout_method":null,"reconciliation_status":"%s",\
            "reversed_by":null,"source_type":"card","statement_descriptor":null,\
            "status":"in_transit","trace_id":null,"type":"bank_account"}""";

    @TempDir static Path folder;
    private static RunningStripe stripe;

    @BeforeAll
    static void start() throws IOException {
        StripeData data = new StripeData(folder.resolve("data"));
        data.row("txn_a", "2026-03-01T10:00:00Z", 100, null, "po_auto")
                .row("txn_c", "2026-03-01T11:00:00Z", 200, null, "po_auto")
                .row("txn_b", "2026-03-01T11:00:00Z", 300)
                .row("txn_d", "2026-03-02T11:00:00Z", 400)
                .row("txn_late", "2026-03-01T12:00:00Z", 500, "2026-03-04T12:00:00Z", null)
                .row("txn_future", "2026-03-05T12:00:00Z", 600);
        ObjectNode euro = StripeData.rowJson("txn_euro", "2026-03-02T12:00:00Z", 700);
        euro.put("currency", "eur");
        euro.put("type", "stripe_fee");
        euro.put("exchange_rate", new BigDecimal("1.08230"));
        data.line("balance_transactions", euro);
        ObjectNode again = StripeData.rowJson("txn_b", "2026-03-01T11:00:00Z", 333);
        again.putObject("_sandbox").put("visibleFrom", "2026-03-04T12:00:00Z");
        data.line("balance_transactions", again);
        data.line("payouts", PAYOUT.formatted("true", "po_auto", "completed"));
        data.line("payouts", PAYOUT.formatted("true", "po_early", "in_progress"));
        data.line("payouts", PAYOUT.formatted("false", "po_manual", "not_applicable"));
        stripe = new RunningStripe(data.folder(), folder.resolve("state"), NIGHT);
    }

    @AfterAll
    static void stop() throws IOException {
        stripe.close();
    }

    @BeforeEach
    void setClock() {
        stripe.setClock(NIGHT);
    }

    private static StripeCollection<BalanceTransaction> list(
            UnaryOperator<BalanceTransactionListParams.Builder> params) throws StripeException {
        return stripe.pull()
                .v1()
                .balanceTransactions()
                .list(params.apply(BalanceTransactionListParams.builder()).build());
    }

    private static List<String> ids(UnaryOperator<BalanceTransactionListParams.Builder> params)
            throws StripeException {
        return list(params).getData().stream().map(BalanceTransaction::getId).toList();
    }

    private static BalanceTransactionListParams.Builder between(
            BalanceTransactionListParams.Builder params, String from, String to) {
        return params.setCreated(
                BalanceTransactionListParams.Created.builder()
                        .setGte(Instant.parse(from).getEpochSecond())
                        .setLt(Instant.parse(to).getEpochSecond())
                        .build());
    }

    private static StripeException refusalOfQuery(String query) {
        return refusalOf(
                () ->
                        stripe.pull()
                                .rawRequest(
                                        RequestMethod.GET,
                                        "/v1/balance_transactions?" + query,
                                        null));
    }

    @Test
    void comeNewestFirstAndThoseOfOneSecondById() throws StripeException {
        List<String> ids = ids(all -> all);

        assertThat(ids).containsExactly("txn_euro", "txn_d", "txn_c", "txn_b", "txn_a");
    }

    @Test
    void aWindowIncludesItsFirstSecondAndNotItsLast() throws StripeException {
        List<String> ids = ids(all -> between(all, "2026-03-01T11:00:00Z", "2026-03-02T11:00:00Z"));

        assertThat(ids).containsExactly("txn_c", "txn_b");
    }

    @Test
    void aCursorGoesOnInBothDirections() throws StripeException {
        StripeCollection<BalanceTransaction> first = list(all -> all.setLimit(2L));
        StripeCollection<BalanceTransaction> next =
                list(all -> all.setLimit(2L).setStartingAfter("txn_d"));
        StripeCollection<BalanceTransaction> last =
                list(all -> all.setLimit(2L).setStartingAfter("txn_b"));
        StripeCollection<BalanceTransaction> back =
                list(all -> all.setLimit(2L).setEndingBefore("txn_a"));

        assertThat(first.getData()).extracting("id").containsExactly("txn_euro", "txn_d");
        assertThat(first.getHasMore()).isTrue();
        assertThat(next.getData()).extracting("id").containsExactly("txn_c", "txn_b");
        assertThat(next.getHasMore()).isTrue();
        assertThat(last.getData()).extracting("id").containsExactly("txn_a");
        assertThat(last.getHasMore()).isFalse();
        assertThat(back.getData()).extracting("id").containsExactly("txn_c", "txn_b");
        assertThat(back.getHasMore()).isTrue();
    }

    @Test
    void canBeFiltered() throws StripeException {
        assertThat(ids(all -> all.setType("stripe_fee"))).containsExactly("txn_euro");
        assertThat(ids(all -> all.setCurrency("usd"))).hasSize(4).doesNotContain("txn_euro");
        assertThat(ids(all -> all.setPayout("po_auto"))).containsExactly("txn_c", "txn_a");
    }

    @Test
    void appearOnlyWhenStripeShowsThem() throws StripeException {
        stripe.setClock("2026-03-04T11:59:59Z");
        List<String> before = ids(all -> all);
        stripe.setClock("2026-03-04T12:00:00Z");
        List<String> after = ids(all -> all);
        stripe.setClock("2026-03-05T12:00:00Z");
        List<String> later = ids(all -> all);

        assertThat(before).hasSize(5).doesNotContain("txn_late");
        assertThat(after).hasSize(6).contains("txn_late");
        assertThat(later).hasSize(7).contains("txn_late", "txn_future");
    }

    @Test
    void aLaterLineOfOneIdReplacesTheEarlier() throws StripeException {
        var client = stripe.pull().v1().balanceTransactions();
        long before = client.retrieve("txn_b").getNet();
        stripe.setClock("2026-03-04T12:00:00Z");
        long after = client.retrieve("txn_b").getNet();
        List<String> ids = ids(all -> all);

        assertThat(before).isEqualTo(300);
        assertThat(after).isEqualTo(333);
        assertThat(ids).containsOnlyOnce("txn_b");
    }

    @Test
    void becomeAvailableWhenTheirTimeHasCome() throws StripeException {
        var client = stripe.pull().v1().balanceTransactions();
        stripe.setClock("2026-03-03T09:59:59Z");
        String before = client.retrieve("txn_a").getStatus();
        stripe.setClock("2026-03-03T10:00:00Z");
        String after = client.retrieve("txn_a").getStatus();

        assertThat(before).isEqualTo("pending");
        assertThat(after).isEqualTo("available");
    }

    @Test
    void keepAllDigitsOfAnExchangeRateAndTellNothingOfTheSandbox() throws StripeException {
        String body =
                stripe.pull()
                        .rawRequest(RequestMethod.GET, "/v1/balance_transactions?limit=100", null)
                        .body();

        assertThat(body).contains("\"exchange_rate\":1.08230,").doesNotContain("_sandbox");
    }

    @Test
    void refusesAPageOfMoreThanAHundred() throws StripeException {
        StripeException refusal = refusalOf(() -> list(all -> all.setLimit(101L)));

        assertThat(refusal).isInstanceOf(InvalidRequestException.class);
        assertThat(((InvalidRequestException) refusal).getParam()).isEqualTo("limit");
        assertThat(list(all -> all.setLimit(100L)).getData()).hasSize(5);
        assertThat(refusalOfQuery("limit=0").getStatusCode()).isEqualTo(400);
        assertThat(refusalOfQuery("limit=ten").getStatusCode()).isEqualTo(400);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(refusalOfQuery("creatd[gte]=1").getCode()).isEqualTo("parameter_unknown");
        assertThat(refusalOfQuery("expand[]=data.source.charge").getStatusCode()).isEqualTo(400);
        assertThat(refusalOfQuery("starting_after=txn_x").getCode()).isEqualTo("resource_missing");
        assertThat(refusalOfQuery("starting_after=txn_future").getCode())
                .isEqualTo("resource_missing");
        assertThat(refusalOfQuery("starting_after=txn_a&ending_before=txn_b").getStatusCode())
                .isEqualTo(400);
        assertThat(
                        refusalOf(() -> stripe.pull().v1().balanceTransactions().retrieve("txn_x"))
                                .getStatusCode())
                .isEqualTo(404);
    }

    @Test
    void onlyReconciledAutomaticPayoutsHaveRows() {
        assertThat(refusalOfQuery("payout=po_early").getCode())
                .isEqualTo("payout_reconciliation_not_ready");
        assertThat(refusalOfQuery("payout=po_manual").getStatusCode()).isEqualTo(400);
        assertThat(refusalOfQuery("payout=po_x").getCode()).isEqualTo("resource_missing");
    }
}
