package com.illuvrse.finance.sandbox.s3;

import com.illuvrse.finance.sandbox.s3.Conditions.Reading;
import com.illuvrse.finance.sandbox.s3.ObjectStore.Draft;
import com.illuvrse.finance.sandbox.s3.ObjectStore.Incoming;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.SortedMap;

/** Copying an object inside the server. */
final class CopyRequests {
    private final ObjectStore store;

    CopyRequests(ObjectStore store) {
        this.store = store;
    }

    /** Copies the version the source names; again if it was replaced meanwhile. */
    Answer copy(S3Request request, Bucket target) throws IOException {
        CopySource source = CopySource.of(request);
        Bucket from = store.bucket(source.bucket());
        while (true) {
            ObjectVersion original = from.require(source.key(), source.versionId());
            requireCopyable(request, source, original);
            boolean ontoItself =
                    from == target
                            && source.key().equals(request.key())
                            && source.versionId() == null;
            SortedMap<String, String> metadata = metadata(request, original, ontoItself);
            try {
                return copy(request, from, original, target, metadata);
            } catch (NoSuchFileException e) {
                from.requireGone(original, e);
            }
        }
    }

    private static void requireCopyable(
            S3Request request, CopySource source, ObjectVersion original) {
        if (original.isDeleteMarker()) {
            throw S3Error.NO_SUCH_KEY.because("the source " + source + " is a delete marker");
        }
        if (Conditions.ofCopySource(request).reading(original) != Reading.GIVE) {
            throw S3Error.PRECONDITION_FAILED.because(
                    "the source " + source + " does not fulfil the conditions of the copy");
        }
    }

    private static SortedMap<String, String> metadata(
            S3Request request, ObjectVersion original, boolean ontoItself) {
        SortedMap<String, String> asked = Metadata.of(request);
        return switch (request.header("x-amz-metadata-directive", "COPY")) {
            case "REPLACE" -> asked;
            case "COPY" -> {
                if (ontoItself) {
                    throw S3Error.INVALID_REQUEST.because(
                            "a copy onto itself changes nothing unless the metadata is replaced");
                }
                yield original.object().headers();
            }
            default ->
                    throw S3Error.INVALID_ARGUMENT.because(
                            "x-amz-metadata-directive is COPY or REPLACE");
        };
    }

    private Answer copy(
            S3Request request,
            Bucket from,
            ObjectVersion original,
            Bucket target,
            SortedMap<String, String> metadata)
            throws IOException {
        Protection protection = ObjectLock.ofNew(request, target.settings(), store.now());
        Precondition precondition =
                Precondition.begin(Conditions.of(request), target, request.key());
        String named = request.header("x-amz-checksum-algorithm");
        ChecksumAlgorithm algorithm =
                named == null
                        ? original.object().checksum().algorithm()
                        : ChecksumAlgorithm.named(named);
        try (Incoming copied = store.join(List.of(from.data(original)), algorithm)) {
            Content content = Content.whole(copied.received(), metadata);
            ObjectVersion version =
                    store.put(
                            target,
                            new Draft(request.key(), content, protection, null),
                            copied.file(),
                            precondition);
            Xml xml =
                    Xml.document("CopyObjectResult")
                            .text("LastModified", version.modified())
                            .text("ETag", ObjectRequests.quoted(content.etag()))
                            .text("ChecksumType", content.checksum().type())
                            .text(algorithm.element(), content.checksum().value());
            return Answer.document(xml)
                    .with(ObjectRequests.versionHeader(target, version))
                    .with("x-amz-copy-source-version-id", original.id());
        }
    }
}
