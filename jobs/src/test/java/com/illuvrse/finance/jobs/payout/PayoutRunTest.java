package com.illuvrse.finance.jobs.payout;

import static com.illuvrse.finance.jobs.nightly.Nights.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.nightly.Controls;
import com.illuvrse.finance.jobs.nightly.DraftPayouts;
import com.illuvrse.finance.jobs.nightly.Movements;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.nightly.Nights;
import com.illuvrse.finance.jobs.nightly.PaymentRails;
import com.illuvrse.finance.jobs.nightly.Reconcile;
import com.illuvrse.finance.jobs.nightly.ReferenceFiles;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PayoutIntents;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.State;
import com.illuvrse.finance.jobs.postgres.ScratchLedger;
import com.illuvrse.finance.jobs.stripe.StripeKey;
import com.illuvrse.finance.jobs.stripe.StripeSettings;
import com.illuvrse.finance.jobs.stripe.StripeTransfers;
import com.illuvrse.finance.jobs.stripe.StripeUnavailableException;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.sandbox.stripe.Fault;
import com.illuvrse.finance.sandbox.stripe.Operation;
import com.illuvrse.finance.sandbox.stripe.StripeServer;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.step.Step;

class PayoutRunTest {

    private static final LocalDate NEXT = FIRST.plusDays(1);
    private static final LocalDate THIRD = FIRST.plusDays(2);
    private static final Instant NIGHT = Instant.parse("2026-03-03T07:00:00Z");

    @TempDir Path folder;
    private ScratchLedger ledger;
    private Database database;
    private Steps steps;
    private StripeServer stripe;

    /** c1 is owed 85.00 and c2 10.00; Stripe has 100.00. Both are paid on the first day. */
    @BeforeEach
    void draft() throws IOException {
        ledger = ScratchLedger.create(Nights.ZONE);
        database = ledger.database();
        steps = Nights.steps(ledger);
        stripe = stripe(10_000);
        ledger.open(FIRST);
        payee("c1", false);
        payee("c2", true);
        AccountingDay day = AccountingDay.of(FIRST, Nights.ZONE);
        ledger.post(
                JournalEntry.of(SourceKey.of("journal", "op-1"), FIRST, day.from())
                        .debit(Accounts.STRIPE_AVAILABLE, usd(10_000))
                        .credit(Accounts.payable("c1"), usd(8_500))
                        .credit(Accounts.payable("c2"), usd(1_000))
                        .credit(Accounts.OPENING, usd(500))
                        .build());
        ledger.stripeBalance(FIRST, 10_000);
        reconcile(FIRST);
        Nights.run(
                steps,
                new DraftPayouts(database, ContractFacts.told(database), taxes(), PaymentRails.NONE)
                        .step(steps, night(FIRST)));
    }

    @AfterEach
    void close() throws IOException {
        stripe.close();
        ledger.close();
    }

    @Test
    void aReleasedBatchIsSentOnceHoweverOftenItRuns() {
        run(FIRST);
        run(FIRST);

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

        assertThatThrownBy(() -> run(FIRST)).isInstanceOf(StripeUnavailableException.class);
        List<String> between = intents();
        run(FIRST);

        assertThat(between)
                .containsExactly(
                        "po_2026-03-02:c1:USD_1 UNKNOWN", "po_2026-03-02:c2:USD_1 APPROVED");
        assertThat(intents()).allMatch(intent -> intent.endsWith(" SENT"));
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
    }

    @Test
    void aProcessKilledWhileAskingIsFinishedUnderTheSameKey() {
        PayoutIntents attempts = new PayoutIntents(database);
        database.write(
                LedgerRole.PAYOUTS,
                ledger.epoch(),
                () ->
                        attempts.sending(
                                attempts.of("2026-03-02", "stripe", List.of(State.APPROVED))
                                        .getFirst(),
                                NIGHT));

        run(FIRST);

        assertThat(intents()).allMatch(intent -> intent.endsWith(" SENT"));
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
    }

    @Test
    void whenTheKeyMayBeForgottenAPersonMustDecide() {
        PayoutIntents attempts = new PayoutIntents(database);
        database.write(
                LedgerRole.PAYOUTS,
                ledger.epoch(),
                () ->
                        attempts.sending(
                                attempts.of("2026-03-02", "stripe", List.of(State.APPROVED))
                                        .getFirst(),
                                NIGHT.minus(Duration.ofHours(20))));

        run(FIRST);
        run(FIRST);

        assertThat(intents())
                .containsExactly("po_2026-03-02:c1:USD_1 UNKNOWN", "po_2026-03-02:c2:USD_1 SENT");
        assertThat(stripe.faults().transfersMade()).isEqualTo(1);
        assertThat(ledger.texts("select state from payout.batch")).containsExactly("RELEASED");
    }

    @Test
    void withoutEnoughMoneyTheBatchStopsAndGoesOnUnderANewKey() throws IOException {
        stripe.close();
        stripe = stripe(8_000);
        run(FIRST);
        List<String> between = intents();
        stripe.close();
        stripe = stripe(10_000);

        run(FIRST);

        assertThat(between)
                .containsExactly(
                        "po_2026-03-02:c1:USD_1 FAILED", "po_2026-03-02:c2:USD_1 APPROVED");
        assertThat(intents())
                .containsExactly(
                        "po_2026-03-02:c1:USD_1 FAILED",
                        "po_2026-03-02:c1:USD_2 SENT",
                        "po_2026-03-02:c2:USD_1 SENT");
    }

    @Test
    void whatStripeRefusesForGoodIsOwedAgain() {
        stripe.faults().next(1, Operation.CREATE_TRANSFER, "acct_c1", Fault.DESTINATION_REFUSED);
        run(FIRST);
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
        run(FIRST);
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
        PayoutIntents attempts = new PayoutIntents(database);
        database.write(
                LedgerRole.PAYOUTS,
                ledger.epoch(),
                () ->
                        attempts.sending(
                                attempts.of("2026-03-02", "stripe", List.of(State.APPROVED))
                                        .getFirst(),
                                NIGHT));
        ledger.close(FIRST);
        ledger.open(NEXT);
        ledger.row(
                NEXT,
                Movements.transfer(
                        "x1", "tr_9", "2026-03-02:c1:USD", 8_500, "2026-03-03T07:00:01Z"));
        ledger.stripeBalance(NEXT, 1_500);

        reconcile(NEXT);

        assertThat(
                        ledger.texts(
                                "select transfer_id || ' ' || state from payout.intent where"
                                        + " transfer_id is not null"))
                .containsExactly("tr_9 SENT");
        assertThat(breaks()).isEmpty();
    }

    private void run(LocalDate day) {
        PayoutRunJob job =
                new PayoutRunJob(
                        steps,
                        new TakeReleasedBatches(database),
                        new SendTransfers(database, transfers()),
                        Nights.noBankRails(database, folder),
                        new CloseBatches(database));
        assertThat(job.of(night(day)).getName()).isEqualTo("payout-run");
        assertThat(job.contents(night(day)).stream().map(Step::getName))
                .containsExactly(
                        "take-released-batches",
                        "send-transfers",
                        "send-payment-files",
                        "close-batches");
        job.contents(night(day)).forEach(step -> Nights.run(steps, step));
    }

    private StripeTransfers transfers() {
        return new StripeTransfers(
                new StripeSettings("acct_test", stripe.endpoint(), 1_000, 1, Duration.ofMillis(1)),
                new StripeKey("rk_test_pay_1"));
    }

    private StripeServer stripe(long balance) throws IOException {
        Path data = Files.createTempDirectory(folder, "data");
        Files.createDirectories(data.resolve("stripe"));
        Files.writeString(
                data.resolve("stripe/balance_transactions.jsonl"),
                """
                {"id":"txn_float","object":"balance_transaction","amount":%d,"available_on":1767265200,"balance_type":"payments",\
                "created":1767265200,"currency":"usd","description":"Top-up","exchange_rate":null,"fee":0,"fee_details":[],"net":%d,\
                "reporting_category":"topup","source":null,"status":"available","type":"topup"}
                """
                        .formatted(balance, balance));
        return StripeServer.start(
                data,
                Files.createTempDirectory(folder, "state"),
                0,
                Clock.fixed(NIGHT, ZoneOffset.UTC));
    }

    private Night night(LocalDate day) {
        return Nights.at(ledger, day, 100, LocalTime.of(2, 0));
    }

    private void reconcile(LocalDate day) {
        Nights.run(steps, new Reconcile(database, new Controls(database)).step(steps, night(day)));
    }

    private static TaxRules taxes() {
        return new ReferenceFiles(Path.of("../config")).taxRules();
    }

    private void payee(String payee, boolean backup) {
        ledger.payee(
                FIRST,
                payee,
                """
                {"type":"payee","payee":"%s","version":1,"validFrom":"2026-01-01","stripeAccount":"acct_%s","payoutCurrency":"USD",
                 "payoutMinimum":100,"rail":"stripe","tax":{"form":"W-9","tinRef":"vault:%s","backupWithholding":%s},"hold":null}
                """
                        .formatted(payee, payee, payee, backup));
    }

    private List<String> intents() {
        return ledger.texts(
                "select idempotency_key || ' ' || state from payout.intent order by"
                        + " idempotency_key");
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

    private static Money usd(long minor) {
        return Money.of(minor, Movements.USD);
    }
}
