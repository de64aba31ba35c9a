package com.illuvrse.finance.exporters.parquet;

import java.util.function.Function;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * One column of a dataset: its name, its type and how a row gives its value.
 *
 * @param optional whether a row may have none
 * @param explanation a few words for the schema page
 */
record Column<R, T>(
        String name,
        ColumnType<T> type,
        boolean optional,
        String explanation,
        Function<R, ? extends @Nullable T> value) {

    PrimitiveType field() {
        return type.field(name, optional);
    }

    void write(RecordConsumer to, int index, R row) {
        T found = value.apply(row);
        if (found != null) {
            to.startField(name, index);
            type.write(to, found);
            to.endField(name, index);
        } else if (!optional) {
            throw new IllegalArgumentException(
                    "column " + name + " must have a value, found none in " + row);
        }
    }

    /** The line of the schema page. */
    String markdown() {
        return "| `%s` | %s | %s%s |\n"
                .formatted(name, type.name(), explanation, optional ? ", if any" : "");
    }
}
