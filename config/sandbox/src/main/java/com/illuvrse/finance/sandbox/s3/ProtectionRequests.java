package com.illuvrse.finance.sandbox.s3;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Requests about the retention and the legal hold of one version. */
final class ProtectionRequests {
    private final ObjectStore store;

    ProtectionRequests(ObjectStore store) {
        this.store = store;
    }

    Answer retention(S3Request request, Bucket bucket) {
        Retention retention = require(request, bucket).protection().retention();
        if (retention == null) {
            throw nothingOn(request, "retention");
        }
        return Answer.document(
                Xml.document("Retention")
                        .text("Mode", retention.mode())
                        .text("RetainUntilDate", retention.until()));
    }

    Answer legalHold(S3Request request, Bucket bucket) {
        ObjectVersion version = require(request, bucket);
        if (!version.protection().legalHold()) {
            throw nothingOn(request, "legal hold");
        }
        return Answer.document(Xml.document("LegalHold").text("Status", "ON"));
    }

    Answer setRetention(S3Request request, Bucket bucket, RequestBody body) throws IOException {
        requireProtectedInTransit(body);
        @Nullable Retention asked = ObjectLock.parseRetention(body.document(), store.now());
        return change(
                request,
                bucket,
                version -> {
                    ObjectLock.requireChangeable(
                            version, asked, request.bypassesGovernance(), store.now());
                    return version.withProtection(version.protection().withRetention(asked));
                });
    }

    Answer setLegalHold(S3Request request, Bucket bucket, RequestBody body) throws IOException {
        requireProtectedInTransit(body);
        boolean on = ObjectLock.parseLegalHold(body.document());
        return change(
                request,
                bucket,
                version -> version.withProtection(version.protection().withLegalHold(on)));
    }

    private Answer change(S3Request request, Bucket bucket, UnaryOperator<ObjectVersion> change)
            throws IOException {
        ReentrantLock lock = bucket.lockOf(request.key());
        lock.lock();
        try {
            ObjectVersion version = require(request, bucket);
            store.replace(bucket, version, change.apply(version));
            return Answer.empty(200);
        } finally {
            lock.unlock();
        }
    }

    private static ObjectVersion require(S3Request request, Bucket bucket) {
        ObjectLock.requireLockable(bucket.settings());
        ObjectVersion version = bucket.require(request.key(), request.versionId());
        if (version.isDeleteMarker()) {
            throw S3Error.METHOD_NOT_ALLOWED.because(
                    "version " + version.id() + " of " + request.key() + " is a delete marker");
        }
        return version;
    }

    private static void requireProtectedInTransit(RequestBody body) {
        if (!body.isProtectedInTransit()) {
            throw S3Error.INVALID_REQUEST.because(
                    "a change of a lock needs Content-MD5 or a checksum");
        }
    }

    private static S3Exception nothingOn(S3Request request, String what) {
        return S3Error.NO_SUCH_OBJECT_LOCK.because("there is no " + what + " on " + request.key());
    }
}
