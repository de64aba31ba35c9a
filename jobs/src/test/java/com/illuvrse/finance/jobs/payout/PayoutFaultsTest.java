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
import com.illuvrse.finance.jobs.nightly.TestClock;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
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
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.sandbox.stripe.Fault;
import com.illuvrse.finance.sandbox.stripe.Operation;
import com.illuvrse.finance.sandbox.stripe.StripeServer;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What goes wrong between us and Stripe while money leaves. After each, the stand-in's own count
 * says whether anybody was paid twice, and the books whether a transfer has no entry.
 */
class PayoutFaultsTest {

    private static final LocalDate NEXT = FIRST.plusDays(1);
    private static final Instant NIGHT = Instant.parse("2026-03-03T07:00:00Z");
    private static final String C1 = "2026-03-02:c1:USD";
    private static final String C2 = "2026-03-02:c2:USD";

    @TempDir Path folder;
    private final TestClock clock = new TestClock(NIGHT);
    private ScratchLedger ledger;
    private Database database;
    private Steps steps;
    private StripeServer stripe;

    /** c1 is owed 85.00 and c2 10.00; both are in a batch that is released. */
    @BeforeEach
    void draft() throws IOException {
        ledger = ScratchLedger.create(Nights.ZONE);
        database = ledger.database();
        steps = Nights.steps(ledger);
        stripe = stripe(10_000);
        ledger.open(FIRST);
        payee("c1", 1, "acct_c1");
        payee("c2", 1, "acct_c2");
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
        draft(FIRST);
    }

    /** Whatever happened: nobody was paid twice, and what was paid was ordered in the books. */
    @AfterEach
    void nobodyIsPaidTwice() throws IOException {
        assertThat(problems()).isEmpty();
        stripe.close();
        ledger.close();
    }

    private List<String> problems() {
        List<String> found = new ArrayList<>();
        if (stripe.faults().transfersMade() != stripe.faults().intents().size()) {
            found.add(
                    "%d transfers for %s"
                            .formatted(stripe.faults().transfersMade(), stripe.faults().intents()));
        }
        Set<String> booked =
                Set.copyOf(
                        ledger.texts(
                                "select substr(source_key, 8) from ledger.entry where source_key"
                                        + " like 'payout:%'"));
        for (String intent : stripe.faults().intents()) {
            if (!booked.contains(intent)) {
                found.add("a transfer for " + intent + " and no entry");
            }
        }
        for (String sent :
                ledger.texts(
                        "select i.batch || ':' || i.payee || ':' || i.currency from payout.intent n"
                                + " join payout.item i on i.item_key = n.item_key where n.state ="
                                + " 'SENT'")) {
            if (!stripe.faults().intents().contains(sent)) {
                found.add(sent + " is called sent and was not");
            }
        }
        return found;
    }

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

    @Test
    void aProcessKilledBeforeTheCallAsksUnderTheSameKey() {
        sending();

        run();

        assertThat(intents()).allMatch(intent -> intent.endsWith("_1 SENT"));
    }

    @Test
    void aProcessKilledBeforeItCouldNoteTheAnswerFindsTheTransfer() {
        Intent attempt = sending();
        transfers(1).send(order(attempt), attempt.idempotencyKey());

        run();

        assertThat(intents()).allMatch(intent -> intent.endsWith("_1 SENT"));
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
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

    /** Stripe's balance is another; what it has made so far stays. */
    private void topUpTo(long balance) throws IOException {
        stripe.close();
        stripe = stripe(balance);
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
                steps,
                new DraftPayouts(database, ContractFacts.told(database), taxes(), PaymentRails.NONE)
                        .step(steps, night(NEXT.plusDays(2))));
        assertThat(reasons("2026-03-05")).isEmpty();
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

    /** What a test did by hand is not held against the run. */
    private void forgive() throws IOException {
        stripe.close();
        stripe =
                StripeServer.start(
                        data(10_000), Files.createTempDirectory(folder, "another"), 0, clock);
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

    private void run() {
        send(night(FIRST));
    }

    private void send(Night night) {
        PayoutRunJob job =
                new PayoutRunJob(
                        steps,
                        new TakeReleasedBatches(database),
                        new SendTransfers(database, transfers(attempts)),
                        Nights.noBankRails(database, folder),
                        new CloseBatches(database));
        job.contents(night).forEach(step -> Nights.run(steps, step));
    }

    private int attempts = 1;

    private void reopenWithAttempts(int number) {
        attempts = number;
    }

    private void draft(LocalDate day) {
        Nights.run(
                steps,
                new DraftPayouts(database, ContractFacts.told(database), taxes(), PaymentRails.NONE)
                        .step(steps, night(day)));
    }

    private Night night(LocalDate day) {
        return Nights.by(ledger, day, clock);
    }

    private void pass(Duration time) {
        clock.set(clock.instant().plus(time));
    }

    private List<Intent> approved() {
        return database.read(
                () ->
                        new PayoutIntents(database)
                                .of("2026-03-02", "stripe", List.of(State.APPROVED)));
    }

    /** c1's attempt, as a process leaves it that dies before it knows the answer. */
    private Intent sending() {
        Nights.run(steps, new TakeReleasedBatches(database).step(steps, night(FIRST)));
        Intent attempt = approved().getFirst();
        pay(() -> new PayoutIntents(database).sending(attempt, clock.instant()));
        return attempt;
    }

    private static StripeTransfers.Order order(Intent intent) {
        return new StripeTransfers.Order(
                intent.payout(), intent.batch(), intent.destination(), intent.amount());
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

    private void pay(Runnable work) {
        database.write(LedgerRole.PAYOUTS, ledger.epoch(), work);
    }

    private StripeTransfers transfers(int attempts) {
        return new StripeTransfers(
                new StripeSettings(
                        "acct_test", stripe.endpoint(), 1_000, attempts, Duration.ofMillis(1)),
                new StripeKey("rk_test_pay_1"));
    }

    private StripeServer stripe(long balance) throws IOException {
        return StripeServer.start(
                data(balance), Files.createDirectories(folder.resolve("state")), 0, clock);
    }

    private Path data(long balance) throws IOException {
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
        return data;
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

    private void reconcile(LocalDate day) {
        Nights.run(
                steps,
                new Reconcile(database, new Controls(database))
                        .step(steps, Nights.night(ledger, day, 100)));
    }

    private static TaxRules taxes() {
        return new ReferenceFiles(Path.of("../config")).taxRules();
    }

    private void payee(String payee, int version, String account) {
        ledger.payee(
                FIRST.plusDays(version == 1 ? 0 : 3),
                payee,
                version,
                """
                {"type":"payee","payee":"%s","version":%d,"validFrom":"2026-01-01","stripeAccount":"%s","payoutCurrency":"USD",
                 "payoutMinimum":100,"rail":"stripe","country":"US","tax":{"form":"W-9","tinRef":"vault:%s","backupWithholding":false},"hold":null}
                """
                        .formatted(payee, version, account, payee));
    }

    private List<String> intents() {
        return ledger.texts(
                "select idempotency_key || ' ' || state from payout.intent where idempotency_key"
                        + " like 'po_2026-03-02%' order by idempotency_key");
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

    private static Money usd(long minor) {
        return Money.of(minor, Movements.USD);
    }
}
