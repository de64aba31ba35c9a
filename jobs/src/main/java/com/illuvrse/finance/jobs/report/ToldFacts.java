package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.report.Csv;
import com.illuvrse.finance.exporters.report.CsvRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Facts the ledger was asked for again, for somebody who asks where a figure comes from; kept in
 * files, so a month of them is never in memory.
 */
final class ToldFacts implements AutoCloseable {

    private final Path folder;
    private final TreeMap<String, List<String>> columns = new TreeMap<>();
    private final TreeMap<String, Csv> open = new TreeMap<>();

    ToldFacts(Path folder) {
        this.folder = folder;
    }

    /** Keeps a fact; all of one name have the same columns. */
    void tell(Facts facts, SortedMap<String, String> fact) {
        try {
            Csv csv = open.get(facts.name());
            if (csv == null) {
                columns.put(facts.name(), new ArrayList<>(fact.keySet()));
                csv = Csv.create(file(facts), new ArrayList<>(fact.keySet()));
                open.put(facts.name(), csv);
            }
            for (String column : columns.getOrDefault(facts.name(), List.of())) {
                String cell = fact.getOrDefault(column, "");
                if (cell.matches("-?[0-9]+(\\.[0-9]+)?")) {
                    csv.figure(cell);
                } else {
                    csv.text(cell);
                }
            }
            csv.endRow();
        } catch (IOException e) {
            throw new UncheckedIOException("facts cannot be kept in " + folder, e);
        }
    }

    private Path file(Facts facts) {
        return folder.resolve(facts.name().replaceAll("[^a-z0-9]+", "-") + ".csv");
    }

    /** The facts of a name, once all are told; none where none was told. */
    CsvRows rows(Facts facts) throws IOException {
        close();
        Path file = file(facts);
        if (!Files.exists(file)) {
            Csv.create(file, List.of("none")).close();
        }
        return CsvRows.open(file);
    }

    @Override
    public void close() throws IOException {
        for (Csv csv : open.values()) {
            csv.close();
        }
        open.clear();
    }
}
