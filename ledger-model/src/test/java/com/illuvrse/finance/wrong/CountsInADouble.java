package com.illuvrse.finance.wrong;

import java.math.BigDecimal;

/** Breaks a rule on purpose. */
public final class CountsInADouble {

    private CountsInADouble() {}

    /** Takes a way through a double that no signature shows. */
    public static long half(BigDecimal amount) {
        return (long) (amount.doubleValue() / 2);
    }
}
