package com.illuvrse.finance.sandbox.s3;

import com.illuvrse.finance.sandbox.s3.BucketSettings.Versioning;
import com.illuvrse.finance.sandbox.s3.ObjectStore.Draft;
import com.illuvrse.finance.sandbox.s3.ObjectStore.Incoming;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts what a sandbox begins with into the store, without a client and without HTTP. */
final class Deliveries {
    private static final Conditions NO_CONDITIONS = new Conditions(null, null, null, null);
    private static final SortedMap<String, String> HEADERS =
            new TreeMap<>(Map.of("content-type", "binary/octet-stream"));

    private final ObjectStore store;

    Deliveries(ObjectStore store) {
        this.store = store;
    }

    void keepBucket(String name, boolean objectLock) throws IOException {
        if (store.buckets().stream().noneMatch(b -> b.name().equals(name))) {
            store.createBucket(
                    new BucketSettings(
                            name, store.modifiedNow(), Versioning.ENABLED, objectLock, null));
        }
    }

    boolean deliver(String bucketName, String key, Path file) throws IOException {
        Bucket bucket = store.bucket(bucketName);
        if (isThere(bucket, key, file)) {
            return false;
        }
        Precondition none = Precondition.begin(NO_CONDITIONS, bucket, key);
        try (Incoming copy = store.join(List.of(file), ChecksumAlgorithm.SHA256)) {
            Content content = Content.whole(copy.received(), HEADERS);
            store.put(bucket, new Draft(key, content, Protection.NONE, null), copy.file(), none);
            return true;
        }
    }

    private static boolean isThere(Bucket bucket, String key, Path file) throws IOException {
        ObjectVersion newest = bucket.newest(key);
        if (newest == null || newest.isDeleteMarker()) {
            return false;
        }
        Content there = newest.object();
        return there.size() == Files.size(file)
                && there.checksum().equals(checksum(file, there.checksum().algorithm()));
    }

    private static Checksum checksum(Path file, ChecksumAlgorithm algorithm) throws IOException {
        ChecksumAlgorithm.Running running = algorithm.start();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                running.update(buffer, 0, count);
            }
        }
        return Checksum.full(algorithm, running.value());
    }
}
