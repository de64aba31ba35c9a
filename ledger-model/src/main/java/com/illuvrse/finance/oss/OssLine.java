package com.illuvrse.finance.oss;

import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The sales of a quarter to one member state at one rate in one currency, less what went back in
 * the same quarter.
 *
 * @param rateType {@code STANDARD} or {@code REDUCED}; null where no rule says
 * @param vatRate percent with two digits
 * @param taxable and {@code vat}: as charged
 * @param rate euros for one unit of the currency charged; null when none is known
 * @param sales how many, whatever went back
 */
public record OssLine(
        String state,
        String supplyType,
        @Nullable String rateType,
        String vatRate,
        Money taxable,
        Money vat,
        @Nullable DayRate rate,
        long sales) {

    /** Sum of the line, divided once; null when no rate is known. */
    public @Nullable Money taxableEuro() {
        return rate == null ? null : rate.convert(taxable);
    }

    /** Sum of the line, divided once; null when no rate is known. */
    public @Nullable Money vatEuro() {
        return rate == null ? null : rate.convert(vat);
    }
}
