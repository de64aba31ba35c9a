package com.illuvrse.finance.oss;

/** What the scheme makes of an order line; only {@link #OSS} is declared. */
public enum SchemeResult {
    OSS,
    /** Bought in the state of identification, whose own return has it. */
    DOMESTIC,
    /** Bought by a business that names its VAT number. */
    REVERSE_CHARGE,
    /**
     * No supply of ours, or none that the scheme covers, or without a tax of the buyer's country.
     */
    OUT_OF_SCOPE,
    /** It would correct a quarter nobody may correct any more; keeps the set a draft. */
    CORRECTION_TOO_OLD
}
