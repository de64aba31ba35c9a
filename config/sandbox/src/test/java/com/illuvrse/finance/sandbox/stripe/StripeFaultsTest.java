package com.illuvrse.finance.sandbox.stripe;

import static com.illuvrse.finance.sandbox.stripe.RunningStripe.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Transfer;
import com.stripe.net.RequestOptions;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.TransferCreateParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StripeFaultsTest {
    @TempDir Path folder;
    private RunningStripe stripe;
    private StripeFaults faults;

    @BeforeEach
    void start() throws IOException {
        StripeData data =
                new StripeData(folder.resolve("data"))
                        .row("txn_1", "2026-01-01T11:00:00Z", 1_000)
                        .row("txn_2", "2026-01-01T12:00:00Z", 2_000)
                        .row("txn_3", "2026-01-01T13:00:00Z", 3_000);
        stripe = new RunningStripe(data.folder(), folder.resolve("s"), "2026-03-03T07:00:00Z");
        faults = stripe.faults();
    }

    @AfterEach
    void stop() throws IOException {
        stripe.close();
    }

    private Transfer send(String destination) throws StripeException {
        return stripe.pay()
                .v1()
                .transfers()
                .create(
                        TransferCreateParams.builder()
                                .setAmount(100L)
                                .setCurrency("usd")
                                .setDestination(destination)
                                .build(),
                        RequestOptions.builder().setIdempotencyKey("po_" + destination).build());
    }

    private List<BalanceTransaction> rows() throws StripeException {
        return stripe.pull()
                .v1()
                .balanceTransactions()
                .list(BalanceTransactionListParams.builder().build())
                .getData();
    }

    @Test
    void failsOnlyWhatTheScriptNamesAndOnlyAsOften() throws StripeException {
        faults.next(1, Operation.CREATE_TRANSFER, "destination=acct_c2", Fault.INTERNAL_ERROR);

        send("acct_c1");
        StripeException refusal = refusalOf(() -> send("acct_c2"));
        send("acct_c2");

        assertThat(refusal.getStatusCode()).isEqualTo(500);
        assertThat(faults.requests(Operation.CREATE_TRANSFER)).isEqualTo(3);
        assertThat(faults.made(Fault.INTERNAL_ERROR)).isEqualTo(1);
        assertThat(faults.transfersMade()).isEqualTo(2);
    }

    @Test
    void answersAsStripeDoesWhenItIsBusy() {
        faults.next(1, Operation.GET_BALANCE, Fault.RATE_LIMITED)
                .next(1, Operation.GET_BALANCE, Fault.LOCK_TIMEOUT)
                .next(1, Operation.GET_BALANCE, Fault.CONFLICT);
        var client = stripe.pull().v1().balance();

        StripeException busy = refusalOf(client::retrieve);
        StripeException locked = refusalOf(client::retrieve);
        StripeException conflict = refusalOf(client::retrieve);

        assertThat(busy).isInstanceOf(RateLimitException.class);
        assertThat(locked.getStatusCode()).isEqualTo(429);
        assertThat(locked.getCode()).isEqualTo("lock_timeout");
        assertThat(conflict.getStatusCode()).isEqualTo(409);
    }

    @Test
    void aConnectionCutBeforeMeansThatNothingWasDone() {
        faults.next(2, Operation.CREATE_TRANSFER, Fault.CUT_BEFORE);

        StripeException lost = refusalOf(() -> send("acct_c1"));

        assertThat(lost).isInstanceOf(ApiConnectionException.class);
        assertThat(faults.transfersMade()).isZero();
    }

    @Test
    void anAnswerCanBeLostAfterTheTransferWasMade() throws StripeException {
        faults.next(2, Operation.CREATE_TRANSFER, Fault.CUT_AFTER);

        StripeException lost = refusalOf(() -> send("acct_c1"));
        long madeMeanwhile = faults.transfersMade();
        send("acct_c1");

        assertThat(lost).isInstanceOf(ApiConnectionException.class);
        assertThat(madeMeanwhile).isEqualTo(1);
        assertThat(faults.transfersMade()).isEqualTo(1);
    }

    @Test
    void anAnswerCanBeCutInTheMiddle() throws StripeException {
        faults.next(2, Operation.LIST_BALANCE_TRANSACTIONS, Fault.CUT_ANSWER);

        StripeException lost = refusalOf(this::rows);

        assertThat(lost).isInstanceOf(ApiConnectionException.class);
        assertThat(faults.made(Fault.CUT_ANSWER)).isPositive();
    }

    @Test
    void aDestinationCanBeUnableToReceive() throws StripeException {
        faults.next(1, Operation.CREATE_TRANSFER, "destination=acct_c1", Fault.DESTINATION_REFUSED);

        StripeException refusal = refusalOf(() -> send("acct_c1"));

        assertThat(refusal.getCode()).isEqualTo("insufficient_capabilities_for_transfer");
        assertThat(faults.transfersMade()).isZero();
    }

    @Test
    void aRowCanBeMissingTwiceOrChangedInAPage() throws StripeException {
        faults.next(1, Operation.LIST_BALANCE_TRANSACTIONS, Fault.MISSING)
                .next(1, Operation.LIST_BALANCE_TRANSACTIONS, Fault.TWICE)
                .next(1, Operation.LIST_BALANCE_TRANSACTIONS, Fault.CHANGED);

        assertThat(rows()).extracting("id").containsExactly("txn_3", "txn_1");
        assertThat(rows()).extracting("id").containsExactly("txn_3", "txn_2", "txn_2", "txn_1");
        assertThat(rows()).extracting("net").containsExactly(3_000L, 2_001L, 1_000L);
        assertThat(rows()).extracting("net").containsExactly(3_000L, 2_000L, 1_000L);
    }

    @Test
    void refusesAFaultThatCannotHappen() {
        assertThatThrownBy(() -> faults.next(1, Operation.GET_BALANCE, Fault.INTERNAL_ERROR_AFTER))
                .hasMessage("INTERNAL_ERROR_AFTER cannot happen to GET_BALANCE");
        assertThatThrownBy(() -> faults.next(1, Operation.CREATE_TRANSFER, Fault.MISSING))
                .hasMessage("MISSING cannot happen to CREATE_TRANSFER");
    }

    @Test
    void eachKeyMayDoOnlyItsPart() throws StripeException {
        StripeException pullSends =
                refusalOf(
                        () ->
                                stripe.pull()
                                        .v1()
                                        .transfers()
                                        .create(
                                                TransferCreateParams.builder()
                                                        .setCurrency("usd")
                                                        .setDestination("acct_c1")
                                                        .build()));
        StripeException payReads = refusalOf(() -> stripe.pay().v1().balanceTransactions().list());
        StripeException unknown =
                refusalOf(() -> stripe.client("rk_test_other").v1().balance().retrieve());

        assertThat(pullSends).isInstanceOf(PermissionException.class);
        assertThat(payReads).isInstanceOf(PermissionException.class);
        assertThat(unknown).isInstanceOf(AuthenticationException.class);
        assertThat(stripe.pull().v1().transfers().list().getData()).isEmpty();
        assertThat(faults.requests(Operation.CREATE_TRANSFER)).isZero();
    }

    @Test
    void saysThatItIsAnEmulationAndWhichRequestItWas() throws IOException, InterruptedException {
        URI address = stripe.server().endpoint().resolve("/v1/unheard_of");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> keyless =
                    http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            HttpResponse<String> unknown =
                    http.send(
                            HttpRequest.newBuilder(address)
                                    .header("Authorization", "Bearer rk_test_pull_1")
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(keyless.statusCode()).isEqualTo(401);
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.headers().firstValue("Server"))
                    .hasValueSatisfying(name -> assertThat(name).contains("not Stripe"));
            assertThat(unknown.headers().firstValue("Request-Id")).isPresent();
            StripeSchemas.verify(keyless.body());
            StripeSchemas.verify(unknown.body());
        }
    }
}
