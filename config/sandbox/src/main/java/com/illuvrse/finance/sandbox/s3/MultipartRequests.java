package com.illuvrse.finance.sandbox.s3;

import com.illuvrse.finance.sandbox.s3.ObjectStore.Draft;
import com.illuvrse.finance.sandbox.s3.ObjectStore.Incoming;
import com.illuvrse.finance.sandbox.s3.Upload.Part;
import com.illuvrse.finance.sandbox.s3.UploadStore.Open;
import java.io.IOException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Requests about multipart uploads. */
final class MultipartRequests {
    private static final int MOST_PARTS = 10_000;

    private final ObjectStore store;
    private final UploadStore uploads;

    MultipartRequests(ObjectStore store, UploadStore uploads) {
        this.store = store;
        this.uploads = uploads;
    }

    Answer create(S3Request request, Bucket bucket) throws IOException {
        String named = request.header("x-amz-checksum-algorithm");
        ChecksumAlgorithm algorithm =
                named == null ? ChecksumAlgorithm.CRC64NVME : ChecksumAlgorithm.named(named);
        Upload upload =
                new Upload(
                        store.randomId(),
                        request.key(),
                        store.modifiedNow(),
                        Metadata.of(request),
                        ObjectLock.ofNew(request, bucket.settings(), store.now()),
                        algorithm,
                        type(request.header("x-amz-checksum-type"), algorithm),
                        named != null);
        uploads.begin(upload, bucket);
        return Answer.document(
                        Xml.document("InitiateMultipartUploadResult")
                                .text("Bucket", bucket.name())
                                .text("Key", request.key())
                                .text("UploadId", upload.id()))
                .with("x-amz-checksum-algorithm", algorithm.name())
                .with("x-amz-checksum-type", upload.type().name());
    }

    private static Checksum.Type type(@Nullable String named, ChecksumAlgorithm algorithm) {
        boolean composes = algorithm != ChecksumAlgorithm.CRC64NVME;
        if (named == null) {
            return composes ? Checksum.Type.COMPOSITE : Checksum.Type.FULL_OBJECT;
        }
        boolean full = named.equals("FULL_OBJECT");
        if (full ? !algorithm.joins() : !named.equals("COMPOSITE") || !composes) {
            throw S3Error.INVALID_REQUEST.because(
                    "the checksum type '%s' cannot be had with %s".formatted(named, algorithm));
        }
        return full ? Checksum.Type.FULL_OBJECT : Checksum.Type.COMPOSITE;
    }

    Answer uploadPart(S3Request request, Bucket bucket, RequestBody body) throws IOException {
        Open open = require(request, bucket);
        int number = request.number("partNumber", 1, MOST_PARTS, 0);
        Upload upload = open.upload();
        boolean fits =
                body.declared() == null
                        ? upload.type() == Checksum.Type.FULL_OBJECT
                        : !upload.chosen() || body.declared() == upload.algorithm();
        if (!fits) {
            throw S3Error.INVALID_REQUEST.because(
                    "the upload was begun with %s checksums but the part has %s"
                            .formatted(upload.algorithm(), body.declared()));
        }
        try (Incoming incoming = store.receive(body, upload.algorithm())) {
            Part part = uploads.add(open, number, incoming);
            return Answer.empty(200)
                    .with("ETag", ObjectRequests.quoted(part.etag()))
                    .with(part.checksum().algorithm().header(), part.checksum().value());
        }
    }

    Answer complete(S3Request request, Bucket bucket, RequestBody body) throws IOException {
        Completion completion = Completion.parse(request, body.document());
        ObjectVersion already = UploadStore.finished(bucket, request.key(), uploadId(request));
        if (already != null) {
            return completed(bucket, already);
        }
        Open open = require(request, bucket);
        open.lock().lock();
        try {
            ObjectVersion meanwhile =
                    UploadStore.finished(bucket, request.key(), uploadId(request));
            if (meanwhile != null) {
                return completed(bucket, meanwhile);
            }
            uploads.requireOpen(open);
            ObjectVersion version =
                    join(
                            request,
                            open,
                            completion.requireParts(open.upload(), open.parts()),
                            completion);
            uploads.end(open);
            return completed(bucket, version);
        } finally {
            open.lock().unlock();
        }
    }

    private ObjectVersion join(
            S3Request request, Open open, List<Part> parts, Completion completion)
            throws IOException {
        Upload upload = open.upload();
        Precondition precondition =
                Precondition.begin(Conditions.of(request), open.bucket(), upload.key());
        try (Incoming joined =
                store.join(parts.stream().map(open::data).toList(), upload.algorithm())) {
            Checksum checksum =
                    switch (upload.type()) {
                        case FULL_OBJECT -> joined.received().checksum();
                        case COMPOSITE ->
                                Checksum.composite(
                                        upload.algorithm(),
                                        parts.stream().map(Part::checksum).toList());
                    };
            completion.requireResult(joined.received().size(), checksum);
            Content content =
                    new Content(
                            joined.received().size(),
                            etag(parts),
                            upload.headers(),
                            checksum,
                            parts.stream().map(Part::size).toList());
            return store.put(
                    open.bucket(),
                    new Draft(upload.key(), content, upload.protection(), upload.id()),
                    joined.file(),
                    precondition);
        }
    }

    /** The MD5 of the parts' MD5s and their number, as in {@code 9bb5…-3}. */
    private static String etag(List<Part> parts) {
        ChecksumAlgorithm.Running md5 = ChecksumAlgorithm.digest("MD5");
        for (Part part : parts) {
            md5.update(HexFormat.of().parseHex(part.etag()), 0, 16);
        }
        return HexFormat.of().formatHex(md5.value()) + "-" + parts.size();
    }

    private static Answer completed(Bucket bucket, ObjectVersion version) {
        Content content = version.object();
        Xml xml =
                Xml.document("CompleteMultipartUploadResult")
                        .text("Location", "/" + bucket.name() + "/" + version.key())
                        .text("Bucket", bucket.name())
                        .text("Key", version.key())
                        .text("ETag", ObjectRequests.quoted(content.etag()))
                        .text("ChecksumType", content.checksum().type())
                        .text(content.checksum().algorithm().element(), content.checksum().value());
        return Answer.document(xml).with(ObjectRequests.versionHeader(bucket, version));
    }

    Answer abort(S3Request request, Bucket bucket) throws IOException {
        Open open = require(request, bucket);
        open.lock().lock();
        try {
            uploads.requireOpen(open);
            uploads.end(open);
            return Answer.empty(204);
        } finally {
            open.lock().unlock();
        }
    }

    Answer listParts(S3Request request, Bucket bucket) {
        Open open = require(request, bucket);
        int max = request.number("max-parts", 1, 1000, 1000);
        int marker = request.number("part-number-marker", 0, MOST_PARTS, 0);
        List<Part> rest =
                open.parts().tailMap(marker, false).values().stream().limit(max + 1L).toList();
        List<Part> page = rest.subList(0, Math.min(max, rest.size()));
        Xml xml =
                Xml.document("ListPartsResult")
                        .text("Bucket", bucket.name())
                        .text("Key", request.key())
                        .text("UploadId", open.upload().id())
                        .text("PartNumberMarker", marker)
                        .text("MaxParts", max)
                        .text("IsTruncated", rest.size() > max)
                        .text("ChecksumAlgorithm", open.upload().algorithm())
                        .text("ChecksumType", open.upload().type());
        if (!page.isEmpty()) {
            xml.text("NextPartNumberMarker", page.getLast().number());
        }
        for (Part part : page) {
            xml.open("Part")
                    .text("PartNumber", part.number())
                    .text("LastModified", part.modified())
                    .text("ETag", ObjectRequests.quoted(part.etag()))
                    .text("Size", part.size())
                    .text(part.checksum().algorithm().element(), part.checksum().value())
                    .close();
        }
        return Answer.document(xml);
    }

    Answer listUploads(S3Request request, Bucket bucket) {
        int max = request.number("max-uploads", 1, 1000, 1000);
        String prefix = Listing.prefix(request);
        Map.Entry<String, String> marker =
                Map.entry(
                        Objects.requireNonNullElse(request.parameter("key-marker"), ""),
                        Objects.requireNonNullElse(request.parameter("upload-id-marker"), ""));
        if (request.parameter("delimiter") != null) {
            throw S3Error.NOT_IMPLEMENTED.because(
                    "this emulation lists uploads by prefix, without a delimiter");
        }
        List<Upload> rest =
                uploads.all().stream()
                        .filter(o -> o.bucket() == bucket)
                        .map(Open::upload)
                        .filter(u -> u.key().startsWith(prefix) && isBehind(u, marker))
                        .sorted(
                                Comparator.comparing(Upload::key, KeyOrder.UTF_8)
                                        .thenComparing(Upload::id))
                        .limit(max + 1L)
                        .toList();
        List<Upload> page = rest.subList(0, Math.min(max, rest.size()));
        Xml xml =
                Xml.document("ListMultipartUploadsResult")
                        .text("Bucket", bucket.name())
                        .text("Prefix", prefix)
                        .text("KeyMarker", marker.getKey())
                        .text("UploadIdMarker", marker.getValue())
                        .text("MaxUploads", max)
                        .text("IsTruncated", rest.size() > max);
        if (rest.size() > max) {
            xml.text("NextKeyMarker", page.getLast().key())
                    .text("NextUploadIdMarker", page.getLast().id());
        }
        for (Upload upload : page) {
            xml.open("Upload")
                    .text("Key", upload.key())
                    .text("UploadId", upload.id())
                    .text("Initiated", upload.initiated())
                    .text("StorageClass", "STANDARD")
                    .text("ChecksumAlgorithm", upload.algorithm())
                    .text("ChecksumType", upload.type())
                    .close();
        }
        return Answer.document(xml);
    }

    private static boolean isBehind(Upload upload, Map.Entry<String, String> marker) {
        int byKey = KeyOrder.UTF_8.compare(upload.key(), marker.getKey());
        boolean laterOfSameKey =
                byKey == 0
                        && !marker.getValue().isEmpty()
                        && upload.id().compareTo(marker.getValue()) > 0;
        return byKey > 0 || laterOfSameKey;
    }

    private Open require(S3Request request, Bucket bucket) {
        return uploads.require(bucket, request.key(), uploadId(request));
    }

    private static String uploadId(S3Request request) {
        return Objects.requireNonNullElse(request.parameter("uploadId"), "");
    }
}
