package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.jobs.nightly.Csv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an outsider holds of a settled ledger: daily reports and sealed packages, as files. */
record SettledMonth(Path reports, Path segments) {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static SettledMonth of(RunningLedger ledger) throws IOException {
        return new SettledMonth(ledger.reports(), ledger.segments());
    }

    /** The sealed packages in order, the genesis first. */
    List<Path> packages() throws IOException {
        try (Stream<Path> folders = Files.list(segments)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** Day or {@code genesis}, with the root over that day's entries. */
    Map<String, String> roots() throws IOException {
        Map<String, String> roots = new TreeMap<>();
        for (Path folder : packages()) {
            JsonNode manifest = manifest(folder);
            roots.put(
                    manifest.path("period").path("date").asString(),
                    manifest.path("entries").path("root").asString());
        }
        return roots;
    }

    static JsonNode manifest(Path folder) throws IOException {
        return MAPPER.readTree(Files.readString(folder.resolve("manifest.json")));
    }

    /** The folders {@code dt=…} in order. */
    List<Path> days() throws IOException {
        try (Stream<Path> folders = Files.list(reports)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** Rows of a CSV file of the last day. */
    List<Map<String, String>> last(String file) throws IOException {
        return Csv.read(days().getLast().resolve(file));
    }

    /** What every account holds at the end, by {@code account|currency}, without zeros. */
    Map<String, Long> closing() throws IOException {
        Map<String, Long> closing = new TreeMap<>();
        for (Map<String, String> row : last("trial-balance.csv")) {
            long minor = Long.parseLong(Objects.requireNonNull(row.get("closing_minor")));
            if (minor != 0) {
                closing.put(row.get("account") + "|" + row.get("currency"), minor);
            }
        }
        return closing;
    }

    /** Report files with one of these endings, by their path below the reports. */
    Map<String, Path> files(String... endings) throws IOException {
        Map<String, Path> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(reports)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .forEach(file -> found.put(reports.relativize(file).toString(), file));
        }
        return found;
    }
}
