package com.illuvrse.finance.jobs.payout;

import static com.illuvrse.finance.jobs.nightly.Nights.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.jobs.nightly.DraftPayouts;
import com.illuvrse.finance.jobs.nightly.Movements;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.nightly.Nights;
import com.illuvrse.finance.jobs.nightly.PaymentRails;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PayoutIntents;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.Intent;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.State;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.Unknown;
import com.illuvrse.finance.jobs.postgres.ScratchLedger;
import com.illuvrse.finance.jobs.stripe.StripeKey;
import com.illuvrse.finance.jobs.stripe.StripeSettings;
import com.illuvrse.finance.jobs.stripe.StripeTransfers;
import com.illuvrse.finance.jobs.stripe.StripeUnavailableException;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.sandbox.stripe.Fault;
import com.illuvrse.finance.sandbox.stripe.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What goes wrong between us and Stripe while money leaves. */
class PayoutFaultsTest extends ReleasedBatch {

    private static final LocalDate NEXT = FIRST.plusDays(1);

    @Test
    void anAnswerThatIsCutOffIsAskedForAgainUnderTheSameKey() {
        stripe.faults().next(2, Operation.CREATE_TRANSFER, Fault.CUT_AFTER);

        assertThatThrownBy(this::run).isInstanceOf(StripeUnavailableException.class);
        run();

        assertThat(intents()).allMatch(intent -> intent.endsWith("_1 SENT"));
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
    }

    @Test
    void anErrorStripeKeepsAfterMakingTheTransferIsSeenThrough() throws IOException {
        reopenWithAttempts(3);
        stripe.faults().next(1, Operation.CREATE_TRANSFER, Fault.INTERNAL_ERROR_AFTER);

        run();

        assertThat(intents()).allMatch(intent -> intent.endsWith("_1 SENT"));
        assertThat(ledger.texts("select state from payout.batch")).containsExactly("SENT");
    }

    /** Stripe made nothing and gives the same 500 for a day: others go on, a person decides. */
    @Test
    void anErrorStripeKeepsWithoutATransferIsOrderedAnewByAPerson() throws IOException {
        reopenWithAttempts(3);
        stripe.faults().next(1, Operation.CREATE_TRANSFER, Fault.INTERNAL_ERROR_KEPT);

        run();
        assertThat(intents()).containsExactly("po_" + C1 + "_1 UNKNOWN", "po_" + C2 + "_1 SENT");
        assertThat(mayBeMadeAgain()).isFalse();
        assertThatThrownBy(this::sayAgain).hasStackTraceContaining("twice, ten minutes apart");
        pass(Duration.ofMinutes(10).minusMillis(1));
        run();
        assertThat(mayBeMadeAgain()).isFalse();
        pass(Duration.ofMillis(1));
        run();
        assertThat(mayBeMadeAgain()).isTrue();
        sayAgain();
        run();

        assertThat(intents())
                .containsExactly(
                        "po_" + C1 + "_1 FAILED", "po_" + C1 + "_2 SENT", "po_" + C2 + "_1 SENT");
        assertThat(ledger.texts("select state from payout.batch")).containsExactly("SENT");
    }

    /** It was made after all: the person's word comes too late, and the transfer is taken. */
    @Test
    void whatShowsUpAfterThePersonsWordIsTakenAndNotMadeAgain() throws IOException {
        Intent attempt = sending();
        pass(Duration.ofHours(25));
        run();
        pass(Duration.ofMinutes(11));
        run();
        sayAgain();
        transfers(1).send(order(attempt), attempt.idempotencyKey());

        run();

        assertThat(intents()).containsExactly("po_" + C1 + "_1 SENT", "po_" + C2 + "_1 SENT");
    }

    @Test
    void aKeyStripeHasForgottenIsNeverAskedUnderAgain() throws IOException {
        Intent attempt = sending();
        transfers(1).send(order(attempt), attempt.idempotencyKey());
        pass(Duration.ofHours(25));
        long asked = stripe.faults().requests(Operation.CREATE_TRANSFER);

        run();

        assertThat(intents()).containsExactly("po_" + C1 + "_1 SENT", "po_" + C2 + "_1 SENT");
        assertThat(stripe.faults().requests(Operation.CREATE_TRANSFER)).isEqualTo(asked + 1);
    }

    /** The database is brought back from a copy made before the batch was sent. */
    @Test
    void aDatabaseThatForgotWhatWasSentFindsItAtStripe() {
        ScratchLedger copy = ledger.copy();
        run();
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
        pass(Duration.ofHours(25));

        bringBack(copy);
        assertThat(intents()).noneMatch(intent -> intent.endsWith("SENT"));
        run();

        assertThat(intents()).allMatch(intent -> intent.endsWith("_1 SENT"));
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
        assertThat(ledger.texts("select state from payout.batch")).containsExactly("SENT");
    }

    /** The copy was made while an answer was awaited, and only one of two was sent since. */
    @Test
    void aDatabaseFromTheMiddleOfARunGoesOnWhereStripeIs() {
        sending();
        ScratchLedger copy = ledger.copy();
        stripe.faults().next(1, Operation.CREATE_TRANSFER, "acct_c2", Fault.RATE_LIMITED);
        assertThatThrownBy(this::run).isInstanceOf(StripeUnavailableException.class);
        pass(Duration.ofHours(25));

        bringBack(copy);
        run();

        assertThat(intents()).allMatch(intent -> intent.endsWith("_1 SENT"));
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
    }

    private void bringBack(ScratchLedger copy) {
        ledger.close();
        ledger = copy;
        database = copy.database();
        steps = Nights.steps(copy);
    }

    /** A lock, or a key that was revoked, also stops what was about to be sent when it came. */
    @Test
    void nothingIsAskedAgainWhilePayoutsAreLocked() {
        sending();
        ledger.find(FIRST, "SOURCE_CHANGED", "txn_1");
        reconcile(FIRST);
        long asked = stripe.faults().requests(Operation.CREATE_TRANSFER);

        run();
        pass(Duration.ofHours(21));
        run();

        assertThat(stripe.faults().requests(Operation.CREATE_TRANSFER)).isEqualTo(asked);
        assertThat(intents())
                .containsExactly("po_" + C1 + "_1 UNKNOWN", "po_" + C2 + "_1 APPROVED");
    }

    /** Stripe shows two transfers of a later batch: the earlier one is not sent either. */
    @Test
    void whatIsWrongWithOneBatchStopsAllOfThem() throws IOException {
        nextDay(NEXT, null, 10_000);
        nextDay(NEXT.plusDays(1), null, 10_000);
        payee("c3", 1, "acct_c3");
        owe(NEXT.plusDays(1), "c3", 700);
        draft(NEXT.plusDays(1));
        Intent later =
                database.read(
                                () ->
                                        new PayoutIntents(database)
                                                .of(
                                                        "2026-03-04",
                                                        "stripe",
                                                        List.of(State.values())))
                        .getFirst();
        transfers(1).send(order(later), "by-hand-1");
        transfers(1).send(order(later), "by-hand-2");

        assertThatThrownBy(this::run).hasMessageContaining("where one was ordered");

        assertThat(stripe.faults().intents()).containsExactly("2026-03-04:c3:USD");
        assertThat(problems()).containsExactly("2 transfers for [2026-03-04:c3:USD]");
        forgive();
    }

    @Test
    void aTransferNobodyOrderedStopsEverything() {
        transfers(1)
                .send(
                        new StripeTransfers.Order(
                                "2026-03-02:c9:USD", "2026-03-02", "acct_c9", usd(100)),
                        "key-of-somebody");

        assertThatThrownBy(this::run)
                .hasMessageContaining(
                        "for \"2026-03-02:c9:USD\" in batch 2026-03-02, which was not")
                .hasMessageContaining("nothing more is sent until a person");

        assertThat(stripe.faults().transfersMade()).isEqualTo(1);
        assertThat(problems()).containsExactly("a transfer for 2026-03-02:c9:USD and no entry");
        book("2026-03-02:c9:USD");
    }

    @Test
    void withoutEnoughMoneyTheBatchStopsAndGoesOnWhenThereIsSome() throws IOException {
        topUpTo(9_000);
        run();
        assertThat(intents()).containsExactly("po_" + C1 + "_1 SENT", "po_" + C2 + "_1 FAILED");
        assertThat(ledger.texts("select state from payout.batch")).containsExactly("RELEASED");

        topUpTo(10_000);
        run();

        assertThat(intents())
                .containsExactly(
                        "po_" + C1 + "_1 SENT", "po_" + C2 + "_1 FAILED", "po_" + C2 + "_2 SENT");
        assertThat(ledger.texts("select state from payout.batch")).containsExactly("SENT");
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
    }

    /** The account was closed: what it was to get is owed again, and it is not tried once more. */
    @Test
    void anAccountThatCannotReceiveIsHeldUntilTheCreatorNamesAnother() {
        stripe.faults().next(1, Operation.CREATE_TRANSFER, "acct_c1", Fault.DESTINATION_REFUSED);
        run();
        assertThat(intents()).containsExactly("po_" + C1 + "_1 FAILED", "po_" + C2 + "_1 SENT");
        nextDay(
                NEXT,
                Movements.transfer("x2", transfer(), C2, 1_000, "2026-03-03T07:00:00Z"),
                9_000);
        nextDay(NEXT.plusDays(1), null, 9_000);
        draft(NEXT.plusDays(1));

        assertThat(reasons("2026-03-04")).containsExactly("c1 DESTINATION_SUSPENDED");

        ledger.close(NEXT.plusDays(1));
        ledger.open(NEXT.plusDays(2));
        payee("c1", 2, "acct_other");
        ledger.stripeBalance(NEXT.plusDays(2), 9_000);
        reconcile(NEXT.plusDays(2));
        clock.set(NIGHT.plus(Duration.ofDays(3)));
        Nights.run(
                new DraftPayouts(database, ContractFacts.told(database), taxes(), PaymentRails.NONE)
                        .step(steps, night(NEXT.plusDays(2))));
        assertThat(reasons("2026-03-05")).isEmpty();
    }

    /** The wrong file was put in place: no creator is to blame, and nobody is owed again. */
    @Test
    void aKeyThatMayNotPayStopsTheRunAndHoldsNobody() {
        StripeTransfers wrong =
                new StripeTransfers(
                        new StripeSettings(
                                "acct_test", stripe.endpoint(), 1_000, 1, Duration.ofMillis(1)),
                        new StripeKey("rk_test_pull_1"));

        assertThatThrownBy(() -> send(night(FIRST), steps, database, wrong, folder))
                .hasMessageContaining("required permissions");
        assertThat(intents()).noneMatch(intent -> intent.endsWith("FAILED"));
        assertThat(stripe.faults().transfersMade()).isZero();

        run();

        assertThat(intents()).allMatch(intent -> intent.endsWith("_1 SENT"));
    }

    /** The first one froze in the middle of a call; who took over pays nobody twice. */
    @Test
    void ofTwoRunsAtOnceOnlyOnePays() throws Exception {
        reopenWithAttempts(40);
        stripe.faults().next(1, Operation.CREATE_TRANSFER, Fault.HELD);
        Night old = night(FIRST);
        CompletableFuture<Void> frozen = CompletableFuture.runAsync(() -> send(old));
        assertThat(stripe.faults().awaitHeld(Duration.ofSeconds(20))).isTrue();
        ledger.takeOver();
        CompletableFuture<Void> other = CompletableFuture.runAsync(this::run);
        TimeUnit.MILLISECONDS.sleep(50);

        stripe.faults().release();
        other.get(30, TimeUnit.SECONDS);

        assertThatThrownBy(() -> frozen.get(30, TimeUnit.SECONDS))
                .hasStackTraceContaining("EpochOverException");
        assertThat(intents()).allMatch(intent -> intent.endsWith("_1 SENT"));
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
    }

    /** The harness bites: a sender with a fresh key for every try pays twice, and it shows. */
    @Test
    void aSenderThatForgetsItsKeyIsCaught() throws IOException {
        topUpTo(20_000);
        stripe.faults().next(1, Operation.CREATE_TRANSFER, Fault.INTERNAL_ERROR_AFTER);
        Intent attempt = approved().getFirst();
        assertThatThrownBy(() -> transfers(1).send(order(attempt), "fresh-1"))
                .isInstanceOf(StripeUnavailableException.class);
        transfers(1).send(order(attempt), "fresh-2");

        assertThat(problems()).containsExactly("2 transfers for [" + C1 + "]");
        assertThatThrownBy(this::run).hasMessageContaining("where one was ordered");
        forgive();
    }

    /** The database itself refuses what no run may do. */
    @Test
    void theDatabaseKnowsWhenAPayoutMayBeOrderedAnew() {
        Intent attempt = sending();

        assertThatThrownBy(
                        () ->
                                pay(
                                        () ->
                                                new PayoutIntents(database)
                                                        .failed(
                                                                attempt,
                                                                PayoutIntents.NOT_FOUND,
                                                                NIGHT)))
                .hasStackTraceContaining("nobody has said that attempt");
        assertThatThrownBy(
                        () ->
                                database.write(
                                        LedgerRole.WRITER,
                                        ledger.epoch(),
                                        () ->
                                                ledger.statement(
                                                        """
                                                        insert into payout.intent (item_key, attempt, idempotency_key, destination, amount, currency, state)
                                                        select item_key, 2, 'po_again', destination, amount, currency, 'PLANNED'
                                                        from payout.intent where intent_key = %d
                                                        """
                                                                .formatted(attempt.key()))))
                .hasStackTraceContaining("follows none that may be made again");
    }

    private void nextDay(LocalDate day, @Nullable BalanceTransaction row, long stripeHas) {
        ledger.close(day.minusDays(1));
        ledger.open(day);
        if (row != null) {
            ledger.row(day, row);
        }
        ledger.stripeBalance(day, stripeHas);
        reconcile(day);
    }

    private void reopenWithAttempts(int number) {
        attempts = number;
    }

    private boolean mayBeMadeAgain() {
        return unknown().mayBeMadeAgain();
    }

    private Unknown unknown() {
        return database.read(() -> new PayoutIntents(database).unknown("2026-03-02")).getFirst();
    }

    private void sayAgain() {
        Unknown unknown = unknown();
        pay(() -> new PayoutIntents(database).approveAgain(unknown, "ana", clock.instant()));
    }

    private void owe(LocalDate day, String payee, long amount) {
        ledger.post(
                JournalEntry.of(
                                SourceKey.of("journal", "owe-" + payee),
                                day,
                                AccountingDay.of(day, Nights.ZONE).from())
                        .debit(Accounts.OPENING, usd(amount))
                        .credit(Accounts.payable(payee), usd(amount))
                        .build());
    }

    private String transfer() {
        return ledger.texts("select transfer_id from payout.intent where state = 'SENT'")
                .getFirst();
    }

    private List<String> reasons(String batch) {
        return ledger.texts(
                "select payee || ' ' || reason from payout.item where reason <> 'PAID' and batch ="
                        + " '"
                        + batch
                        + "'");
    }

    /** A person has looked at it and books it. */
    private void book(String payout) {
        String[] parts = payout.split(":", -1);
        AccountingDay day = AccountingDay.of(FIRST, Nights.ZONE);
        ledger.post(
                JournalEntry.of(
                                SourceKey.of("payout", parts[0], parts[1], parts[2]),
                                FIRST,
                                day.lastMillisecond())
                        .debit(Accounts.payable(parts[1]), usd(100))
                        .credit(Accounts.PAYOUTS_CLEARING, usd(100))
                        .build());
    }
}
