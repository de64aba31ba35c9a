package com.illuvrse.finance.sandbox.stripe;

import static com.illuvrse.finance.sandbox.stripe.RunningStripe.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Dispute;
import com.stripe.model.Payout;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.PayoutListParams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders in the form of whole nights: what changes at Stripe while days go by. */
class NightFolderTest {
    @TempDir Path folder;

    private static List<BalanceTransaction> rows(RunningStripe stripe) throws StripeException {
        return stripe.pull()
                .v1()
                .balanceTransactions()
                .list(BalanceTransactionListParams.builder().addExpand("data.source").build())
                .getData();
    }

    private static List<Payout> payouts(RunningStripe stripe, long from) throws StripeException {
        return stripe.pull()
                .v1()
                .payouts()
                .list(
                        PayoutListParams.builder()
                                .setCreated(PayoutListParams.Created.builder().setGte(from).build())
                                .build())
                .getData();
    }

    @Test
    void aPayoutGoesThroughItsTimeline() throws IOException, StripeException {
        try (RunningStripe stripe =
                RunningStripe.onNight("payout-fails-and-returns", folder, "2026-03-03T07:00:00Z")) {
            var client = stripe.pull().v1().payouts();

            String onTheWay = client.retrieve("po_3").getStatus();
            stripe.setClock("2026-03-04T07:00:00Z");
            String paid = client.retrieve("po_3").getStatus();
            stripe.setClock("2026-03-06T07:00:00Z");
            Payout failed = client.retrieve("po_3");
            List<BalanceTransaction> rows = rows(stripe);

            assertThat(onTheWay).isEqualTo("in_transit");
            assertThat(paid).isEqualTo("paid");
            assertThat(failed.getStatus()).isEqualTo("failed");
            assertThat(failed.getFailureBalanceTransaction()).isEqualTo("txn_1802");
            assertThat(rows)
                    .extracting(BalanceTransaction::getType)
                    .containsExactly("payout_failure", "payout", "topup");
            assertThat(((Payout) rows.get(1).getSourceObject()).getStatus()).isEqualTo("failed");
        }
    }

    @Test
    void aPayoutIsThereFromItsCreationOn() throws IOException, StripeException {
        try (RunningStripe stripe =
                RunningStripe.onNight("payout-fails-and-returns", folder, "2026-03-02T07:00:00Z")) {
            StripeException tooEarly =
                    refusalOf(() -> stripe.pull().v1().payouts().retrieve("po_3"));
            List<Payout> before = payouts(stripe, 0);
            stripe.setClock("2026-03-03T07:00:00Z");
            List<Payout> after = payouts(stripe, 0);
            long created = after.get(0).getCreated();

            assertThat(tooEarly.getStatusCode()).isEqualTo(404);
            assertThat(tooEarly.getCode()).isEqualTo("resource_missing");
            assertThat(before).isEmpty();
            assertThat(after).extracting(Payout::getId).containsExactly("po_3");
            assertThat(payouts(stripe, created)).hasSize(1);
            assertThat(payouts(stripe, created + 1)).isEmpty();
        }
    }

    @Test
    void aDisputeIsDecidedWithoutARow() throws IOException, StripeException {
        try (RunningStripe stripe =
                RunningStripe.onNight("dispute-lost", folder, "2026-11-18T02:00:00Z")) {
            var client = stripe.pull().v1().disputes();
            String id = client.list().getData().get(0).getId();
            int rowsBefore = rows(stripe).size();

            String open = client.retrieve(id).getStatus();
            stripe.setClock("2026-11-19T02:00:00Z");
            String underReview = client.retrieve(id).getStatus();
            stripe.setClock("2026-11-21T02:00:00Z");
            Dispute lost = client.retrieve(id);
            List<BalanceTransaction> rows = rows(stripe);

            assertThat(open).isEqualTo("needs_response");
            assertThat(underReview).isEqualTo("under_review");
            assertThat(lost.getStatus()).isEqualTo("lost");
            assertThat(rows).hasSize(rowsBefore);
            assertThat(((Dispute) rows.get(0).getSourceObject()).getStatus()).isEqualTo("lost");
            assertThat(refusalOf(() -> client.retrieve("du_x")).getCode())
                    .isEqualTo("resource_missing");
        }
    }

    @Test
    void aLateRowCountsInTheBalanceOnceItIsShown() throws IOException, StripeException {
        try (RunningStripe stripe =
                RunningStripe.onNight("late-row-after-the-seal", folder, "2026-03-11T02:00:00Z")) {
            long before = stripe.pull().v1().balance().retrieve().getPending().get(0).getAmount();
            stripe.setClock("2026-03-11T12:00:00Z");
            long after = stripe.pull().v1().balance().retrieve().getPending().get(0).getAmount();

            assertThat(before).isZero();
            assertThat(after).isEqualTo(1_232 + 768);
        }
    }

    @Test
    void aStatedBalanceCountsFromItsInstantOn() throws IOException, StripeException {
        StripeData data =
                new StripeData(folder.resolve("data"))
                        .row("txn_1", "2026-03-01T10:00:00Z", 100)
                        .line(
                                "balance",
                                """
                                {"at":"2026-03-05T05:00:00Z","balance":{"object":"balance",\
                                "livemode":false,"available":[{"amount":-500,"currency":"usd"}],\
                                "pending":[{"amount":9643,"currency":"usd"}]}}""");
        try (RunningStripe stripe =
                new RunningStripe(data.folder(), folder.resolve("s"), "2026-03-05T04:59:59Z")) {
            var client = stripe.pull().v1().balance();
            long summed = client.retrieve().getAvailable().get(0).getAmount();
            stripe.pass(Duration.ofSeconds(1));
            long stated = client.retrieve().getAvailable().get(0).getAmount();

            assertThat(summed).isEqualTo(100);
            assertThat(stated).isEqualTo(-500);
        }
    }

    @Test
    void otherPartsOfTheBalanceAreKeptApart() throws IOException, StripeException {
        var reserve = StripeData.rowJson("txn_r", "2026-03-01T10:00:00Z", -40);
        reserve.put("type", "reserve_transaction");
        var prefunding = StripeData.rowJson("txn_p", "2026-03-01T10:00:00Z", 7);
        prefunding.put("balance_type", "refund_and_dispute_prefunding");
        var risk = StripeData.rowJson("txn_k", "2026-03-01T10:00:00Z", 9);
        risk.put("balance_type", "risk_reserved");
        StripeData data =
                new StripeData(folder.resolve("data"))
                        .row("txn_1", "2026-03-01T10:00:00Z", 100)
                        .line("balance_transactions", reserve)
                        .line("balance_transactions", prefunding)
                        .line("balance_transactions", risk);
        try (RunningStripe stripe =
                new RunningStripe(data.folder(), folder.resolve("s"), "2026-03-05T00:00:00Z")) {
            var balance = stripe.pull().v1().balance().retrieve();

            assertThat(balance.getAvailable().get(0).getAmount()).isEqualTo(60);
            assertThat(balance.getConnectReserved().get(0).getAmount()).isEqualTo(40);
            assertThat(balance.getRefundAndDisputePrefunding().getAvailable().get(0).getAmount())
                    .isEqualTo(7);
        }
    }
}
