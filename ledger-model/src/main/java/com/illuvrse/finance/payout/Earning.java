package com.illuvrse.finance.payout;

import org.jspecify.annotations.Nullable;

/**
 * What an amount was earned with, as far as anybody can tell; null means unknown.
 *
 * @param incomeType of the contract version valid on the order's day
 * @param buyerCountry the order's, two capitals
 */
public record Earning(
        @Nullable String contract,
        @Nullable IncomeType incomeType,
        @Nullable String order,
        @Nullable String buyerCountry) {

    /** An opening balance without contract or buyer. */
    public static final Earning UNKNOWN = new Earning(null, null, null, null);

    /** The type that counts for taxes: what nobody can tell is a royalty. */
    public IncomeType taxedAs() {
        return incomeType == null ? IncomeType.ROYALTY : incomeType;
    }

    /** Whether its source is in the US, where it is used; an unknown place is. */
    public boolean isFromUs() {
        return buyerCountry == null || buyerCountry.equals("US");
    }
}
