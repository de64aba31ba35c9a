package com.illuvrse.finance.sandbox.s3;

import com.illuvrse.finance.sandbox.s3.ObjectStore.Incoming;
import com.illuvrse.finance.sandbox.s3.Upload.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Multipart uploads under way, in a folder each inside their bucket. A part is there from the
 * moment its description is, and a newer one of the same number takes its place.
 */
final class UploadStore {
    private final ObjectStore store;
    private final Map<String, Open> uploads = new ConcurrentHashMap<>();

    /** An upload under way; who changes it holds its lock. */
    record Open(
            Upload upload,
            Bucket bucket,
            Path folder,
            NavigableMap<Integer, Part> parts,
            ReentrantLock lock) {
        Path data(Part part) {
            return folder.resolve(part.file());
        }
    }

    private UploadStore(ObjectStore store) {
        this.store = store;
    }

    /** Reads the uploads back; those whose object was finished before a crash are cleared away. */
    static UploadStore load(ObjectStore store) throws IOException {
        UploadStore uploads = new UploadStore(store);
        for (Bucket bucket : store.buckets()) {
            for (Path folder : StoredBuckets.inside(bucket.folder().resolve("uploads"), "*")) {
                Upload upload =
                        ObjectStore.JSON.readValue(folder.resolve("upload.json"), Upload.class);
                if (finished(bucket, upload.key(), upload.id()) == null) {
                    uploads.reopen(upload, bucket, folder);
                } else {
                    store.files().deleteFolder(folder);
                }
            }
        }
        return uploads;
    }

    private void reopen(Upload upload, Bucket bucket, Path folder) throws IOException {
        Open open = open(upload, bucket, folder);
        for (Path description : StoredBuckets.inside(folder, "part-*.json")) {
            Part part = ObjectStore.JSON.readValue(description, Part.class);
            open.parts().put(part.number(), part);
        }
        for (Path data : StoredBuckets.inside(folder, "part-*.data")) {
            if (open.parts().values().stream().noneMatch(p -> open.data(p).equals(data))) {
                Files.delete(data);
            }
        }
        uploads.put(upload.id(), open);
    }

    private static Open open(Upload upload, Bucket bucket, Path folder) {
        return new Open(upload, bucket, folder, new ConcurrentSkipListMap<>(), new ReentrantLock());
    }

    /** The version an upload became, if it did. */
    static @Nullable ObjectVersion finished(Bucket bucket, String key, String uploadId) {
        for (ObjectVersion version : bucket.keys().getOrDefault(key, List.of())) {
            if (uploadId.equals(version.upload())) {
                return version;
            }
        }
        return null;
    }

    void begin(Upload upload, Bucket bucket) throws IOException {
        Path unfinished = store.files().unfinished();
        store.files().createFolder(unfinished);
        store.files()
                .write(
                        unfinished.resolve("upload.json"),
                        ObjectStore.JSON.writeValueAsBytes(upload));
        Path folder = bucket.folder().resolve("uploads").resolve(upload.id());
        ReentrantLock lock = bucket.lockOf(upload.key());
        lock.lock();
        try {
            ObjectStore.requireThere(bucket);
            store.files().publish(unfinished, folder);
        } finally {
            lock.unlock();
        }
        uploads.put(upload.id(), open(upload, bucket, folder));
    }

    Collection<Open> all() {
        return uploads.values();
    }

    /** The upload a request is about. */
    Open require(Bucket bucket, String key, String id) {
        Open open = uploads.get(id);
        if (open == null || open.bucket() != bucket || !open.upload().key().equals(key)) {
            throw gone(id);
        }
        return open;
    }

    /** Refuses an upload that was finished or aborted; its lock is held. */
    void requireOpen(Open open) {
        if (!uploads.containsKey(open.upload().id())) {
            throw gone(open.upload().id());
        }
    }

    /** Adds a part, in the place of an earlier one of the same number. */
    Part add(Open open, int number, Incoming incoming) throws IOException {
        ReentrantLock key = open.bucket().lockOf(open.upload().key());
        open.lock().lock();
        key.lock();
        try {
            requireOpen(open);
            ObjectStore.requireThere(open.bucket());
            Part before = open.parts().get(number);
            Part part =
                    new Part(
                            number,
                            incoming.received().size(),
                            incoming.received().md5Hex(),
                            incoming.received().checksum(),
                            store.modifiedNow(),
                            "part-%05d-%s.data".formatted(number, store.randomId()));
            store.files().move(incoming.file(), open.data(part));
            store.files()
                    .write(
                            open.folder().resolve("part-%05d.json".formatted(number)),
                            ObjectStore.JSON.writeValueAsBytes(part));
            open.parts().put(number, part);
            if (before != null) {
                store.files().delete(open.data(before));
            }
            return part;
        } finally {
            key.unlock();
            open.lock().unlock();
        }
    }

    /** Ends an upload and removes its parts; its lock is held. */
    void end(Open open) throws IOException {
        uploads.remove(open.upload().id());
        if (!open.bucket().isDeleted()) {
            store.files().deleteFolder(open.folder());
        }
    }

    private static S3Exception gone(String id) {
        return S3Error.NO_SUCH_UPLOAD.because(
                "there is no upload "
                        + id
                        + " of this key; it was finished, aborted or never begun");
    }
}
