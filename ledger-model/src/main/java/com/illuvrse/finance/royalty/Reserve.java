package com.illuvrse.finance.royalty;

import com.illuvrse.finance.money.Fraction;

/**
 * The part of a creator's share that is held back for some days after an order is complete.
 *
 * @param rate as the contract writes it, such as {@code 10%}
 */
public record Reserve(String rate, int days) {

    public Reserve {
        Fraction.parse(rate);
    }

    /** The exact rate. */
    public Fraction fraction() {
        return Fraction.parse(rate);
    }
}
