package com.illuvrse.finance.exporters.lineage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A kind of worksheet of a set: how it is called, what names a row, and how each column comes
 * about.
 *
 * @param file its name; a {@code *} stands for what differs, such as the payee or a number
 * @param key columns that name a row, in the order people write them
 * @param origins of every column, in the order of the file
 */
public record Sheet(String file, List<String> key, Map<String, Origin> origins) {

    public Sheet {
        key = List.copyOf(key);
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
        for (String column : key) {
            if (!origins.containsKey(column)) {
                throw new IllegalArgumentException(
                        "%s has no column %s for its key; it has %s"
                                .formatted(file, column, origins.keySet()));
            }
        }
    }

    /** Whether a file of a set is one of these. */
    public boolean isOf(String path) {
        String[] parts = file.split("\\*", -1);
        String pattern =
                java.util.Arrays.stream(parts)
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[^/]+"));
        return path.matches(pattern);
    }

    /** The key of a row as people write it. */
    public String keyOf(Map<String, String> row) {
        return key.stream()
                .map(column -> Condition.cell(row, column))
                .collect(Collectors.joining("|"));
    }

    /** How a column comes about. */
    public Origin origin(String column) {
        Origin origin = origins.get(column);
        if (origin == null) {
            throw new IllegalArgumentException(
                    "%s has no column \"%s\"; %s"
                            .formatted(file, column, Nearest.of(column, origins.keySet())));
        }
        return origin;
    }
}
