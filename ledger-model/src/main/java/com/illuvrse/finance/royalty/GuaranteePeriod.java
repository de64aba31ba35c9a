package com.illuvrse.finance.royalty;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * The stretch of days a guarantee is for: {@code 2026}, {@code 2026Q4} or {@code 2026-11}.
 *
 * @param lastDay inclusive; the day its guarantee is worked out on
 */
public record GuaranteePeriod(String name, LocalDate firstDay, LocalDate lastDay) {

    /** The month, quarter or year a day belongs to. */
    public static GuaranteePeriod containing(LocalDate day, String length) {
        YearMonth month = YearMonth.from(day);
        int quarter = (month.getMonthValue() + 2) / 3;
        return switch (length) {
            case "month" -> of(month.toString(), month, 1);
            case "quarter" ->
                    of(
                            month.getYear() + "Q" + quarter,
                            YearMonth.of(month.getYear(), quarter * 3 - 2),
                            3);
            case "year" ->
                    of(Integer.toString(month.getYear()), YearMonth.of(month.getYear(), 1), 12);
            default ->
                    throw new IllegalArgumentException(
                            "a period is a month, quarter or year, found \"" + length + "\"");
        };
    }

    private static GuaranteePeriod of(String name, YearMonth first, int months) {
        return new GuaranteePeriod(
                name, first.atDay(1), first.plusMonths(months - 1L).atEndOfMonth());
    }
}
