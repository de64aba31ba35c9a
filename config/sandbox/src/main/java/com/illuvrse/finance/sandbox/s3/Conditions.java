package com.illuvrse.finance.sandbox.s3;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The conditions of one request, by the prefix of the headers they came in. */
record Conditions(
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable Instant ifModifiedSince,
        @Nullable Instant ifUnmodifiedSince) {
    private static final DateTimeFormatter HTTP_TIME =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);

    static Conditions of(S3Request request) {
        return prefixed(request, "");
    }

    /** The conditions on the source of a copy. */
    static Conditions ofCopySource(S3Request request) {
        return prefixed(request, "x-amz-copy-source-");
    }

    private static Conditions prefixed(S3Request request, String prefix) {
        return new Conditions(
                request.header(prefix + "if-match"),
                request.header(prefix + "if-none-match"),
                time(request.header(prefix + "if-modified-since")),
                time(request.header(prefix + "if-unmodified-since")));
    }

    /** Whether a read should give the object. */
    enum Reading {
        GIVE,
        NOT_MODIFIED,
        FAILED
    }

    /** The order of RFC 9110: the tags decide before the dates. */
    Reading reading(ObjectVersion version) {
        String etag = version.object().etag();
        if (ifMatch != null) {
            if (!names(ifMatch, etag)) {
                return Reading.FAILED;
            }
        } else if (ifUnmodifiedSince != null && version.modified().isAfter(ifUnmodifiedSince)) {
            return Reading.FAILED;
        }
        if (ifNoneMatch != null) {
            return names(ifNoneMatch, etag) ? Reading.NOT_MODIFIED : Reading.GIVE;
        }
        return ifModifiedSince != null && !version.modified().isAfter(ifModifiedSince)
                ? Reading.NOT_MODIFIED
                : Reading.GIVE;
    }

    /** Whether a write depends on what is there. */
    boolean bindWrites() {
        return ifMatch != null || ifNoneMatch != null;
    }

    /** Refuses a write over the newest version of its key, null when there is none. */
    void requireWritable(String key, @Nullable ObjectVersion newest) {
        boolean exists = newest != null && !newest.isDeleteMarker();
        if (ifNoneMatch != null) {
            if (!ifNoneMatch.equals("*")) {
                throw S3Error.NOT_IMPLEMENTED.because(
                        "If-None-Match of a write is * and not '" + ifNoneMatch + "'");
            }
            if (exists) {
                throw S3Error.PRECONDITION_FAILED.because(
                        "If-None-Match: * but there is an object at " + key);
            }
        }
        if (ifMatch != null) {
            if (newest == null || !exists) {
                throw S3Error.NO_SUCH_KEY.because(
                        "If-Match: " + ifMatch + " but there is no object at " + key);
            }
            if (!names(ifMatch, newest.object().etag())) {
                throw S3Error.PRECONDITION_FAILED.because(
                        "If-Match: %s but the object at %s has \"%s\""
                                .formatted(ifMatch, key, newest.object().etag()));
            }
        }
    }

    static String httpTime(Instant time) {
        return HTTP_TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    private static boolean names(String tags, String etag) {
        return Arrays.stream(tags.split(",", -1))
                .map(String::strip)
                .anyMatch(t -> t.equals("*") || t.equals(etag) || t.equals('"' + etag + '"'));
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return LocalDateTime.parse(text, HTTP_TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "a date looks like Tue, 24 Nov 2026 02:00:00 GMT, not '" + text + "'");
        }
    }
}
