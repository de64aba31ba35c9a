package com.illuvrse.finance.sandbox.stripe;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What is sent back.
 *
 * @param body JSON text
 * @param headers those that are not on every answer
 */
record Answer(int status, String body, Map<String, String> headers) {

    static Answer ok(JsonNode body) {
        return new Answer(200, Json.text(body), Map.of());
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, Map.copyOf(more));
    }
}
