package com.illuvrse.finance.sandbox.s3;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads buckets back from disk and finishes what a crash interrupted. */
final class StoredBuckets {
    private StoredBuckets() {}

    static List<Bucket> load(Path folder, DurableFiles files) throws IOException {
        List<Bucket> buckets = new ArrayList<>();
        for (Path bucketFolder : inside(folder, "*")) {
            BucketSettings settings =
                    ObjectStore.JSON.readValue(
                            bucketFolder.resolve("bucket.json"), BucketSettings.class);
            Bucket bucket = new Bucket(bucketFolder, settings);
            loadVersions(bucket, files);
            buckets.add(bucket);
        }
        return buckets;
    }

    private static void loadVersions(Bucket bucket, DurableFiles files) throws IOException {
        List<ObjectVersion> versions = new ArrayList<>();
        Path folder = bucket.folder().resolve("versions");
        for (Path shard : inside(folder, "*")) {
            for (Path description : inside(shard, "*.json")) {
                versions.add(ObjectStore.JSON.readValue(description, ObjectVersion.class));
            }
            for (Path data : inside(shard, "*.data")) {
                String name = String.valueOf(data.getFileName()).replace(".data", ".json");
                if (Files.notExists(shard.resolve(name))) {
                    files.delete(data);
                }
            }
        }
        versions.sort(Comparator.comparingLong(ObjectVersion::sequence));
        for (ObjectVersion version : versions) {
            publish(bucket, version, files);
        }
    }

    private static void publish(Bucket bucket, ObjectVersion version, DurableFiles files)
            throws IOException {
        if (!version.isDeleteMarker()
                && (Files.notExists(bucket.data(version))
                        || Files.size(bucket.data(version)) != version.object().size())) {
            throw new IOException(
                    "the bytes of version %s of %s/%s should be in %s with %,d bytes but are not"
                            .formatted(
                                    version.id(),
                                    bucket.name(),
                                    version.key(),
                                    bucket.data(version),
                                    version.object().size()));
        }
        ObjectVersion replaced =
                version.id().equals(ObjectVersion.UNVERSIONED)
                        ? bucket.find(version.key(), ObjectVersion.UNVERSIONED)
                        : null;
        bucket.publish(version, replaced);
        if (replaced != null) {
            files.delete(bucket.description(replaced));
            files.delete(bucket.data(replaced));
        }
    }

    /** What is in a folder, by name; nothing when there is no such folder. */
    static List<Path> inside(Path folder, String pattern) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
                entries.forEach(found::add);
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }
}
