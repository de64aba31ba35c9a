package com.illuvrse.finance.exporters.parquet;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the cells of a column of a worksheet are, where they are copied into Parquet. */
public enum CellType {
    TEXT,
    DATE,
    INSTANT,
    /** {@code Y} or {@code N}. */
    FLAG,
    /** Whole minor units, or a count. */
    WHOLE,
    /** An amount in major units, or a rate. */
    DECIMAL;

    /** As the schema page writes it. */
    public String words() {
        return column("", row -> null).type().name();
    }

    /** The column of a copy; an empty cell is none. */
    <R> Column<R, ?> column(String name, Function<R, ? extends @Nullable Object> cell) {
        return switch (this) {
            case TEXT -> column(name, ColumnType.TEXT, cell, text -> text);
            case DATE -> column(name, ColumnType.DATE, cell, LocalDate::parse);
            case INSTANT -> column(name, ColumnType.INSTANT, cell, Instant::parse);
            case FLAG -> column(name, ColumnType.FLAG, cell, CellType::flag);
            case WHOLE -> column(name, ColumnType.LONG, cell, Long::valueOf);
            case DECIMAL -> column(name, ColumnType.DECIMAL, cell, BigDecimal::new);
        };
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "Y" -> true;
            case "N" -> false;
            default ->
                    throw new IllegalArgumentException("expected Y or N, found \"" + text + "\"");
        };
    }

    private static <R, T> Column<R, T> column(
            String name,
            ColumnType<T> type,
            Function<R, ? extends @Nullable Object> cell,
            Function<String, T> read) {
        Function<R, @Nullable T> value = row -> value(cell.apply(row), read);
        return new Column<>(name, type, true, "", value);
    }

    private static <T> @Nullable T value(@Nullable Object cell, Function<String, T> read) {
        return cell == null || cell.toString().isEmpty() ? null : read.apply(cell.toString());
    }
}
