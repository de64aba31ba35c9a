package com.illuvrse.finance.recalculation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ratios in longs are what numbers without a bound give, also where longs would overflow. */
class RatioTest {

    private static final int ROUNDS = 10_000;

    private final Random random = new Random(20261126);

    /** Small, large and extreme numbers. */
    private long any() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> Long.MAX_VALUE - random.nextLong(3);
            case 2 -> Long.MIN_VALUE + random.nextLong(3);
            case 3 -> Long.MAX_VALUE / 2 + random.nextLong(5) - 2;
            case 4 -> random.nextLong() >> 32;
            default -> random.nextLong(4001) - 2000;
        };
    }

    private long above0() {
        long value = any();
        return value == Long.MIN_VALUE || value == 0 ? 3 : Math.abs(value);
    }

    private Ratio ratio(BigInteger n, BigInteger d) {
        return Ratio.read(n + "/" + d);
    }

    private static String lowest(BigInteger n, BigInteger d) {
        BigInteger common = n.gcd(d);
        return n.divide(common) + "/" + d.divide(common);
    }

    @Test
    void sumsProductsOrderAndRoundingAreExact() {
        for (int i = 0; i < ROUNDS; i++) {
            BigInteger n = BigInteger.valueOf(any());
            BigInteger d = BigInteger.valueOf(above0());
            BigInteger m = BigInteger.valueOf(any());
            BigInteger e = BigInteger.valueOf(above0());
            long value = any();
            BigInteger times = BigInteger.valueOf(value);
            Ratio left = ratio(n, d);
            Ratio right = ratio(m, e);

            assertThat(left).hasToString(lowest(n, d));
            assertThat(left.n() + "/" + left.d()).isEqualTo(lowest(n, d));
            assertThat(Ratio.of(left.n(), left.d())).isEqualTo(left);
            assertThat(left.plus(right))
                    .hasToString(lowest(n.multiply(e).add(m.multiply(d)), d.multiply(e)));
            assertThat(left.minus(right))
                    .hasToString(lowest(n.multiply(e).subtract(m.multiply(d)), d.multiply(e)));
            assertThat(left.times(value)).hasToString(lowest(n.multiply(times), d));
            assertThat(left.compareTo(right)).isEqualTo(n.multiply(e).compareTo(m.multiply(d)));
            assertThat(left.equals(right)).isEqualTo(left.compareTo(right) == 0);
            assertThat(left.halfUp()).isEqualTo(halfUp(n, d));
            assertThat(left.floor())
                    .isEqualTo(
                            new BigDecimal(n)
                                    .divide(new BigDecimal(d), 0, RoundingMode.FLOOR)
                                    .toBigInteger());
            if (m.signum() > 0) {
                assertThat(left.timesOver(value, right))
                        .hasToString(lowest(n.multiply(times).multiply(e), d.multiply(m)));
            }
        }
    }

    private static long halfUp(BigInteger n, BigInteger d) {
        return new BigDecimal(n)
                .divide(new BigDecimal(d), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    @Test
    void aPartOfAnAmountIsRoundedHalfUp() {
        for (int i = 0; i < ROUNDS; i++) {
            long amount = any();
            long part = random.nextLong(2_000_001) - 1_000_000;
            long whole = 1_000_000 + above0() / 2;
            BigInteger product = BigInteger.valueOf(amount).multiply(BigInteger.valueOf(part));

            assertThat(Ratio.halfUp(amount, part, whole))
                    .isEqualTo(halfUp(product, BigInteger.valueOf(whole)));
        }
    }

    @Test
    void decimalsAndPercentagesAreRead() {
        assertThat(Ratio.read("0.19")).hasToString("19/100");
        assertThat(Ratio.read("85%")).hasToString("17/20");
        assertThat(Ratio.read("12.50%")).hasToString("1/8");
        assertThat(Ratio.read("123456789012345678901234567890/3"))
                .hasToString("41152263004115226300411522630/1");
        assertThatThrownBy(() -> Ratio.read("1/0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ratio.read("/2")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ratio.read("1e3")).isInstanceOf(IllegalArgumentException.class);
    }
}
