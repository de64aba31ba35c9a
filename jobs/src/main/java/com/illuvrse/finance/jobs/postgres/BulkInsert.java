package com.illuvrse.finance.jobs.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Many rows in one statement: each column travels as one array and the table takes only rows it
 * does not have.
 *
 * <p>A row that is there already is left alone, so that the same facts may be written any number of
 * times. Rows are few thousand a call; the caller decides the transaction.
 */
final class BulkInsert {

    private final String table;
    private final List<String> names = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    private BulkInsert(String table) {
        this.table = table;
    }

    static BulkInsert into(String table) {
        return new BulkInsert(table);
    }

    BulkInsert column(String name, String type) {
        names.add(name);
        types.add(type);
        return this;
    }

    /** Values in the order of the columns. */
    BulkInsert row(@Nullable Object... values) {
        if (values.length != names.size()) {
            throw new IllegalArgumentException(
                    table
                            + " has "
                            + names.size()
                            + " columns here, found "
                            + values.length
                            + " values");
        }
        List<@Nullable Object> row = new ArrayList<>(values.length);
        for (Object value : values) {
            row.add(value);
        }
        rows.add(row);
        return this;
    }

    int size() {
        return rows.size();
    }

    /** Writes the rows and returns how many of them were new. */
    int execute(JdbcTemplate jdbc) {
        if (rows.isEmpty()) {
            return 0;
        }
        Integer added =
                jdbc.execute(
                        (Connection connection) -> {
                            try (PreparedStatement statement = connection.prepareStatement(sql())) {
                                for (int column = 0; column < names.size(); column++) {
                                    statement.setArray(column + 1, array(connection, column));
                                }
                                return statement.executeUpdate();
                            }
                        });
        rows.clear();
        return added == null ? 0 : added;
    }

    private Array array(Connection connection, int column) throws SQLException {
        Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i).get(column);
        }
        return connection.createArrayOf(types.get(column), values);
    }

    private String sql() {
        return "insert into "
                + table
                + " ("
                + String.join(", ", names)
                + ") select * from unnest("
                + types.stream().map(type -> "?::" + type + "[]").collect(Collectors.joining(", "))
                + ") on conflict do nothing";
    }
}
