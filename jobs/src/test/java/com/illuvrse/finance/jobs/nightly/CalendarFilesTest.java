package com.illuvrse.finance.jobs.nightly;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.calendar.BusinessCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The listed closed days against the rules they are published by. */
class CalendarFilesTest {

    private static final ReferenceFiles FILES = new ReferenceFiles(Path.of("../config"));

    @TempDir Path folder;

    @Test
    void theFederalReservesDaysFollowItsRules() {
        BusinessCalendar fed = FILES.calendar("fed");

        assertThat(fed.years()).containsExactlyInAnyOrder(2025, 2026, 2027, 2028);
        Set<LocalDate> expected = new TreeSet<>();
        fed.years()
                .forEach(
                        year ->
                                Stream.of(
                                                sundayToMonday(LocalDate.of(year, 1, 1)),
                                                third(LocalDate.of(year, 1, 1)),
                                                third(LocalDate.of(year, 2, 1)),
                                                LocalDate.of(year, 5, 1).with(lastInMonth(MONDAY)),
                                                sundayToMonday(LocalDate.of(year, 6, 19)),
                                                sundayToMonday(LocalDate.of(year, 7, 4)),
                                                nth(LocalDate.of(year, 9, 1), 1),
                                                nth(LocalDate.of(year, 10, 1), 2),
                                                sundayToMonday(LocalDate.of(year, 11, 11)),
                                                LocalDate.of(year, 11, 1)
                                                        .with(dayOfWeekInMonth(4, THURSDAY)),
                                                sundayToMonday(LocalDate.of(year, 12, 25)))
                                        .forEach(expected::add));
        assertThat(new TreeSet<>(fed.closed())).isEqualTo(expected).hasSize(44);
    }

    private static LocalDate sundayToMonday(LocalDate day) {
        return day.getDayOfWeek() == SUNDAY ? day.plusDays(1) : day;
    }

    private static LocalDate third(LocalDate month) {
        return nth(month, 3);
    }

    private static LocalDate nth(LocalDate month, int monday) {
        return month.with(dayOfWeekInMonth(monday, MONDAY));
    }

    @Test
    void targetsDaysFollowEasterAndTheFixedDays() {
        BusinessCalendar target = FILES.calendar("target");

        assertThat(target.years()).containsExactlyInAnyOrder(2025, 2026, 2027, 2028);
        Set<LocalDate> expected = new TreeSet<>();
        for (int year : target.years()) {
            expected.add(LocalDate.of(year, 1, 1));
            expected.add(easter(year).minusDays(2));
            expected.add(easter(year).plusDays(1));
            expected.add(LocalDate.of(year, 5, 1));
            expected.add(LocalDate.of(year, 12, 25));
            expected.add(LocalDate.of(year, 12, 26));
        }
        assertThat(new TreeSet<>(target.closed())).isEqualTo(expected).hasSize(24);
    }

    @ParameterizedTest
    @CsvSource({"1961,1961-04-02", "2000,2000-04-23", "2024,2024-03-31", "2038,2038-04-25"})
    void easterIsWorkedOutAsTheChurchDoes(int year, LocalDate sunday) {
        assertThat(easter(year)).isEqualTo(sunday);
    }

    /** Gauss, in Lichtenberg's form. */
    private static LocalDate easter(int year) {
        int century = year / 100;
        int moon = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
        int sun = 2 - (3 * century + 3) / 4;
        int cycle = year % 19;
        int seed = (19 * cycle + moon) % 30;
        int correction = (seed + cycle / 11) / 29;
        int limit = 21 + seed - correction;
        int sunday = 7 - (year + year / 4 + sun) % 7;
        int distance = 7 - (limit - sunday) % 7;
        return LocalDate.of(year, 3, 1).plusDays(limit + distance - 1L);
    }

    @Test
    void aFileThatContradictsItselfIsRefused() throws IOException {
        file("fed", "name: target\nyears:\n- {year: 2026, closed: [{date: 2026-01-01}]}\n");
        file("late", "name: late\nyears:\n- {year: 2026, closed: [{date: 2027-01-01}]}\n");
        file("empty", "name: empty\nyears: []\n");
        file(
                "twice",
                """
                name: twice
                years:
                - {year: 2026, closed: [{date: 2026-01-01}]}
                - {year: 2026, closed: []}
                """);
        ReferenceFiles wrong = new ReferenceFiles(folder);

        assertThatThrownBy(() -> wrong.calendar("fed"))
                .hasMessage("expected the calendar \"fed\" in calendars/fed.yml, found \"target\"");
        assertThatThrownBy(() -> wrong.calendar("late"))
                .hasMessage("calendars/late.yml lists 2027-01-01 under the year 2026");
        assertThatThrownBy(() -> wrong.calendar("empty"))
                .hasMessage("calendars/empty.yml should list a year or more, found none");
        assertThatThrownBy(() -> wrong.calendar("twice"))
                .hasMessage("calendars/twice.yml lists the year 2026 twice");
    }

    private void file(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("calendars"));
        Files.writeString(folder.resolve("calendars").resolve(name + ".yml"), text);
    }
}
