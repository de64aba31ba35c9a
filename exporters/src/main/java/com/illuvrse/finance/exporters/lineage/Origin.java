package com.illuvrse.finance.exporters.lineage;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the cells of one column come about. It stands beside the column, and it is the only place
 * that says so: {@link Derivation} works a cell out by it, and the words people read are made of
 * it.
 */
public sealed interface Origin {

    /** The rule in words. */
    String words();

    /**
     * No figure that adds up: a name, an id, an attribute, a setting, what a rule decided.
     *
     * @param rule of the tax rules that decided it; null for other cells
     */
    record Told(String words, @Nullable String rule) implements Origin {}

    /** Says what a cell is. */
    static Told told(String words) {
        return new Told(words, null);
    }

    /** An attribute of the payee of the row, as its feed says. */
    static Told payee(String attribute) {
        return new Told(attribute + " of the payee, as its record in the feed says", null);
    }

    /** A setting of the installation. */
    static Told setting(String name) {
        return new Told("the setting " + name, null);
    }

    /** What a rule of {@code tax-rules.yml} decided. */
    static Told byRule(String rule, String words) {
        return new Told(words, rule);
    }

    /**
     * The row is the fact itself.
     *
     * @param entries columns of the row that name entries
     */
    record Itself(String words, List<String> entries) implements Origin {
        public Itself {
            entries = List.copyOf(entries);
        }
    }

    /** A cell of a fact, which names its entries. */
    static Itself itself(String words, String... entries) {
        return new Itself(words, List.of(entries));
    }

    /** A measure of the facts that meet all conditions. */
    record Sum(Facts facts, List<Condition> where, Amount amount, Measure measure)
            implements Origin {

        public Sum {
            where = List.copyOf(where);
        }

        @Override
        public String words() {
            String which =
                    where.stream().map(Condition::words).collect(Collectors.joining(" and "));
            String of = facts.delivered() ? facts.name() : facts.name() + ", asked of the ledger";
            return measure.counts()
                    ? "%s in %s where %s".formatted(measure.words(), of, which)
                    : "the sum of %s of %s where %s%s"
                            .formatted(
                                    amount.words(),
                                    of,
                                    which,
                                    measure.words().isEmpty() ? "" : "; " + measure.words());
        }

        /** The same facts, measured otherwise. */
        public Sum by(Measure other) {
            return new Sum(facts, where, amount, other);
        }

        /** The same of fewer facts. */
        public Sum and(Condition more) {
            return new Sum(
                    facts,
                    java.util.stream.Stream.concat(where.stream(), java.util.stream.Stream.of(more))
                            .toList(),
                    amount,
                    measure);
        }
    }

    /** The sum of an amount of facts. */
    static Sum sum(Facts facts, Amount amount, Condition... where) {
        return new Sum(facts, List.of(where), amount, Measure.SUM);
    }

    /**
     * Another cell of the same row, as it is or taken off.
     *
     * @param taken whether it is taken off
     */
    record Cell(String column, boolean taken) implements Origin {
        @Override
        public String words() {
            return (taken ? "less " : "") + column;
        }
    }

    /** Another cell of the same row, as it is. */
    static Cell cell(String column) {
        return new Cell(column, false);
    }

    /**
     * A column of rows of another worksheet of the set.
     *
     * @param where which of its rows
     */
    record Rows(String file, String column, List<Condition> where) implements Origin {
        public Rows {
            where = List.copyOf(where);
        }

        @Override
        public String words() {
            return "the sum of %s of %s%s"
                    .formatted(
                            column,
                            file,
                            where.isEmpty()
                                    ? ""
                                    : " where "
                                            + where.stream()
                                                    .map(Condition::words)
                                                    .collect(Collectors.joining(" and ")));
        }
    }

    /** The sum of a column of another worksheet. */
    static Rows rows(String file, String column, Condition... where) {
        return new Rows(file, column, List.of(where));
    }

    /** Several together. */
    record Together(List<Origin> parts) implements Origin {
        public Together {
            parts = List.copyOf(parts);
        }

        @Override
        public String words() {
            return parts.stream().map(Origin::words).collect(Collectors.joining(", and "));
        }
    }

    /** All of these added up. */
    static Together together(Origin... parts) {
        return new Together(List.of(parts));
    }

    /** Other cells of the row added up; those behind a {@code -} are taken off. */
    static Together cells(String... columns) {
        return new Together(
                java.util.Arrays.stream(columns)
                        .<Origin>map(
                                column ->
                                        column.startsWith("-")
                                                ? new Cell(column.substring(1), true)
                                                : new Cell(column, false))
                        .toList());
    }
}
