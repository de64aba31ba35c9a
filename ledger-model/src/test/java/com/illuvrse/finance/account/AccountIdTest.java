package com.illuvrse.finance.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "assets",
                "assets:",
                ":bank",
                "Assets:bank",
                "assets::bank",
                "assets:bank:",
                "assets:ba nk",
                "assets:-x",
                "assets:bänk",
                "assets:bank\n"
            })
    void refusesWhatIsNoPath(String path) {
        assertThatThrownBy(() -> AccountId.of(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void liesWithinItsParentsButNotWithinNamesakes() {
        AccountId account = AccountId.of("assets:stripe:payments:pending");

        assertThat(account.isWithin("assets:stripe")).isTrue();
        assertThat(account.isWithin("assets:stripe:payments:pending")).isTrue();
        assertThat(account.isWithin("assets:str")).isFalse();
    }

    @Test
    void aChartCoversCreatorsByOneLine() {
        ChartOfAccounts chart =
                ChartOfAccounts.of(
                        List.of(
                                new ChartOfAccounts.Line(
                                        "2100", "liabilities:creator:<id>:payable", "Creators")));

        assertThat(chart.contains(Accounts.payable("c1"))).isTrue();
        assertThat(chart.contains(Accounts.held("c1"))).isFalse();
        assertThat(chart.lineOf(Accounts.payable("c2")).orElseThrow().number()).isEqualTo("2100");
    }
}
