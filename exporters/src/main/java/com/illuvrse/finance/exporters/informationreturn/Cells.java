package com.illuvrse.finance.exporters.informationreturn;

import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Fraction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Cells that several worksheets have in common. */
final class Cells {

    /** Digits of a rate that has no end, such as one turned round. */
    private static final MathContext DIGITS = new MathContext(12, RoundingMode.HALF_UP);

    private Cells() {}

    /** {@code Y}, {@code N}, or empty where a figure is missing. */
    static @Nullable String yes(@Nullable Boolean value) {
        return value == null ? null : value ? "Y" : "N";
    }

    /** The state of a US person. */
    static @Nullable String state(@Nullable TaxPayee payee) {
        return payee != null && payee.payee().isUsPerson() ? payee.payee().region() : null;
    }

    /** A rate as a plain decimal. */
    static @Nullable String rate(@Nullable DayRate rate) {
        return rate == null ? null : decimal(rate.rate());
    }

    /** {@code 0.24} of {@code 24%}. */
    static String decimal(String rate) {
        return decimal(Fraction.parse(rate));
    }

    private static String decimal(Fraction value) {
        BigDecimal decimal =
                new BigDecimal(value.numerator())
                        .divide(new BigDecimal(value.denominator()), DIGITS)
                        .stripTrailingZeros();
        return decimal.scale() < 0 ? decimal.setScale(0).toPlainString() : decimal.toPlainString();
    }
}
