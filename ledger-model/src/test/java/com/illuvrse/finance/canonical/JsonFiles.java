package com.illuvrse.finance.canonical;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON test data read by Jackson, so that no parser of ours judges itself. */
public final class JsonFiles {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonFiles() {}

    /** The values of a resource with one JSON value a line. */
    public static List<JsonNode> lines(String resource) {
        List<JsonNode> values = new ArrayList<>();
        for (String line : text(resource).split("\n", -1)) {
            if (!line.isEmpty()) {
                values.add(MAPPER.readTree(line));
            }
        }
        return values;
    }

    /** A resource that is one JSON value. */
    public static JsonNode read(String resource) {
        return MAPPER.readTree(text(resource));
    }

    /** One JSON value. */
    public static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }

    private static String text(String resource) {
        try (InputStream stream = JsonFiles.class.getResourceAsStream("/" + resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("no test resource " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same value as one of ours. */
    public static Json ours(JsonNode node) {
        if (node.isObject()) {
            Json.Builder object = Json.object();
            node.properties()
                    .forEach(member -> object.put(member.getKey(), ours(member.getValue())));
            return object.build();
        }
        if (node.isArray()) {
            List<Json> values = new ArrayList<>();
            node.forEach(value -> values.add(ours(value)));
            return Json.array(values);
        }
        if (node.isBoolean()) {
            return new Json.Bool(node.booleanValue());
        }
        return node.isNumber() ? Json.number(node.longValue()) : Json.text(node.stringValue());
    }

    public static Json.Obj object(JsonNode node) {
        return (Json.Obj) ours(node);
    }
}
