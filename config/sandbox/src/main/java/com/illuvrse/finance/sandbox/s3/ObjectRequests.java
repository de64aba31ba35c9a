package com.illuvrse.finance.sandbox.s3;

import com.illuvrse.finance.sandbox.s3.ObjectStore.Draft;
import com.illuvrse.finance.sandbox.s3.ObjectStore.Incoming;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Putting and reading one object. */
final class ObjectRequests {
    private final ObjectStore store;

    ObjectRequests(ObjectStore store) {
        this.store = store;
    }

    Answer put(S3Request request, Bucket bucket, RequestBody body) throws IOException {
        if (ObjectLock.isAskedFor(request) && !body.isProtectedInTransit()) {
            throw S3Error.INVALID_REQUEST.because(
                    "a put with Object Lock headers needs Content-MD5 or a checksum");
        }
        SortedMap<String, String> metadata = Metadata.of(request);
        Protection protection = ObjectLock.ofNew(request, bucket.settings(), store.now());
        Precondition precondition =
                Precondition.begin(Conditions.of(request), bucket, request.key());
        try (Incoming incoming = store.receive(body, ChecksumAlgorithm.CRC64NVME)) {
            Content content = Content.whole(incoming.received(), metadata);
            ObjectVersion version =
                    store.put(
                            bucket,
                            new Draft(request.key(), content, protection, null),
                            incoming.file(),
                            precondition);
            return Answer.empty(200)
                    .with("ETag", quoted(content.etag()))
                    .with(checksumHeaders(content.checksum()))
                    .with(versionHeader(bucket, version));
        }
    }

    /** Answers GET, and HEAD without the bytes; again if the version was replaced meanwhile. */
    Answer get(S3Request request, Bucket bucket, boolean withBytes) throws IOException {
        while (true) {
            ObjectVersion version = bucket.require(request.key(), request.versionId());
            try {
                return get(request, bucket, version, withBytes);
            } catch (NoSuchFileException e) {
                bucket.requireGone(version, e);
            }
        }
    }

    private static Answer get(
            S3Request request, Bucket bucket, ObjectVersion version, boolean withBytes)
            throws IOException {
        if (version.isDeleteMarker()) {
            return deleteMarker(request, version);
        }
        Content content = version.object();
        Map<String, String> headers = headers(bucket, version);
        switch (Conditions.of(request).reading(version)) {
            case GIVE -> {}
            case NOT_MODIFIED -> {
                return Answer.empty(304).with(headers);
            }
            case FAILED ->
                    throw S3Error.PRECONDITION_FAILED.because(
                            "the object at %s has the ETag %s and was written at %s"
                                    .formatted(
                                            request.key(),
                                            quoted(content.etag()),
                                            version.modified()));
        }
        ByteRange range = range(request, content, headers);
        if (range == null
                && request.header("x-amz-checksum-mode", "").equalsIgnoreCase("ENABLED")) {
            headers.putAll(checksumHeaders(content.checksum()));
        }
        override(request, headers);
        ByteRange given = range == null ? new ByteRange(0, content.size()) : range;
        headers.put("Accept-Ranges", "bytes");
        return new Answer(
                range == null ? 200 : 206,
                headers,
                withBytes
                        ? new Answer.Slice(
                                FileChannel.open(bucket.data(version), StandardOpenOption.READ),
                                given.offset(),
                                given.length())
                        : new Answer.Nothing(given.length()));
    }

    private static @Nullable ByteRange range(
            S3Request request, Content content, Map<String, String> headers) {
        int part = request.number("partNumber", 1, 10_000, 0);
        ByteRange range =
                part > 0
                        ? ByteRange.ofPart(part, content)
                        : ByteRange.ofHeader(request.header("range"), content.size());
        if (range != null && range.length() > 0) {
            headers.put("Content-Range", range.header(content.size()));
        }
        if (part > 0 && !content.partSizes().isEmpty()) {
            headers.put("x-amz-mp-parts-count", String.valueOf(content.partSizes().size()));
        }
        return range;
    }

    private static void override(S3Request request, Map<String, String> headers) {
        request.query()
                .forEach(
                        (name, value) -> {
                            if (name.startsWith("response-")) {
                                headers.put(name.substring("response-".length()), value);
                            }
                        });
    }

    private static Answer deleteMarker(S3Request request, ObjectVersion marker) {
        boolean byId = request.versionId() != null;
        S3Error error = byId ? S3Error.METHOD_NOT_ALLOWED : S3Error.NO_SUCH_KEY;
        Answer answer =
                Answer.refusal(
                        error,
                        byId
                                ? "version " + marker.id() + " is a delete marker"
                                : "the newest version of " + request.key() + " is a delete marker",
                        request);
        return answer.with("x-amz-delete-marker", "true").with("x-amz-version-id", marker.id());
    }

    private static Map<String, String> headers(Bucket bucket, ObjectVersion version) {
        Content content = version.object();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(content.headers());
        headers.put("ETag", quoted(content.etag()));
        headers.put("Last-Modified", Conditions.httpTime(version.modified()));
        headers.putAll(versionHeader(bucket, version));
        Retention retention = version.protection().retention();
        if (retention != null) {
            headers.put(ObjectLock.MODE, retention.mode().name());
            headers.put(ObjectLock.UNTIL, retention.until().toString());
        }
        if (version.protection().legalHold()) {
            headers.put(ObjectLock.LEGAL_HOLD, "ON");
        }
        return headers;
    }

    static Map<String, String> versionHeader(Bucket bucket, ObjectVersion version) {
        return bucket.settings().versioning() == BucketSettings.Versioning.NEVER
                ? Map.of()
                : Map.of("x-amz-version-id", version.id());
    }

    static Map<String, String> checksumHeaders(Checksum checksum) {
        return Map.of(
                checksum.algorithm().header(),
                checksum.value(),
                "x-amz-checksum-type",
                checksum.type().name());
    }

    static String quoted(String etag) {
        return '"' + etag + '"';
    }
}
