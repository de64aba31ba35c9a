package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.calendar.BusinessCalendar;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PayoutDaysTest {

    private static final BusinessCalendar FED =
            new ReferenceFiles(Path.of("../config")).calendar("fed");
    private static final BusinessCalendar TARGET =
            new ReferenceFiles(Path.of("../config")).calendar("target");

    private static List<LocalDate> days(PayoutDays days, String from, String to) {
        return LocalDate.parse(from)
                .datesUntil(LocalDate.parse(to).plusDays(1))
                .filter(days::contain)
                .toList();
    }

    private static List<LocalDate> dates(String... texts) {
        return List.of(texts).stream().map(LocalDate::parse).toList();
    }

    @Test
    void withoutACalendarTheNamedDaysArePayoutDays() {
        PayoutDays fridays = PayoutDays.parse(List.of("friday"));

        assertThat(days(fridays, "2026-12-18", "2027-01-04"))
                .isEqualTo(dates("2026-12-18", "2026-12-25", "2027-01-01"));
        assertThat(fridays.isUndecided(LocalDate.parse("2031-01-03"))).isFalse();
    }

    @Test
    void aHolidayMovesToTheFollowingBusinessDay() {
        PayoutDays fridays = PayoutDays.parse(List.of("friday")).movedBy(FED);

        assertThat(days(fridays, "2026-12-18", "2027-01-05"))
                .isEqualTo(dates("2026-12-18", "2026-12-28", "2027-01-04"));
    }

    @Test
    void aDayMovesOverAWholeEasterAndIntoTheNextMonth() {
        PayoutDays thatDay = PayoutDays.parse(List.of("2026-04-03")).movedBy(TARGET);
        PayoutDays lastDay = PayoutDays.parse(List.of("2027-02-28", "2026-05-31")).movedBy(TARGET);

        assertThat(days(thatDay, "2026-04-01", "2026-04-30")).isEqualTo(dates("2026-04-07"));
        assertThat(days(lastDay, "2026-05-25", "2026-06-05")).isEqualTo(dates("2026-06-01"));
        assertThat(days(lastDay, "2027-02-20", "2027-03-05")).isEqualTo(dates("2027-03-01"));
    }

    @Test
    void daysThatFallTogetherAreOne() {
        PayoutDays days = PayoutDays.parse(List.of("sunday", "monday", "2026-07-03")).movedBy(FED);

        assertThat(days(days, "2026-07-03", "2026-07-07"))
                .isEqualTo(dates("2026-07-03", "2026-07-06"));
    }

    @Test
    void aYearTheCalendarDoesNotKnowHasNoPayoutDays() {
        PayoutDays fridays =
                PayoutDays.parse(List.of("friday"))
                        .movedBy(
                                new BusinessCalendar(
                                        "fed",
                                        Set.of(2026),
                                        Set.of(LocalDate.parse("2026-12-25"))));

        assertThat(days(fridays, "2026-12-25", "2027-01-31")).isEqualTo(dates("2026-12-28"));
        assertThat(fridays.isUndecided(LocalDate.parse("2027-01-01"))).isTrue();
        assertThat(fridays.isUndecided(LocalDate.parse("2026-12-31"))).isFalse();
    }

    @Test
    void arrivalIsCountedByTheCalendarAndWhereItEndsByWeekdays() {
        LocalDate christmas = LocalDate.parse("2026-12-25");
        PayoutDays plain = PayoutDays.parse(List.of("friday"));

        assertThat(plain.countsForArrival(christmas)).isTrue();
        assertThat(plain.movedBy(FED).countsForArrival(christmas)).isFalse();
        assertThat(plain.movedBy(FED).countsForArrival(LocalDate.parse("2031-12-25"))).isTrue();
        assertThat(plain.movedBy(FED).countsForArrival(LocalDate.parse("2031-12-27"))).isFalse();
    }
}
