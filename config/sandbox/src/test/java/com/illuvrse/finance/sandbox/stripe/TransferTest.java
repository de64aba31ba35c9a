package com.illuvrse.finance.sandbox.stripe;

import static com.illuvrse.finance.sandbox.stripe.RunningStripe.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Transfer;
import com.stripe.model.TransferReversal;
import com.stripe.net.RequestOptions;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.TransferCreateParams;
import com.stripe.param.TransferListParams;
import com.stripe.param.TransferReversalCreateParams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {
    private static final String NIGHT = "2026-03-03T07:00:00Z";

    @TempDir Path folder;
    private RunningStripe stripe;

    @BeforeEach
    void start() throws IOException {
        StripeData data =
                new StripeData(folder.resolve("data"))
                        .row("txn_float", "2026-01-01T11:00:00Z", 10_000)
                        .row("txn_yesterday", "2026-03-02T11:00:00Z", 7_000)
                        .line(
                                "transfers",
                                """
                                {"destination":"acct_c2","number":2,"reversals":[\
                                {"at":"2026-03-04T16:00:00Z","amount":300},\
                                {"at":"2026-03-05T16:00:00Z","amount":9000}]}""");
        stripe = new RunningStripe(data.folder(), folder.resolve("state"), NIGHT);
    }

    @AfterEach
    void stop() throws IOException {
        stripe.close();
    }

    private Transfer send(String destination, long amount, String intent) throws StripeException {
        return stripe.pay()
                .v1()
                .transfers()
                .create(
                        TransferCreateParams.builder()
                                .setAmount(amount)
                                .setCurrency("usd")
                                .setDestination(destination)
                                .setTransferGroup("2026-03-02")
                                .putMetadata("intent", intent)
                                .build(),
                        RequestOptions.builder().setIdempotencyKey("po_" + intent + "_1").build());
    }

    private List<BalanceTransaction> rows() throws StripeException {
        return stripe.pull()
                .v1()
                .balanceTransactions()
                .list(BalanceTransactionListParams.builder().addExpand("data.source").build())
                .getData();
    }

    private long available() throws StripeException {
        return stripe.pull().v1().balance().retrieve().getAvailable().get(0).getAmount();
    }

    @Test
    void aTransferMakesARowThatLeavesTheBalanceAtOnce() throws StripeException {
        Transfer made = send("acct_c1", 8_500, "i1");

        BalanceTransaction row = rows().get(0);
        Transfer source = (Transfer) row.getSourceObject();
        assertThat(row.getId()).isEqualTo(made.getBalanceTransaction());
        assertThat(row.getType()).isEqualTo("transfer");
        assertThat(row.getReportingCategory()).isEqualTo("transfer");
        assertThat(row.getNet()).isEqualTo(-8_500);
        assertThat(row.getFee()).isZero();
        assertThat(row.getCreated()).isEqualTo(Instant.parse(NIGHT).getEpochSecond());
        assertThat(row.getAvailableOn()).isEqualTo(row.getCreated());
        assertThat(source.getMetadata()).containsEntry("intent", "i1");
        assertThat(source.getDestination()).isEqualTo("acct_c1");
        assertThat(available()).isEqualTo(1_500);
    }

    @Test
    void isFoundAgainByItsGroup() throws StripeException {
        send("acct_c1", 100, "i1");
        send("acct_c1", 200, "i2");

        List<Transfer> ofBatch =
                stripe.pay()
                        .v1()
                        .transfers()
                        .list(TransferListParams.builder().setTransferGroup("2026-03-02").build())
                        .getData();
        List<Transfer> ofAnother =
                stripe.pay()
                        .v1()
                        .transfers()
                        .list(TransferListParams.builder().setTransferGroup("2026-03-01").build())
                        .getData();

        assertThat(ofBatch)
                .extracting(each -> each.getMetadata().get("intent"))
                .containsExactlyInAnyOrder("i1", "i2");
        assertThat(ofAnother).isEmpty();
    }

    @Test
    void onlyWhatIsAvailableMayLeave() throws StripeException {
        StripeException refusal = refusalOf(() -> send("acct_c1", 10_001, "i1"));
        Transfer made = send("acct_c1", 10_000, "i2");

        assertThat(refusal).isInstanceOf(InvalidRequestException.class);
        assertThat(refusal.getCode()).isEqualTo("balance_insufficient");
        assertThat(refusal.getStatusCode()).isEqualTo(400);
        assertThat(made.getAmount()).isEqualTo(10_000);
        assertThat(stripe.faults().transfersMade()).isEqualTo(1);
    }

    @Test
    void comesBackWhenTheScriptSaysAndNeverMoreThanWasSent() throws StripeException {
        send("acct_c2", 1_000, "i1");
        Transfer second = send("acct_c2", 1_000, "i2");

        stripe.setClock("2026-03-04T15:59:59Z");
        long before = available();
        stripe.setClock("2026-03-04T16:00:00Z");
        long after = available();
        BalanceTransaction row = rows().get(0);
        stripe.setClock("2026-03-06T07:00:00Z");
        Transfer whole = stripe.pay().v1().transfers().retrieve(second.getId());

        assertThat(after - before).isEqualTo(300);
        assertThat(row.getType()).isEqualTo("transfer_refund");
        assertThat(row.getReportingCategory()).isEqualTo("transfer_reversal");
        assertThat(((TransferReversal) row.getSourceObject()).getTransfer())
                .isEqualTo(second.getId());
        assertThat(whole.getAmountReversed()).isEqualTo(1_000);
        assertThat(whole.getReversed()).isTrue();
    }

    @Test
    void canBeReversedInParts() throws StripeException {
        Transfer made = send("acct_c1", 1_000, "i1");

        TransferReversal part =
                stripe.pay()
                        .v1()
                        .transfers()
                        .reversals()
                        .create(
                                made.getId(),
                                TransferReversalCreateParams.builder().setAmount(400L).build());
        StripeException tooMuch =
                refusalOf(
                        () ->
                                stripe.pay()
                                        .v1()
                                        .transfers()
                                        .reversals()
                                        .create(
                                                made.getId(),
                                                TransferReversalCreateParams.builder()
                                                        .setAmount(601L)
                                                        .build()));

        Transfer now = stripe.pay().v1().transfers().retrieve(made.getId());
        assertThat(part.getTransfer()).isEqualTo(made.getId());
        assertThat(tooMuch.getStatusCode()).isEqualTo(400);
        assertThat(now.getAmountReversed()).isEqualTo(400);
        assertThat(now.getReversed()).isFalse();
        assertThat(available()).isEqualTo(9_400);
    }

    @Test
    void staysAfterARestart() throws StripeException, IOException {
        send("acct_c2", 1_000, "i1");
        send("acct_c2", 1_000, "i2");
        stripe.setClock("2026-03-04T16:00:00Z");
        List<String> before = rows().stream().map(BalanceTransaction::toJson).toList();

        stripe.restart();

        assertThat(rows()).extracting(BalanceTransaction::toJson).containsExactlyElementsOf(before);
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
        assertThat(stripe.faults().intents()).containsExactlyInAnyOrder("i1", "i2");
    }

    @Test
    void hasTheSameIdsInARunThatBeginsAnew() throws StripeException, IOException {
        Transfer one = send("acct_c1", 1_000, "i1");
        stripe.close();
        stripe = new RunningStripe(folder.resolve("data"), folder.resolve("other"), NIGHT);

        send("acct_c2", 1_000, "i2");
        stripe.pass(Duration.ofSeconds(5));
        Transfer again = send("acct_c1", 1_000, "i1");

        assertThat(again.getId()).isEqualTo(one.getId());
        assertThat(again.getBalanceTransaction()).isEqualTo(one.getBalanceTransaction());
    }
}
