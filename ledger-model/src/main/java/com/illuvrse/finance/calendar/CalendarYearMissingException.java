package com.illuvrse.finance.calendar;

import java.time.LocalDate;

/** A day was asked about in a year whose list of closed days is not there. */
public final class CalendarYearMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CalendarYearMissingException(BusinessCalendar calendar, LocalDate day) {
        super(
                "%s is in a year the calendar \"%s\" does not know (it knows %s); add the closed days of %d to config/calendars/%s.yml"
                        .formatted(
                                day,
                                calendar.name(),
                                calendar.knownYears(),
                                day.getYear(),
                                calendar.name()));
    }
}
