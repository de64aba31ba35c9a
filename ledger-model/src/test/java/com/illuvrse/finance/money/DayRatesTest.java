package com.illuvrse.finance.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayRatesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 10);
    private static final Currency EUR = Currency.of("EUR");
    private static final Currency USD = Currency.of("USD");
    private static final Currency GBP = Currency.of("GBP");
    private static final Currency JPY = Currency.of("JPY");

    @Test
    void theNewestRateOnOrBeforeTheDayCounts() {
        DayRates rates =
                rates(
                        rate(DAY.minusDays(3), "EUR", "USD", "1.07"),
                        rate(DAY.minusDays(1), "EUR", "USD", "1.08"),
                        rate(DAY.plusDays(1), "EUR", "USD", "1.09"));

        assertThat(inUsd(rates, 10_000, EUR)).isEqualTo(10_800);
        assertThat(rates.of(EUR, USD, DAY).orElseThrow().used())
                .containsExactly(rate(DAY.minusDays(1), "EUR", "USD", "1.08"));
    }

    @Test
    void aRateOfExactlyTheGreatestAgeCountsAndOneADayOlderIsMissing() {
        assertThat(rates(rate(DAY.minusDays(7), "EUR", "USD", "1.08")).of(EUR, USD, DAY))
                .isPresent();
        assertThat(rates(rate(DAY.minusDays(8), "EUR", "USD", "1.08")).of(EUR, USD, DAY)).isEmpty();
        assertThat(rates(rate(DAY.plusDays(1), "EUR", "USD", "1.08")).of(EUR, USD, DAY)).isEmpty();
    }

    @Test
    void theOtherDirectionIsTurnedRoundExactly() {
        DayRates rates = rates(rate(DAY, "USD", "EUR", "0.3"));

        DayRate rate = rates.of(EUR, USD, DAY).orElseThrow();

        assertThat(rate.rate()).isEqualTo(Fraction.of(10, 3));
        assertThat(rate.convert(Money.of(300, EUR))).isEqualTo(Money.of(1_000, USD));
    }

    @Test
    void twoCurrenciesMeetInEuroAndTheResultIsRoundedOnce() {
        DayRates rates = rates(rate(DAY, "EUR", "GBP", "0.86"), rate(DAY, "EUR", "USD", "1.0823"));

        DayRate rate = rates.of(GBP, USD, DAY).orElseThrow();

        assertThat(rate.rate()).isEqualTo(Fraction.of(10_823, 8_600));
        assertThat(rate.used()).hasSize(2);
        // 3 x 1.0823 / 0.86 = 3.7755; by way of whole euro cents it would be 3 x 1.0823 = 3.2469
        assertThat(inUsd(rates, 3, GBP)).isEqualTo(4);
        assertThat(rates(rate(DAY, "EUR", "GBP", "0.86")).of(GBP, USD, DAY)).isEmpty();
    }

    @Test
    void aNewerCrossedRateWinsOverAnOlderDirectOneAndLosesWhenEquallyNew() {
        List<ReferenceRate> crossed =
                List.of(rate(DAY, "EUR", "GBP", "0.5"), rate(DAY, "EUR", "USD", "1"));
        ReferenceRate older = rate(DAY.minusDays(1), "GBP", "USD", "3");
        ReferenceRate sameDay = rate(DAY, "GBP", "USD", "4");

        assertThat(inUsd(rates(crossed.get(0), crossed.get(1), older), 100, GBP)).isEqualTo(200);
        assertThat(inUsd(rates(crossed.get(0), crossed.get(1), sameDay), 100, GBP)).isEqualTo(400);
    }

    @Test
    void aDirectRateWinsOverAnInverseOneOfTheSameDayAndTheFirstSourceByName() {
        DayRates rates =
                rates(
                        rate(DAY, "USD", "EUR", "0.5"),
                        new ReferenceRate(DAY, EUR, USD, "1.2", "OTHER"),
                        new ReferenceRate(DAY, EUR, USD, "1.1", "ECB"));

        assertThat(inUsd(rates, 100, EUR)).isEqualTo(110);
    }

    @Test
    void digitsOfBothCurrenciesCount() {
        DayRates rates = rates(rate(DAY, "USD", "JPY", "150"), rate(DAY, "USD", "KWD", "0.3"));

        assertThat(inUsd(rates, 150, JPY)).isEqualTo(100);
        assertThat(inUsd(rates, 300, Currency.of("KWD"))).isEqualTo(100);
        assertThat(rates.of(USD, JPY, DAY).orElseThrow().convert(Money.of(100, USD)))
                .isEqualTo(Money.of(150, JPY));
    }

    @Test
    void halvesAreRoundedAwayFromZero() {
        DayRates rates = rates(rate(DAY, "EUR", "USD", "0.5"));

        assertThat(inUsd(rates, 3, EUR)).isEqualTo(2);
        assertThat(inUsd(rates, -3, EUR)).isEqualTo(-2);
    }

    @Test
    void aCurrencyIsWorthItselfOnAnyDay() {
        assertThat(inUsd(rates(), 77, USD)).isEqualTo(77);
    }

    @Test
    void refusesARateOfNothingAndAnAmountInAnotherCurrency() {
        assertThatThrownBy(() -> rate(DAY, "EUR", "USD", "0.0"))
                .hasMessage("expected a positive rate of EUR in USD on 2026-03-10, found \"0.0\"");
        DayRate rate = rates(rate(DAY, "EUR", "USD", "1.1")).of(EUR, USD, DAY).orElseThrow();
        assertThatThrownBy(() -> rate.convert(Money.of(1, GBP)))
                .isInstanceOf(CurrencyMismatchException.class);
        assertThatThrownBy(() -> new DayRates(List.of(), -1)).hasMessageContaining("found -1");
    }

    private static long inUsd(DayRates rates, long minor, Currency currency) {
        return rates.of(currency, USD, DAY)
                .orElseThrow()
                .convert(Money.of(minor, currency))
                .minor();
    }

    private static DayRates rates(ReferenceRate... rates) {
        return new DayRates(List.of(rates), 7);
    }

    private static ReferenceRate rate(LocalDate day, String base, String quote, String rate) {
        return new ReferenceRate(day, Currency.of(base), Currency.of(quote), rate, "ECB");
    }
}
