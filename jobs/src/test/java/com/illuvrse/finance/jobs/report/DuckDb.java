package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A reader of our files that knows nothing of us. */
final class DuckDb {

    private DuckDb() {}

    /** The rows of a query, columns joined by a bar. */
    static List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    cells.add(result.getString(i));
                }
                rows.add(String.join("|", cells));
            }
        }
        return rows;
    }

    /**
     * Holds every Parquet file of a set against the CSV beside it, row by row and cell by cell.
     *
     * @return how many rows there were
     */
    static long requireCopies(Path set, String... names) throws Exception {
        try (Stream<Path> files = Files.list(set)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.endsWith(".parquet"))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.of(names).map(name -> name + ".parquet").toList());
        }
        long rows = 0;
        for (String name : names) {
            String copy = "read_parquet('%s')".formatted(set.resolve(name + ".parquet"));
            List<String> cells = new ArrayList<>();
            for (String column :
                    rows(
                            "select column_name, column_type from (describe from %s)"
                                    .formatted(copy))) {
                String[] named = column.split("\\|", -1);
                cells.add(cell("\"" + named[0] + "\"", named[1]) + " as \"" + named[0] + "\"");
            }
            String sheet =
                    "(select %s from read_csv('%s', header = true, all_varchar = true))"
                            .formatted(String.join(", ", cells), set.resolve(name + ".csv"));
            for (List<String> each : List.of(List.of(copy, sheet), List.of(sheet, copy))) {
                assertThat(
                                rows(
                                        "select * from %s except all select * from %s"
                                                .formatted(each.getFirst(), each.getLast())))
                        .as(name)
                        .isEmpty();
            }
            rows += Long.parseLong(rows("select count(*) from " + copy).getFirst());
        }
        return rows;
    }

    /** Text in a CSV has an apostrophe before what a spreadsheet would run. */
    private static String cell(String column, String type) {
        return switch (type) {
            case "VARCHAR" -> "regexp_replace(%s, '^''([=+\\-@\\t\\r])', '\\1')".formatted(column);
            case "BOOLEAN" -> column + " = 'Y'";
            default -> "cast(%s as %s)".formatted(column, type);
        };
    }
}
