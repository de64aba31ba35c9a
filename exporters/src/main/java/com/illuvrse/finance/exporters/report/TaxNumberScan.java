package com.illuvrse.finance.exporters.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for tax numbers of known persons in a file that may not hold any (reports, section 1.6):
 * every run of 9 to 11 digits, with single hyphens or blanks between them or without.
 *
 * <p>Digests and entry ids are passed over, being long hexadecimal words. Files that are no text
 * (Parquet, PDF, XLSX) are not opened: what they say stands in a text file of the same set, and
 * XLSX copies are held back with their CSV.
 */
public final class TaxNumberScan {

    private static final int LEAST = 9;
    private static final int MOST = 11;
    private static final int AT_ONCE = 2_000;
    private static final int REMEMBERED = 100_000;
    private static final Set<String> TEXTS =
            Set.of("csv", "json", "txt", "xml", "journal", "hledger", "md", "html");
    private static final Pattern HEX =
            Pattern.compile(
                    "(?<![0-9A-Za-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,})(?![0-9A-Za-z])");
    private static final Pattern RUN = Pattern.compile("[0-9](?:[- ]?[0-9])+");

    /** Who knows whose numbers there are. */
    public interface Owners {

        /** Whose each of some numbers is: a payee or a reference of the vault; digits only. */
        Map<String, String> of(Collection<String> numbers);
    }

    /**
     * A number that stands where it may not.
     *
     * @param owner whose it is
     * @param row of a worksheet, from 1 and without its header; else the line
     * @param column of a worksheet; null in other files
     */
    public record Hit(String owner, String file, long row, @Nullable String column) {

        /** Where it is; never what. */
        public String place() {
            return column == null
                    ? "line %d of %s".formatted(row, file)
                    : "row %d, column %s of %s".formatted(row, column, file);
        }
    }

    private record Place(String number, long row, @Nullable String column) {}

    private final Owners owners;
    private final Map<String, String> asked = new HashMap<>();
    private final List<Place> waiting = new ArrayList<>();

    public TaxNumberScan(Owners owners) {
        this.owners = owners;
    }

    /** The first number of somebody in a file. */
    public Optional<Hit> first(Path folder, SetFile file) throws IOException {
        String path = file.path();
        if (file.classification() == SetFile.Classification.TAX_PII || !isText(path)) {
            return Optional.empty();
        }
        waiting.clear();
        return path.endsWith(".csv") ? rows(folder, path) : lines(folder, path);
    }

    private static boolean isText(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 || TEXTS.contains(path.substring(dot + 1));
    }

    private Optional<Hit> rows(Path folder, String path) throws IOException {
        try (CsvRows rows = CsvRows.open(folder.resolve(path))) {
            long row = 0;
            for (Map<String, String> cells = rows.next(); cells != null; cells = rows.next()) {
                row++;
                for (Map.Entry<String, String> cell : cells.entrySet()) {
                    collect(cell.getValue(), row, cell.getKey());
                }
                if (waiting.size() >= AT_ONCE) {
                    Optional<Hit> hit = ask(path);
                    if (hit.isPresent()) {
                        return hit;
                    }
                }
            }
        }
        return ask(path);
    }

    private Optional<Hit> lines(Path folder, String path) throws IOException {
        try (BufferedReader lines =
                Files.newBufferedReader(folder.resolve(path), StandardCharsets.UTF_8)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                collect(line, ++number, null);
                if (waiting.size() >= AT_ONCE) {
                    Optional<Hit> hit = ask(path);
                    if (hit.isPresent()) {
                        return hit;
                    }
                }
            }
        }
        return ask(path);
    }

    private void collect(String text, long row, @Nullable String column) {
        if (text.length() < LEAST) {
            return;
        }
        Matcher runs = RUN.matcher(HEX.matcher(text).replaceAll("x"));
        while (runs.find()) {
            String digits = runs.group().replace("-", "").replace(" ", "");
            if (digits.length() >= LEAST && digits.length() <= MOST) {
                waiting.add(new Place(digits, row, column));
            }
        }
    }

    private Optional<Hit> ask(String path) {
        if (asked.size() > REMEMBERED) {
            asked.clear();
        }
        List<String> unknown =
                waiting.stream()
                        .map(Place::number)
                        .filter(number -> !asked.containsKey(number))
                        .distinct()
                        .toList();
        if (!unknown.isEmpty()) {
            Map<String, String> found = owners.of(unknown);
            unknown.forEach(number -> asked.put(number, found.getOrDefault(number, "")));
        }
        Optional<Hit> hit =
                waiting.stream()
                        .filter(place -> !asked.getOrDefault(place.number(), "").isEmpty())
                        .findFirst()
                        .map(
                                place ->
                                        new Hit(
                                                asked.getOrDefault(place.number(), ""),
                                                path,
                                                place.row(),
                                                place.column()));
        waiting.clear();
        return hit;
    }
}
