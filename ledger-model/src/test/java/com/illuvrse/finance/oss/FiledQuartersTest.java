package com.illuvrse.finance.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.oss.FiledQuarters.Late;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FiledQuartersTest {

    private static final LocalDate OCTOBER = LocalDate.of(2026, 10, 20);

    private static FiledQuarters of(String quarter, Map<String, LocalDate> filed) {
        return FiledQuarters.of(
                Period.parse(quarter), each -> Optional.ofNullable(filed.get(each.name())));
    }

    @Test
    void withoutAFilingNothingIsFrozenAndNothingIsLate() {
        assertThat(of("2026-Q3", Map.of()))
                .isEqualTo(new FiledQuarters(Optional.empty(), List.of()));
    }

    @Test
    void aFiledReturnIsFrozenAndTheNextOneDeclaresWhatCameLate() {
        Map<String, LocalDate> filed = Map.of("2026-Q3", OCTOBER);

        assertThat(of("2026-Q3", filed).frozenOn()).contains(OCTOBER);
        assertThat(of("2026-Q4", filed))
                .isEqualTo(
                        new FiledQuarters(
                                Optional.empty(),
                                List.of(
                                        new Late(
                                                LocalDate.of(2026, 7, 1),
                                                LocalDate.of(2026, 9, 30),
                                                OCTOBER))));
        assertThat(of("2027-Q1", filed).late()).as("Q4 is open and has them").isEmpty();
    }

    @Test
    void whatIsLateForTwoReturnsIsInTheThird() {
        LocalDate january = LocalDate.of(2027, 1, 25);

        assertThat(of("2027-Q1", Map.of("2026-Q3", OCTOBER, "2026-Q4", january)).late())
                .containsExactly(
                        new Late(LocalDate.of(2026, 7, 1), LocalDate.of(2026, 9, 30), january),
                        new Late(LocalDate.of(2026, 10, 1), LocalDate.of(2026, 12, 31), january));
    }

    /** Whatever is filed, in whatever order: no movement is lost, none is declared twice. */
    @Test
    void everyMovementIsInOneReturn() {
        Random random = new Random(20261127);
        for (int round = 0; round < 2_000; round++) {
            Map<String, LocalDate> filed = new HashMap<>();
            for (int year = 2025; year <= 2026; year++) {
                for (int quarter = 1; quarter <= 4; quarter++) {
                    Period period = Period.parse(year + "-Q" + quarter);
                    if (random.nextInt(3) > 0) {
                        filed.put(
                                period.name(), period.lastDay().plusDays(1L + random.nextInt(300)));
                    }
                }
            }
            LocalDate day = LocalDate.of(2025, 1, 1).plusDays(random.nextInt(730));
            LocalDate booked = day.plusDays(random.nextInt(500));
            assertThat(
                            Stream.iterate(0, n -> n < 20, n -> n + 1)
                                    .map(n -> Period.parse(2025 + n / 4 + "-Q" + (n % 4 + 1)))
                                    .filter(each -> declares(each, filed, day, booked)))
                    .as("%s booked on %s, filed %s", day, booked, filed)
                    .hasSize(1);
        }
    }

    private static boolean declares(
            Period quarter, Map<String, LocalDate> filed, LocalDate day, LocalDate booked) {
        FiledQuarters quarters = of(quarter.name(), filed);
        return quarters.frozenOn().map(booked::isBefore).orElse(true)
                && (quarter.contains(day)
                        || quarters.late().stream()
                                .anyMatch(
                                        late ->
                                                !day.isBefore(late.first())
                                                        && !day.isAfter(late.last())
                                                        && !booked.isBefore(late.bookedFrom())));
    }
}
