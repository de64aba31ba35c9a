package com.illuvrse.finance.recalculation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole units over exact parts: each part is cut down, what is left goes one unit each to the
 * largest rests, of equal rests to the part named first (posting model, section 4, "Split").
 */
final class LargestRemainder {

    private LargestRemainder() {}

    /** The whole over weights, none below zero; all zero only when the whole is. */
    static long[] over(long whole, List<Ratio> weights) {
        if (whole == 0) {
            return new long[weights.size()];
        }
        Ratio sum = Ratio.ZERO;
        for (Ratio weight : weights) {
            sum = sum.plus(weight);
        }
        if (sum.signum() <= 0) {
            throw new IllegalArgumentException(whole + " over weights that are all zero");
        }
        List<Ratio> exact = new ArrayList<>(weights.size());
        for (Ratio weight : weights) {
            exact.add(weight.timesOver(whole, sum));
        }
        return of(whole, exact);
    }

    /** The whole over exact parts that add up to it. */
    static long[] of(long whole, List<Ratio> exact) {
        if (whole >= 0) {
            return positive(whole, exact);
        }
        List<Ratio> mirrored = new ArrayList<>(exact.size());
        for (Ratio part : exact) {
            mirrored.add(part.negated());
        }
        long[] parts = positive(Math.negateExact(whole), mirrored);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = -parts[i];
        }
        return parts;
    }

    private static long[] positive(long whole, List<Ratio> exact) {
        int size = exact.size();
        long[] parts = new long[size];
        Ratio[] rests = new Ratio[size];
        long left = whole;
        for (int i = 0; i < size; i++) {
            BigInteger floor = exact.get(i).floor();
            parts[i] = floor.longValueExact();
            rests[i] = exact.get(i).minus(Ratio.of(floor, BigInteger.ONE));
            left = Math.subtractExact(left, parts[i]);
        }
        if (left < 0 || left > size) {
            throw new IllegalArgumentException("parts " + exact + " of " + whole);
        }
        boolean[] given = new boolean[size];
        for (; left > 0; left--) {
            int largest = -1;
            for (int i = 0; i < size; i++) {
                if (!given[i] && (largest < 0 || rests[i].compareTo(rests[largest]) > 0)) {
                    largest = i;
                }
            }
            given[largest] = true;
            parts[largest]++;
        }
        return parts;
    }
}
