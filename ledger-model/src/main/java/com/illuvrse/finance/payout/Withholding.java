package com.illuvrse.finance.payout;

import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Fraction;

/**
 * Tax we must keep back of a payment for an authority.
 *
 * @param rate text such as {@code 24%}, sealed as it is
 */
public record Withholding(String jurisdiction, String rate) {

    public Withholding {
        SourceKey.requireId(jurisdiction);
        Fraction.parse(rate);
    }

    /** The tax on a gross, HALF_UP. */
    long on(long gross) {
        return Fraction.parse(rate).times(gross).roundHalfUp();
    }
}
