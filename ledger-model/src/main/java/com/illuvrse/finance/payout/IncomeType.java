package com.illuvrse.finance.payout;

import java.util.Locale;

/** What a contract pays for; decides the tax form (reports, section 2.4). */
public enum IncomeType {
    SALE,
    ROYALTY,
    SERVICE;

    /** As contracts write it. */
    public static IncomeType of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
