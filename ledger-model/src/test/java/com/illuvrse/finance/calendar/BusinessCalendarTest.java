package com.illuvrse.finance.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BusinessCalendarTest {

    private static final BusinessCalendar CALENDAR =
            new BusinessCalendar(
                    "fed",
                    Set.of(2026, 2027),
                    Set.of(
                            LocalDate.parse("2026-07-31"),
                            LocalDate.parse("2026-12-25"),
                            LocalDate.parse("2027-01-01")));

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    @Test
    void closedDaysAndWeekendsAreNoBusinessDays() {
        assertThat(CALENDAR.isBusinessDay(day("2026-12-24"))).isTrue();
        assertThat(CALENDAR.isBusinessDay(day("2026-12-25"))).isFalse();
        assertThat(CALENDAR.isBusinessDay(day("2026-12-26"))).isFalse();
        assertThat(CALENDAR.isBusinessDay(day("2026-12-27"))).isFalse();
    }

    @Test
    void theFollowingDayMayBeInTheNextMonthOrYear() {
        assertThat(CALENDAR.following(day("2026-07-30"))).isEqualTo("2026-07-30");
        assertThat(CALENDAR.following(day("2026-07-31"))).isEqualTo("2026-08-03");
        assertThat(CALENDAR.following(day("2027-01-01"))).isEqualTo("2027-01-04");
    }

    @Test
    void businessDaysAreCountedOverClosedDays() {
        assertThat(CALENDAR.plusBusinessDays(day("2026-12-24"), 1)).isEqualTo("2026-12-28");
        assertThat(CALENDAR.plusBusinessDays(day("2026-12-25"), 0)).isEqualTo("2026-12-28");
        assertThat(CALENDAR.plusBusinessDays(day("2026-12-30"), 2)).isEqualTo("2027-01-04");
        assertThat(BusinessCalendar.WEEKDAYS.plusBusinessDays(day("2026-12-24"), 1))
                .isEqualTo("2026-12-25");
        assertThatThrownBy(() -> CALENDAR.plusBusinessDays(day("2026-12-24"), -1))
                .hasMessage("business days to add are 0 or more, found -1");
    }

    @Test
    void aYearItDoesNotKnowIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> CALENDAR.plusBusinessDays(day("2027-12-31"), 1))
                .isInstanceOf(CalendarYearMissingException.class)
                .hasMessage(
                        "2028-01-01 is in a year the calendar \"fed\" does not know (it knows"
                                + " [2026, 2027]); add the closed days of 2028 to"
                                + " config/calendars/fed.yml");
        assertThat(CALENDAR.knows(day("2028-01-01"))).isFalse();
        assertThat(BusinessCalendar.WEEKDAYS.knows(day("2028-01-01"))).isTrue();
    }

    @Test
    void aListThatCannotBeCompleteIsRefused() {
        assertThatThrownBy(
                        () -> new BusinessCalendar("fed", Set.of(2026), Set.of(day("2027-01-01"))))
                .hasMessage("the calendar \"fed\" lists 2027-01-01 and not the year 2027");
        assertThatThrownBy(
                        () ->
                                new BusinessCalendar(
                                        "fed", Set.of(2026, 2027), Set.of(day("2026-01-01"))))
                .hasMessage(
                        "the calendar \"fed\" lists no closed day of 2027: leave the year out until"
                                + " its list is known");
    }
}
