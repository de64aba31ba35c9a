package com.illuvrse.finance.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
