package com.illuvrse.finance.exporters.books;

import java.time.LocalDate;
import java.util.Locale;

/**
 * Fiscal years that begin on the first of a month and are named after the calendar year they end
 * in: one that begins in July 2026 is 2027, and its July is {@code M01}.
 *
 * @param startMonth 1 to 12
 */
public record FiscalYear(int startMonth) {

    public FiscalYear {
        if (startMonth < 1 || startMonth > 12) {
            throw new IllegalArgumentException(
                    "a fiscal year starts in a month from 1 to 12, found " + startMonth);
        }
    }

    int of(LocalDate day) {
        return startMonth > 1 && day.getMonthValue() >= startMonth
                ? day.getYear() + 1
                : day.getYear();
    }

    String periodOf(LocalDate day) {
        int month = Math.floorMod(day.getMonthValue() - startMonth, 12) + 1;
        return String.format(Locale.ROOT, "M%02d", month);
    }
}
