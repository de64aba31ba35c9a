package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.exporters.s3.FileDigest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One file of a report set.
 *
 * @param path below the folder of the set
 * @param rows without the header; null for a file that has none
 * @param columns name of its header; null for a file that has none
 * @param key columns that name a row of a worksheet, for {@code changes.csv}; none for other files
 * @param totals sums in major units, by column and currency
 */
public record SetFile(
        String path,
        @Nullable Long rows,
        @Nullable String columns,
        List<String> key,
        Classification classification,
        Map<String, String> totals) {

    /** Who may see a file. */
    public enum Classification {
        INTERNAL,
        CONFIDENTIAL,
        TAX_PII
    }

    public SetFile {
        key = List.copyOf(key);
        totals = Map.copyOf(totals);
    }

    /** A copy of this file in another format; its cells are named by this one alone. */
    SetFile copiedTo(String ending) {
        return new SetFile(
                stem() + "." + ending, rows, columns, List.of(), classification, Map.of());
    }

    private String stem() {
        return path.substring(0, path.lastIndexOf('.'));
    }

    /** A file without rows, about the set itself. */
    static SetFile about(String path) {
        return new SetFile(path, null, null, List.of(), Classification.INTERNAL, Map.of());
    }

    /** A file with rows, about the set itself. */
    static SetFile about(String path, long rows, String columns) {
        return new SetFile(path, rows, columns, List.of(), Classification.INTERNAL, Map.of());
    }

    private String mediaType() {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "csv" -> "text/csv";
            case "json" -> "application/json";
            case "xml" -> "application/xml";
            case "pdf" -> "application/pdf";
            case "xlsx" -> "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            case "parquet" -> "application/vnd.apache.parquet";
            default -> "text/plain";
        };
    }

    /** As the manifest lists it. */
    Json.Obj toJson(FileDigest digest) {
        Json.Builder json =
                Json.object()
                        .put("path", path)
                        .put("bytes", digest.bytes())
                        .put("sha256", digest.sha256())
                        .put("mediaType", mediaType())
                        .put("columns", columns)
                        .put("classification", classification.name());
        if (rows != null) {
            json.put("rows", rows);
        }
        return totals.isEmpty() ? json.build() : json.putTexts("totals", totals).build();
    }
}
