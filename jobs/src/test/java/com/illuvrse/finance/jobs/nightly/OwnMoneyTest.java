package com.illuvrse.finance.jobs.nightly;

import static com.illuvrse.finance.jobs.nightly.Nights.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.ScratchLedger;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.Links;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The platform's own money: payouts to its bank, top-ups, what it covered for creators. */
class OwnMoneyTest {

    private ScratchLedger ledger;
    private Database database;
    private Steps steps;
    private LocalDate day;
    private long stripe;

    @BeforeEach
    void open() {
        ledger = ScratchLedger.create(Nights.ZONE);
        database = ledger.database();
        steps = Nights.steps(ledger);
        day = FIRST;
        ledger.open(day);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aManualPayoutIsMadeOfTheOldestAvailableMoneyAndSaysThatThisIsDerived() {
        opening(500);
        charge("c2", 300, "2026-03-02T15:00:00Z");
        charge("c1", 200, "2026-03-02T15:00:00Z");
        charge("early", 90, "2026-03-02T14:00:00Z");
        refund("r1", -40, "2026-03-02T16:00:00Z");
        charge("itemised", 1000, "2026-03-02T14:30:00Z");
        ledger.listed(day, "po_auto", "itemised");
        payout("po_1", false, 600, "2026-03-02T17:00:00Z");
        charge("too_late", 70, "2026-03-02T18:00:00Z");
        payout("po_2", false, 300, "2026-03-02T19:00:00Z");
        payout("po_auto", true, 1000, "2026-03-02T20:00:00Z");

        reconcile();

        assertThat(composition())
                .containsExactly(
                        "po_1 c1 10 t",
                        "po_1 early 90 t",
                        "po_1 journal:op-1 500 t",
                        "po_2 c1 190 t",
                        "po_2 c2 110 t",
                        "po_auto itemised 1000 f");
    }

    @Test
    void laterPayoutsGoOnWhereTheFirstEndedAndTakeRowsThatCameLate() {
        charge("c1", 300, "2026-03-02T15:00:00Z");
        charge("c2", 300, "2026-03-02T16:00:00Z");
        payout("po_1", false, 400, "2026-03-02T17:00:00Z");
        reconcile();
        next();
        charge("late", 50, "2026-03-02T14:00:00Z");
        refund("r1", -30, "2026-03-03T14:00:00Z");
        charge("c3", 500, "2026-03-03T15:00:00Z");
        payout("po_2", false, 600, "2026-03-03T17:00:00Z");

        reconcile();
        reconcileAgain();

        assertThat(composition())
                .containsExactly(
                        "po_1 c1 300 t",
                        "po_1 c2 100 t",
                        "po_2 c2 200 t",
                        "po_2 c3 380 t",
                        "po_2 late 50 t",
                        "po_2 r1 -30 t");
    }

    @Test
    void aPayoutOfMoreThanIsKnownTakesWhatThereIs() {
        charge("c1", 300, "2026-03-02T15:00:00Z");
        payout("po_1", false, 400, "2026-03-02T17:00:00Z");

        reconcile();

        assertThat(composition()).containsExactly("po_1 c1 300 t");
    }

    @Test
    void whatWasMissingIsTakenWhenItComes() {
        charge("c1", 300, "2026-03-02T15:00:00Z");
        payout("po_1", false, 400, "2026-03-02T17:00:00Z");
        reconcile();
        next();
        charge("late", 250, "2026-03-02T16:00:00Z");
        reconcile();
        reconcileAgain();

        assertThat(composition()).containsExactly("po_1 c1 300 t", "po_1 late 100 t");
    }

    @Test
    void theBankMustShowWhatStripeSays() {
        payout("po_1", true, 900, "2026-03-02T15:00:00Z");
        ledger.bankLine(day, "1", "STRIPE po_1", 890);
        reconcile();
        next();
        reconcile();
        next();
        ledger.bankLine(day, "2", "STRIPE po_1", 10);
        reconcile();

        assertThat(breaks())
                .containsExactly(
                        "2026-03-02 BANK_AMOUNT_MISMATCH po_1 -10 OPEN",
                        "2026-03-03 BANK_AMOUNT_MISMATCH po_1 -10 OPEN",
                        "2026-03-04 BANK_AMOUNT_MISMATCH po_1 -10 AUTO_RESOLVED");
    }

    @Test
    void aFailedPayoutMustLeaveTheBankAgain() {
        payout("po_1", true, 900, "2026-03-02T15:00:00Z");
        ledger.bankLine(day, "1", "STRIPE po_1", 900);
        row("f1", "payout_failure", "payout_reversal", 900, "2026-03-02T20:00:00Z", payout("po_1"));
        reconcile();
        next();
        ledger.bankLine(day, "2", "STRIPE po_1", -900);
        reconcile();

        assertThat(breaks())
                .contains(
                        "2026-03-02 BANK_AMOUNT_MISMATCH po_1 900 OPEN",
                        "2026-03-03 BANK_AMOUNT_MISMATCH po_1 900 AUTO_RESOLVED")
                .allMatch(each -> each.contains("BANK_AMOUNT") || each.contains("PAYOUT_FAILED"));
    }

    @Test
    void aTopUpLeavesTheBankWithItsAmount() {
        row("t1", "topup", "topup", 700, "2026-03-02T15:00:00Z", source("tu_1"));
        ledger.bankLine(day, "1", "STRIPE tu_1", -700);
        row("t2", "topup", "topup", 700, "2026-03-02T15:00:00Z", source("tu_2"));
        ledger.bankLine(day, "2", "STRIPE tu_2", 700);

        reconcile();

        assertThat(breaks()).containsExactly("2026-03-02 BANK_AMOUNT_MISMATCH tu_2 1400 OPEN");
    }

    @Test
    void aPayoutStripeNeverShowedIsToldOnceItCannotBeOlderThanTheBooks() {
        ledger.bankLine(day, "1", "STRIPE po_old", 500);
        reconcile();
        for (int i = 0; i < 7; i++) {
            next();
            if (i == 6) {
                ledger.bankLine(day, "2", "STRIPE po_never", 500);
            }
            reconcile();
        }

        assertThat(breaks()).containsExactly("2026-03-09 BANK_AMOUNT_MISMATCH po_never 500 OPEN");
    }

    @Test
    void aCollectionIsOwedByTheCreatorWhoseAccountItCovered() {
        payee("c1", "acct_c1");
        collection("x1", "acct_c1", -900, "2026-03-02T15:00:00Z");

        post();
        post();
        reconcile();

        assertThat(postings("collection:x1"))
                .containsExactly(
                        "2026-03-02 assets:clearing:collection -900",
                        "2026-03-02 liabilities:creator:c1:payable 900");
        assertThat(breaks()).isEmpty();
    }

    @Test
    void aCollectionWaitsForThePayeeAndIsBookedLateForItsOwnDay() {
        collection("x1", "acct_c1", -900, "2026-03-02T15:00:00Z");
        post();
        reconcile();
        next();
        payee("c1", "acct_c1");
        post();
        reconcile();

        assertThat(breaks())
                .containsExactly(
                        "2026-03-02 PAYEE_MISSING x1 900 OPEN",
                        "2026-03-03 PAYEE_MISSING x1 900 AUTO_RESOLVED");
        assertThat(postings("collection:x1"))
                .containsExactly(
                        "2026-03-03 assets:clearing:collection -900",
                        "2026-03-03 liabilities:creator:c1:payable 900");
        assertThat(
                        ledger.texts(
                                "select effective_on::text from ledger.entry where source_key ="
                                        + " 'collection:x1'"))
                .containsExactly("2026-03-02");
    }

    @Test
    void anAccountTwoPayeesClaimIsNobodysYet() {
        payee("c1", "acct_c1");
        payee("c2", "acct_c1");
        collection("x1", "acct_c1", -900, "2026-03-02T15:00:00Z");

        post();
        reconcile();

        assertThat(breaks()).containsExactly("2026-03-02 PAYEE_MISSING x1 900 OPEN");
        assertThat(ledger.texts("select detail from ledger.finding where type = 'PAYEE_MISSING'"))
                .singleElement()
                .asString()
                .startsWith("2 payee records name the account acct_c1");
    }

    private void opening(long amount) {
        Money money = Money.of(amount, Movements.USD);
        ledger.post(
                JournalEntry.of(
                                SourceKey.of("journal", "op-1"),
                                day,
                                AccountingDay.of(day, Nights.ZONE).from())
                        .debit(Accounts.STRIPE_AVAILABLE, money)
                        .credit(Accounts.OPENING, money)
                        .build());
        stripe += amount;
    }

    private void charge(String id, long amount, String at) {
        row(id, "stripe_fee", "fee", amount, at, Links.NONE);
    }

    private void refund(String id, long amount, String at) {
        row(id, "stripe_fee", "fee", amount, at, Links.NONE);
    }

    private void payout(String payout, boolean automatic, long amount, String at) {
        ledger.payout(day, payout, automatic);
        row("txn_" + payout, "payout", "payout", -amount, at, payout(payout));
    }

    private void collection(String id, String account, long amount, String at) {
        Links links = new Links("cct_" + id, null, null, null, null, null, account, null);
        row(id, "connect_collection_transfer", "connect_collection_transfer", amount, at, links);
    }

    private static Links payout(String payout) {
        return new Links(payout, null, null, null, payout, null, null, null);
    }

    private static Links source(String id) {
        return Links.of(id, null, null);
    }

    private void row(String id, String type, String category, long amount, String at, Links links) {
        ledger.row(day, Movements.row(id, type, category, amount, at, links));
        stripe += amount;
    }

    private void payee(String payee, String account) {
        ledger.payee(
                day,
                payee,
                """
                {"type":"payee","payee":"%s","version":1,"validFrom":"2026-01-01","stripeAccount":"%s"}
                """
                        .formatted(payee, account));
    }

    private void next() {
        ledger.close(day);
        day = day.plusDays(1);
        ledger.open(day);
    }

    private void post() {
        Nights.run(new PostFacts(database).step(steps, Nights.night(ledger, day, 100)));
    }

    private void reconcile() {
        ledger.stripeBalance(day, stripe);
        reconcileAgain();
    }

    private void reconcileAgain() {
        Night night = Nights.night(ledger, day, 100);
        Nights.run(new Reconcile(database, new Controls(database)).step(steps, night));
    }

    private List<String> composition() {
        return ledger.texts(
                """
                select payout_id || ' ' || source || ' ' || net || ' ' || substr(derived::text, 1, 1)
                from ledger.payout_composition
                order by payout_id, source collate "C"
                """);
    }

    private List<String> breaks() {
        return ledger.texts(
                """
                select day || ' ' || type || ' ' || ref || ' ' || coalesce(amount::text, '') || ' ' || status
                from ledger.break_day order by day, type, ref
                """);
    }

    private List<String> postings(String source) {
        return ledger.texts(
                """
                select booked_on || ' ' || account || ' ' || amount_minor from ledger.posting
                where source_key = '%s' order by account
                """
                        .formatted(source));
    }
}
