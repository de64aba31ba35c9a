package com.illuvrse.finance.oss;

import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What went back in a quarter of the VAT an earlier one declared to a member state.
 *
 * @param corrected the quarter it was sold in
 * @param vat as charged, negative
 * @param rate of that quarter; null when none is known
 * @param reason causes of what went back, such as {@code REFUND}, joined by {@code +}
 * @param returns how many entries took it back
 */
public record OssCorrection(
        Period corrected,
        String state,
        Money vat,
        @Nullable DayRate rate,
        String reason,
        long returns) {

    /** Sum of the row, divided once; null when no rate is known. */
    public @Nullable Money vatEuro() {
        return rate == null ? null : rate.convert(vat);
    }
}
