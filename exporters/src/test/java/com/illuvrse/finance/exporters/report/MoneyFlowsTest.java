package com.illuvrse.finance.exporters.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.exporters.report.MoneyFlows.Flow;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyFlowsTest {

    private static final Currency USD = MadeUpDay.USD;
    private final MoneyFlows flows = new MoneyFlows();

    private static Money usd(long minor) {
        return Money.of(minor, USD);
    }

    private static JournalEntry.Draft draft(String key) {
        return JournalEntry.of(
                new SourceKey(key), MadeUpDay.DAY, Instant.parse("2026-03-02T12:00:00Z"));
    }

    private List<Flow> usdFlows() {
        return flows.byCurrency().getOrDefault(USD, List.of());
    }

    @Test
    void goesFromTheAccountsDebitedToTheAccountsCredited() {
        flows.add(
                draft("a")
                        .debit(Accounts.CLEARING_CHARGE, usd(108))
                        .credit(Accounts.ESCROW, usd(100))
                        .credit(Accounts.tax("US-CA"), usd(8))
                        .build());
        flows.add(
                draft("b")
                        .debit(Accounts.CLEARING_CHARGE, usd(10))
                        .credit(Accounts.ESCROW, usd(10))
                        .build());

        assertThat(usdFlows())
                .containsExactly(
                        new Flow(AccountGroup.BUYERS, AccountGroup.ESCROW, 110),
                        new Flow(AccountGroup.BUYERS, AccountGroup.SALES_TAX, 8));
    }

    @Test
    void goesAsMoneyDoesBetweenPlacesOfMoney() {
        flows.add(
                draft("a")
                        .debit(Accounts.TRANSIT_PAYOUT, usd(50))
                        .credit(Accounts.STRIPE_AVAILABLE, usd(50))
                        .build());

        assertThat(usdFlows())
                .containsExactly(new Flow(AccountGroup.STRIPE, AccountGroup.TRANSIT, 50));
    }

    @Test
    void nothingFlowsInsideAGroup() {
        flows.add(
                draft("a")
                        .debit(Accounts.STRIPE_AVAILABLE, usd(50))
                        .credit(Accounts.STRIPE_PENDING, usd(50))
                        .build());

        assertThat(flows.byCurrency()).isEmpty();
    }

    @Test
    void severalGroupsOnBothSidesKeepTheirSums() {
        flows.add(
                draft("a")
                        .debit(Accounts.ESCROW, usd(70))
                        .debit(Accounts.COMMISSION, usd(30))
                        .credit(Accounts.CLEARING_REFUND, usd(60))
                        .credit(Accounts.DISPUTES_OPEN, usd(40))
                        .build());

        assertThat(usdFlows())
                .containsExactly(
                        new Flow(AccountGroup.ESCROW, AccountGroup.REFUNDS, 60),
                        new Flow(AccountGroup.ESCROW, AccountGroup.DISPUTES, 10),
                        new Flow(AccountGroup.COMMISSION, AccountGroup.DISPUTES, 30));
    }

    @ParameterizedTest
    @CsvSource({
        "assets:clearing:refund,REFUNDS",
        "assets:clearing:charge,BUYERS",
        "assets:clearing:advance,CLEARING",
        "assets:clearing:charge-2,CLEARING",
        "expenses:fx-loss,EXCHANGE",
        "expenses:climate,COSTS",
        "equity:opening,EQUITY",
        "equity:trading:fx,EXCHANGE",
        "revenue:interest,OTHER"
    })
    void anAccountBelongsToTheGroupWithTheLongestPath(String account, AccountGroup group) {
        assertThat(AccountGroup.of(AccountId.of(account))).isEqualTo(group);
    }
}
