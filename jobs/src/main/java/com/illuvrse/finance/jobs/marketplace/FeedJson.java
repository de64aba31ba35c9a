package com.illuvrse.finance.jobs.marketplace;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Members of a feed line, each read with the sentence that tells its sender what was expected. */
final class FeedJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private FeedJson() {}

    /** Parses one JSON object. */
    static JsonNode read(String line) {
        JsonNode node;
        try {
            node = MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "expected one JSON object, found text that does not parse: "
                            + e.getOriginalMessage(),
                    e);
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException(
                    "expected one JSON object, found " + node.getNodeType());
        }
        return node;
    }

    static String text(JsonNode object, String member) {
        return optionalText(object, member)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "expected a text in \"" + member + "\", found none"));
    }

    static Optional<String> optionalText(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw new IllegalArgumentException(
                    "expected a text in \"" + member + "\", found " + value);
        }
        return Optional.of(value.stringValue());
    }

    static @Nullable String textOrNull(JsonNode object, String member) {
        return optionalText(object, member).orElse(null);
    }

    /** A whole number of minor units that fits 63 bits. */
    static long minor(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(
                    "expected a whole number of minor units below 2^63 in \""
                            + member
                            + "\", found "
                            + value);
        }
        return value.longValue();
    }

    static int whole(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException(
                    "expected a whole number in \"" + member + "\", found " + value);
        }
        return value.intValue();
    }

    /** A list; an absent one is empty. */
    static JsonNode list(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (!value.isMissingNode() && !value.isNull() && !value.isArray()) {
            throw new IllegalArgumentException(
                    "expected a list in \"" + member + "\", found " + value);
        }
        return value;
    }
}
