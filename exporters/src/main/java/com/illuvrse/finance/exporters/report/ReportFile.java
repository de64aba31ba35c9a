package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.canonical.Json;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One file of a report set.
 *
 * @param path below the folder of the set, such as {@code postings/part-00000.parquet}
 * @param sha256 lower-case hex
 * @param rows without headers; null for a file that has none
 * @param versionId which version of its key it is in the archive; null outside the archive
 */
public record ReportFile(
        String path, long bytes, String sha256, @Nullable Long rows, @Nullable String versionId) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._=-]*(/[A-Za-z0-9][A-Za-z0-9._=-]*)*");

    public ReportFile {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "a file of a report set lies below its folder, found \"" + path + "\"");
        }
        if (bytes < 0 || (rows != null && rows < 0) || !DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "file %s has %d bytes, %s rows and SHA-256 \"%s\""
                            .formatted(path, bytes, rows, sha256));
        }
    }

    Json.Obj toJson() {
        Json.Builder json =
                Json.object()
                        .put("path", path)
                        .put("bytes", bytes)
                        .put("sha256", sha256)
                        .put("versionId", versionId);
        if (rows != null) {
            json.put("rows", rows);
        }
        return json.build();
    }

    static ReportFile from(Json.Obj json) {
        return new ReportFile(
                json.text("path"),
                json.number("bytes"),
                json.text("sha256"),
                json.get("rows") == null ? null : json.number("rows"),
                json.optionalText("versionId"));
    }
}
