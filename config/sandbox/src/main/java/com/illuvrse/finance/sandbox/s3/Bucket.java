package com.illuvrse.finance.sandbox.s3;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One bucket as it is in memory: its settings, and for each key its versions, newest first. What
 * changes a key holds the key's lock; readers need none.
 */
final class Bucket {
    private static final int LOCKS = 64;

    private final Path folder;
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();
    private final NavigableMap<String, List<ObjectVersion>> keys =
            new ConcurrentSkipListMap<>(KeyOrder.UTF_8);
    private volatile BucketSettings settings;
    private volatile boolean deleted;

    Bucket(Path folder, BucketSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    BucketSettings settings() {
        return settings;
    }

    void set(BucketSettings settings) {
        this.settings = settings;
    }

    String name() {
        return settings.name();
    }

    Path folder() {
        return folder;
    }

    /** The file with what is known about a version; the commit of a put is its appearance. */
    Path description(ObjectVersion version) {
        return file(version.sequence(), ".json");
    }

    /** The file with the bytes of a version. */
    Path data(ObjectVersion version) {
        return file(version.sequence(), ".data");
    }

    private Path file(long sequence, String ending) {
        return folder.resolve("versions")
                .resolve("%08x".formatted(sequence >> 12))
                .resolve("%016x%s".formatted(sequence, ending));
    }

    /** The lock of a key; some keys share one. */
    ReentrantLock lockOf(String key) {
        return locks.get(Math.floorMod(key.hashCode(), LOCKS));
    }

    /** Every lock, in the order they are taken when the whole bucket is changed. */
    List<ReentrantLock> locks() {
        return locks;
    }

    /** Marks a bucket as gone, for writers that found it earlier. */
    void delete() {
        deleted = true;
    }

    boolean isDeleted() {
        return deleted;
    }

    /** The keys in the order of listings. */
    NavigableMap<String, List<ObjectVersion>> keys() {
        return Collections.unmodifiableNavigableMap(keys);
    }

    /** The newest version of a key, which may be a delete marker. */
    @Nullable ObjectVersion newest(String key) {
        List<ObjectVersion> versions = keys.get(key);
        return versions == null ? null : versions.getFirst();
    }

    @Nullable ObjectVersion find(String key, String versionId) {
        for (ObjectVersion version : keys.getOrDefault(key, List.of())) {
            if (version.id().equals(versionId)) {
                return version;
            }
        }
        return null;
    }

    /**
     * The version a read is about, which may be a delete marker; the newest when no id is given.
     */
    ObjectVersion require(String key, @Nullable String versionId) {
        ObjectVersion version = versionId == null ? newest(key) : find(key, versionId);
        if (version == null) {
            throw versionId == null
                    ? S3Error.NO_SUCH_KEY.because("there is no object at " + key)
                    : S3Error.NO_SUCH_VERSION.because(
                            "there is no version " + versionId + " of " + key);
        }
        return version;
    }

    /**
     * Passes a missing file over when its version is no longer there, so that it is looked up
     * again.
     */
    void requireGone(ObjectVersion version, NoSuchFileException missing)
            throws NoSuchFileException {
        if (version.equals(find(version.key(), version.id()))) {
            throw missing;
        }
    }

    /** Makes a version visible, in the place of another when one is given. */
    void publish(ObjectVersion version, @Nullable ObjectVersion replaced) {
        List<ObjectVersion> versions = new ArrayList<>(keys.getOrDefault(version.key(), List.of()));
        if (replaced != null) {
            versions.remove(replaced);
        }
        versions.add(version);
        versions.sort(Comparator.comparingLong(ObjectVersion::sequence).reversed());
        keys.put(version.key(), List.copyOf(versions));
    }

    void withdraw(ObjectVersion version) {
        List<ObjectVersion> versions = new ArrayList<>(keys.getOrDefault(version.key(), List.of()));
        versions.remove(version);
        if (versions.isEmpty()) {
            keys.remove(version.key());
        } else {
            keys.put(version.key(), List.copyOf(versions));
        }
    }
}
