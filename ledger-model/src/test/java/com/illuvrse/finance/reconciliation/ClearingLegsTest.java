package com.illuvrse.finance.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.ClearingLegs.Leg;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClearingLegsTest {

    @Test
    void aPairThatAddsUpToZeroIsComplete() {
        List<Leg> legs = List.of(leg("a", "rsv_1", -900, "USD"), leg("b", "rsv_1", 900, "USD"));

        List<Finding> missing = ClearingLegs.missing(legs);

        assertThat(missing).isEmpty();
    }

    @Test
    void aLegAloneExplainsTheClearingAccount() {
        List<Leg> legs =
                List.of(
                        leg("a", "rsv_1", -900, "USD"),
                        leg("b", "rsv_2", 900, "USD"),
                        leg("c", "rsv_1", 900, "EUR"));

        List<Finding> missing = ClearingLegs.missing(legs);

        assertThat(missing)
                .extracting(finding -> finding.ref() + " " + finding.amount())
                .containsExactly("c EUR -9.00", "a USD 9.00", "b USD -9.00");
        assertThat(missing)
                .allMatch(finding -> Accounts.CLEARING_RESERVE.equals(finding.account()))
                .allMatch(finding -> finding.type() == BreakType.RESERVE_LEG_MISSING);
    }

    @Test
    void legsThatNameNothingMeetByTheirAmountOldestFirst() {
        List<Leg> legs =
                List.of(
                        leg("a", null, -900, "USD"),
                        leg("b", null, -900, "USD"),
                        leg("c", "rsv_1", 900, "USD"),
                        leg("d", null, 900, "EUR"),
                        leg("e", null, 900, "USD"));

        List<Finding> missing = ClearingLegs.missing(legs);

        assertThat(missing).extracting(Finding::ref).containsExactly("c", "b", "d");
    }

    private static Leg leg(String bt, @Nullable String pair, long amount, String currency) {
        return new Leg(
                bt, Accounts.CLEARING_RESERVE, pair, Money.of(amount, Currency.of(currency)));
    }
}
