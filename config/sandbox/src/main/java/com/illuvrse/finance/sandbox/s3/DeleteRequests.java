package com.illuvrse.finance.sandbox.s3;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Deleting: without a version a delete marker is put on top, which no lock forbids; with one the
 * version is removed for good, which its lock may forbid.
 */
final class DeleteRequests {
    private static final int MOST_KEYS = 1000;

    private final ObjectStore store;

    DeleteRequests(ObjectStore store) {
        this.store = store;
    }

    /**
     * What a deletion did: which version it removed or made, and whether that is a delete marker.
     */
    private record Outcome(@Nullable String versionId, boolean marker) {}

    Answer one(S3Request request, Bucket bucket) throws IOException {
        Outcome outcome =
                delete(
                        bucket,
                        request.key(),
                        request.versionId(),
                        request.header("if-match"),
                        request.bypassesGovernance());
        Answer answer = Answer.empty(204);
        if (outcome.versionId() != null) {
            answer.with("x-amz-version-id", outcome.versionId());
        }
        return outcome.marker() ? answer.with("x-amz-delete-marker", "true") : answer;
    }

    Answer many(S3Request request, Bucket bucket, RequestBody body) throws IOException {
        if (!body.isProtectedInTransit()) {
            throw S3Error.INVALID_REQUEST.because(
                    "a deletion of many objects needs Content-MD5 or a checksum");
        }
        Element root = XmlDocument.parse(body.document(), "Delete");
        List<Element> objects = XmlDocument.children(root, "Object");
        if (objects.isEmpty() || objects.size() > MOST_KEYS) {
            throw S3Error.MALFORMED_XML.because(
                    "one request deletes 1 to 1,000 objects, this one has " + objects.size());
        }
        boolean quiet = "true".equals(XmlDocument.text(root, "Quiet"));
        Xml xml = Xml.document("DeleteResult");
        for (Element object : objects) {
            String key = XmlDocument.text(object, "Key");
            String versionId = XmlDocument.text(object, "VersionId");
            if (key == null || key.isEmpty()) {
                throw S3Error.MALFORMED_XML.because("an Object to delete has a Key");
            }
            try {
                Outcome outcome =
                        delete(
                                bucket,
                                key,
                                versionId,
                                XmlDocument.text(object, "ETag"),
                                request.bypassesGovernance());
                if (!quiet) {
                    describe(xml, key, versionId, outcome);
                }
            } catch (S3Exception e) {
                xml.open("Error")
                        .text("Key", key)
                        .optional("VersionId", versionId)
                        .text("Code", e.error().code())
                        .text("Message", e.sentence())
                        .close();
            }
        }
        return Answer.document(xml);
    }

    private static void describe(Xml xml, String key, @Nullable String asked, Outcome outcome) {
        xml.open("Deleted").text("Key", key).optional("VersionId", asked);
        if (outcome.marker()) {
            xml.text("DeleteMarker", true).optional("DeleteMarkerVersionId", outcome.versionId());
        }
        xml.close();
    }

    private Outcome delete(
            Bucket bucket,
            String key,
            @Nullable String versionId,
            @Nullable String ifMatch,
            boolean bypassGovernance)
            throws IOException {
        ReentrantLock lock = bucket.lockOf(key);
        lock.lock();
        try {
            ObjectStore.requireThere(bucket);
            ObjectVersion found =
                    versionId == null ? bucket.newest(key) : bucket.find(key, versionId);
            new Conditions(ifMatch, null, null, null).requireWritable(key, found);
            boolean versioned = bucket.settings().versioning() != BucketSettings.Versioning.NEVER;
            if (versionId == null && versioned) {
                return new Outcome(store.putDeleteMarker(bucket, key).id(), true);
            }
            if (found == null) {
                return new Outcome(versionId, false);
            }
            ObjectLock.requireRemovable(found, bypassGovernance, store.now());
            store.remove(bucket, found);
            return new Outcome(versionId, found.isDeleteMarker());
        } finally {
            lock.unlock();
        }
    }
}
