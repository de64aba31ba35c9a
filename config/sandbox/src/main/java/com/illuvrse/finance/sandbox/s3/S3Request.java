package com.illuvrse.finance.sandbox.s3;

import com.sun.net.httpserver.HttpExchange;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request, decoded: an empty bucket means the service itself, an empty key the bucket itself.
 *
 * @param id drawn by the server, told in the answer
 * @param endsWithSlash whether the path of a bucket ended with a slash, which signatures cover
 * @param headers by lower-case name
 * @param body as it comes from the wire, chunk signatures included
 */
record S3Request(
        String id,
        String method,
        String bucket,
        String key,
        boolean endsWithSlash,
        SortedMap<String, String> query,
        SortedMap<String, List<String>> headers,
        InputStream body) {
    private static final int LONGEST_KEY_BYTES = 1024;

    static S3Request of(HttpExchange exchange, String id) {
        URI uri = exchange.getRequestURI();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (!path.startsWith("/")) {
            throw S3Error.INVALID_URI.because(
                    "the path should begin with a slash but is '" + path + "'");
        }
        int slash = path.indexOf('/', 1);
        String bucket =
                UriText.decodePath(slash < 0 ? path.substring(1) : path.substring(1, slash));
        String key = slash < 0 ? "" : UriText.decodePath(path.substring(slash + 1));
        if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY_BYTES) {
            throw S3Error.KEY_TOO_LONG.because("a key has at most 1,024 bytes in UTF-8");
        }
        return new S3Request(
                id,
                exchange.getRequestMethod(),
                bucket,
                key,
                path.endsWith("/"),
                query(uri.getRawQuery()),
                headers(exchange),
                exchange.getRequestBody());
    }

    /** Stands for a request whose path or query cannot be read. */
    static S3Request unreadable(String id) {
        return new S3Request(
                id,
                "",
                "",
                "",
                false,
                new TreeMap<>(),
                new TreeMap<>(),
                InputStream.nullInputStream());
    }

    private static SortedMap<String, String> query(@Nullable String rawQuery) {
        SortedMap<String, String> parameters = new TreeMap<>();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return parameters;
        }
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = UriText.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : UriText.decodeQuery(pair.substring(equals + 1));
            if (parameters.put(name, value) != null) {
                throw S3Error.INVALID_ARGUMENT.because(
                        "the query parameter '" + name + "' is given twice");
            }
        }
        return parameters;
    }

    private static SortedMap<String, List<String>> headers(HttpExchange exchange) {
        SortedMap<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return headers;
    }

    /** What the request is about, as {@code bucket/key}. */
    String path() {
        return key.isEmpty() ? bucket : bucket + "/" + key;
    }

    @Nullable String parameter(String name) {
        return query.get(name);
    }

    /** A whole number in the query, bounded; the default when it is not given. */
    int number(String name, int least, int most, int otherwise) {
        String value = parameter(name);
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        if (!value.matches("[0-9]{1,9}")
                || Integer.parseInt(value) < least
                || Integer.parseInt(value) > most) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "%s should be a whole number from %d to %d but is '%s'"
                            .formatted(name, least, most, value));
        }
        return Integer.parseInt(value);
    }

    @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : String.join(",", values).strip();
    }

    String header(String name, String otherwise) {
        String value = header(name);
        return value == null ? otherwise : value;
    }

    /** Whether the caller may pass over a GOVERNANCE lock. */
    boolean bypassesGovernance() {
        return header("x-amz-bypass-governance-retention", "").equalsIgnoreCase("true");
    }

    /** The version that is asked for; null is the newest. */
    @Nullable String versionId() {
        String versionId = parameter("versionId");
        if (versionId != null && versionId.isEmpty()) {
            throw S3Error.INVALID_ARGUMENT.because("versionId is given but empty");
        }
        return versionId;
    }

    /** The headers whose names begin with a prefix, by name. */
    SortedMap<String, String> headersFrom(String prefix) {
        SortedMap<String, String> found = new TreeMap<>();
        for (Map.Entry<String, List<String>> header : headers.tailMap(prefix).entrySet()) {
            if (!header.getKey().startsWith(prefix)) {
                break;
            }
            found.put(header.getKey(), String.join(",", header.getValue()).strip());
        }
        return found;
    }
}
