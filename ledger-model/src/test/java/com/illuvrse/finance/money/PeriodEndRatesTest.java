package com.illuvrse.finance.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeriodEndRatesTest {

    private static final Currency EUR = Currency.of("EUR");
    private static final Currency USD = Currency.of("USD");
    private static final LocalDate LAST = LocalDate.of(2026, 9, 30);

    private static PeriodEndRates rates(ReferenceRate... rates) {
        return new PeriodEndRates(List.of(rates));
    }

    private static ReferenceRate perEuro(int offset, String rate) {
        return new ReferenceRate(LAST.plusDays(offset), EUR, USD, rate, "ECB");
    }

    private static ReferenceRate perDollar(int offset, String rate) {
        return new ReferenceRate(LAST.plusDays(offset), USD, EUR, rate, "ECB");
    }

    private static Money euros(PeriodEndRates rates, long cents) {
        return rates.of(USD, LAST).orElseThrow().convert(Money.of(cents, USD));
    }

    @Test
    void takesTheLastDayAndDividesExactly() {
        assertThat(euros(rates(perEuro(0, "1.1600"), perEuro(-1, "2"), perEuro(1, "3")), 11_600))
                .isEqualTo(Money.of(10_000, EUR));
        assertThat(euros(rates(perEuro(0, "3")), 100)).isEqualTo(Money.of(33, EUR));
        assertThat(euros(rates(perEuro(0, "2")), -101)).isEqualTo(Money.of(-51, EUR));
    }

    @Test
    void takesTheNextDayWithARateAndNeverOneBefore() {
        assertThat(euros(rates(perEuro(-1, "1"), perEuro(2, "2"), perEuro(5, "4")), 100))
                .isEqualTo(Money.of(50, EUR));
        assertThat(rates(perEuro(-1, "1")).of(USD, LAST)).isEmpty();
        assertThat(rates().of(USD, LAST)).isEmpty();
    }

    @Test
    void turnsARateRoundWhereTheDayHasNoOther() {
        assertThat(euros(rates(perDollar(0, "0.5"), perEuro(1, "4")), 100))
                .isEqualTo(Money.of(50, EUR));
        assertThat(euros(rates(perDollar(0, "0.5"), perEuro(0, "4")), 100))
                .isEqualTo(Money.of(25, EUR));
        assertThat(euros(rates(perEuro(0, "4"), perDollar(0, "0.5")), 100))
                .isEqualTo(Money.of(25, EUR));
    }

    @Test
    void takesEurosAsTheyAre() {
        assertThat(rates().of(EUR, LAST).orElseThrow().convert(Money.of(7, EUR)))
                .isEqualTo(Money.of(7, EUR));
    }

    @Test
    void crossesNothing() {
        ReferenceRate other = new ReferenceRate(LAST, Currency.of("GBP"), USD, "1.3", "ECB");
        assertThat(rates(other, perEuro(0, "1.1")).of(Currency.of("GBP"), LAST)).isEmpty();
    }
}
