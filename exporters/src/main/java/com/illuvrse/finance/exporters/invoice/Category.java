package com.illuvrse.finance.exporters.invoice;

import org.jspecify.annotations.Nullable;

/** Why a line has the VAT it has, by the letters of EN 16931 (UNTDID 5305). */
public enum Category {
    /** Taxed at a rate. */
    S(null),
    /** The rate is zero. */
    Z(null),
    E("No VAT is charged on this supply"),
    AE("Reverse charge"),
    O("Not subject to VAT");

    private final @Nullable String reason;

    Category(@Nullable String reason) {
        this.reason = reason;
    }

    /** Why there is no tax, as the paper says it; null where there is a rate. */
    public @Nullable String reason() {
        return reason;
    }
}
