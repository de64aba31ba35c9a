package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.postgres.BookFacts.ToldRate;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.ReferenceRate;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookRatesTest {

    private static final Currency EUR = Currency.of("EUR");
    private static final Currency USD = Currency.of("USD");
    private static final LocalDate DAY = LocalDate.parse("2026-11-26");

    @Test
    void aLateRateCompletesAMonthAndChangesNone() {
        ToldRate inTime = told("2026-11-25", "1.10", "2026-11-26");
        ToldRate late = told("2026-11-26", "1.20", "2026-12-02");
        ToldRate later = told("2026-11-26", "1.30", "2026-12-05");

        assertThat(rate(inTime, late, later)).isEqualTo("11/10");
        assertThat(rate(late, later)).isEqualTo("6/5");
        assertThat(rate(later)).isEqualTo("13/10");
        assertThat(rate()).isEqualTo("none");
    }

    @Test
    void aRateTooOldIsNone() {
        assertThat(rate(told("2026-11-18", "1.10", "2026-11-18"))).isEqualTo("none");
        assertThat(rate(told("2026-11-19", "1.10", "2026-11-19"))).isEqualTo("11/10");
    }

    @Test
    void namesTheRatesItUsed() {
        ToldRate used = told("2026-11-25", "1.10", "2026-11-26");
        BookRates rates =
                new BookRates(List.of(used, told("2026-11-01", "1.00", "2026-11-01")), USD, 7);

        rates.of(EUR, DAY, DAY);
        rates.of(USD, DAY, DAY);

        assertThat(rates.takeUsed()).containsExactly(used.rate());
        assertThat(rates.takeUsed()).isEmpty();
    }

    private static String rate(ToldRate... told) {
        return new BookRates(List.of(told), USD, 7)
                .of(EUR, DAY, DAY)
                .map(rate -> rate.rate())
                .map(Fraction::toString)
                .orElse("none");
    }

    private static ToldRate told(String date, String rate, String acceptedOn) {
        return new ToldRate(
                new ReferenceRate(LocalDate.parse(date), EUR, USD, rate, "ECB " + acceptedOn),
                LocalDate.parse(acceptedOn));
    }
}
