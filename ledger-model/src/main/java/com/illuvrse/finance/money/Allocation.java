package com.illuvrse.finance.money;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits a whole number of minor units over weights so that the parts always add up to the whole.
 *
 * <p>Largest remainder on exact rationals: every part is cut down to a whole unit, and the units
 * left over go one each to the largest remainders, ties to the part listed earlier. A negative
 * whole mirrors the positive one (posting model, section 4, "Split").
 */
public final class Allocation {

    private Allocation() {}

    /**
     * Parts of {@code whole} in proportion to {@code weights}; same order, same length, sum =
     * whole. Weights are not negative and not all zero, unless the whole is zero.
     */
    public static List<Long> split(long whole, List<Fraction> weights) {
        Fraction sum = Fraction.ZERO;
        for (Fraction weight : weights) {
            if (weight.signum() < 0) {
                throw new IllegalArgumentException(
                        "a weight must not be negative, found " + weight);
            }
            sum = sum.plus(weight);
        }
        if (whole == 0) {
            return weights.stream().map(weight -> 0L).toList();
        }
        if (sum.signum() == 0) {
            throw new IllegalArgumentException(
                    "cannot split " + whole + " over weights that are all zero");
        }
        if (whole < 0) {
            return split(Math.negateExact(whole), weights).stream().map(Math::negateExact).toList();
        }
        List<Fraction> exact = new ArrayList<>(weights.size());
        Fraction unit = Fraction.of(whole).dividedBy(sum);
        for (Fraction weight : weights) {
            exact.add(weight.times(unit));
        }
        return round(whole, exact);
    }

    /** Whole parts of {@code whole}, which is the exact sum of {@code exact}, by the same rule. */
    public static List<Long> round(long whole, List<Fraction> exact) {
        if (whole < 0) {
            List<Fraction> mirrored = exact.stream().map(Fraction::negated).toList();
            return round(Math.negateExact(whole), mirrored).stream()
                    .map(Math::negateExact)
                    .toList();
        }
        long[] parts = new long[exact.size()];
        long given = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = exact.get(i).floor().longValueExact();
            given = Math.addExact(given, parts[i]);
        }
        List<Integer> byRemainder =
                IntStream.range(0, parts.length)
                        .boxed()
                        .sorted(
                                Comparator.comparing((Integer i) -> remainder(exact.get(i)))
                                        .reversed())
                        .toList();
        long left = Math.subtractExact(whole, given);
        if (left < 0 || left > parts.length) {
            throw new IllegalArgumentException("parts " + exact + " do not add up to " + whole);
        }
        for (int i = 0; i < left; i++) {
            parts[byRemainder.get(i)]++;
        }
        return Arrays.stream(parts).boxed().toList();
    }

    private static Fraction remainder(Fraction value) {
        return value.minus(new Fraction(value.floor(), BigInteger.ONE));
    }
}
