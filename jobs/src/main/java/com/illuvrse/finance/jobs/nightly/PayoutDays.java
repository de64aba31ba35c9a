package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.calendar.BusinessCalendar;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The accounting days on which creators are paid: named days of the week, single dates, or both.
 *
 * <p>With a calendar a payout day on which the banks are closed moves to the following business
 * day, into the next month if need be; two that fall together are one. A year the calendar does not
 * know has no payout days: nothing is guessed, and what was missed is paid on the next one.
 *
 * @param calendar null to pay on the named days whatever the banks do
 */
public record PayoutDays(
        Set<DayOfWeek> weekdays, Set<LocalDate> dates, @Nullable BusinessCalendar calendar) {

    public PayoutDays {
        weekdays = Set.copyOf(weekdays);
        dates = Set.copyOf(dates);
    }

    public PayoutDays(Set<DayOfWeek> weekdays, Set<LocalDate> dates) {
        this(weekdays, dates, null);
    }

    /** The same days, moved by a calendar. */
    public PayoutDays movedBy(BusinessCalendar banks) {
        return new PayoutDays(weekdays, dates, banks);
    }

    /** Reads a list such as {@code [friday]} or {@code [2026-03-02, 2026-03-05]}. */
    public static PayoutDays parse(List<String> texts) {
        Set<DayOfWeek> weekdays = EnumSet.noneOf(DayOfWeek.class);
        Set<LocalDate> dates = new TreeSet<>();
        for (String text : texts) {
            try {
                if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
                    dates.add(LocalDate.parse(text));
                } else {
                    weekdays.add(DayOfWeek.valueOf(text.toUpperCase(Locale.ROOT)));
                }
            } catch (DateTimeParseException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "settlement.payouts.days must list weekdays such as friday or dates such as"
                                + " 2026-03-06, found \""
                                + text
                                + "\"",
                        e);
            }
        }
        return new PayoutDays(weekdays, dates);
    }

    /** Whether creators are paid on a day; never in a year the calendar does not know. */
    public boolean contain(LocalDate day) {
        if (calendar == null) {
            return names(day);
        }
        if (isUndecided(day) || !calendar.isBusinessDay(day)) {
            return false;
        }
        LocalDate named = day;
        while (!names(named)) {
            named = named.minusDays(1);
            if (isUndecided(named) || calendar.isBusinessDay(named)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the calendar does not know the year of a day, so that nobody can be paid on it. */
    public boolean isUndecided(LocalDate day) {
        return calendar != null && !calendar.knows(day);
    }

    /** Whether a day would be a payout day if it were a business day. */
    boolean names(LocalDate day) {
        return dates.contains(day) || weekdays.contains(day.getDayOfWeek());
    }

    /**
     * Whether a day counts for the arrival of a payout at the bank: by the calendar, in a year it
     * does not know by the weekday alone.
     */
    boolean countsForArrival(LocalDate day) {
        return (calendar == null || isUndecided(day))
                ? BusinessCalendar.isWeekday(day)
                : calendar.isBusinessDay(day);
    }
}
