package com.illuvrse.finance.sandbox.stripe;

import static com.illuvrse.finance.sandbox.stripe.RunningStripe.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.ApiException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.RawRequestOptions;
import com.stripe.net.StripeResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyTest {
    @TempDir Path folder;
    private RunningStripe stripe;

    @BeforeEach
    void start() throws IOException {
        StripeData data =
                new StripeData(folder.resolve("data"))
                        .row("txn_float", "2026-01-01T11:00:00Z", 10_000);
        stripe = new RunningStripe(data.folder(), folder.resolve("s"), "2026-03-03T07:00:00Z");
    }

    @AfterEach
    void stop() throws IOException {
        stripe.close();
    }

    private StripeResponse send(long amount, String key) throws StripeException {
        return stripe.pay()
                .rawRequest(
                        RequestMethod.POST,
                        "/v1/transfers",
                        ("amount=%d&currency=usd&destination=acct_c1&transfer_group=g"
                                        + "&metadata[intent]=i1")
                                .formatted(amount),
                        RawRequestOptions.builder().setIdempotencyKey(key).build());
    }

    private long made() {
        return stripe.faults().transfersMade();
    }

    @Test
    void theSameKeyGetsTheSameBytesAndMovesNothing() throws StripeException {
        StripeResponse first = send(100, "po_1");
        stripe.pass(Duration.ofHours(23));
        StripeResponse second = send(100, "po_1");

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(second.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void anotherKeyMovesMoneyAgain() throws StripeException {
        send(100, "po_1");
        send(100, "po_2");

        assertThat(made()).isEqualTo(2);
        assertThat(stripe.faults().intents()).containsExactly("i1");
    }

    @Test
    void theOrderOfParametersDoesNotMatter() throws StripeException {
        StripeResponse first = send(100, "po_1");
        StripeResponse second =
                stripe.pay()
                        .rawRequest(
                                RequestMethod.POST,
                                "/v1/transfers",
                                "metadata%5Bintent%5D=i1&transfer_group=g&destination=acct_c1"
                                        + "&currency=usd&amount=100",
                                RawRequestOptions.builder().setIdempotencyKey("po_1").build());

        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void theSameKeyIsRefusedForAnotherAmount() throws StripeException {
        send(100, "po_1");

        StripeException refusal = refusalOf(() -> send(101, "po_1"));

        assertThat(refusal).isInstanceOf(IdempotencyException.class);
        assertThat(refusal.getStatusCode()).isEqualTo(400);
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void isForgottenAfterADay() throws StripeException {
        send(100, "po_1");
        stripe.pass(Duration.ofHours(24));
        send(100, "po_1");

        assertThat(made()).isEqualTo(2);
    }

    @Test
    void survivesARestart() throws StripeException, IOException {
        StripeResponse first = send(100, "po_1");

        stripe.restart();
        StripeResponse second = send(100, "po_1");

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(made()).isEqualTo(1);
        assertThat(refusalOf(() -> send(101, "po_1"))).isInstanceOf(IdempotencyException.class);
    }

    @Test
    void aKeyInUseIsRefusedUntilItsRequestIsDone() throws Exception {
        stripe.faults().next(1, Operation.CREATE_TRANSFER, Fault.HELD);
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<StripeResponse> first = other.submit(() -> send(100, "po_1"));
            boolean held = stripe.faults().awaitHeld(Duration.ofSeconds(20));

            StripeException refusal = refusalOf(() -> send(100, "po_1"));
            stripe.faults().release();
            StripeResponse after = first.get();

            assertThat(held).isTrue();
            assertThat(refusal.getStatusCode()).isEqualTo(409);
            assertThat(refusal.getCode()).isEqualTo("idempotency_key_in_use");
            assertThat(send(100, "po_1").body()).isEqualTo(after.body());
            assertThat(made()).isEqualTo(1);
        }
    }

    @Test
    void aKeptServerErrorComesAgainAndNothingWasDone() throws StripeException, IOException {
        stripe.faults().next(1, Operation.CREATE_TRANSFER, Fault.INTERNAL_ERROR_KEPT);

        StripeException first = refusalOf(() -> send(100, "po_1"));
        stripe.restart();
        StripeException second = refusalOf(() -> send(100, "po_1"));

        assertThat(first).isInstanceOf(ApiException.class);
        assertThat(second.getStatusCode()).isEqualTo(500);
        assertThat(made()).isZero();
        send(100, "po_2");
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void aServerErrorMayHideATransferThatWasMade() {
        stripe.faults().next(1, Operation.CREATE_TRANSFER, Fault.INTERNAL_ERROR_AFTER);

        StripeException first = refusalOf(() -> send(100, "po_1"));
        StripeException second = refusalOf(() -> send(100, "po_1"));

        assertThat(first.getStatusCode()).isEqualTo(500);
        assertThat(second.getStatusCode()).isEqualTo(500);
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void aMissingParameterIsNotKeptButALackOfMoneyIs() throws StripeException {
        StripeException wrong =
                refusalOf(
                        () ->
                                stripe.pay()
                                        .rawRequest(
                                                RequestMethod.POST,
                                                "/v1/transfers",
                                                "amount=5&currency=usd",
                                                RawRequestOptions.builder()
                                                        .setIdempotencyKey("po_1")
                                                        .build()));
        send(9_000, "po_1");
        StripeException poor = refusalOf(() -> send(2_000, "po_2"));

        assertThat(wrong).isInstanceOf(InvalidRequestException.class);
        assertThat(wrong.getCode()).isEqualTo("parameter_missing");
        assertThat(poor.getCode()).isEqualTo("balance_insufficient");
        assertThat(refusalOf(() -> send(1, "po_2"))).isInstanceOf(IdempotencyException.class);
        assertThat(made()).isEqualTo(1);
    }
}
