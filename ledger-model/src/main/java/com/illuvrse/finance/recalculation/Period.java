package com.illuvrse.finance.recalculation;

import java.time.LocalDate;
import java.time.YearMonth;

/** The month, quarter or year of a guarantee: {@code 2026-11}, {@code 2026Q4} or {@code 2026}. */
record Period(String name, int firstMonth, LocalDate lastDay) {

    static Period containing(LocalDate day, String length) {
        int year = day.getYear();
        int month = day.getMonthValue();
        int quarter = (month - 1) / 3 + 1;
        return switch (length) {
            case "month" ->
                    new Period(
                            YearMonth.of(year, month).toString(),
                            month,
                            YearMonth.of(year, month).atEndOfMonth());
            case "quarter" ->
                    new Period(
                            year + "Q" + quarter,
                            quarter * 3 - 2,
                            YearMonth.of(year, quarter * 3).atEndOfMonth());
            case "year" ->
                    new Period(Integer.toString(year), 1, YearMonth.of(year, 12).atEndOfMonth());
            default -> throw new IllegalArgumentException("a guarantee of a " + length);
        };
    }
}
