package com.illuvrse.finance.exporters.lineage;

import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Function;

/** What a fact adds, in words and as a number; an empty cell adds nothing. */
public record Amount(String words, Function<Map<String, String>, BigDecimal> of) {

    /** A column as it stands. */
    public static Amount of(String column) {
        return new Amount(column, fact -> number(fact, column));
    }

    /** One column less another. */
    public static Amount less(String column, String other) {
        return new Amount(
                column + " less " + other,
                fact -> number(fact, column).subtract(number(fact, other)));
    }

    /** An unsigned column, negative where another has a value. */
    public static Amount signed(String column, String side, String negative) {
        return new Amount(
                "%s, taken off where %s is %s".formatted(column, side, negative),
                fact ->
                        Condition.cell(fact, side).equals(negative)
                                ? number(fact, column).negate()
                                : number(fact, column));
    }

    /** The other way round. */
    public Amount negated() {
        return new Amount(words + ", the other way round", fact -> of.apply(fact).negate());
    }

    /** A cell as a number; 0 where it is empty. */
    public static BigDecimal number(Map<String, String> row, String column) {
        String cell = Condition.cell(row, column);
        return cell.isEmpty() ? BigDecimal.ZERO : new BigDecimal(cell);
    }
}
