package com.illuvrse.finance.payout;

import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Fraction;

/**
 * Tax we must keep back of a payment for an authority, under one regime and at one rate.
 *
 * <p>What is sealed is one rate on the whole gross. When only a part of the gross is subject, it is
 * the exact fraction that gives the same tax: tax over gross, in lowest terms.
 *
 * @param rate the sealed rate on the gross: {@code 24%}, or {@code 6/25} of a part
 * @param regime the rule that asks for it
 * @param nominalRate the rule's own rate, such as {@code 24%}
 * @param base how much of the gross is subject, above 0, in minor units
 */
public record Withholding(
        String jurisdiction, String rate, Regime regime, String nominalRate, long base) {

    /** Which rule asks for a tax (reports, section 2.4). */
    public enum Regime {
        /** Of US persons without a number, or of whom an authority says so. */
        BACKUP,
        /** Of everybody else, on income from the US. */
        NRA
    }

    public Withholding {
        SourceKey.requireId(jurisdiction);
        requireRate(rate);
        requireRate(nominalRate);
        if (base <= 0) {
            throw new IllegalArgumentException("what is taxed is above 0, found " + base);
        }
    }

    private static void requireRate(String text) {
        Fraction rate = Fraction.parse(text);
        if (rate.signum() < 0 || rate.compareTo(Fraction.ONE) > 0) {
            throw new IllegalArgumentException(
                    "a withholding rate goes from 0 to 1, found \"" + text + "\"");
        }
    }

    /**
     * The tax on a part of a payment, HALF_UP to the minor unit.
     *
     * @param base what is subject, from 1 to the gross
     */
    public static Withholding of(
            String jurisdiction, Regime regime, String nominalRate, long base, long gross) {
        if (base > gross) {
            throw new IllegalArgumentException(
                    "%d are subject of a payment of only %d".formatted(base, gross));
        }
        long tax = Fraction.parse(nominalRate).times(base).roundHalfUp();
        String rate = base == gross ? nominalRate : Fraction.of(tax, gross).toString();
        return new Withholding(jurisdiction, rate, regime, nominalRate, base);
    }

    /** The same rule on a gross of which the steps of a payout currency cut something off. */
    Withholding within(long gross) {
        return base <= gross
                ? this
                : new Withholding(jurisdiction, rate, regime, nominalRate, gross);
    }

    /** The tax on the gross it was worked out for, HALF_UP. */
    long on(long gross) {
        return Fraction.parse(rate).times(gross).roundHalfUp();
    }
}
