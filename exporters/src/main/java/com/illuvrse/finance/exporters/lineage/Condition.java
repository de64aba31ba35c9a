package com.illuvrse.finance.exporters.lineage;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Which facts count for a row, in words and as a test.
 *
 * @param binding makes the test, once for each figure that is explained
 */
public record Condition(String words, Binding binding) {

    /** Makes a test of (row, fact); it may read other files of the set first. */
    public interface Binding {
        BiPredicate<Map<String, String>, Map<String, String>> bind(FactSource source)
                throws IOException;
    }

    /** A test that needs nothing but the two rows. */
    public static Condition that(
            String words, BiPredicate<Map<String, String>, Map<String, String>> test) {
        return new Condition(words, source -> test);
    }

    /** Columns that both have and in which they agree. */
    public static Condition same(String column) {
        return same(column, column);
    }

    /** A column of the row and one of the fact that agree. */
    public static Condition same(String ofRow, String ofFact) {
        return that(
                "%s is the row's%s".formatted(ofFact, ofRow.equals(ofFact) ? "" : " " + ofRow),
                (row, fact) -> cell(row, ofRow).equals(cell(fact, ofFact)));
    }

    /** A column of the fact that has one of some values; the empty one is a value. */
    public static Condition is(String column, String... values) {
        List<String> any = List.of(values);
        return that(
                column + " is " + String.join(" or ", any.stream().map(Condition::name).toList()),
                (row, fact) -> any.contains(cell(fact, column)));
    }

    /**
     * A column of the row that is what another file calls a cell of the fact; both empty where it
     * does not know it.
     *
     * @param fromColumn of that file: what the fact has
     * @param to of that file: what the row has
     */
    public static Condition through(
            String words, String ofRow, String ofFact, Facts file, String fromColumn, String to) {
        return new Condition(
                words,
                source -> {
                    Map<String, String> known = map(source, file, fromColumn, to);
                    return (row, fact) ->
                            (ofRow.isEmpty() ? "" : cell(row, ofRow))
                                    .equals(known.getOrDefault(cell(fact, ofFact), ""));
                });
    }

    /** Both have the same in another file, such as payees who are one person. */
    public static Condition sameThrough(
            String words, String column, Facts file, String from, String to) {
        return new Condition(
                words,
                source -> {
                    Map<String, String> known = map(source, file, from, to);
                    return (row, fact) ->
                            known.getOrDefault(cell(row, column), "")
                                    .equals(known.getOrDefault(cell(fact, column), ""));
                });
    }

    private static Map<String, String> map(FactSource source, Facts file, String from, String to)
            throws IOException {
        Map<String, String> known = new HashMap<>();
        try (FactRows rows = source.open(file)) {
            for (Map<String, String> row = rows.next(); row != null; row = rows.next()) {
                known.put(cell(row, from), cell(row, to));
            }
        }
        return known;
    }

    private static String name(String value) {
        return value.isEmpty() ? "empty" : value;
    }

    static String cell(Map<String, String> row, String column) {
        @Nullable String cell = row.get(column);
        if (cell == null) {
            throw new IllegalArgumentException(
                    "a row has no column %s; it has %s".formatted(column, row.keySet()));
        }
        return cell;
    }
}
