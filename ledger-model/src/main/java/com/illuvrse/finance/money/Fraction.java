package com.illuvrse.finance.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exact rational number in lowest terms with a positive denominator, for shares, rates and
 * portions. Written {@code n/d} everywhere ({@code 700/1}).
 */
public record Fraction(BigInteger numerator, BigInteger denominator)
        implements Comparable<Fraction> {

    public static final Fraction ZERO = new Fraction(BigInteger.ZERO, BigInteger.ONE);
    public static final Fraction ONE = new Fraction(BigInteger.ONE, BigInteger.ONE);

    private static final Pattern QUOTIENT = Pattern.compile("(-?[0-9]{1,18})/([0-9]{1,18})");
    private static final Pattern PERCENT = Pattern.compile("(-?[0-9]{1,9}(?:\\.[0-9]{1,12})?)%");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}(?:\\.[0-9]{1,18})?");

    public Fraction {
        if (denominator.signum() == 0) {
            throw new IllegalArgumentException(
                    "a fraction needs a denominator other than 0, found " + numerator + "/0");
        }
        BigInteger divisor =
                denominator.equals(BigInteger.ONE)
                        ? BigInteger.ONE
                        : divisor(numerator, denominator);
        if (!divisor.equals(BigInteger.ONE)) {
            numerator = numerator.divide(divisor);
            denominator = denominator.divide(divisor);
        }
    }

    /** The greatest common divisor, with the sign of the denominator. */
    private static BigInteger divisor(BigInteger numerator, BigInteger denominator) {
        if (numerator.bitLength() > 62 || denominator.bitLength() > 62) {
            BigInteger divisor = numerator.gcd(denominator);
            return denominator.signum() < 0 ? divisor.negate() : divisor;
        }
        long a = Math.abs(numerator.longValue());
        long b = Math.abs(denominator.longValue());
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return BigInteger.valueOf(denominator.signum() < 0 ? -a : a);
    }

    public static Fraction of(long numerator, long denominator) {
        return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    public static Fraction of(long whole) {
        return of(whole, 1);
    }

    /** Reads {@code 1/3}, {@code 12.5%} or {@code 0.08}. */
    public static Fraction parse(String text) {
        Matcher quotient = QUOTIENT.matcher(text);
        if (quotient.matches()) {
            return new Fraction(
                    new BigInteger(quotient.group(1)), new BigInteger(quotient.group(2)));
        }
        Matcher percent = PERCENT.matcher(text);
        if (percent.matches()) {
            return from(new BigDecimal(percent.group(1)).movePointLeft(2));
        }
        if (DECIMAL.matcher(text).matches()) {
            return from(new BigDecimal(text));
        }
        throw new IllegalArgumentException(
                "expected a fraction such as 1/3, a percentage such as 12.5% or a decimal, found \""
                        + text
                        + "\"");
    }

    /** The exact value of a decimal. */
    public static Fraction from(BigDecimal decimal) {
        return decimal.scale() <= 0
                ? new Fraction(decimal.toBigIntegerExact(), BigInteger.ONE)
                : new Fraction(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
    }

    public Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Fraction minus(Fraction other) {
        return plus(other.negated());
    }

    public Fraction negated() {
        return new Fraction(numerator.negate(), denominator);
    }

    public Fraction times(Fraction other) {
        return new Fraction(
                numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    public Fraction times(long whole) {
        return new Fraction(numerator.multiply(BigInteger.valueOf(whole)), denominator);
    }

    public Fraction dividedBy(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    public int signum() {
        return numerator.signum();
    }

    /** The nearest whole number, halves away from zero; throws beyond 63 bits. */
    public long roundHalfUp() {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** The largest whole number that is not above this one. */
    public BigInteger floor() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    @Override
    public int compareTo(Fraction other) {
        return numerator
                .multiply(other.denominator)
                .compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}
