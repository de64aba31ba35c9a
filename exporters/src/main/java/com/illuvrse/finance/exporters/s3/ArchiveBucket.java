package com.illuvrse.finance.exporters.s3;

import com.illuvrse.finance.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One bucket. Objects are written once: a key that is taken is never written again, and writing the
 * same bytes again is a success.
 */
public final class ArchiveBucket {

    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final String name;

    ArchiveBucket(S3Client s3, String name) {
        this.s3 = s3;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Makes the bucket of a sandbox, with versions; one that is there stays as it is. */
    void create(boolean locked) {
        use(
                () -> {
                    try {
                        return s3.createBucket(
                                b -> b.bucket(name).objectLockEnabledForBucket(locked));
                    } catch (BucketAlreadyOwnedByYouException there) {
                        return there;
                    }
                });
        if (!locked) {
            use(
                    () ->
                            s3.putBucketVersioning(
                                    v ->
                                            v.bucket(name)
                                                    .versioningConfiguration(
                                                            c ->
                                                                    c.status(
                                                                            BucketVersioningStatus
                                                                                    .ENABLED))));
        }
    }

    /** Demands that the bucket keeps versions. */
    void requireVersions() {
        BucketVersioningStatus status =
                use(() -> s3.getBucketVersioning(v -> v.bucket(name))).status();
        if (status != BucketVersioningStatus.ENABLED) {
            throw new ArchiveException(
                    "bucket %s must keep versions, found versioning %s"
                            .formatted(name, status == null ? "never set" : status));
        }
    }

    /** Demands that the bucket can lock objects. */
    void requireLocks() {
        if (!use(this::canLock)) {
            throw new ArchiveException(
                    "bucket %s must have Object Lock, which has to be switched on".formatted(name));
        }
    }

    private boolean canLock() {
        try {
            return s3.getObjectLockConfiguration(l -> l.bucket(name))
                            .objectLockConfiguration()
                            .objectLockEnabled()
                    == ObjectLockEnabled.ENABLED;
        } catch (S3Exception e) {
            if (e.statusCode() == 404
                    && e.awsErrorDetails()
                            .errorCode()
                            .equals("ObjectLockConfigurationNotFoundError")) {
                return false;
            }
            throw e;
        }
    }

    private <T> T use(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new ArchiveUnavailableException(
                    "bucket %s cannot be used: %s".formatted(name, e.getMessage()), e);
        }
    }

    /**
     * Writes an object that is not there yet.
     *
     * @return what is there now, also when the same bytes were there before
     * @throws ArchiveConflictException when the key has other bytes
     */
    public StoredObject putOnce(String key, Path file) throws IOException {
        return put(key, file, null, null);
    }

    /**
     * As {@link #putOnce(String, Path)}, with the name a browser saves it under.
     *
     * @param downloadName letters, digits and {@code ._=-} only
     */
    public StoredObject putOnce(String key, Path file, String downloadName) throws IOException {
        if (!downloadName.matches("[A-Za-z0-9._=-]+")) {
            throw new IllegalArgumentException(
                    "a name to save under has letters, digits and ._=-, found \""
                            + downloadName
                            + "\"");
        }
        return put(key, file, null, downloadName);
    }

    /** As {@link #putOnce(String, Path)}, locked from its first moment. */
    public StoredObject putOnce(String key, Path file, ObjectLock lock) throws IOException {
        return put(key, file, lock, null);
    }

    private StoredObject put(
            String key, Path file, @Nullable ObjectLock lock, @Nullable String downloadName)
            throws IOException {
        FileDigest digest = FileDigest.of(file);
        StoredObject ours = new StoredObject(key, digest.bytes(), digest.sha256(), "");
        PutObjectRequest.Builder request =
                PutObjectRequest.builder()
                        .bucket(name)
                        .key(key)
                        .ifNoneMatch("*")
                        .contentType(contentType(key))
                        .checksumSHA256(base64(ours.sha256()));
        if (downloadName != null) {
            request.contentDisposition("attachment; filename=\"" + downloadName + "\"");
        }
        if (lock != null) {
            request.objectLockMode(lock.mode().name()).objectLockRetainUntilDate(lock.until());
        }
        try {
            PutObjectResponse done =
                    ask(
                            "write " + key,
                            () -> s3.putObject(request.build(), RequestBody.fromFile(file)));
            return new StoredObject(key, ours.bytes(), ours.sha256(), version(done.versionId()));
        } catch (ArchiveUnavailableException e) {
            if (e.getCause() instanceof S3Exception s3e
                    && s3e.statusCode() == PRECONDITION_FAILED) {
                return whatIsThere(ours);
            }
            throw e;
        }
    }

    private StoredObject whatIsThere(StoredObject ours) {
        StoredObject found = head(ours.key());
        if (!found.sha256().equals(ours.sha256()) || found.bytes() != ours.bytes()) {
            throw new ArchiveConflictException(place(ours.key()), ours.sha256(), found.sha256());
        }
        return found;
    }

    /** Writes the one kind of object that may be replaced, {@code CURRENT.json}. */
    public void replace(String key, Path file) throws IOException {
        if (!key.equals("CURRENT.json") && !key.endsWith("/CURRENT.json")) {
            throw new IllegalArgumentException(
                    "only CURRENT.json is ever replaced, not " + place(key));
        }
        PutObjectRequest request =
                PutObjectRequest.builder()
                        .bucket(name)
                        .key(key)
                        .contentType(contentType(key))
                        .checksumSHA256(base64(FileDigest.of(file).sha256()))
                        .build();
        ask("replace " + key, () -> s3.putObject(request, RequestBody.fromFile(file)));
    }

    /** What S3 says of an object. */
    public StoredObject head(String key) {
        return stored(key, headers(key));
    }

    private HeadObjectResponse headers(String key) {
        return ask(
                "look at " + key,
                () ->
                        s3.headObject(
                                h -> h.bucket(name).key(key).checksumMode(ChecksumMode.ENABLED)));
    }

    private HeadObjectResponse headersOfDelivered(String key) {
        try {
            return headers(key);
        } catch (ArchiveUnavailableException e) {
            if (e.getCause() instanceof NoSuchKeyException) {
                throw new ArchiveException(
                        place(key) + " was delivered and must be there, found nothing", e);
            }
            throw e;
        }
    }

    private static StoredObject stored(String key, HeadObjectResponse head) {
        String checksum = head.checksumSHA256();
        return new StoredObject(
                key,
                head.contentLength(),
                checksum == null
                        ? StoredObject.NO_DIGEST
                        : HexFormat.of().formatHex(Base64.getDecoder().decode(checksum)),
                version(head.versionId()));
    }

    /** Whether there is such an object. */
    public boolean contains(String key) {
        try {
            headers(key);
            return true;
        } catch (ArchiveUnavailableException e) {
            if (e.getCause() instanceof NoSuchKeyException) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Looks at an object again and demands that it is exactly what was written: these bytes, read
     * back, as the only version of its key, under the lock that was asked for.
     */
    public void verifyDelivered(StoredObject written, @Nullable ObjectLock lock)
            throws IOException {
        String place = place(written.key());
        HeadObjectResponse head = headersOfDelivered(written.key());
        StoredObject found = stored(written.key(), head);
        if (!found.equals(written)) {
            throw new ArchiveException(
                    "%s should be %s, found %s".formatted(place, written, found));
        }
        if (lock != null) {
            ObjectLock kept = lockOf(head);
            if (kept == null || !kept.covers(lock)) {
                throw new ArchiveException(
                        "%s should be locked %s, found %s"
                                .formatted(place, lock, kept == null ? "no lock" : kept));
            }
        }
        List<String> versions = versions(written.key());
        if (!versions.equals(List.of(written.versionId()))) {
            throw new ArchiveException(
                    "%s should have the one version %s, found %s"
                            .formatted(place, written.versionId(), versions));
        }
        requireDigest(written.key(), written.sha256(), OutputStream.nullOutputStream());
    }

    private static @Nullable ObjectLock lockOf(HeadObjectResponse head) {
        if (head.objectLockMode() == null || head.objectLockRetainUntilDate() == null) {
            return null;
        }
        return new ObjectLock(
                ObjectLock.Mode.valueOf(head.objectLockModeAsString()),
                head.objectLockRetainUntilDate());
    }

    /** Ids of all versions and delete markers of a key. */
    private List<String> versions(String key) {
        return ask(
                "list the versions of " + key,
                () -> {
                    List<String> ids = new ArrayList<>();
                    s3.listObjectVersionsPaginator(l -> l.bucket(name).prefix(key)).stream()
                            .forEach(
                                    page -> {
                                        page.versions().stream()
                                                .filter(version -> version.key().equals(key))
                                                .map(ObjectVersion::versionId)
                                                .forEach(ids::add);
                                        page.deleteMarkers().stream()
                                                .filter(marker -> marker.key().equals(key))
                                                .map(marker -> "deletion " + marker.versionId())
                                                .forEach(ids::add);
                                    });
                    return ids;
                });
    }

    /** All keys that begin so, ascending. */
    public List<String> keys(String prefix) {
        return ask(
                "list " + prefix,
                () ->
                        s3
                                .listObjectsV2Paginator(l -> l.bucket(name).prefix(prefix))
                                .contents()
                                .stream()
                                .map(object -> object.key())
                                .toList());
    }

    /** The folders directly below a prefix, each with its slash, ascending. */
    public List<String> folders(String prefix) {
        return ask(
                "list " + prefix,
                () ->
                        s3
                                .listObjectsV2Paginator(
                                        l -> l.bucket(name).prefix(prefix).delimiter("/"))
                                .commonPrefixes()
                                .stream()
                                .map(CommonPrefix::prefix)
                                .toList());
    }

    /** An object as a stream, which the caller closes. */
    public InputStream open(String key) {
        return ask(
                "read " + key,
                () ->
                        s3.getObject(
                                g -> g.bucket(name).key(key).checksumMode(ChecksumMode.ENABLED)));
    }

    /**
     * Copies an object into a file, which is there only when the bytes are the expected ones.
     *
     * @param sha256 lower-case hex
     */
    public void get(String key, Path file, String sha256) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is not a place for a file");
        }
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, ".archive", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                requireDigest(key, sha256, out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void requireDigest(String key, String sha256, OutputStream to) throws IOException {
        Sha256 digest = Sha256.start();
        try (InputStream in = open(key)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                to.write(buffer, 0, n);
            }
        } catch (SdkException e) {
            throw new ArchiveException(
                    place(key) + " could not be read whole: " + e.getMessage(), e);
        }
        String found = digest.finishHex();
        if (!found.equals(sha256)) {
            throw new ArchiveException(
                    "%s should have SHA-256 %s, found %s".formatted(place(key), sha256, found));
        }
    }

    private <T> T ask(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new ArchiveUnavailableException(
                    "bucket %s: cannot %s: %s".formatted(name, what, e.getMessage()), e);
        }
    }

    private String place(String key) {
        return "object " + name + "/" + key;
    }

    private static String version(@Nullable String id) {
        return id == null ? "unversioned" : id;
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static String contentType(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return switch (lower.substring(lower.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "csv" -> "text/csv; charset=utf-8";
            case "json" -> "application/json";
            case "jsonl", "hledger", "txt", "note" -> "text/plain; charset=utf-8";
            case "parquet" -> "application/vnd.apache.parquet";
            default -> "application/octet-stream";
        };
    }
}
