package com.illuvrse.finance.recalculation;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An exact quotient in lowest terms with a denominator above zero, written {@code n/d} (segment
 * format, section 1).
 *
 * <p>Nearly all fit into two longs and are worked out in them; whatever does not fit is worked out
 * again in numbers without a bound, so nothing ever overflows.
 */
final class Ratio implements Comparable<Ratio> {

    static final Ratio ZERO = new Ratio(0, 1);
    static final Ratio ONE = new Ratio(1, 1);
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);
    private static final int LONGEST = 64;
    private static final int LONG_DIGITS = 18;

    /** Sums of two such numbers are within 64 bits. */
    private static final long HALF = Long.MAX_VALUE / 2;

    private final long n;
    private final long d;

    /** Numerator and denominator, when they do not both fit into longs; then these count alone. */
    private final @Nullable Large large;

    private record Large(BigInteger n, BigInteger d) {}

    private Ratio(long n, long d) {
        this.n = n;
        this.d = d;
        this.large = null;
    }

    private Ratio(Large large) {
        this.n = 0;
        this.d = 1;
        this.large = large;
    }

    /** A quotient that is in lowest terms already. */
    static Ratio of(BigInteger n, BigInteger d) {
        return n.bitLength() < Long.SIZE && d.bitLength() < Long.SIZE && !isLeast(n)
                ? new Ratio(n.longValue(), d.longValue())
                : new Ratio(new Large(n, d));
    }

    /** The one long whose opposite is none. */
    private static boolean isLeast(BigInteger n) {
        return n.signum() < 0 && n.bitLength() == Long.SIZE - 1 && n.longValue() == Long.MIN_VALUE;
    }

    static Ratio whole(long value) {
        if (value == Long.MIN_VALUE) {
            return of(BigInteger.valueOf(value), BigInteger.ONE);
        }
        return value == 0 ? ZERO : new Ratio(value, 1);
    }

    BigInteger n() {
        return large == null ? BigInteger.valueOf(n) : large.n();
    }

    BigInteger d() {
        return large == null ? BigInteger.valueOf(d) : large.d();
    }

    int signum() {
        return large == null ? Long.signum(n) : large.n().signum();
    }

    private static Ratio lowest(BigInteger n, BigInteger d) {
        if (d.signum() <= 0) {
            throw new IllegalArgumentException("a quotient over " + d);
        }
        BigInteger common = n.gcd(d);
        return of(n.divide(common), d.divide(common));
    }

    /** Both are above the least long, the second above zero. */
    private static Ratio lowest(long n, long d) {
        long larger = Math.abs(n);
        long common = d;
        while (larger != 0) {
            long rest = common % larger;
            common = larger;
            larger = rest;
        }
        return common == 1 ? new Ratio(n, d) : new Ratio(n / common, d / common);
    }

    /** Whether a product is within 64 bits and not the least long. */
    private static boolean fits(long a, long b) {
        long product = a * b;
        return Math.multiplyHigh(a, b) == product >> (Long.SIZE - 1) && product != Long.MIN_VALUE;
    }

    /** Reads {@code 85%}, {@code 1/3} or {@code 0.08}. */
    static Ratio read(String text) {
        if (text.length() > LONGEST || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw new IllegalArgumentException("no share or rate: " + text);
        }
        if (text.endsWith("%")) {
            Ratio percent = decimal(text.substring(0, text.length() - 1));
            return lowest(percent.n(), percent.d().multiply(HUNDRED));
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            return decimal(text);
        }
        if (text.length() <= LONG_DIGITS && isPlain(text, slash)) {
            long over = Long.parseLong(text, slash + 1, text.length(), 10);
            if (over > 0) {
                return lowest(Long.parseLong(text, 0, slash, 10), over);
            }
        }
        return lowest(
                new BigInteger(text.substring(0, slash)),
                new BigInteger(text.substring(slash + 1)));
    }

    /** Whether nothing but digits stands on both sides of a place, at least one on each. */
    private static boolean isPlain(String text, int place) {
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (i != place && (next < '0' || next > '9')) {
                return false;
            }
        }
        return place != 0 && place != text.length() - 1;
    }

    private static Ratio decimal(String text) {
        int point = text.indexOf('.');
        if (point > 0 && text.length() <= LONG_DIGITS && isPlain(text, point)) {
            long all = Long.parseLong(text, 0, point, 10);
            long over = 1;
            for (int i = point + 1; i < text.length(); i++) {
                all = all * 10 + text.charAt(i) - '0';
                over *= 10;
            }
            return lowest(all, over);
        }
        BigDecimal value = new BigDecimal(text);
        return lowest(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
    }

    Ratio plus(Ratio other) {
        if (large == null && other.large == null) {
            if (d == other.d && Math.abs(n) <= HALF && Math.abs(other.n) <= HALF) {
                return lowest(n + other.n, d);
            }
            if (fits(n, other.d) && fits(other.n, d) && fits(d, other.d)) {
                long left = n * other.d;
                long right = other.n * d;
                if (Math.abs(left) <= HALF && Math.abs(right) <= HALF) {
                    return lowest(left + right, d * other.d);
                }
            }
        }
        return lowest(
                n().multiply(other.d()).add(other.n().multiply(d())), d().multiply(other.d()));
    }

    Ratio negated() {
        return large == null ? new Ratio(-n, d) : of(large.n().negate(), large.d());
    }

    Ratio minus(Ratio other) {
        return plus(other.negated());
    }

    Ratio times(long value) {
        return large == null && value != Long.MIN_VALUE && fits(n, value)
                ? lowest(n * value, d)
                : lowest(n().multiply(BigInteger.valueOf(value)), d());
    }

    /** This many times {@code value}, divided by a ratio above zero. */
    Ratio timesOver(long value, Ratio divisor) {
        if (large == null && divisor.large == null && divisor.n > 0 && fits(n, value)) {
            long product = n * value;
            if (fits(product, divisor.d) && fits(d, divisor.n)) {
                return lowest(product * divisor.d, d * divisor.n);
            }
        }
        return lowest(
                n().multiply(BigInteger.valueOf(value)).multiply(divisor.d()),
                d().multiply(divisor.n()));
    }

    /** The nearest whole number, halves away from zero. */
    long halfUp() {
        return large == null && Math.abs(n) <= HALF / 2 && d <= HALF
                ? halfUp(n, d)
                : halfUp(n(), d());
    }

    /** Quotients need not be in lowest terms to be rounded; no sum here is above 64 bits. */
    private static long halfUp(long n, long d) {
        long rounded = (2 * Math.abs(n) + d) / (2 * d);
        return n < 0 ? -rounded : rounded;
    }

    private static long halfUp(BigInteger n, BigInteger d) {
        BigInteger twice = n.abs().shiftLeft(1).add(d);
        BigInteger rounded = twice.divide(d.shiftLeft(1));
        return (n.signum() < 0 ? rounded.negate() : rounded).longValueExact();
    }

    /** HALF_UP(amount × part / whole) with {@code whole} above zero. */
    static long halfUp(long amount, long part, long whole) {
        if (whole <= 0) {
            throw new IllegalArgumentException("a quotient over " + whole);
        }
        if (fits(amount, part) && Math.abs(amount * part) <= HALF / 2 && whole <= HALF) {
            return halfUp(amount * part, whole);
        }
        return halfUp(
                BigInteger.valueOf(amount).multiply(BigInteger.valueOf(part)),
                BigInteger.valueOf(whole));
    }

    /** The largest whole number not above this one. */
    BigInteger floor() {
        if (large == null) {
            return BigInteger.valueOf(Math.floorDiv(n, d));
        }
        BigInteger[] parts = large.n().divideAndRemainder(large.d());
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    @Override
    public int compareTo(Ratio other) {
        if (large == null && other.large == null) {
            if (d == other.d) {
                return Long.compare(n, other.n);
            }
            if (fits(n, other.d) && fits(other.n, d)) {
                return Long.compare(n * other.d, other.n * d);
            }
        }
        return n().multiply(other.d()).compareTo(other.n().multiply(d()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ratio same
                && (large == null
                        ? same.large == null && n == same.n && d == same.d
                        : large.equals(same.large));
    }

    @Override
    public int hashCode() {
        return large == null ? 31 * Long.hashCode(n) + Long.hashCode(d) : large.hashCode();
    }

    @Override
    public String toString() {
        return large == null ? n + "/" + d : large.n() + "/" + large.d();
    }
}
