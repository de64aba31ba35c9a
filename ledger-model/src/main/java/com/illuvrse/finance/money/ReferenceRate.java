package com.illuvrse.finance.money;

import java.time.LocalDate;

/**
 * A published rate of one day: units of {@code quote} for one unit of {@code base}, both in major
 * units (feeds, {@code fx/}).
 *
 * @param rate positive decimal text as its source wrote it, such as {@code 1.0823}
 * @param source who published it, such as {@code ECB}
 */
public record ReferenceRate(
        LocalDate date, Currency base, Currency quote, String rate, String source) {

    public ReferenceRate {
        if (Fraction.parse(rate).signum() <= 0) {
            throw new IllegalArgumentException(
                    "expected a positive rate of %s in %s on %s, found \"%s\""
                            .formatted(base, quote, date, rate));
        }
    }

    Fraction exact() {
        return Fraction.parse(rate);
    }
}
