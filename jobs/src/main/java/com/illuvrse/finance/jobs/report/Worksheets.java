package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.Header;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.exporters.report.SheetCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The worksheets of a set in its folder, each with exactly the columns that were agreed on. */
final class Worksheets {

    private final Path folder;
    private final List<SetFile> files = new ArrayList<>();

    Worksheets(Path folder) {
        this.folder = folder;
    }

    /** Writes a whole worksheet and its copy for spreadsheets. */
    <R> void write(CsvTable<R> table, List<R> rows, String header, List<String> key)
            throws IOException {
        try (CsvTable.Rows<R> file = start(table, header)) {
            for (R row : rows) {
                file.write(row);
            }
            add(table, file, header, key);
        }
        SheetCopy.beside(folder.resolve(table.file()), table);
    }

    /** Starts a worksheet that is written row by row. */
    <R> CsvTable.Rows<R> start(CsvTable<R> table, String header) throws IOException {
        List<String> columns = table.columns().stream().map(CsvTable.CsvColumn::name).toList();
        if (!columns.equals(Header.of(header))) {
            throw new IllegalStateException(
                    "the columns of %s are %s, expected those of %s"
                            .formatted(table.file(), columns, header));
        }
        return table.writeTo(folder.resolve(table.file()));
    }

    /** Lists a worksheet that was started, after its last row. */
    <R> void add(CsvTable<R> table, CsvTable.Rows<R> file, String header, List<String> key) {
        files.add(
                new SetFile(
                        table.file(),
                        file.rows(),
                        header,
                        key,
                        SetFile.Classification.CONFIDENTIAL,
                        Map.of()));
    }

    List<SetFile> files() {
        return files;
    }
}
