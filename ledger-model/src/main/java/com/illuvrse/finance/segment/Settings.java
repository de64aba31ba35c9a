package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Digests of everything that decided how a day was worked out: {@code settings.json} (segment
 * format, section 6).
 *
 * @param files SHA-256 of each pinned settings file, hex, by name
 */
public record Settings(SortedMap<String, String> files, Program program) {

    /**
     * The program that was run.
     *
     * @param sha256 digest of the runnable, hex; {@link #NOT_RELEASED} for a build that is none
     */
    public record Program(String name, String version, String sha256) {

        public static final String NOT_RELEASED = "0".repeat(64);
    }

    public Settings {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    public Json.Obj toJson() {
        List<Json.Obj> digests = new ArrayList<>();
        files.forEach(
                (name, sha256) ->
                        digests.add(Json.object().put("name", name).put("sha256", sha256).build()));
        return Json.object()
                .put("files", Json.array(digests))
                .put(
                        "program",
                        Json.object()
                                .put("name", program.name())
                                .put("version", program.version())
                                .put("sha256", program.sha256())
                                .build())
                .build();
    }
}
