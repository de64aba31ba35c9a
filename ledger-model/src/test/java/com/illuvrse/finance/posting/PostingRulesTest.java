package com.illuvrse.finance.posting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostingRulesTest {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    private static Posted post(Rows row) {
        return PostingRules.post(row.build(), DAY, ZONE);
    }

    /** Signed balance of each account after one entry, debit positive. */
    private static Map<String, Long> balances(JournalEntry entry) {
        Map<String, Long> balances = new TreeMap<>();
        for (Posting posting : entry.postings()) {
            balances.merge(posting.account().path(), posting.signedMinor(), Long::sum);
        }
        return balances;
    }

    @Test
    void chargeMovesStripesBalanceItsFeeAndClearing() {
        Posted posted = post(Rows.charge("txn_1", "o-1", 10800).fee("stripe_fee", 343));

        assertThat(posted.findings()).isEmpty();
        assertThat(balances(posted.entry()))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "assets:stripe:payments:pending", 10457L,
                                "expenses:fees:processing", 343L,
                                "assets:clearing:charge", -10800L));
        assertThat(posted.entry().source()).hasToString("stripe:acct_1:bt:txn_1");
        assertThat(posted.entry().ref())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("bt", "txn_1", "order", "o-1", "stripe", "ch_txn_1"));
        assertThat(posted.entry().fx()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "risk_reserved, assets:stripe:reserve",
        "issuing, assets:stripe:issuing",
        "refund_and_dispute_prefunding, assets:stripe:prefunding",
        "payments, assets:stripe:payments:pending"
    })
    void everyBalanceOfStripeHasItsAccount(String balanceType, String account) {
        Posted posted = post(Rows.row("t", "topup", "topup", 500).balance(balanceType));

        assertThat(balances(posted.entry())).containsEntry(account, 500L);
        assertThat(posted.findings()).isEmpty();
    }

    @Test
    void moneyThatIsAvailableAtOnceIsNeverPending() {
        Posted posted = post(Rows.row("t", "topup", "topup", 500).availableAtOnce());

        assertThat(balances(posted.entry()))
                .containsEntry("assets:stripe:payments:available", 500L);
    }

    @Test
    void unknownBalanceGoesToSuspense() {
        Posted posted = post(Rows.row("t", "topup", "topup", 500).balance("moon_base"));

        assertThat(balances(posted.entry()))
                .containsEntry("assets:suspense:stripe", 500L)
                .containsEntry("assets:transit:topup", -500L);
        assertThat(posted.findings())
                .singleElement()
                .satisfies(found -> assertSuspense(found, BreakType.UNKNOWN_BT_TYPE, 500));
    }

    @Test
    void unknownTypeGoesToSuspenseAndIsABreak() {
        Posted posted = post(Rows.row("t", "quantum_fee", "other_adjustment", -77));

        assertThat(balances(posted.entry()))
                .containsEntry("assets:suspense:stripe", 77L)
                .containsEntry("assets:stripe:payments:pending", -77L);
        assertThat(posted.findings())
                .singleElement()
                .satisfies(found -> assertSuspense(found, BreakType.UNKNOWN_BT_TYPE, 77));
    }

    @Test
    void aCollectionWaitsInItsClearingAccount() {
        Posted posted =
                post(
                        Rows.row(
                                "t",
                                "connect_collection_transfer",
                                "connect_collection_transfer",
                                -900));

        assertThat(balances(posted.entry()))
                .containsEntry("assets:clearing:collection", 900L)
                .containsEntry("assets:stripe:payments:pending", -900L);
        assertThat(posted.findings()).isEmpty();
    }

    @Test
    void unknownTypeOnUnknownBalanceIsOneBreakOfWhatStaysInSuspense() {
        Posted posted =
                post(
                        Rows.row("t", "quantum_fee", "x", -77)
                                .balance("moon_base")
                                .fee("stripe_fee", 3));

        assertThat(balances(posted.entry())).containsEntry("assets:suspense:stripe", -3L);
        assertThat(posted.findings())
                .singleElement()
                .satisfies(found -> assertSuspense(found, BreakType.UNKNOWN_BT_TYPE, -3));
    }

    @Test
    void knownTypeNobodyCanPlaceIsABreakToo() {
        Posted posted = post(Rows.row("t", "tax_fund", "tax", 40));

        assertThat(posted.findings())
                .singleElement()
                .satisfies(found -> assertSuspense(found, BreakType.UNKNOWN_BT_TYPE, -40));
    }

    @ParameterizedTest
    @CsvSource({
        "charge, charge, stripe_fee, expenses:fees:processing",
        "adjustment, dispute, stripe_fee, expenses:fees:dispute",
        "adjustment, dispute_reversal, stripe_fee, expenses:fees:dispute",
        "payout, payout, stripe_fee, expenses:fees:payout",
        "charge, charge, tax, assets:tax:input",
        "charge, charge, payment_method_passthrough_fee, expenses:fees:passthrough",
        "charge, charge, application_fee, expenses:fees:application",
        "charge, charge, withheld_tax, assets:tax:withheld-by-stripe"
    })
    void everyFeeHasItsAccount(String type, String category, String fee, String account) {
        Posted posted = post(Rows.row("t", type, category, 1000).fee(fee, 25));

        assertThat(balances(posted.entry())).containsEntry(account, 25L);
        assertThat(posted.findings()).isEmpty();
    }

    @Test
    void returnedDisputeFeeIsANegativeFee() {
        Posted posted =
                post(
                        Rows.row("t", "adjustment", "dispute_reversal", 7500)
                                .fee("stripe_fee", -1500));

        assertThat(balances(posted.entry()))
                .containsEntry("expenses:fees:dispute", -1500L)
                .containsEntry("assets:stripe:payments:pending", 9000L)
                .containsEntry("assets:disputes:open", -7500L);
    }

    @Test
    void unknownFeeGoesToSuspense() {
        Posted posted =
                post(
                        Rows.row("t", "charge", "charge", 1000)
                                .fee("stripe_fee", 5)
                                .fee("moon_tax", 7));

        assertThat(balances(posted.entry())).containsEntry("assets:suspense:stripe", 7L);
        assertThat(posted.findings())
                .singleElement()
                .satisfies(found -> assertSuspense(found, BreakType.UNKNOWN_FEE_TYPE, 7));
    }

    @Test
    void feeThatItsDetailsDoNotExplainGoesToSuspense() {
        Posted posted =
                post(Rows.row("t", "charge", "charge", 1000).fee("stripe_fee", 20).feeSays(25));

        assertThat(balances(posted.entry()))
                .containsEntry("assets:suspense:stripe", 5L)
                .containsEntry("assets:stripe:payments:pending", 975L);
        assertThat(posted.findings())
                .singleElement()
                .satisfies(found -> assertSuspense(found, BreakType.FEE_DETAIL_MISMATCH, 5));
    }

    @Test
    void netThatDoesNotFollowLosesNoMoney() {
        Posted posted =
                post(Rows.row("t", "charge", "charge", 1000).fee("stripe_fee", 20).netSays(900));

        assertThat(balances(posted.entry()))
                .containsEntry("assets:stripe:payments:pending", 900L)
                .containsEntry("assets:clearing:charge", -1000L)
                .containsEntry("assets:suspense:stripe", 80L);
        assertThat(posted.findings())
                .singleElement()
                .satisfies(found -> assertSuspense(found, BreakType.FEE_DETAIL_MISMATCH, 80));
    }

    @Test
    void rowOfNothingHasAnEntryWithoutLines() {
        Posted posted = post(Rows.row("t", "charge", "charge", 0));

        assertThat(posted.entry().postings()).isEmpty();
        assertThat(posted.findings()).isEmpty();
    }

    @Test
    void exchangeIsKeptAsItCame() {
        Posted posted = post(Rows.charge("t", "o-1", 10500).presented(8000, "GBP", "1.3125"));

        assertThat(posted.findings()).isEmpty();
        assertThat(posted.entry().fx())
                .containsEntry("rate", "1.3125")
                .containsEntry("presentmentAmount", "8000")
                .containsEntry("presentmentCurrency", "GBP");
    }

    @ParameterizedTest
    @CsvSource({"10501, false", "10499, false", "10502, true", "10498, true"})
    void rateMayBeOneMinorUnitOff(long amount, boolean isBreak) {
        Posted posted = post(Rows.charge("t", "o-1", amount).presented(8000, "GBP", "1.3125"));

        assertThat(posted.findings().stream().map(Finding::type))
                .isEqualTo(isBreak ? List.of(BreakType.FX_RATE_MISMATCH) : List.of());
    }

    @Test
    void lateRowKeepsItsOwnDayAndIsReported() {
        Posted posted =
                PostingRules.post(
                        Rows.charge("t", "o-1", 1300).fee("stripe_fee", 68).build(),
                        DAY.plusDays(1),
                        ZONE);

        assertThat(posted.entry().late()).isTrue();
        assertThat(posted.entry().effectiveOn()).isEqualTo(DAY);
        assertThat(posted.findings())
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.type()).isEqualTo(BreakType.LATE_ARRIVAL);
                            assertThat(found.amount())
                                    .isEqualTo(Money.of(1232, Currency.of("USD")));
                        });
    }

    @Test
    void rowOfALaterDayCannotBeBooked() {
        assertThatThrownBy(
                        () ->
                                PostingRules.post(
                                        Rows.charge("t", "o-1", 1300).build(),
                                        DAY.minusDays(1),
                                        ZONE))
                .hasMessageContaining("after it is booked on 2026-03-01");
    }

    @Test
    void orderIdThatCannotBeAKeyIsNoOrder() {
        assertThat(Links.of("ch_1", "ch_1", "order: 7").order()).isNull();
        assertThat(Links.of("ch_1", "ch_1", "order-7").order()).isEqualTo("order-7");
    }

    @Test
    void becomingAvailableIsOneEntryACurrencyAndDay() {
        AccountingDay day = AccountingDay.of(DAY, ZONE);
        Money net = Money.of(-250, Currency.of("USD"));

        JournalEntry entry = PostingRules.becomeAvailable("acct_1", day, net).orElseThrow();

        assertThat(entry.source()).hasToString("stripe:acct_1:available:USD:2026-03-02");
        assertThat(entry.occurredAt()).isEqualTo(day.from());
        assertThat(balances(entry))
                .containsEntry("assets:stripe:payments:available", -250L)
                .containsEntry("assets:stripe:payments:pending", 250L);
        assertThat(PostingRules.becomeAvailable("acct_1", day, Money.zero(Currency.of("USD"))))
                .isEmpty();
    }

    private static void assertSuspense(Finding found, BreakType type, long minor) {
        AccountId suspense = Accounts.SUSPENSE_STRIPE;
        assertThat(found.type()).isEqualTo(type);
        assertThat(found.ref()).isEqualTo("t");
        assertThat(found.account()).isEqualTo(suspense);
        assertThat(found.amount()).isEqualTo(Money.of(minor, Currency.of("USD")));
    }
}
