package com.illuvrse.finance.sandbox.s3;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks that a request carries AWS Signature Version 4 in its headers, made with the one pair of
 * keys of this server, no more than fifteen minutes away from the clock. Any region is taken.
 *
 * <pre>
 * Authorization: AWS4-HMAC-SHA256 Credential=KEY/20261124/us-east-1/s3/aws4_request,
 *     SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=0f3a…
 * </pre>
 */
final class Signature {
    private static final Duration FURTHEST_SKEW = Duration.ofMinutes(15);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 +Credential=(?<key>[^/,]+)/(?<scope>(?<day>[0-9]{8})/[^/,]+/s3/aws4_request)"
                            + " *, *SignedHeaders=(?<headers>[a-z0-9;._-]+) *, *Signature=(?<signature>[0-9a-f]{64})");

    private final S3Credentials credentials;
    private final InstantSource clock;

    Signature(S3Credentials credentials, InstantSource clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /** The signed request, or the refusal of the first rule it breaks. */
    SignedRequest verify(S3Request request) {
        String authorization = request.header("authorization");
        if (authorization == null) {
            throw S3Error.ACCESS_DENIED.because(
                    "the request has no Authorization header; nothing here is public");
        }
        Matcher parts = AUTHORIZATION.matcher(authorization);
        if (!parts.matches()) {
            throw S3Error.AUTHORIZATION_HEADER_MALFORMED.because(
                    "the Authorization header should be AWS4-HMAC-SHA256 with a Credential for s3,"
                            + " SignedHeaders and a Signature");
        }
        if (!parts.group("key").equals(credentials.accessKey())) {
            throw S3Error.INVALID_ACCESS_KEY_ID.because(
                    "the access key '" + parts.group("key") + "' is not the one of this server");
        }
        String time = time(request, parts.group("day"));
        Set<String> signedHeaders =
                new TreeSet<>(Arrays.asList(parts.group("headers").split(";", -1)));
        requireSigned(request, signedHeaders);
        String payload = request.header("x-amz-content-sha256");
        if (payload == null) {
            throw S3Error.INVALID_REQUEST.because("the header x-amz-content-sha256 is missing");
        }
        SignedRequest signed =
                new SignedRequest(
                        credentials, time, parts.group("scope"), parts.group("signature"), payload);
        String expected =
                signed.sign(
                        "AWS4-HMAC-SHA256\n%s\n%s\n%s"
                                .formatted(
                                        time,
                                        parts.group("scope"),
                                        sha256(canonical(request, signedHeaders, payload))));
        if (!MessageDigest.isEqual(ascii(expected), ascii(parts.group("signature")))) {
            throw S3Error.SIGNATURE_DOES_NOT_MATCH.because(
                    "the signature does not match the request; check the secret key and the signed headers");
        }
        return signed;
    }

    private String time(S3Request request, String day) {
        String time = request.header("x-amz-date", "");
        Instant signedAt;
        try {
            signedAt = LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw S3Error.ACCESS_DENIED.because(
                    "x-amz-date should look like 20261124T020000Z but is '" + time + "'");
        }
        if (!time.startsWith(day)) {
            throw S3Error.AUTHORIZATION_HEADER_MALFORMED.because(
                    "the credential is for " + day + " but x-amz-date is " + time);
        }
        Instant now = clock.instant();
        if (Duration.between(signedAt, now).abs().compareTo(FURTHEST_SKEW) > 0) {
            throw S3Error.REQUEST_TIME_TOO_SKEWED.because(
                    "the request was signed at %s but the server's clock says %s"
                            .formatted(signedAt, now));
        }
        return time;
    }

    private static void requireSigned(S3Request request, Set<String> signedHeaders) {
        Set<String> required = new TreeSet<>(request.headersFrom("x-amz-").keySet());
        required.add("host");
        required.removeAll(signedHeaders);
        if (!required.isEmpty()) {
            throw S3Error.ACCESS_DENIED.because("the signature does not cover " + required);
        }
    }

    private static String canonical(S3Request request, Set<String> signedHeaders, String payload) {
        String path =
                request.key().isEmpty() && !request.endsWithSlash()
                        ? request.bucket()
                        : request.bucket() + "/" + request.key();
        String query =
                request.query().entrySet().stream()
                        .map(
                                p ->
                                        Map.entry(
                                                UriText.encode(p.getKey()),
                                                UriText.encode(p.getValue())))
                        .sorted(Map.Entry.comparingByKey())
                        .map(p -> p.getKey() + "=" + p.getValue())
                        .collect(Collectors.joining("&"));
        StringBuilder headers = new StringBuilder();
        for (String name : signedHeaders) {
            String values =
                    request.headers().getOrDefault(name, List.of()).stream()
                            .map(v -> v.strip().replaceAll(" +", " "))
                            .collect(Collectors.joining(","));
            headers.append(name).append(':').append(values).append('\n');
        }
        return String.join(
                "\n",
                request.method(),
                request.bucket().isEmpty() ? "/" : "/" + UriText.encodePath(path),
                query,
                headers,
                String.join(";", signedHeaders),
                payload);
    }

    static String sha256(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ChecksumAlgorithm.Running running = ChecksumAlgorithm.SHA256.start();
        running.update(bytes, 0, bytes.length);
        return HexFormat.of().formatHex(running.value());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
