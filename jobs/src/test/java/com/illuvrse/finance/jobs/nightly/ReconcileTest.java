package com.illuvrse.finance.jobs.nightly;

import static com.illuvrse.finance.jobs.nightly.Nights.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.calendar.BusinessCalendar;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.ScratchLedger;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.reconciliation.ControlCheck;
import com.illuvrse.finance.reconciliation.ControlFailedException;
import com.illuvrse.finance.tax.TaxRules;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcileTest {

    private static final LocalDate NEXT = FIRST.plusDays(1);
    private static final AccountId AVAILABLE = Accounts.STRIPE_AVAILABLE;

    private ScratchLedger ledger;
    private Database database;
    private Steps steps;
    private Set<LocalDate> banksClosedOn = Set.of();

    @BeforeEach
    void open() {
        ledger = ScratchLedger.create(Nights.ZONE);
        database = ledger.database();
        steps = Nights.steps(ledger);
        ledger.open(FIRST);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aDayThatAgreesHasSevenChecksAndNoBreak() {
        journal("op-1", AVAILABLE, Accounts.OPENING, 5_000);
        ledger.row(FIRST, fee("f1", 120, "2026-03-02T15:00:00Z"));
        ledger.keep(FIRST, fee("f2", 40, "2026-03-03T06:30:00Z"));
        ledger.stripeBalance(FIRST, 4_840);

        reconcile(FIRST);

        assertThat(breaks()).isEmpty();
        assertThat(new Controls(database).of(night(FIRST)).stream().map(ReconcileTest::text))
                .containsExactly(
                        """
                        {"figures":[{"closing":"0","credit":"5120","currency":"USD","debit":"5120"}],"id":1,"name":"trial-balance","result":"PASS"}\
                        """,
                        """
                        {"figures":[{"balance_type":"payments","currency":"USD","entries":1,"legs":"-120","net":"-120","rows":1}],"id":2,"name":"rows-posted","result":"PASS"}\
                        """,
                        """
                        {"figures":[{"balance_type":"payments","currency":"USD","difference":"0","ledger":"4880","stripe":"4880"}],"id":3,"name":"stripe-balance","result":"PASS"}\
                        """,
                        """
                        {"figures":[],"id":4,"name":"payout-composition","result":"PASS"}\
                        """,
                        """
                        {"figures":[],"id":5,"name":"clearing-explained","result":"PASS"}\
                        """,
                        """
                        {"figures":[],"id":6,"name":"payouts-transferred","result":"PASS"}\
                        """,
                        """
                        {"figures":[],"id":7,"name":"royalties-reproduced","result":"PASS"}\
                        """);
    }

    @Test
    void aDifferenceToStripeIsABreakThatLocksPayoutsUntilItIsGone() {
        journal("op-1", AVAILABLE, Accounts.payable("c1"), 5_000);
        payee("c1");
        ledger.stripeBalance(FIRST, 4_857);

        reconcile(FIRST);
        draft(FIRST);
        ledger.resolve(FIRST, "STRIPE_BALANCE_MISMATCH", "payments:USD");
        ledger.close(FIRST);
        ledger.open(NEXT);
        ledger.stripeBalance(NEXT, 4_857);
        reconcile(NEXT);
        LocalDate third = NEXT.plusDays(1);
        ledger.close(NEXT);
        ledger.open(third);
        ledger.row(third, fee("f1", 143, "2026-03-04T15:00:00Z"));
        ledger.stripeBalance(third, 4_857);
        reconcile(third);

        assertThat(ledger.texts("select batch || ' ' || state from payout.batch"))
                .containsExactly("2026-03-02 DRAFT");
        assertThat(breaks())
                .containsExactly(
                        "2026-03-02 STRIPE_BALANCE_MISMATCH payments:USD 143 OPEN",
                        "2026-03-03 STRIPE_BALANCE_MISMATCH payments:USD 143 OPEN",
                        "2026-03-04 STRIPE_BALANCE_MISMATCH payments:USD 143 AUTO_RESOLVED");
        assertThat(new Controls(database).of(night(NEXT)).get(2).toJson().text("result"))
                .isEqualTo("BREAK");
    }

    @Test
    void aBatchThatWasLockedTooLongIsCancelledAndDrawnAnew() {
        journal("op-1", AVAILABLE, Accounts.payable("c1"), 5_000);
        payee("c1");
        ledger.stripeBalance(FIRST, 4_857);
        reconcile(FIRST);
        draft(FIRST);
        ledger.close(FIRST);
        ledger.open(NEXT);
        ledger.stripeBalance(NEXT, 5_000);
        reconcile(NEXT);

        draft(NEXT);

        assertThat(
                        ledger.texts(
                                "select source_key from ledger.entry where batch is not null order"
                                        + " by entry_key"))
                .containsExactly("payout:2026-03-02:c1:USD", "payout-cancel:2026-03-02:c1:USD");
        assertThat(
                        ledger.texts(
                                "select state from payout.batch union all select state from"
                                        + " payout.intent"))
                .containsExactly("EXPIRED", "CANCELLED");
    }

    @Test
    void clearingThatNoBreakExplainsStopsTheNight() {
        post("made", "m-1", Accounts.CLEARING_CHARGE, Accounts.OPENING, 77);
        ledger.stripeBalance(FIRST, 0);

        assertThatThrownBy(() -> reconcile(FIRST))
                .hasStackTraceContaining(ControlFailedException.class.getName())
                .hasStackTraceContaining("assets:clearing:charge holds USD 0.77");
        assertThat(breaks()).isEmpty();
    }

    @Test
    void aJournalOnClearingIsABreakThatExplainsItsPart() {
        journal("op-1", Accounts.CLEARING_CHARGE, Accounts.OPENING, 77);
        ledger.stripeBalance(FIRST, 0);

        reconcile(FIRST);
        settleEmpty(NEXT, FIRST);

        assertThat(breaks())
                .containsExactly(
                        "2026-03-02 CLEARING_JOURNAL op-1:assets:clearing:charge:USD 77 OPEN",
                        "2026-03-03 CLEARING_JOURNAL op-1:assets:clearing:charge:USD 77 OPEN");
    }

    @Test
    void aJournalThatOnlyPassesThroughClearingIsNoBreak() {
        journal("op-1", Accounts.CLEARING_CHARGE, Accounts.CLEARING_CHARGE, 77);
        ledger.stripeBalance(FIRST, 0);

        reconcile(FIRST);

        assertThat(breaks()).isEmpty();
    }

    @Test
    void aLegThatWasBookedOffIsOpenAgainAsItsJournalWhenTheOtherLegComes() {
        journal("op-1", AVAILABLE, Accounts.OPENING, 5_000);
        ledger.row(FIRST, hold("h1", -900, "2026-03-02T15:00:00Z"));
        journal("op-2", Accounts.OPENING, Accounts.CLEARING_RESERVE, 900);
        ledger.stripeBalance(FIRST, 4_100);
        reconcile(FIRST);
        ledger.resolve(FIRST, "RESERVE_LEG_MISSING", "h1", "op-2");
        settle(NEXT, FIRST, 4_100);
        LocalDate third = NEXT.plusDays(1);
        settle(third, NEXT, 4_100);
        LocalDate fourth = third.plusDays(1);
        ledger.close(third);
        ledger.open(fourth);
        ledger.row(fourth, hold("h2", 900, "2026-03-05T15:00:00Z"));
        ledger.stripeBalance(fourth, 5_000);

        reconcile(fourth);

        assertThat(breaks())
                .containsExactly(
                        "2026-03-02 CLEARING_JOURNAL op-2:assets:clearing:reserve:USD -900 OPEN",
                        "2026-03-02 RESERVE_LEG_MISSING h1 900 OPEN",
                        "2026-03-03 CLEARING_JOURNAL op-2:assets:clearing:reserve:USD -900"
                                + " AUTO_RESOLVED",
                        "2026-03-03 RESERVE_LEG_MISSING h1 900 RESOLVED",
                        "2026-03-05 CLEARING_JOURNAL op-2:assets:clearing:reserve:USD -900 OPEN",
                        "2026-03-05 RESERVE_LEG_MISSING h1 900 AUTO_RESOLVED");
    }

    @Test
    void aJournalThatIsTakenBackIsClosedWithTheOneThatTakesItBack() {
        journal("op-1", Accounts.CLEARING_CHARGE, Accounts.OPENING, 77);
        ledger.stripeBalance(FIRST, 0);
        reconcile(FIRST);
        ledger.close(FIRST);
        ledger.open(NEXT);
        Money money = Money.of(77, Movements.USD);
        ledger.post(
                JournalEntry.of(
                                SourceKey.of("journal", "op-2"),
                                NEXT,
                                AccountingDay.of(NEXT, Nights.ZONE).from())
                        .reverses(EntryId.of(SourceKey.of("journal", "op-1")))
                        .debit(Accounts.OPENING, money)
                        .credit(Accounts.CLEARING_CHARGE, money)
                        .build());
        ledger.stripeBalance(NEXT, 0);

        reconcile(NEXT);

        assertThat(
                        ledger.texts(
                                "select status || ' ' || resolution from ledger.break_day where day"
                                        + " > '2026-03-02'"))
                .containsExactly(
                        "AUTO_RESOLVED JOURNAL_REVERSED", "AUTO_RESOLVED JOURNAL_REVERSED");
    }

    @Test
    void aWordOfAnUnfinishedNightCountsFromTheNextOne() {
        ledger.find(FIRST, "ORDER_CONFLICT", "o-1");
        ledger.stripeBalance(FIRST, 0);
        reconcile(FIRST);
        ledger.resolveFrom(NEXT.plusDays(1), FIRST, "ORDER_CONFLICT", "o-1");

        settleEmpty(NEXT, FIRST);
        settleEmpty(NEXT.plusDays(1), NEXT);

        assertThat(breaks())
                .containsExactly(
                        "2026-03-02 ORDER_CONFLICT o-1  OPEN",
                        "2026-03-03 ORDER_CONFLICT o-1  OPEN",
                        "2026-03-04 ORDER_CONFLICT o-1  RESOLVED");
    }

    @Test
    void anEventThatIsFoundAgainAfterTheWordStaysOpen() {
        ledger.find(FIRST, "SOURCE_CHANGED", "t1");
        ledger.stripeBalance(FIRST, 0);
        reconcile(FIRST);
        ledger.resolve(FIRST, "SOURCE_CHANGED", "t1");
        ledger.find(NEXT, "SOURCE_CHANGED", "t1");

        settleEmpty(NEXT, FIRST);
        settleEmpty(NEXT.plusDays(1), NEXT);

        assertThat(breaks()).hasSize(3).allMatch(row -> row.endsWith(" OPEN"));
    }

    @Test
    void aRowThatHasNoEntryStopsTheNight() {
        ledger.keep(FIRST, fee("f1", 120, "2026-03-02T15:00:00Z"));
        ledger.stripeBalance(FIRST, -120);

        assertThatThrownBy(() -> reconcile(FIRST))
                .hasStackTraceContaining("1 rows of Stripe's payments balance");
    }

    @Test
    void aPersonClosesAnEventOnceAndNotTheNextOneOfItsKind() {
        ledger.find(FIRST, "ORDER_CONFLICT", "o-1");
        ledger.stripeBalance(FIRST, 0);
        reconcile(FIRST);
        ledger.resolve(FIRST, "ORDER_CONFLICT", "o-1");
        settleEmpty(NEXT, FIRST);
        LocalDate third = NEXT.plusDays(1);
        ledger.find(third, "ORDER_CONFLICT", "o-1");
        settleEmpty(third, NEXT);
        LocalDate fourth = third.plusDays(1);

        settleEmpty(fourth, third);

        assertThat(breaks())
                .containsExactly(
                        "2026-03-02 ORDER_CONFLICT o-1  OPEN",
                        "2026-03-03 ORDER_CONFLICT o-1  RESOLVED",
                        "2026-03-04 ORDER_CONFLICT o-1  OPEN",
                        "2026-03-05 ORDER_CONFLICT o-1  OPEN");
    }

    @Test
    void aTransferThatPaidNobodyOfOursIsABreak() {
        journal("op-1", AVAILABLE, Accounts.OPENING, 5_000);
        ledger.row(
                FIRST,
                Movements.transfer("x1", "tr_1", "2026-03-01:c1:USD", 900, "2026-03-02T15:00:00Z"));
        ledger.stripeBalance(FIRST, 4_100);

        reconcile(FIRST);

        assertThat(breaks()).containsExactly("2026-03-02 TRANSFER_WITHOUT_PAYOUT x1 -900 OPEN");
    }

    @Test
    void aReserveWhoseOtherLegIsMissingExplainsItsClearingAccount() {
        journal("op-1", AVAILABLE, Accounts.OPENING, 5_000);
        ledger.row(FIRST, hold("h1", -900, "2026-03-02T15:00:00Z"));
        ledger.stripeBalance(FIRST, 4_100);

        reconcile(FIRST);

        assertThat(breaks()).containsExactly("2026-03-02 RESERVE_LEG_MISSING h1 900 OPEN");
    }

    @Test
    void aPayoutNotSeenAtTheBankIsABreakAfterFiveBusinessDays() {
        assertThat(breaksOfAPayoutThatNeverArrives(7))
                .containsExactly("2026-03-09 PAYOUT_NOT_ARRIVED po_1 900 OPEN");
    }

    @Test
    void theCalendarCountsTheDaysUntilThatBreak() {
        banksClosedOn = Set.of(LocalDate.parse("2026-03-04"));

        assertThat(breaksOfAPayoutThatNeverArrives(8))
                .containsExactly("2026-03-10 PAYOUT_NOT_ARRIVED po_1 900 OPEN");
    }

    private List<String> breaksOfAPayoutThatNeverArrives(int days) {
        journal("op-1", AVAILABLE, Accounts.OPENING, 5_000);
        ledger.row(
                FIRST,
                Movements.row(
                        "p1",
                        "payout",
                        "payout",
                        -900,
                        "2026-03-02T15:00:00Z",
                        new Links("po_1", null, null, null, "po_1", null, null, null)));
        ledger.stripeBalance(FIRST, 4_100);
        reconcile(FIRST);
        for (int i = 1; i <= days; i++) {
            settle(FIRST.plusDays(i), FIRST.plusDays(i - 1), 4_100);
        }
        return breaks();
    }

    @Test
    void aYearTheCalendarDoesNotKnowIsABreakUntilItDoes() {
        banksClosedOn = Set.of(LocalDate.parse("2025-12-25"));
        ledger.stripeBalance(FIRST, 0);
        reconcile(FIRST);
        draft(FIRST);
        List<String> open = breaks();
        banksClosedOn = Set.of(LocalDate.parse("2026-12-25"));
        settleEmpty(FIRST.plusDays(1), FIRST);

        assertThat(open).containsExactly("2026-03-02 CALENDAR_MISSING test:2026  OPEN");
        assertThat(ledger.texts("select batch from payout.batch")).isEmpty();
        assertThat(breaks()).contains("2026-03-03 CALENDAR_MISSING test:2026  AUTO_RESOLVED");
    }

    @Test
    void aLostDisputeNobodyOrderedIsTheLossOfThePlatform() {
        journal("op-1", AVAILABLE, Accounts.OPENING, 5_000);
        ledger.row(FIRST, Movements.dispute("d1", "dp_1", "t9", null, 900, "2026-03-02T15:00:00Z"));
        ledger.dispute(FIRST, "dp_1", "ch_t9", "lost");
        Nights.run(new CheckDisputes(database).step(steps, night(FIRST)));

        Nights.run(new CheckDisputes(database).step(steps, night(FIRST)));

        assertThat(
                        ledger.texts(
                                """
                                select source_key || ' ' || account || ' ' || amount_minor from ledger.posting
                                where source_key like 'dispute:%' order by amount_minor
                                """))
                .containsExactly(
                        "dispute:dp_1:lost assets:disputes:open -900",
                        "dispute:dp_1:lost expenses:losses:chargeback 900");
    }

    private void settleEmpty(LocalDate day, LocalDate before) {
        settle(day, before, 0);
    }

    private void settle(LocalDate day, LocalDate before, long balance) {
        ledger.close(before);
        ledger.open(day);
        ledger.stripeBalance(day, balance);
        reconcile(day);
    }

    private Night night(LocalDate day) {
        PayoutDays named = new PayoutDays(Set.of(), Set.of(FIRST));
        return banksClosedOn.isEmpty()
                ? Nights.night(ledger, day, 100)
                : Nights.night(ledger, day, named.movedBy(calendar(banksClosedOn)));
    }

    private static BusinessCalendar calendar(Set<LocalDate> closed) {
        Set<Integer> years =
                closed.stream().map(LocalDate::getYear).collect(Collectors.toUnmodifiableSet());
        return new BusinessCalendar("test", years, closed);
    }

    private void reconcile(LocalDate day) {
        Nights.run(new Reconcile(database, new Controls(database)).step(steps, night(day)));
    }

    private void draft(LocalDate day) {
        Nights.run(
                new DraftPayouts(
                                database,
                                ContractFacts.told(database),
                                new TaxRules(List.of()),
                                PaymentRails.NONE)
                        .step(steps, night(day)));
    }

    private void payee(String payee) {
        ledger.payee(
                FIRST,
                payee,
                """
                {"type":"payee","payee":"%s","version":1,"validFrom":"2026-01-01","stripeAccount":"acct_%s","payoutCurrency":"USD",
                 "payoutMinimum":100,"rail":"stripe","tax":{"form":"W-9","tinRef":"vault:c1","backupWithholding":false},"hold":null}
                """
                        .formatted(payee, payee));
    }

    private void journal(String id, AccountId debit, AccountId credit, long amount) {
        post("journal", id, debit, credit, amount);
    }

    private void post(String kind, String id, AccountId debit, AccountId credit, long amount) {
        AccountingDay day = AccountingDay.of(FIRST, Nights.ZONE);
        Money money = Money.of(amount, Movements.USD);
        ledger.post(
                JournalEntry.of(SourceKey.of(kind, id), FIRST, day.from())
                        .debit(debit, money)
                        .credit(credit, money)
                        .build());
    }

    private static com.illuvrse.finance.posting.BalanceTransaction hold(
            String id, long amount, String at) {
        return Movements.row(
                id,
                "reserve_hold",
                "risk_reserved_funds",
                amount,
                at,
                Links.of("rsv_1", null, null));
    }

    private static com.illuvrse.finance.posting.BalanceTransaction fee(
            String id, long amount, String at) {
        return Movements.row(id, "stripe_fee", "fee", -amount, at, Links.NONE);
    }

    private List<String> breaks() {
        return ledger.texts(
                """
                select day || ' ' || type || ' ' || ref || ' ' || coalesce(amount::text, '') || ' ' || status
                from ledger.break_day order by day, type, ref collate "C"
                """);
    }

    private static String text(ControlCheck check) {
        return new String(CanonicalJson.bytes(check.toJson()), StandardCharsets.UTF_8);
    }
}
