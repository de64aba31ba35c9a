package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every cell of the worksheets that a new revision shows otherwise than the one before, {@code
 * changes.csv} (reports, section 1.2). A row that is new or gone has empty cells on one side.
 */
final class SetChanges {

    /** One cell; texts as the worksheets show them. */
    record Change(String file, String key, String column, String before, String after) {}

    /** Columns that name a row. */
    static final List<String> KEY = List.of("file", "key", "column");

    static final CsvTable<Change> TABLE =
            new CsvTable<>(
                    "changes.csv",
                    List.of(
                            CsvColumn.text("file", Change::file),
                            CsvColumn.text("key", Change::key),
                            CsvColumn.text("column", Change::column),
                            CsvColumn.<Change>text("before", Change::before)
                                    .from(
                                            Origin.told(
                                                    "the cell of the worksheet as the replaced"
                                                            + " revision shows it; explain it there")),
                            CsvColumn.<Change>text("after", Change::after)
                                    .from(
                                            Origin.told(
                                                    "the cell of the worksheet as the new revision"
                                                            + " shows it; explain it there"))),
                    Comparator.comparing(Change::file)
                            .thenComparing(Change::key)
                            .thenComparing(Change::column),
                    "file, key, column");

    private SetChanges() {}

    /**
     * Compares two versions of one worksheet.
     *
     * @param key columns that name a row
     * @param before null when the file is new
     * @param after null when the file is gone
     */
    static List<Change> between(
            String file, List<String> key, @Nullable Path before, @Nullable Path after)
            throws IOException {
        Map<String, Map<String, String>> old = rows(before, key);
        Map<String, Map<String, String>> fresh = rows(after, key);
        TreeSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(fresh.keySet());
        List<Change> changes = new ArrayList<>();
        for (String each : keys) {
            Map<String, String> was = old.getOrDefault(each, Map.of());
            Map<String, String> is = fresh.getOrDefault(each, Map.of());
            TreeSet<String> columns = new TreeSet<>(was.keySet());
            columns.addAll(is.keySet());
            for (String column : columns) {
                String from = was.getOrDefault(column, "");
                String to = is.getOrDefault(column, "");
                if (!from.equals(to)) {
                    changes.add(new Change(file, each, column, from, to));
                }
            }
        }
        return changes;
    }

    private static Map<String, Map<String, String>> rows(@Nullable Path file, List<String> key)
            throws IOException {
        Map<String, Map<String, String>> rows = new TreeMap<>();
        if (file == null) {
            return rows;
        }
        try (CsvRows csv = CsvRows.open(file)) {
            for (Map<String, String> row = csv.next(); row != null; row = csv.next()) {
                Map<String, String> cells = row;
                String name =
                        key.stream()
                                .map(column -> cells.getOrDefault(column, ""))
                                .collect(Collectors.joining("|"));
                if (rows.put(name, row) != null) {
                    throw new IllegalStateException(
                            "%s has two rows %s of %s".formatted(file, name, key));
                }
            }
        }
        return rows;
    }
}
