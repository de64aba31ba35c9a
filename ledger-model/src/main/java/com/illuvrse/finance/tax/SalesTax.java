package com.illuvrse.finance.tax;

import com.illuvrse.finance.money.Fraction;

/**
 * Percentage tax on an amount in minor units, halves rounded away from zero (posting model, section
 * 4, "Tax"). The two directions do not share a formula and do not give the same tax.
 */
public final class SalesTax {

    private SalesTax() {}

    /** Tax on top of a net amount. */
    public static long exclusive(long net, Fraction rate) {
        return rate.times(net).roundHalfUp();
    }

    /** Tax contained in a gross amount; {@code allRates} is the sum of all rates inside it. */
    public static long inclusive(long gross, Fraction rate, Fraction allRates) {
        return rate.times(gross).dividedBy(Fraction.ONE.plus(allRates)).roundHalfUp();
    }

    /** Tax contained in a gross amount that holds no other tax. */
    public static long inclusive(long gross, Fraction rate) {
        return inclusive(gross, rate, rate);
    }
}
