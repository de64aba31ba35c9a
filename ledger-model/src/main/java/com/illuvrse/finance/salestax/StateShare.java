package com.illuvrse.finance.salestax;

import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What one order line in one entry adds to one figure of a state.
 *
 * @param jurisdiction of a tax, such as {@code US-WA-KING}; empty for what is sold
 * @param rate of what is due on a taxable amount; null for amounts that count as they are
 * @param amount in dollars
 */
public record StateShare(
        SoldLine line,
        String state,
        Figure figure,
        String jurisdiction,
        @Nullable Fraction rate,
        Money amount) {

    /** The figures of a state that are added up. */
    public enum Figure {
        GROSS,
        RETURNS,
        EXEMPT,
        STATE_TAX,
        LOCAL_TAX,
        /** What is due: amounts with a rate times it, amounts without as they are. */
        DUE
    }
}
