package com.illuvrse.finance.money;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;

/**
 * How many units of one currency a unit of another is worth on a day, exactly, and which published
 * rates say so.
 *
 * @param rate units of {@code to} for one unit of {@code from}, both major, above 0
 * @param used the published rates it follows from: none for the same currency, two when crossed
 */
public record DayRate(Currency from, Currency to, Fraction rate, List<ReferenceRate> used) {

    public DayRate {
        used = List.copyOf(used);
        if (rate.signum() <= 0) {
            throw new IllegalArgumentException(
                    "a rate is above 0, found %s for %s in %s".formatted(rate, from, to));
        }
    }

    /** A currency is worth itself. */
    static DayRate same(Currency currency) {
        return new DayRate(currency, currency, Fraction.ONE, List.of());
    }

    static DayRate direct(ReferenceRate rate) {
        return new DayRate(rate.base(), rate.quote(), rate.exact(), List.of(rate));
    }

    static DayRate inverse(ReferenceRate rate) {
        return new DayRate(
                rate.quote(), rate.base(), Fraction.ONE.dividedBy(rate.exact()), List.of(rate));
    }

    DayRate then(DayRate next) {
        return new DayRate(
                from,
                next.to,
                rate.times(next.rate),
                List.of(used.getFirst(), next.used.getFirst()));
    }

    /** The day of the oldest published rate in it. */
    public LocalDate asOf() {
        return used.stream().map(ReferenceRate::date).min(LocalDate::compareTo).orElseThrow();
    }

    /**
     * An amount in the other currency: exact, rounded once, HALF_UP to its minor unit (reports,
     * section 1.5).
     *
     * @throws CurrencyMismatchException when the amount is in another currency than {@code from}
     */
    public Money convert(Money amount) {
        if (!amount.currency().equals(from)) {
            throw new CurrencyMismatchException(from, amount.currency());
        }
        int shift = to.exponent() - from.exponent();
        Fraction power = new Fraction(BigInteger.TEN.pow(Math.abs(shift)), BigInteger.ONE);
        Fraction exact = rate.times(amount.minor());
        return Money.of(
                (shift >= 0 ? exact.times(power) : exact.dividedBy(power)).roundHalfUp(), to);
    }
}
