package com.illuvrse.finance.sandbox.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists objects and their versions, page by page, in the order of the keys' UTF-8 bytes. */
final class Listing {
    private static final int LARGEST_PAGE = 1000;

    private final S3Request request;
    private final Bucket bucket;
    private final boolean urlEncoded;
    private final int max;

    Listing(S3Request request, Bucket bucket) {
        this.request = request;
        this.bucket = bucket;
        this.urlEncoded = "url".equals(request.parameter("encoding-type"));
        this.max =
                Math.min(
                        LARGEST_PAGE,
                        request.number("max-keys", 0, Integer.MAX_VALUE, LARGEST_PAGE));
    }

    /** ListObjectsV2: the newest versions, without those that are delete markers. */
    Answer objects() {
        if (!"2".equals(request.parameter("list-type"))) {
            throw S3Error.NOT_IMPLEMENTED.because("list-type is 2");
        }
        String token = request.parameter("continuation-token");
        String startAfter = Objects.requireNonNullElse(request.parameter("start-after"), "");
        String after = token == null ? startAfter : decodeToken(token);
        Iterable<ObjectVersion> newest =
                () ->
                        keysAfter(after)
                                .map(e -> e.getValue().getFirst())
                                .filter(v -> !v.isDeleteMarker())
                                .iterator();
        Page<ObjectVersion> page =
                Page.of(newest, ObjectVersion::key, query(token == null ? null : passed(after)));
        Xml xml = head("ListBucketResult");
        page.entries().forEach(v -> entry(xml, v));
        prefixes(xml, page.commonPrefixes());
        xml.text("KeyCount", page.entries().size() + page.commonPrefixes().size())
                .text("IsTruncated", page.last() != null)
                .text("StartAfter", text(startAfter))
                .optional("ContinuationToken", token);
        if (page.last() != null) {
            xml.text("NextContinuationToken", encodeToken(page.last().keyOrPrefix()));
        }
        return Answer.document(xml);
    }

    private void entry(Xml xml, ObjectVersion version) {
        xml.open("Contents");
        describe(xml, version);
        if ("true".equals(request.parameter("fetch-owner"))) {
            owner(xml);
        }
        xml.close();
    }

    private void describe(Xml xml, ObjectVersion version) {
        Content content = version.object();
        xml.text("Key", text(version.key()))
                .text("LastModified", version.modified())
                .text("ETag", ObjectRequests.quoted(content.etag()))
                .text("ChecksumAlgorithm", content.checksum().algorithm())
                .text("ChecksumType", content.checksum().type())
                .text("Size", content.size())
                .text("StorageClass", "STANDARD");
    }

    /** ListObjectVersions: every version and delete marker, newest first within a key. */
    Answer versions() {
        String keyMarker = Objects.requireNonNullElse(request.parameter("key-marker"), "");
        String versionMarker =
                Objects.requireNonNullElse(request.parameter("version-id-marker"), "");
        if (keyMarker.isEmpty() && !versionMarker.isEmpty()) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "a version-id-marker needs the key-marker it belongs to");
        }
        List<ObjectVersion> rest =
                versionMarker.isEmpty() ? List.of() : olderThan(keyMarker, versionMarker);
        Iterable<ObjectVersion> all =
                () ->
                        Stream.concat(
                                        rest.stream(),
                                        keysAfter(keyMarker).flatMap(e -> e.getValue().stream()))
                                .iterator();
        Page<ObjectVersion> page = Page.of(all, ObjectVersion::key, query(passed(keyMarker)));
        Xml xml =
                head("ListVersionsResult")
                        .text("KeyMarker", text(keyMarker))
                        .text("VersionIdMarker", versionMarker)
                        .text("IsTruncated", page.last() != null);
        page.entries().forEach(v -> version(xml, v));
        prefixes(xml, page.commonPrefixes());
        if (page.last() != null) {
            xml.text("NextKeyMarker", text(page.last().keyOrPrefix()));
            ObjectVersion last = page.last().entry();
            xml.optional("NextVersionIdMarker", last == null ? null : last.id());
        }
        return Answer.document(xml);
    }

    private void version(Xml xml, ObjectVersion version) {
        xml.open(version.isDeleteMarker() ? "DeleteMarker" : "Version");
        if (version.isDeleteMarker()) {
            xml.text("Key", text(version.key())).text("LastModified", version.modified());
        } else {
            describe(xml, version);
        }
        xml.text("VersionId", version.id())
                .text("IsLatest", version.equals(bucket.newest(version.key())));
        owner(xml);
        xml.close();
    }

    private List<ObjectVersion> olderThan(String key, String versionId) {
        ObjectVersion marker = bucket.find(key, versionId);
        List<ObjectVersion> versions = bucket.keys().getOrDefault(key, List.of());
        return marker == null
                ? List.of()
                : versions.stream().filter(v -> v.sequence() < marker.sequence()).toList();
    }

    /** The keys behind a marker; none before the prefix is looked at. */
    private Stream<Map.Entry<String, List<ObjectVersion>>> keysAfter(String marker) {
        NavigableMap<String, List<ObjectVersion>> keys = bucket.keys();
        String prefix = prefix(request);
        return KeyOrder.UTF_8.compare(marker, prefix) < 0
                ? keys.tailMap(prefix, true).entrySet().stream()
                : keys.tailMap(marker, false).entrySet().stream();
    }

    /** A marker that is a common prefix: everything in it was already listed. */
    private @Nullable String passed(String marker) {
        String delimiter = delimiter();
        return !delimiter.isEmpty()
                        && marker.endsWith(delimiter)
                        && marker.length() > prefix(request).length()
                ? marker
                : null;
    }

    private Page.Query query(@Nullable String passedPrefix) {
        return new Page.Query(prefix(request), delimiter(), passedPrefix, max);
    }

    private Xml head(String root) {
        Xml xml =
                Xml.document(root)
                        .text("Name", bucket.name())
                        .text("Prefix", text(prefix(request)))
                        .text("MaxKeys", max);
        if (!delimiter().isEmpty()) {
            xml.text("Delimiter", text(delimiter()));
        }
        return urlEncoded ? xml.text("EncodingType", "url") : xml;
    }

    private void prefixes(Xml xml, List<String> commonPrefixes) {
        for (String prefix : commonPrefixes) {
            xml.open("CommonPrefixes").text("Prefix", text(prefix)).close();
        }
    }

    private static void owner(Xml xml) {
        xml.open("Owner").text("ID", BucketRequests.OWNER).close();
    }

    private String delimiter() {
        return Objects.requireNonNullElse(request.parameter("delimiter"), "");
    }

    /** A key, or a part of one, as the client asked to get it. */
    private String text(String key) {
        return urlEncoded ? UriText.encodePath(key) : key;
    }

    static String prefix(S3Request request) {
        return Objects.requireNonNullElse(request.parameter("prefix"), "");
    }

    static String encodeToken(String after) {
        return Base64.getUrlEncoder().encodeToString(after.getBytes(StandardCharsets.UTF_8));
    }

    /** What a continuation token points behind; the beginning when there is none. */
    static String decodeToken(@Nullable String token) {
        try {
            return token == null
                    ? ""
                    : new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "the continuation token '" + token + "' is not one of this server");
        }
    }
}
