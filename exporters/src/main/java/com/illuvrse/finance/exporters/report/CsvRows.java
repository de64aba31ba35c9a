package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.exporters.lineage.FactRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file as {@link Csv} writes it, each a map from column to cell. */
public final class CsvRows implements FactRows {

    private final BufferedReader file;
    private final Path path;
    private final List<String> header;

    private CsvRows(Path path) throws IOException {
        this.path = path;
        this.file = Files.newBufferedReader(path, StandardCharsets.UTF_8);
        List<String> first = record();
        this.header = first == null ? List.of() : first;
    }

    public static CsvRows open(Path path) throws IOException {
        return new CsvRows(path);
    }

    /** Names of the columns. */
    public List<String> header() {
        return header;
    }

    @Override
    public @Nullable Map<String, String> next() throws IOException {
        List<String> cells = record();
        if (cells == null) {
            return null;
        }
        if (cells.size() != header.size()) {
            throw new IOException(
                    "a row of %s has %d cells, found %d"
                            .formatted(path, header.size(), cells.size()));
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            row.put(header.get(i), cells.get(i));
        }
        return row;
    }

    private @Nullable List<String> record() throws IOException {
        int c = file.read();
        if (c < 0) {
            return null;
        }
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        boolean closed = false;
        for (; ; c = file.read()) {
            if (c < 0) {
                throw new IOException(path + " ends within a row");
            } else if (c == '"') {
                quoted = !quoted;
                if (closed) {
                    cell.append('"');
                }
                closed = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                cells.add(cell.toString());
                cell.setLength(0);
                closed = false;
                if (c == '\n') {
                    return cells;
                }
            } else {
                cell.append((char) c);
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
