package com.illuvrse.finance.exporters.parquet;

import java.util.Arrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Least and greatest value and the number of absent ones of each column of a row group, counted
 * from its rows. A file says the same of itself, and a query engine passes over a row group whose
 * figures leave no row to be found: where they are false, rows that are there are not seen.
 */
final class RowGroupFigures {

    private final Statistics<?>[] columns;

    RowGroupFigures(MessageType schema) {
        columns =
                schema.getFields().stream()
                        .map(Statistics::createStats)
                        .toArray(Statistics<?>[]::new);
    }

    void add(RowValues row) {
        for (int i = 0; i < columns.length; i++) {
            switch (row.get(i)) {
                case null -> columns[i].incrementNumNulls();
                case Binary text -> columns[i].updateStats(text);
                case Long whole -> columns[i].updateStats(whole);
                case Integer number -> columns[i].updateStats(number);
                case Boolean flag -> columns[i].updateStats(flag);
                default -> throw new IllegalArgumentException("no dataset has fractions");
            }
        }
    }

    /**
     * What the rows give for a column, when the file says something else; null when it does not.
     */
    @Nullable String otherThan(@Nullable Statistics<?> said, int column) {
        Statistics<?> counted = columns[column];
        if (said == null || said.isEmpty() || agrees(counted, said)) {
            return null;
        }
        return counted.toString();
    }

    private static boolean agrees(Statistics<?> counted, Statistics<?> said) {
        if (said.isNumNullsSet() && said.getNumNulls() != counted.getNumNulls()) {
            return false;
        }
        return !said.hasNonNullValue()
                || (counted.hasNonNullValue()
                        && Arrays.equals(said.getMinBytes(), counted.getMinBytes())
                        && Arrays.equals(said.getMaxBytes(), counted.getMaxBytes()));
    }
}
