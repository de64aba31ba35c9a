package com.illuvrse.finance.exporters.lineage;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How the amounts of facts become one figure: their sum, rounded once as the file says, or how many
 * different ones there are.
 *
 * @param words what is done after or instead of adding up; empty for a plain sum
 * @param counts whether the figure is a number of things and no amount
 */
public record Measure(String words, boolean counts, Function<Map<String, String>, Tally> start) {

    /** A figure that is being worked out. */
    public interface Tally {
        void add(Map<String, String> fact, BigDecimal amount);

        BigDecimal result();
    }

    /** The sum as it stands. */
    public static final Measure SUM = finished("", (row, sum) -> sum);

    /** Whole units of the sum. */
    public static final Measure WHOLE =
            finished(
                    "the sum in whole units, HALF_UP",
                    (row, sum) -> sum.setScale(0, RoundingMode.HALF_UP));

    private static Measure finished(
            String words, BiFunction<Map<String, String>, BigDecimal, BigDecimal> finish) {
        return new Measure(
                words,
                false,
                row ->
                        new Tally() {
                            private BigDecimal sum = BigDecimal.ZERO;

                            @Override
                            public void add(Map<String, String> fact, BigDecimal amount) {
                                sum = sum.add(amount);
                            }

                            @Override
                            public BigDecimal result() {
                                return finish.apply(row, sum);
                            }
                        });
    }

    /** Minor units in whole units of the currency the row names. */
    public static Measure wholeUnits(String currency) {
        return finished(
                "minor units added up, then whole units of the currency, HALF_UP",
                (row, sum) -> major(row, currency, sum).setScale(0, RoundingMode.HALF_UP));
    }

    /** Minor units in major units of the currency the row names. */
    public static Measure majorUnits(String currency) {
        return finished(
                "minor units added up, in units of the currency",
                (row, sum) -> major(row, currency, sum));
    }

    private static BigDecimal major(Map<String, String> row, String currency, BigDecimal minor) {
        return minor.movePointLeft(Currency.of(Condition.cell(row, currency)).exponent());
    }

    /** The sum divided once by the row's rate; one without a rate is in that currency already. */
    public static Measure dividedBy(String rate) {
        return finished(
                "the sum divided once by %s, HALF_UP to the cent".formatted(rate),
                (row, sum) -> {
                    String by = Condition.cell(row, rate);
                    return by.isEmpty()
                            ? sum
                            : sum.divide(new BigDecimal(by), 2, RoundingMode.HALF_UP);
                });
    }

    /** How many different values a column has. */
    public static Measure countOf(String column) {
        return new Measure(
                "how many different " + column,
                true,
                row ->
                        new Tally() {
                            private final Set<String> seen = new HashSet<>();

                            @Override
                            public void add(Map<String, String> fact, BigDecimal amount) {
                                seen.add(Condition.cell(fact, column));
                            }

                            @Override
                            public BigDecimal result() {
                                return BigDecimal.valueOf(seen.size());
                            }
                        });
    }

    /** How many different values a column has whose facts do not add up to nothing. */
    public static Measure countOfNotZero(String column) {
        return new Measure(
                "how many different %s whose facts do not add up to 0".formatted(column),
                true,
                row ->
                        new Tally() {
                            private final Map<String, BigDecimal> sums = new HashMap<>();

                            @Override
                            public void add(Map<String, String> fact, BigDecimal amount) {
                                sums.merge(Condition.cell(fact, column), amount, BigDecimal::add);
                            }

                            @Override
                            public BigDecimal result() {
                                return BigDecimal.valueOf(
                                        sums.values().stream()
                                                .filter(sum -> sum.signum() != 0)
                                                .count());
                            }
                        });
    }

    /**
     * Facts added up by a column, each sum times the rate of its facts, HALF_UP to the minor unit,
     * then summed; facts without a rate as they stand.
     *
     * @param digits decimals of the amounts
     * @param toDigits decimals of the figure
     */
    public static Measure timesRate(String group, String rate, int digits, int toDigits) {
        return new Measure(
                "added up by %s and %s, each sum times the rate, HALF_UP to the cent"
                        .formatted(group, rate),
                false,
                row ->
                        new Tally() {
                            private final Map<String, BigDecimal> sums = new TreeMap<>();
                            private final Map<String, String> rates = new HashMap<>();

                            @Override
                            public void add(Map<String, String> fact, BigDecimal amount) {
                                String at = Condition.cell(fact, rate);
                                String key = Condition.cell(fact, group) + " " + at;
                                rates.put(key, at);
                                sums.merge(key, amount, BigDecimal::add);
                            }

                            @Override
                            public BigDecimal result() {
                                BigDecimal sum = BigDecimal.ZERO;
                                for (Map.Entry<String, BigDecimal> each : sums.entrySet()) {
                                    String at = rates.getOrDefault(each.getKey(), "");
                                    sum =
                                            sum.add(
                                                    at.isEmpty()
                                                            ? each.getValue()
                                                            : times(each.getValue(), at));
                                }
                                return sum;
                            }

                            private BigDecimal times(BigDecimal amount, String at) {
                                long minor = amount.movePointRight(digits).longValueExact();
                                return BigDecimal.valueOf(
                                        Fraction.parse(at).times(minor).roundHalfUp(), toDigits);
                            }
                        });
    }
}
