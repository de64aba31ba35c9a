package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.canonical.Json;

/**
 * One check a set's files went through before the set was called final, a member of {@code
 * VALIDATION.json}.
 *
 * @param tool what checked it, and its version
 * @param file what was looked at: a path, or {@code *} for all
 * @param detail what was found, in words
 */
public record Check(
        String check, String tool, String version, String file, Result result, String detail) {

    /** What came out. */
    public enum Result {
        PASS,
        FAIL,
        SKIPPED
    }

    Json toJson() {
        return Json.object()
                .put("check", check)
                .put("tool", tool)
                .put("version", version)
                .put("file", file)
                .put("result", result.name().toLowerCase(java.util.Locale.ROOT))
                .put("detail", detail)
                .build();
    }
}
