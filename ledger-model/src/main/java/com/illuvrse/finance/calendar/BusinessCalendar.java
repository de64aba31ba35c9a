package com.illuvrse.finance.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The days on which a payment system settles: Monday to Friday without the closed days of the years
 * it knows. A day of any other year is refused, never guessed.
 *
 * @param name as in the settings and in the name of its file, such as {@code fed}
 * @param years whose closed days are all listed; none for {@link #WEEKDAYS}, which knows every year
 * @param closed in those years; days of a weekend may be among them
 */
public record BusinessCalendar(String name, Set<Integer> years, Set<LocalDate> closed) {

    /** Monday to Friday of every year, for whoever follows no payment system. */
    public static final BusinessCalendar WEEKDAYS =
            new BusinessCalendar("weekdays", Set.of(), Set.of());

    public BusinessCalendar {
        years = Set.copyOf(years);
        closed = Set.copyOf(closed);
        for (LocalDate day : closed) {
            if (!years.contains(day.getYear())) {
                throw new IllegalArgumentException(
                        "the calendar \"%s\" lists %s and not the year %d"
                                .formatted(name, day, day.getYear()));
            }
        }
        for (int year : years) {
            if (closed.stream().noneMatch(day -> day.getYear() == year)) {
                throw new IllegalArgumentException(
                        "the calendar \"%s\" lists no closed day of %d: leave the year out until its list is known"
                                .formatted(name, year));
            }
        }
    }

    /** Whether the closed days of a day's year are known. */
    public boolean knows(LocalDate day) {
        return years.isEmpty() || years.contains(day.getYear());
    }

    /**
     * Whether the payment system settles on a day.
     *
     * @throws CalendarYearMissingException when the year of the day is not known
     */
    public boolean isBusinessDay(LocalDate day) {
        if (!knows(day)) {
            throw new CalendarYearMissingException(this, day);
        }
        return isWeekday(day) && !closed.contains(day);
    }

    /**
     * The day itself when it is a business day, else the next one (following-day convention, also
     * into the next month or year).
     *
     * @throws CalendarYearMissingException when it comes into a year that is not known
     */
    public LocalDate following(LocalDate day) {
        LocalDate next = day;
        while (!isBusinessDay(next)) {
            next = next.plusDays(1);
        }
        return next;
    }

    /**
     * The business day that comes some business days after a day; a day that is closed counts as
     * the one that follows it.
     *
     * @param count 0 or more
     * @throws CalendarYearMissingException when it comes into a year that is not known
     */
    public LocalDate plusBusinessDays(LocalDate day, int count) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "business days to add are 0 or more, found " + count);
        }
        LocalDate next = following(day);
        for (int left = count; left > 0; left--) {
            next = following(next.plusDays(1));
        }
        return next;
    }

    /** Monday to Friday. */
    public static boolean isWeekday(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    /** The years for a sentence. */
    List<Integer> knownYears() {
        return List.copyOf(new TreeSet<>(years));
    }
}
