package com.illuvrse.finance.tax;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.CurrencyMismatchException;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One dated line of {@code config/tax-rules.yml}: a rate, an amount or a number that holds on some
 * days. What is absent is null; an amount that is needed and null is not known yet.
 *
 * @param jurisdiction where it holds; null for a rule without one
 * @param kind of order line it is about, such as {@code goods}; null for a rule about everything
 * @param from first day, null for no beginning
 * @param to last day, inclusive, null for no end
 * @param amount decimal text, such as {@code 2000.00}
 * @param amountOp how an amount is compared: {@code gt}, {@code gte}, {@code lt}, {@code lte}
 * @param currency of the amount
 * @param count whole number
 * @param countOp how a count is compared
 * @param value rate or number as text, such as {@code 0.24}
 * @param values several values by name; an item of a list is its own name; {@code years} where the
 *     rule gives them
 * @param confidence A, B or C as the file explains; null where it says nothing
 */
public record TaxRule(
        String id,
        @Nullable String jurisdiction,
        @Nullable String kind,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable String amount,
        @Nullable String amountOp,
        Currency currency,
        @Nullable Long count,
        @Nullable String countOp,
        @Nullable String value,
        Map<String, String> values,
        @Nullable String confidence) {

    /** The currency of a rule that names none. */
    public static final Currency DOLLARS = Currency.of("USD");

    private static final String AT_LEAST = "gte";

    public TaxRule {
        values = Map.copyOf(values);
        if (from != null && to != null && to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "rule %s ends on %s, before it begins on %s".formatted(id, to, from));
        }
    }

    /** A rule with one value at most, about which nothing more is known. */
    public TaxRule(
            String id,
            @Nullable String jurisdiction,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String amount,
            @Nullable String amountOp,
            @Nullable Long count,
            @Nullable String countOp,
            @Nullable String value) {
        this(id, jurisdiction, from, to, amount, amountOp, count, countOp, value, Map.of(), null);
    }

    /** A rule about everything that is sold, in dollars. */
    public TaxRule(
            String id,
            @Nullable String jurisdiction,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String amount,
            @Nullable String amountOp,
            @Nullable Long count,
            @Nullable String countOp,
            @Nullable String value,
            Map<String, String> values,
            @Nullable String confidence) {
        this(
                id,
                jurisdiction,
                null,
                from,
                to,
                amount,
                amountOp,
                DOLLARS,
                count,
                countOp,
                value,
                values,
                confidence);
    }

    boolean holdsOn(LocalDate day) {
        return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
    }

    /**
     * The rate, from 0 to 1.
     *
     * @throws NoFigureException when it is not known
     */
    public Fraction rate() {
        Fraction rate = Fraction.parse(required(value));
        if (rate.signum() < 0 || rate.compareTo(Fraction.ONE) > 0) {
            throw new IllegalArgumentException(
                    "rule %s: a rate goes from 0 to 1, found \"%s\"".formatted(id, value));
        }
        return rate;
    }

    /**
     * The text of the value.
     *
     * @throws NoFigureException when it is not known
     */
    public String text() {
        return required(value);
    }

    /**
     * A whole number, such as years.
     *
     * @throws NoFigureException when it is not known
     */
    public int number() {
        return Integer.parseInt(required(value));
    }

    /**
     * The text of one of several values.
     *
     * @throws NoFigureException when there is none of that name
     */
    public String value(String name) {
        return required(values.get(name));
    }

    /** Whether the rule is our reading or our choice, to be confirmed by an adviser. */
    public boolean isOurReading() {
        return "C".equals(confidence);
    }

    /**
     * Whether a sum reaches the amount, by the rule's own comparison; at least the amount when it
     * names none.
     *
     * @throws NoFigureException when the amount is not known
     * @throws CurrencyMismatchException when the sum is in another currency than the amount
     */
    public boolean isReachedBy(Money sum) {
        if (!sum.currency().equals(currency)) {
            throw new CurrencyMismatchException(currency, sum.currency());
        }
        long cents =
                new BigDecimal(required(amount))
                        .movePointRight(sum.currency().exponent())
                        .longValueExact();
        return compares(sum.minor(), amountOp, cents);
    }

    /**
     * Whether a number of things reaches the count.
     *
     * @throws NoFigureException when the count is not known
     */
    public boolean isReachedBy(long things) {
        if (count == null) {
            throw NoFigureException.of(this);
        }
        return compares(things, countOp, count);
    }

    private boolean compares(long found, @Nullable String op, long bound) {
        return switch (op == null ? AT_LEAST : op) {
            case "gt" -> found > bound;
            case AT_LEAST -> found >= bound;
            case "lt" -> found < bound;
            case "lte" -> found <= bound;
            default ->
                    throw new IllegalArgumentException(
                            "rule %s: expected gt, gte, lt or lte, found \"%s\"".formatted(id, op));
        };
    }

    private String required(@Nullable String figure) {
        if (figure == null) {
            throw NoFigureException.of(this);
        }
        return figure;
    }
}
