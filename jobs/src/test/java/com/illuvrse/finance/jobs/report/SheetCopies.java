package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.report.CsvRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/** Holds every XLSX copy below a folder against its CSV, cell by cell. */
final class SheetCopies {

    private SheetCopies() {}

    /** Names of the files that have a copy, each once. */
    static List<String> check(Path below) throws IOException {
        List<Path> copies;
        try (Stream<Path> files = Files.walk(below)) {
            copies = files.filter(file -> file.toString().endsWith(".xlsx")).toList();
        }
        for (Path copy : copies) {
            String name = copy.getFileName().toString().replace(".xlsx", ".csv");
            compare(copy.resolveSibling(name), copy);
        }
        return copies.stream().map(copy -> copy.getFileName().toString()).distinct().toList();
    }

    private static void compare(Path csv, Path copy) throws IOException {
        List<Collection<String>> wanted = new ArrayList<>();
        try (CsvRows rows = CsvRows.open(csv)) {
            wanted.add(rows.header());
            for (Map<String, String> row = rows.next(); row != null; row = rows.next()) {
                wanted.add(row.values());
            }
        }
        List<Row> found;
        try (ReadableWorkbook book = new ReadableWorkbook(copy.toFile())) {
            found = book.getFirstSheet().read();
        }
        assertThat(found).as(copy.toString()).hasSameSizeAs(wanted);
        for (int i = 0; i < found.size(); i++) {
            int column = 0;
            for (String cell : wanted.get(i)) {
                Cell is = found.get(i).getOptionalCell(column).orElse(null);
                assertThat(says(is, cell))
                        .as("row %s, column %s of %s: %s", i, column, copy, cell)
                        .isTrue();
                column++;
            }
        }
    }

    private static boolean says(@Nullable Cell cell, String csv) {
        if (cell == null || cell.getType() == CellType.EMPTY) {
            return csv.isEmpty();
        }
        return switch (cell.getType()) {
            case NUMBER -> cell.asNumber().toPlainString().equals(csv);
            case STRING -> cell.asString().equals(csv) || ("'" + cell.asString()).equals(csv);
            default -> false;
        };
    }
}
