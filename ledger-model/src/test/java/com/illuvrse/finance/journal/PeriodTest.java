package com.illuvrse.finance.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03, 2026-03-01, 2026-03-31",
        "2028-02, 2028-02-01, 2028-02-29",
        "2026-12, 2026-12-01, 2026-12-31",
        "2026-Q1, 2026-01-01, 2026-03-31",
        "2026-Q4, 2026-10-01, 2026-12-31",
        "2026, 2026-01-01, 2026-12-31"
    })
    void knowsItsDays(String name, LocalDate first, LocalDate last) {
        Period period = Period.parse(name);

        assertThat(period.firstDay()).isEqualTo(first);
        assertThat(period.lastDay()).isEqualTo(last);
        assertThat(period).hasToString(name);
        assertThat(period.contains(first) && period.contains(last)).isTrue();
        assertThat(period.contains(first.minusDays(1)) || period.contains(last.plusDays(1)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-3",
                "2026-00",
                "2026-13",
                "2026-Q0",
                "2026-Q5",
                "2026Q1",
                "2026-q1",
                "26",
                "2026-03-01",
                " 2026",
                "٢٠٢٦"
            })
    void refusesWhatIsNoPeriod(String name) {
        assertThatThrownBy(() -> Period.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as 2026-03, 2026-Q1 or 2026");
    }
}
