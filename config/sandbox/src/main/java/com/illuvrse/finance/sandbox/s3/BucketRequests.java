package com.illuvrse.finance.sandbox.s3;

import com.illuvrse.finance.sandbox.s3.BucketSettings.Versioning;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Requests about buckets and their settings. */
final class BucketRequests {
    /** The only account there is. */
    static final String OWNER = "sandbox";

    private final ObjectStore store;

    BucketRequests(ObjectStore store) {
        this.store = store;
    }

    Answer list(S3Request request) {
        int max = request.number("max-buckets", 1, 10_000, 10_000);
        String prefix = Listing.prefix(request);
        String after = Listing.decodeToken(request.parameter("continuation-token"));
        List<Bucket> matching =
                store.buckets().stream()
                        .filter(b -> b.name().startsWith(prefix) && b.name().compareTo(after) > 0)
                        .limit(max + 1L)
                        .toList();
        List<Bucket> page = matching.subList(0, Math.min(max, matching.size()));
        Xml xml =
                Xml.document("ListAllMyBucketsResult")
                        .open("Owner")
                        .text("ID", OWNER)
                        .close()
                        .open("Buckets");
        for (Bucket bucket : page) {
            xml.open("Bucket")
                    .text("Name", bucket.name())
                    .text("CreationDate", bucket.settings().created())
                    .close();
        }
        xml.close();
        if (matching.size() > max) {
            xml.text("ContinuationToken", Listing.encodeToken(page.getLast().name()));
        }
        return Answer.document(xml);
    }

    Answer create(S3Request request, RequestBody body) throws IOException {
        String name = request.bucket();
        if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]") || name.contains("..")) {
            throw S3Error.INVALID_BUCKET_NAME.because(
                    "a bucket name has 3 to 63 characters of a-z, 0-9, '-' and '.', not '%s'"
                            .formatted(name));
        }
        body.document();
        boolean lock =
                request.header("x-amz-bucket-object-lock-enabled", "").equalsIgnoreCase("true");
        store.createBucket(
                new BucketSettings(
                        name,
                        store.modifiedNow(),
                        lock ? Versioning.ENABLED : Versioning.NEVER,
                        lock,
                        null));
        return Answer.empty(200).with("Location", "/" + name);
    }

    Answer head(Bucket bucket) {
        return Answer.empty(200).with("x-amz-bucket-region", "us-east-1");
    }

    Answer delete(Bucket bucket) throws IOException {
        store.deleteBucket(bucket);
        return Answer.empty(204);
    }

    Answer location() {
        return Answer.document(Xml.document("LocationConstraint"));
    }

    Answer versioning(Bucket bucket) {
        Xml xml = Xml.document("VersioningConfiguration");
        switch (bucket.settings().versioning()) {
            case NEVER -> {}
            case ENABLED -> xml.text("Status", "Enabled");
            case SUSPENDED -> xml.text("Status", "Suspended");
        }
        return Answer.document(xml);
    }

    Answer setVersioning(Bucket bucket, RequestBody body) throws IOException {
        String status =
                XmlDocument.text(
                        XmlDocument.parse(body.document(), "VersioningConfiguration"), "Status");
        Versioning versioning = versioning(status);
        store.set(bucket, settings -> settings.withVersioning(versioning));
        return Answer.empty(200);
    }

    private static Versioning versioning(@Nullable String status) {
        return switch (String.valueOf(status).toLowerCase(Locale.ROOT)) {
            case "enabled" -> Versioning.ENABLED;
            case "suspended" -> Versioning.SUSPENDED;
            default ->
                    throw S3Error.MALFORMED_XML.because(
                            "the Status of versioning is Enabled or Suspended, not " + status);
        };
    }

    Answer lockConfiguration(Bucket bucket) {
        BucketSettings settings = bucket.settings();
        if (!settings.objectLock()) {
            throw S3Error.OBJECT_LOCK_NOT_FOUND.because(
                    "Object Lock is not enabled on the bucket " + bucket.name());
        }
        Xml xml = Xml.document("ObjectLockConfiguration").text("ObjectLockEnabled", "Enabled");
        DefaultRetention retention = settings.defaultRetention();
        if (retention != null) {
            retention.writeTo(xml);
        }
        return Answer.document(xml);
    }

    Answer setLockConfiguration(Bucket bucket, RequestBody body) throws IOException {
        DefaultRetention retention = DefaultRetention.parse(body.document());
        store.set(bucket, settings -> settings.withObjectLock(retention));
        return Answer.empty(200);
    }
}
