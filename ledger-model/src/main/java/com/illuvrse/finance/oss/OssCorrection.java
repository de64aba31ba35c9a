package com.illuvrse.finance.oss;

import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a quarter corrects of the VAT an earlier one declared to a member state.
 *
 * @param corrected the quarter it was sold in
 * @param vat as charged: negative for what went back, positive for a sale that became known after
 *     its return was filed
 * @param rate of that quarter; null when none is known
 * @param reason causes of what moved, such as {@code REFUND} or {@code SALE}, joined by {@code +}
 * @param entries how many are behind it
 */
public record OssCorrection(
        Period corrected,
        String state,
        Money vat,
        @Nullable DayRate rate,
        String reason,
        long entries) {

    /** Sum of the row, divided once; null when no rate is known. */
    public @Nullable Money vatEuro() {
        return rate == null ? null : rate.convert(vat);
    }
}
