package com.illuvrse.finance.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlCheckTest {

    private static final Currency USD = Currency.of("USD");

    private static AccountBalance balance(
            AccountId account, long opening, long debit, long credit) {
        return new AccountBalance(account, USD, opening, debit, credit);
    }

    @Test
    void trialBalanceIsZero() {
        ControlCheck check =
                ControlCheck.trialBalance(
                        List.of(
                                balance(Accounts.ESCROW, -50, 10, 0),
                                balance(Accounts.COMMISSION, 50, 0, 10)));

        assertThat(check.figures())
                .containsExactly(
                        Json.object()
                                .put("currency", "USD")
                                .putMinor("debit", 10)
                                .putMinor("credit", 10)
                                .putMinor("closing", 0)
                                .build());
        assertThatThrownBy(
                        () ->
                                ControlCheck.trialBalance(
                                        List.of(balance(Accounts.ESCROW, 0, 10, 0))))
                .isInstanceOf(ControlFailedException.class)
                .hasMessage(
                        "the trial balance in USD has debits of 10, credits of 0 and closing balances of 10");
    }

    @Test
    void everyRowHasItsEntry() {
        assertThat(
                        ControlCheck.rowsPosted(
                                        List.of(new PostedRows("payments", USD, 3, 3, 7, 7)))
                                .name())
                .isEqualTo("rows-posted");
        assertThatThrownBy(
                        () ->
                                ControlCheck.rowsPosted(
                                        List.of(new PostedRows("payments", USD, 3, 2, 7, 7))))
                .isInstanceOf(ControlFailedException.class);
        assertThatThrownBy(
                        () ->
                                ControlCheck.rowsPosted(
                                        List.of(new PostedRows("payments", USD, 3, 3, 7, 8))))
                .isInstanceOf(ControlFailedException.class);
    }

    @Test
    void differenceToStripeIsABreakAndNothingIsPosted() {
        ControlCheck check =
                ControlCheck.stripeBalance(
                        List.of(new StripeBalanceFigures("payments", USD, 143, -500, 9643, 9143)));

        assertThat(check.findings())
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.type()).isEqualTo(BreakType.STRIPE_BALANCE_MISMATCH);
                            assertThat(found.ref()).isEqualTo("payments:USD");
                            assertThat(found.amount()).isEqualTo(Money.of(143, USD));
                        });
        assertThat(check.toJson().text("result")).isEqualTo("BREAK");
        assertThat(
                        ControlCheck.stripeBalance(
                                        List.of(
                                                new StripeBalanceFigures(
                                                        "payments", USD, 5, 3, 2, 0)))
                                .toJson()
                                .text("result"))
                .isEqualTo("PASS");
    }

    @Test
    void rowsOfAPayoutAddUpToIt() {
        Money paid = Money.of(9000, USD);

        ControlCheck short143 =
                ControlCheck.payoutComposition(
                        List.of(new PayoutComposition("po_2", paid, Money.of(9143, USD), 2)));

        assertThat(short143.findings())
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.ref()).isEqualTo("po_2");
                            assertThat(found.amount()).isEqualTo(Money.of(143, USD));
                        });
        assertThat(
                        ControlCheck.payoutComposition(
                                        List.of(new PayoutComposition("po_1", paid, paid, 3)))
                                .findings())
                .isEmpty();
    }

    @Test
    void clearingIsExplainedItemByItem() {
        Finding waiting =
                Finding.on(
                        Accounts.CLEARING_CHARGE,
                        BreakType.PAYMENT_WITHOUT_ORDER,
                        "txn_1",
                        Money.of(-500, USD),
                        "waits");
        List<Break> breaks =
                Breaks.roll(
                                List.of(),
                                List.of(),
                                BreakNews.of(List.of(waiting)),
                                LocalDate.of(2026, 3, 2))
                        .rows();
        AccountBalance clearing = balance(Accounts.CLEARING_CHARGE, 0, 0, 500);
        AccountBalance escrow = balance(Accounts.ESCROW, 0, 500, 0);

        ControlCheck check = ControlCheck.clearingExplained(List.of(clearing, escrow), breaks);

        assertThat(check.figures()).hasSize(1);
        assertThatThrownBy(
                        () -> ControlCheck.clearingExplained(List.of(clearing, escrow), List.of()))
                .isInstanceOf(ControlFailedException.class)
                .hasMessage(
                        "assets:clearing:charge holds USD -5.00, the open breaks explain USD 0.00");
        assertThatThrownBy(() -> ControlCheck.clearingExplained(List.of(), breaks))
                .isInstanceOf(ControlFailedException.class);
    }
}
