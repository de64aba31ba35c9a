package com.illuvrse.finance.exporters.s3;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A bucket in other hands, under credentials of its own, that is told of every seal: whoever
 * rewrites the archive would have to rewrite this one too. A ledger may have none.
 */
public final class Witness implements AutoCloseable {

    /** A ledger whose seals nobody else keeps. */
    public static final Witness NONE = new Witness(null, null);

    private final @Nullable S3Client s3;
    private final @Nullable ArchiveBucket bucket;

    private Witness(@Nullable S3Client s3, @Nullable ArchiveBucket bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** Makes the client; nothing is asked yet. */
    public static Witness connect(WitnessSettings settings) {
        S3Client s3 =
                Archive.client(
                        settings.endpoint(),
                        settings.region(),
                        settings.pathStyle(),
                        settings.credentials());
        return new Witness(s3, new ArchiveBucket(s3, settings.bucket()));
    }

    /** The bucket; null when the ledger has no witness. */
    public @Nullable ArchiveBucket bucket() {
        return bucket;
    }

    /** Makes the bucket of a sandbox; one that is there stays as it is. */
    public void createBucket() {
        if (bucket != null) {
            bucket.create(true);
        }
    }

    /** Demands that the bucket keeps versions and can lock objects. */
    public void requireBucket() {
        if (bucket != null) {
            bucket.requireVersions();
            bucket.requireLocks();
        }
    }

    @Override
    public void close() {
        if (s3 != null) {
            s3.close();
        }
    }
}
