package com.illuvrse.finance.exporters.parquet;

import com.illuvrse.finance.money.Currency;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The columns of a dataset being listed, in the order they stand in the file. */
final class Columns<R> {

    private final String name;
    private final int version;
    private final String explanation;
    private final List<Column<R, ?>> columns = new ArrayList<>();

    private Columns(String name, int version, String explanation) {
        this.name = name;
        this.version = version;
        this.explanation = explanation;
    }

    static <R> Columns<R> of(String name, int version, String explanation) {
        return new Columns<>(name, version, explanation);
    }

    Dataset<R> sortedBy(String words, Comparator<R> order) {
        return new Dataset<>(name, version, explanation, columns, order, words);
    }

    Columns<R> text(String column, String words, Function<R, Object> value) {
        return add(column, ColumnType.TEXT, words, row -> value.apply(row).toString());
    }

    Columns<R> optionalText(String column, String words, Function<R, @Nullable Object> value) {
        return addOptional(
                column,
                ColumnType.TEXT,
                words,
                row -> {
                    Object found = value.apply(row);
                    return found == null ? null : found.toString();
                });
    }

    /** A whole number that is never money. */
    Columns<R> number(String column, String words, ToIntFunction<R> value) {
        return add(column, ColumnType.INT, words, value::applyAsInt);
    }

    /** Whole minor units, or another number that may be large. */
    Columns<R> whole(String column, String words, ToLongFunction<R> value) {
        return add(column, ColumnType.LONG, words, value::applyAsLong);
    }

    Columns<R> optionalWhole(String column, String words, Function<R, @Nullable Long> value) {
        return addOptional(column, ColumnType.LONG, words, value);
    }

    Columns<R> flag(String column, String words, Predicate<R> value) {
        return add(column, ColumnType.FLAG, words, value::test);
    }

    Columns<R> date(String column, String words, Function<R, LocalDate> value) {
        return add(column, ColumnType.DATE, words, value);
    }

    Columns<R> optionalDate(String column, String words, Function<R, @Nullable LocalDate> value) {
        return addOptional(column, ColumnType.DATE, words, value);
    }

    Columns<R> instant(String column, String words, Function<R, Instant> value) {
        return add(column, ColumnType.INSTANT, words, value);
    }

    /** A currency, and in the next column how many digits its minor unit has. */
    Columns<R> currency(String column, String exponent, Function<R, Currency> value) {
        return text(column, "currency", value::apply)
                .number(exponent, "digits of its minor unit", row -> value.apply(row).exponent());
    }

    Columns<R> optionalCurrency(
            String column, String exponent, Function<R, @Nullable Currency> value) {
        return optionalText(column, "currency", value::apply)
                .addOptional(
                        exponent,
                        ColumnType.INT,
                        "digits of its minor unit",
                        row -> {
                            Currency found = value.apply(row);
                            return found == null ? null : found.exponent();
                        });
    }

    private <T> Columns<R> add(
            String column,
            ColumnType<T> type,
            String words,
            Function<R, ? extends @Nullable T> value) {
        columns.add(new Column<>(column, type, false, words, value));
        return this;
    }

    private <T> Columns<R> addOptional(
            String column,
            ColumnType<T> type,
            String words,
            Function<R, ? extends @Nullable T> value) {
        columns.add(new Column<>(column, type, true, words, value));
        return this;
    }
}
