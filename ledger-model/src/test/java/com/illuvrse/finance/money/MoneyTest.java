package com.illuvrse.finance.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {

    private static final Currency USD = Currency.of("USD");
    private static final Currency EUR = Currency.of("EUR");

    @Test
    void refusesToMixCurrencies() {
        assertThatThrownBy(() -> Money.of(1, USD).plus(Money.of(1, EUR)))
                .isInstanceOf(CurrencyMismatchException.class)
                .hasMessage("expected an amount in USD, found one in EUR");
        assertThatThrownBy(() -> Money.of(1, USD).minus(Money.of(1, EUR)))
                .isInstanceOf(CurrencyMismatchException.class);
    }

    @Test
    void overflowThrows() {
        Money most = Money.of(Long.MAX_VALUE, USD);
        Money least = Money.of(Long.MIN_VALUE, USD);

        assertThatThrownBy(() -> most.plus(Money.of(1, USD)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> least.minus(Money.of(1, USD)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(least::negated).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(least::abs).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "USD, 10000, 100.00",
        "USD, -5, -0.05",
        "USD, 0, 0.00",
        "JPY, 10000, 10000",
        "KWD, 5120, 5.120",
        "ISK, 500, 5.00",
        "UGX, 500, 5.00"
    })
    void isWrittenWithStripesDigits(String currency, long minor, String major) {
        assertThat(Money.of(minor, Currency.of(currency)).toMajor()).isEqualTo(major);
    }

    @Test
    void knowsItsSign() {
        assertThat(Money.of(-3, USD).isNegative()).isTrue();
        assertThat(Money.of(-3, USD).abs()).isEqualTo(Money.of(3, USD));
        assertThat(Money.zero(USD).isZero()).isTrue();
        assertThat(Money.zero(USD).isPositive()).isFalse();
    }
}
