package com.illuvrse.finance.jobs.nightly;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The accounting days on which creators are paid: named days of the week, single dates, or both.
 */
public record PayoutDays(Set<DayOfWeek> weekdays, Set<LocalDate> dates) {

    public PayoutDays {
        weekdays = Set.copyOf(weekdays);
        dates = Set.copyOf(dates);
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

    public boolean contain(LocalDate day) {
        return dates.contains(day) || weekdays.contains(day.getDayOfWeek());
    }
}
