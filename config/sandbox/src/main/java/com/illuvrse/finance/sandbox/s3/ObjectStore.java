package com.illuvrse.finance.sandbox.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Buckets and versions on disk. File names are numbers, so a key never becomes part of a path. A
 * version exists from the moment its description is renamed into place, after its bytes; what a
 * crash leaves without a description is swept away at the next start.
 *
 * <pre>
 * lock                                       held while a server runs on this folder
 * tmp/                                       what is being written
 * buckets/audit/bucket.json                  settings
 * buckets/audit/versions/00000000/0000000000000007.data
 * buckets/audit/versions/00000000/0000000000000007.json
 * buckets/audit/uploads/…                    multipart uploads under way
 * </pre>
 */
final class ObjectStore implements Closeable {
    static final JsonMapper JSON = new JsonMapper();

    private static final int BUFFER = 1 << 16;

    private final Path folder;
    private final InstantSource clock;
    private final FileChannel lockFile;
    private final DurableFiles files;
    private final NavigableMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();
    private final AtomicLong sequence = new AtomicLong();
    private final SecureRandom random = new SecureRandom();

    private ObjectStore(Path folder, InstantSource clock, FileChannel lockFile) throws IOException {
        this.folder = folder;
        this.clock = clock;
        this.lockFile = lockFile;
        this.files = new DurableFiles(folder.resolve("tmp"));
        files.createFolder(folder.resolve("buckets"));
    }

    /** Opens the folder, alone, with everything that was committed to it. */
    static ObjectStore open(Path folder, InstantSource clock) throws IOException {
        Path absolute = Files.createDirectories(folder.toAbsolutePath());
        FileChannel lockFile =
                FileChannel.open(
                        absolute.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            requireAlone(absolute, lockFile);
            ObjectStore store = new ObjectStore(absolute, clock, lockFile);
            StoredBuckets.load(absolute.resolve("buckets"), store.files)
                    .forEach(b -> store.buckets.put(b.name(), b));
            store.buckets.values().stream()
                    .flatMap(b -> b.keys().values().stream())
                    .forEach(
                            v ->
                                    store.sequence.accumulateAndGet(
                                            v.getFirst().sequence(), Math::max));
            return store;
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static void requireAlone(Path folder, FileChannel lockFile) throws IOException {
        FileLock lock;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException("another S3 server is running on " + folder + "; stop it first");
        }
    }

    DurableFiles files() {
        return files;
    }

    Instant now() {
        return clock.instant();
    }

    /** The time that is kept with what is written: whole seconds, as HTTP tells it. */
    Instant modifiedNow() {
        return now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** A name nobody can guess, for versions and uploads. */
    String randomId() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    Collection<Bucket> buckets() {
        return Collections.unmodifiableCollection(buckets.values());
    }

    Bucket bucket(String name) {
        Bucket bucket = buckets.get(name);
        if (bucket == null) {
            throw S3Error.NO_SUCH_BUCKET.because("there is no bucket " + name);
        }
        return bucket;
    }

    synchronized void createBucket(BucketSettings settings) throws IOException {
        if (buckets.containsKey(settings.name())) {
            throw S3Error.BUCKET_ALREADY_OWNED_BY_YOU.because(
                    "the bucket " + settings.name() + " exists and is yours");
        }
        Path unfinished = files.unfinished();
        files.createFolder(unfinished);
        files.write(unfinished.resolve("bucket.json"), JSON.writeValueAsBytes(settings));
        Path target = folder.resolve("buckets").resolve(settings.name());
        files.publish(unfinished, target);
        buckets.put(settings.name(), new Bucket(target, settings));
    }

    synchronized void set(Bucket bucket, UnaryOperator<BucketSettings> change) throws IOException {
        requireThere(bucket);
        BucketSettings settings = change.apply(bucket.settings());
        files.write(bucket.folder().resolve("bucket.json"), JSON.writeValueAsBytes(settings));
        bucket.set(settings);
    }

    synchronized void deleteBucket(Bucket bucket) throws IOException {
        bucket.locks().forEach(ReentrantLock::lock);
        try {
            if (!bucket.keys().isEmpty()) {
                throw S3Error.BUCKET_NOT_EMPTY.because(
                        "the bucket " + bucket.name() + " still has versions or delete markers");
            }
            bucket.delete();
            buckets.remove(bucket.name());
            files.deleteFolder(bucket.folder());
        } finally {
            bucket.locks().reversed().forEach(ReentrantLock::unlock);
        }
    }

    /** Bytes that arrived and were checked, on disk but not yet part of any bucket. */
    record Incoming(Path file, RequestBody.Received received) implements Closeable {
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    /** Takes a body in, never more than a buffer of it in memory. */
    Incoming receive(RequestBody body, ChecksumAlgorithm otherwise) throws IOException {
        Path file = files.unfinished();
        try (FileChannel channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            RequestBody.Received received = body.copyTo(out, otherwise);
            channel.force(true);
            return new Incoming(file, received);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Makes one file of several that are part of this store. */
    Incoming join(List<Path> parts, ChecksumAlgorithm algorithm) throws IOException {
        Path file = files.unfinished();
        ChecksumAlgorithm.Running checksum = algorithm.start();
        ChecksumAlgorithm.Running md5 = ChecksumAlgorithm.digest("MD5");
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (FileChannel channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            for (Path part : parts) {
                try (InputStream in = Files.newInputStream(part)) {
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        out.write(buffer, 0, count);
                        checksum.update(buffer, 0, count);
                        md5.update(buffer, 0, count);
                        size += count;
                    }
                }
            }
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new Incoming(
                file,
                new RequestBody.Received(
                        size,
                        HexFormat.of().formatHex(md5.value()),
                        Checksum.full(algorithm, checksum.value())));
    }

    /** What a put wants to add, apart from its bytes. */
    record Draft(String key, Content content, Protection protection, @Nullable String upload) {}

    /** Adds a version with the bytes of a finished file, if the precondition still holds. */
    ObjectVersion put(Bucket bucket, Draft draft, Path data, Precondition precondition)
            throws IOException {
        ReentrantLock lock = bucket.lockOf(draft.key());
        lock.lock();
        try {
            requireThere(bucket);
            precondition.requireStill(bucket.newest(draft.key()));
            ObjectVersion version =
                    new ObjectVersion(
                            draft.key(),
                            sequence.incrementAndGet(),
                            newVersionId(bucket),
                            modifiedNow(),
                            draft.content(),
                            draft.protection(),
                            draft.upload());
            files.move(data, bucket.data(version));
            commit(bucket, version);
            return version;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a delete marker. */
    ObjectVersion putDeleteMarker(Bucket bucket, String key) throws IOException {
        ObjectVersion marker =
                new ObjectVersion(
                        key,
                        sequence.incrementAndGet(),
                        newVersionId(bucket),
                        modifiedNow(),
                        null,
                        Protection.NONE,
                        null);
        commit(bucket, marker);
        return marker;
    }

    /** Replaces what is known about a version; its lock is held. */
    void replace(Bucket bucket, ObjectVersion old, ObjectVersion changed) throws IOException {
        files.write(bucket.description(changed), JSON.writeValueAsBytes(changed));
        bucket.publish(changed, old);
    }

    /** Removes a version for good; its lock is held and its protection was asked. */
    void remove(Bucket bucket, ObjectVersion version) throws IOException {
        bucket.withdraw(version);
        files.delete(bucket.description(version));
        files.delete(bucket.data(version));
    }

    private void commit(Bucket bucket, ObjectVersion version) throws IOException {
        ObjectVersion replaced =
                version.id().equals(ObjectVersion.UNVERSIONED)
                        ? bucket.find(version.key(), ObjectVersion.UNVERSIONED)
                        : null;
        files.write(bucket.description(version), JSON.writeValueAsBytes(version));
        bucket.publish(version, replaced);
        if (replaced != null) {
            files.delete(bucket.description(replaced));
            files.delete(bucket.data(replaced));
        }
    }

    private String newVersionId(Bucket bucket) {
        return bucket.settings().isVersioned() ? randomId() : ObjectVersion.UNVERSIONED;
    }

    static void requireThere(Bucket bucket) {
        if (bucket.isDeleted()) {
            throw S3Error.NO_SUCH_BUCKET.because("the bucket " + bucket.name() + " was deleted");
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
