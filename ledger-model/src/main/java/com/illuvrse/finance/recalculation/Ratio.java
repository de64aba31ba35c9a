package com.illuvrse.finance.recalculation;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact quotient in lowest terms with a denominator above zero, written {@code n/d} (segment
 * format, section 1).
 */
record Ratio(BigInteger n, BigInteger d) implements Comparable<Ratio> {

    static final Ratio ZERO = new Ratio(BigInteger.ZERO, BigInteger.ONE);
    static final Ratio ONE = new Ratio(BigInteger.ONE, BigInteger.ONE);
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);
    private static final int LONGEST = 64;

    static Ratio whole(long value) {
        return value == 0 ? ZERO : new Ratio(BigInteger.valueOf(value), BigInteger.ONE);
    }

    private static Ratio lowest(BigInteger n, BigInteger d) {
        if (d.signum() <= 0) {
            throw new IllegalArgumentException("a quotient over " + d);
        }
        BigInteger common = n.gcd(d);
        return common.equals(BigInteger.ONE)
                ? new Ratio(n, d)
                : new Ratio(n.divide(common), d.divide(common));
    }

    /** Reads {@code 85%}, {@code 1/3} or {@code 0.08}. */
    static Ratio read(String text) {
        if (text.length() > LONGEST || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw new IllegalArgumentException("no share or rate: " + text);
        }
        if (text.endsWith("%")) {
            Ratio percent = decimal(text.substring(0, text.length() - 1));
            return lowest(percent.n, percent.d.multiply(HUNDRED));
        }
        int slash = text.indexOf('/');
        return slash < 0
                ? decimal(text)
                : lowest(
                        new BigInteger(text.substring(0, slash)),
                        new BigInteger(text.substring(slash + 1)));
    }

    private static Ratio decimal(String text) {
        BigDecimal value = new BigDecimal(text);
        return lowest(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
    }

    Ratio plus(Ratio other) {
        return d.equals(other.d)
                ? lowest(n.add(other.n), d)
                : lowest(n.multiply(other.d).add(other.n.multiply(d)), d.multiply(other.d));
    }

    Ratio minus(Ratio other) {
        return plus(new Ratio(other.n.negate(), other.d));
    }

    Ratio times(long value) {
        return lowest(n.multiply(BigInteger.valueOf(value)), d);
    }

    /** This many times {@code value}, divided by a ratio above zero. */
    Ratio timesOver(long value, Ratio divisor) {
        return lowest(
                n.multiply(BigInteger.valueOf(value)).multiply(divisor.d), d.multiply(divisor.n));
    }

    /** The nearest whole number, halves away from zero. */
    long halfUp() {
        BigInteger twice = n.abs().shiftLeft(1).add(d);
        BigInteger rounded = twice.divide(d.shiftLeft(1));
        return (n.signum() < 0 ? rounded.negate() : rounded).longValueExact();
    }

    /** HALF_UP(amount × part / whole) with {@code whole} above zero. */
    static long halfUp(long amount, long part, long whole) {
        return lowest(
                        BigInteger.valueOf(amount).multiply(BigInteger.valueOf(part)),
                        BigInteger.valueOf(whole))
                .halfUp();
    }

    /** The largest whole number not above this one. */
    BigInteger floor() {
        BigInteger[] parts = n.divideAndRemainder(d);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    @Override
    public int compareTo(Ratio other) {
        return d.equals(other.d)
                ? n.compareTo(other.n)
                : n.multiply(other.d).compareTo(other.n.multiply(d));
    }

    @Override
    public String toString() {
        return n + "/" + d;
    }
}
