package com.illuvrse.finance.journal;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A month, quarter or year of accounting days as accountants name it: {@code 2026-03}, {@code
 * 2026-Q1}, {@code 2026}.
 *
 * @param firstDay inclusive
 * @param lastDay inclusive
 */
public record Period(String name, LocalDate firstDay, LocalDate lastDay) {

    private static final Pattern NAME =
            Pattern.compile("(?<year>[0-9]{4})(-Q(?<quarter>[1-4])|-(?<month>[0-9]{2}))?");

    /** Reads a name, as {@link #toString} writes it. */
    public static Period parse(String name) {
        Matcher parts = NAME.matcher(name);
        if (parts.matches()) {
            int year = Integer.parseInt(parts.group("year"));
            String quarter = parts.group("quarter");
            String month = parts.group("month");
            try {
                if (quarter != null) {
                    return of(name, YearMonth.of(year, Integer.parseInt(quarter) * 3 - 2), 3);
                }
                return month != null
                        ? of(name, YearMonth.of(year, Integer.parseInt(month)), 1)
                        : of(name, YearMonth.of(year, 1), 12);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(notAPeriod(name), e);
            }
        }
        throw new IllegalArgumentException(notAPeriod(name));
    }

    private static String notAPeriod(String name) {
        return "expected a month, quarter or year such as 2026-03, 2026-Q1 or 2026, found \""
                + name
                + "\"";
    }

    private static Period of(String name, YearMonth first, int months) {
        return new Period(name, first.atDay(1), first.plusMonths(months - 1L).atEndOfMonth());
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(firstDay) && !day.isAfter(lastDay);
    }

    @Override
    public String toString() {
        return name;
    }
}
