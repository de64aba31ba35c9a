package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.NotCanonicalException;
import com.illuvrse.finance.money.Currency;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Members of a feed line, each read with the sentence that tells its sender what was expected. */
final class FeedJson {

    private static final Pattern INSTANT =
            Pattern.compile(
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private FeedJson() {}

    static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    /** The same value with its members by name, and without those that are null. */
    static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = MAPPER.createArrayNode();
            node.forEach(each -> array.add(sorted(each)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        TreeMap<String, JsonNode> members = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (!each.getValue().isNull()) {
                members.put(each.getKey(), sorted(each.getValue()));
            }
        }
        ObjectNode object = MAPPER.createObjectNode();
        members.forEach(object::set);
        return object;
    }

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
        requireKeepable("", node);
        return node;
    }

    /** The line is kept whole, and a database keeps no U+0000 and no half of a character. */
    private static void requireKeepable(String member, JsonNode node) {
        if (node.isString()) {
            requireKeepable(member, node.stringValue());
        }
        for (JsonNode each : node.isArray() ? node : List.<JsonNode>of()) {
            requireKeepable(member, each);
        }
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            requireKeepable(each.getKey(), each.getKey());
            requireKeepable(each.getKey(), each.getValue());
        }
    }

    private static void requireKeepable(String member, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                throw new IllegalArgumentException(
                        "expected text in \"%s\", found U+%04X in it, which is no character"
                                .formatted(
                                        member.equals(text) ? "the name of a member" : member,
                                        (int) c));
            }
        }
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
        return Optional.of(requirePlain(member, value.stringValue()));
    }

    /** Text that could never be sealed is refused here, where its sender can still be told. */
    private static String requirePlain(String member, String text) {
        try {
            CanonicalJson.text(Json.object().put("text", text).build());
        } catch (NotCanonicalException e) {
            throw new IllegalArgumentException(
                    "expected plain text in \"" + member + "\": " + e.getMessage(), e);
        }
        return text;
    }

    static @Nullable String textOrNull(JsonNode object, String member) {
        return optionalText(object, member).orElse(null);
    }

    /** A whole number of minor units that fits 63 bits. */
    static long minor(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() == Long.MIN_VALUE) {
            throw new IllegalArgumentException(
                    "expected a whole number of minor units below 2^63 in \""
                            + member
                            + "\", found "
                            + value);
        }
        return value.longValue();
    }

    /** Minor units, or nothing when the member is absent. */
    static @Nullable Long minorOrNull(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isMissingNode() || value.isNull() ? null : Long.valueOf(minor(object, member));
    }

    /** True or false; an absent member is false. */
    static boolean flag(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(
                    "expected true or false in \"" + member + "\", found " + value);
        }
        return value.booleanValue();
    }

    /** An object, or nothing when the member is absent. */
    static @Nullable JsonNode objectOrNull(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            throw new IllegalArgumentException(
                    "expected an object in \"" + member + "\", found " + value);
        }
        return value;
    }

    static LocalDate date(JsonNode object, String member) {
        return requireDate(member, text(object, member));
    }

    static @Nullable LocalDate dateOrNull(JsonNode object, String member) {
        String text = textOrNull(object, member);
        return text == null ? null : requireDate(member, text);
    }

    private static LocalDate requireDate(String member, String text) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(noDate(member, text), e);
        }
        throw new IllegalArgumentException(noDate(member, text));
    }

    private static String noDate(String member, String text) {
        return "expected a date such as 2026-03-02 in \"" + member + "\", found \"" + text + "\"";
    }

    /** An instant in UTC, as RFC 3339 writes it with a Z. */
    static Instant instant(JsonNode object, String member) {
        String text = text(object, member);
        try {
            if (INSTANT.matcher(text).matches()) {
                return Instant.parse(text);
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(noInstant(member, text), e);
        }
        throw new IllegalArgumentException(noInstant(member, text));
    }

    private static String noInstant(String member, String text) {
        return "expected an instant such as 2026-03-02T11:00:00Z in \""
                + member
                + "\", found \""
                + text
                + "\"";
    }

    /** A currency Stripe knows, in capitals. */
    static Currency currency(JsonNode object, String member) {
        String code = text(object, member);
        if (!code.matches("[A-Z]{3}") || !Currency.of(code).isKnown()) {
            throw new IllegalArgumentException(
                    "expected a currency Stripe knows in \""
                            + member
                            + "\", found \""
                            + code
                            + "\"");
        }
        return Currency.of(code);
    }

    /** Refuses a line of another type than its feed carries. */
    static void requireType(JsonNode line, String type) {
        String found = text(line, "type");
        if (!found.equals(type)) {
            throw new IllegalArgumentException(
                    "expected a line of type \"" + type + "\", found \"" + found + "\"");
        }
    }

    static int whole(JsonNode object, String member) {
        JsonNode value = object.path(member);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException(
                    "expected a whole number in \"" + member + "\", found " + value);
        }
        return value.intValue();
    }

    /** A list of texts; an absent one is empty. */
    static List<String> texts(JsonNode object, String member) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : list(object, member)) {
            if (!each.isString()) {
                throw new IllegalArgumentException(
                        "expected texts in \"" + member + "\", found " + each);
            }
            texts.add(requirePlain(member, each.stringValue()));
        }
        return texts;
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
