package com.illuvrse.finance.sandbox.stripe;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringTokenizer;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, from its query or its form. Each is asked for by name; one that
 * nobody asked for is refused, as Stripe does, so that a misspelt filter never widens a list.
 */
final class Parameters {
    private final List<Map.Entry<String, String>> given = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();

    static Parameters parse(@Nullable String form) {
        Parameters parameters = new Parameters();
        if (form == null || form.isEmpty()) {
            return parameters;
        }
        StringTokenizer pairs = new StringTokenizer(form, "&");
        while (pairs.hasMoreTokens()) {
            String pair = pairs.nextToken();
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.given.add(Map.entry(decode(name), decode(value)));
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RefusedException.parameterInvalid(text, "Not percent-encoded: " + text);
        }
    }

    @Nullable String text(String name) {
        asked.add(name);
        String found = null;
        for (Map.Entry<String, String> each : given) {
            if (each.getKey().equals(name)) {
                found = each.getValue();
            }
        }
        return found;
    }

    String required(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw RefusedException.parameterMissing(name);
        }
        return text;
    }

    @Nullable Long number(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw RefusedException.notANumber(name, text);
        }
    }

    /** The values of {@code name[]} or {@code name[0]}, {@code name[1]}. */
    List<String> list(String name) {
        List<String> values = new ArrayList<>();
        for (Map.Entry<String, String> each : given) {
            if (each.getKey().matches(Pattern.quote(name) + "\\[\\d*]")) {
                asked.add(each.getKey());
                values.add(each.getValue());
            }
        }
        return values;
    }

    /** The members of {@code name[member]}. */
    SortedMap<String, String> members(String name) {
        SortedMap<String, String> members = new TreeMap<>();
        for (Map.Entry<String, String> each : given) {
            String key = each.getKey();
            if (key.startsWith(name + "[") && key.endsWith("]")) {
                asked.add(key);
                members.put(key.substring(name.length() + 1, key.length() - 1), each.getValue());
            }
        }
        return members;
    }

    /** Refuses a parameter that nobody asked for. */
    void refuseOthers() {
        for (Map.Entry<String, String> each : given) {
            if (!asked.contains(each.getKey())) {
                throw RefusedException.parameterUnknown(each.getKey());
            }
        }
    }

    /** All of them in one order, to tell whether two requests are the same. */
    String canonical() {
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, String> each : given) {
            pairs.add(each.getKey() + "=" + each.getValue());
        }
        pairs.sort(null);
        return String.join("\n", pairs);
    }
}
