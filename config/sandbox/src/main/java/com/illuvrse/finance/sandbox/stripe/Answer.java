package com.illuvrse.finance.sandbox.stripe;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is sent back.
 *
 * @param body JSON text; empty when a file is sent
 * @param headers those that are not on every answer
 * @param file sent instead of JSON
 */
record Answer(int status, String body, Map<String, String> headers, @Nullable Path file) {

    Answer(int status, String body, Map<String, String> headers) {
        this(status, body, headers, null);
    }

    static Answer ok(Path file) {
        return new Answer(200, "", Map.of(), file);
    }

    static Answer ok(JsonNode body) {
        return new Answer(200, Json.text(body), Map.of());
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, Map.copyOf(more), file);
    }
}
