package com.illuvrse.finance.exporters.invoice;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import java.math.BigDecimal;

/** Figures as a paper writes them. */
final class Amounts {

    private static final int DECIMALS = 2;
    private static final int MOST_DIGITS = 34;

    private Amounts() {}

    /**
     * An amount in major units with at most two decimals.
     *
     * @throws ArithmeticException when it has more
     */
    static String of(long minor, Currency currency) {
        BigDecimal exact = BigDecimal.valueOf(minor, currency.exponent());
        return exact.setScale(Math.min(DECIMALS, currency.exponent())).toPlainString();
    }

    /** A rate in per cent, such as {@code 19} or {@code 5.5}. */
    static String percent(Fraction rate) {
        Fraction percent = rate.times(100);
        BigDecimal exact =
                new BigDecimal(percent.numerator())
                        .divide(
                                new BigDecimal(percent.denominator()),
                                new java.math.MathContext(MOST_DIGITS))
                        .stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0).toPlainString() : exact.toPlainString();
    }
}
