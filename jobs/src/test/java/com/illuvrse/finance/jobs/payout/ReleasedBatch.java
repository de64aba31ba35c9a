package com.illuvrse.finance.jobs.payout;

import static com.illuvrse.finance.jobs.nightly.Nights.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

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
import com.illuvrse.finance.jobs.postgres.ScratchLedger;
import com.illuvrse.finance.jobs.stripe.StripeKey;
import com.illuvrse.finance.jobs.stripe.StripeSettings;
import com.illuvrse.finance.jobs.stripe.StripeTransfers;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.sandbox.stripe.StripeServer;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A batch that is released and pays c1 85.00 and c2 10.00, a stand-in for Stripe that counts the
 * transfers it makes, and what may be done to them. After each test that count says whether anybody
 * was paid twice, and the books whether a transfer has no entry.
 */
abstract class ReleasedBatch {

    static final String C1 = "2026-03-02:c1:USD";
    static final String C2 = "2026-03-02:c2:USD";
    static final Instant NIGHT = Instant.parse("2026-03-03T07:00:00Z");

    @TempDir Path folder;
    final TestClock clock = new TestClock(NIGHT);
    ScratchLedger ledger;
    Database database;
    Steps steps;
    StripeServer stripe;

    /** Problems a test has made on purpose. */
    List<String> known = List.of();

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
        assertThat(problems()).isEqualTo(known);
        stripe.close();
        ledger.close();
    }

    List<String> problems() {
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

    /** Stripe's balance is another; what it has made so far stays. */
    void topUpTo(long balance) throws IOException {
        stripe.close();
        stripe = stripe(balance);
    }

    /** What a test did by hand is not held against the run. */
    void forgive() throws IOException {
        stripe.close();
        stripe =
                StripeServer.start(
                        data(10_000), Files.createTempDirectory(folder, "another"), 0, clock);
    }

    void run() {
        send(night(FIRST));
    }

    void send(Night night) {
        send(night, steps, database, transfers(attempts), folder);
    }

    /** The payout run of a night, as any process does it. */
    static void send(
            Night night, Steps steps, Database database, StripeTransfers stripe, Path folder) {
        job(steps, database, stripe, folder).contents(night).forEach(Nights::run);
    }

    static PayoutRunJob job(Steps steps, Database database, StripeTransfers stripe, Path folder) {
        return new PayoutRunJob(
                steps,
                new TakeReleasedBatches(database),
                new SendTransfers(database, stripe),
                Nights.noBankRails(database, folder),
                new CloseBatches(database));
    }

    int attempts = 1;

    void draft(LocalDate day) {
        Nights.run(
                new DraftPayouts(database, ContractFacts.told(database), taxes(), PaymentRails.NONE)
                        .step(steps, night(day)));
    }

    Night night(LocalDate day) {
        return Nights.by(ledger, day, clock);
    }

    void pass(Duration time) {
        clock.set(clock.instant().plus(time));
    }

    List<Intent> approved() {
        return database.read(
                () ->
                        new PayoutIntents(database)
                                .of("2026-03-02", "stripe", List.of(State.APPROVED)));
    }

    /** c1's attempt, as a process leaves it that dies before it knows the answer. */
    Intent sending() {
        Nights.run(new TakeReleasedBatches(database).step(steps, night(FIRST)));
        Intent attempt = approved().getFirst();
        pay(() -> new PayoutIntents(database).sending(attempt, clock.instant()));
        return attempt;
    }

    static StripeTransfers.Order order(Intent intent) {
        return new StripeTransfers.Order(
                intent.payout(), intent.batch(), intent.destination(), intent.amount());
    }

    void pay(Runnable work) {
        database.write(LedgerRole.PAYOUTS, ledger.epoch(), work);
    }

    StripeTransfers transfers(int attempts) {
        return transfers(stripe.endpoint(), attempts);
    }

    static StripeTransfers transfers(URI stripe, int attempts) {
        return new StripeTransfers(
                new StripeSettings("acct_test", stripe, 1_000, attempts, Duration.ofMillis(1)),
                new StripeKey("rk_test_pay_1"));
    }

    StripeServer stripe(long balance) throws IOException {
        return StripeServer.start(
                data(balance), Files.createDirectories(folder.resolve("state")), 0, clock);
    }

    Path data(long balance) throws IOException {
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

    void reconcile(LocalDate day) {
        Nights.run(
                new Reconcile(database, new Controls(database))
                        .step(steps, Nights.night(ledger, day, 100)));
    }

    static TaxRules taxes() {
        return new ReferenceFiles(Path.of("../config")).taxRules();
    }

    void payee(String payee, int version, String account) {
        ledger.payee(
                FIRST.plusDays(version == 1 ? 0 : 3),
                payee,
                version,
                """
                {"type":"payee","payee":"%s","version":%d,"validFrom":"2026-01-01","stripeAccount":"%s","payoutCurrency":"USD",
                 "payoutMinimum":100,"rail":"stripe","country":"US","tax":{"form":"W-9","tinRef":"vault:%s","backupWithholding":%s},"hold":null}
                """
                        .formatted(payee, version, account, payee, backupWithholding(payee)));
    }

    /** Whether tax of a creator is kept back; nobody's, unless a test says so. */
    boolean backupWithholding(String payee) {
        return false;
    }

    List<String> intents() {
        return ledger.texts(
                "select idempotency_key || ' ' || state from payout.intent where idempotency_key"
                        + " like 'po_2026-03-02%' order by idempotency_key");
    }

    static Money usd(long minor) {
        return Money.of(minor, Movements.USD);
    }
}
