package com.illuvrse.finance.exporters.parquet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB as a reader that shares nothing with our writer. */
public final class ParquetQuery {

    private ParquetQuery() {}

    /** The rows of a query, columns joined by a bar; {@code %s} stands for the file. */
    public static List<String> rows(Path file, String sql) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet found = statement.executeQuery(sql.replace("%s", "'" + file + "'"))) {
            List<String> rows = new ArrayList<>();
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        }
    }
}
