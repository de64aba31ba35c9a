package com.illuvrse.finance.jobs.payout;

import static com.illuvrse.finance.jobs.nightly.Nights.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.nightly.Controls;
import com.illuvrse.finance.jobs.nightly.Movements;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.Intent;
import com.illuvrse.finance.jobs.stripe.StripeUnavailableException;
import com.illuvrse.finance.sandbox.stripe.Fault;
import com.illuvrse.finance.sandbox.stripe.Operation;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.step.Step;

/** What a payout run leaves in the books, and what the rows of the days after make of it. */
class PayoutRunTest extends ReleasedBatch {

    private static final LocalDate NEXT = FIRST.plusDays(1);
    private static final LocalDate THIRD = FIRST.plusDays(2);

    /** The tax of c2, 24 %, is kept back. */
    @Override
    boolean backupWithholding(String payee) {
        return payee.equals("c2");
    }

    @Test
    void takesSendsAndClosesInThisOrder() {
        PayoutRunJob job = job(steps, database, transfers(1), folder);

        assertThat(job.of(night(FIRST)).getName()).isEqualTo("payout-run");
        assertThat(job.contents(night(FIRST)).stream().map(Step::getName))
                .containsExactly(
                        "take-released-batches",
                        "send-transfers",
                        "send-payment-files",
                        "close-batches");
    }

    @Test
    void aReleasedBatchIsSentOnceHoweverOftenItRuns() {
        run();
        run();

        assertThat(
                        ledger.texts(
                                "select source_key || ' ' || account || ' ' || amount_minor from"
                                        + " ledger.posting where source_key like 'payout:%' and"
                                        + " amount_minor < 0 order by 1"))
                .containsExactly(
                        "payout:2026-03-02:c1:USD liabilities:payouts:clearing -8500",
                        "payout:2026-03-02:c2:USD liabilities:payouts:clearing -760",
                        "payout:2026-03-02:c2:USD liabilities:withholding:US -240");
        assertThat(intents())
                .containsExactly("po_2026-03-02:c1:USD_1 SENT", "po_2026-03-02:c2:USD_1 SENT");
        assertThat(ledger.texts("select state from payout.batch")).containsExactly("SENT");
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
        assertThat(stripe.faults().intents())
                .containsExactlyInAnyOrder("2026-03-02:c1:USD", "2026-03-02:c2:USD");
    }

    @Test
    void aTransferWhoseAnswerWasLostIsFoundAndNotMadeAgain() {
        stripe.faults().next(1, Operation.CREATE_TRANSFER, Fault.INTERNAL_ERROR_AFTER);

        assertThatThrownBy(this::run).isInstanceOf(StripeUnavailableException.class);
        List<String> between = intents();
        run();

        assertThat(between)
                .containsExactly(
                        "po_2026-03-02:c1:USD_1 UNKNOWN", "po_2026-03-02:c2:USD_1 APPROVED");
        assertThat(intents()).allMatch(intent -> intent.endsWith(" SENT"));
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
    }

    @Test
    void whatStripeRefusesForGoodIsOwedAgain() {
        stripe.faults().next(1, Operation.CREATE_TRANSFER, "acct_c1", Fault.DESTINATION_REFUSED);
        run();
        ledger.close(FIRST);
        ledger.open(NEXT);
        ledger.row(
                NEXT,
                Movements.transfer(
                        "x2", transfer("c2"), "2026-03-02:c2:USD", 760, "2026-03-03T07:00:00Z"));
        ledger.stripeBalance(NEXT, 9_240);

        reconcile(NEXT);
        reconcile(NEXT);

        assertThat(
                        ledger.texts(
                                "select source_key from ledger.entry where booked_on = '2026-03-03'"
                                        + " and batch is not null"))
                .containsExactly("payout-cancel:2026-03-02:c1:USD");
        assertThat(breaks()).isEmpty();
    }

    @Test
    void everyTransferRowIsOnePayoutAndWhatComesBackIsOwedAgainOnce() {
        run();
        ledger.close(FIRST);
        ledger.open(NEXT);
        ledger.row(
                NEXT,
                Movements.transfer(
                        "x1", transfer("c1"), "2026-03-02:c1:USD", 8_500, "2026-03-03T07:00:00Z"));
        ledger.stripeBalance(NEXT, 1_500);
        reconcile(NEXT);
        String figures = new Controls(database).of(night(NEXT)).get(5).figures().toString();
        ledger.close(NEXT);
        ledger.open(THIRD);
        ledger.row(THIRD, Movements.reversal("r1", transfer("c2"), 300, "2026-03-04T15:00:00Z"));
        ledger.row(THIRD, Movements.reversal("r2", transfer("c2"), 460, "2026-03-04T16:00:00Z"));
        ledger.stripeBalance(THIRD, 2_260);

        reconcile(THIRD);
        reconcile(THIRD);

        assertThat(figures)
                .contains(
                        "sent=Num[value=2]", "matched=Num[value=1]", "openAmount=Text[value=760]");
        assertThat(breaks())
                .containsExactly("2026-03-04 PAYOUT_WITHOUT_TRANSFER 2026-03-02:c2:USD OPEN");
        assertThat(
                        ledger.texts(
                                "select source_key || ' ' || account || ' ' || amount_minor from"
                                        + " ledger.posting where source_key like 'payout-return:%'"
                                        + " order by 1"))
                .containsExactly(
                        "payout-return:2026-03-02:c2:USD:r1 liabilities:creator:c2:payable -395",
                        "payout-return:2026-03-02:c2:USD:r1 liabilities:payouts:clearing 300",
                        "payout-return:2026-03-02:c2:USD:r1 liabilities:withholding:US 95",
                        "payout-return:2026-03-02:c2:USD:r2 liabilities:creator:c2:payable -605",
                        "payout-return:2026-03-02:c2:USD:r2 liabilities:payouts:clearing 460",
                        "payout-return:2026-03-02:c2:USD:r2 liabilities:withholding:US 145");
    }

    @Test
    void anAttemptNobodyKnowsOfIsTakenFromItsTransferRow() {
        Intent attempt = sending();
        String made = transfers(1).send(order(attempt), attempt.idempotencyKey()).transfer();
        ledger.close(FIRST);
        ledger.open(NEXT);
        ledger.row(
                NEXT,
                Movements.transfer("x1", made, "2026-03-02:c1:USD", 8_500, "2026-03-03T07:00:01Z"));
        ledger.stripeBalance(NEXT, 1_500);

        reconcile(NEXT);

        assertThat(
                        ledger.texts(
                                "select transfer_id || ' ' || state from payout.intent where"
                                        + " transfer_id is not null"))
                .containsExactly(made + " SENT");
        assertThat(breaks()).isEmpty();
    }

    private String transfer(String payee) {
        return ledger.texts(
                        """
                        select n.transfer_id from payout.intent n join payout.item i on i.item_key = n.item_key
                        where n.state = 'SENT' and i.payee = '%s'
                        """
                                .formatted(payee))
                .getFirst();
    }

    private List<String> breaks() {
        return ledger.texts(
                "select day || ' ' || type || ' ' || ref || ' ' || status from ledger.break_day"
                        + " order by 1");
    }
}
