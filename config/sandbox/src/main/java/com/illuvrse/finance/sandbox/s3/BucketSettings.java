package com.illuvrse.finance.sandbox.s3;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is set on a bucket. Object Lock needs versioning and keeps it from being suspended. */
record BucketSettings(
        String name,
        Instant created,
        Versioning versioning,
        boolean objectLock,
        @Nullable DefaultRetention defaultRetention) {
    /** Whether puts add a version or replace the unversioned one. */
    enum Versioning {
        NEVER,
        ENABLED,
        SUSPENDED
    }

    BucketSettings {
        if (objectLock && versioning != Versioning.ENABLED) {
            throw S3Error.INVALID_BUCKET_STATE.because(
                    "bucket " + name + " has Object Lock, so its versioning is and stays enabled");
        }
        if (defaultRetention != null && !objectLock) {
            throw S3Error.INVALID_BUCKET_STATE.because(
                    "bucket " + name + " has no Object Lock, so it can have no default retention");
        }
    }

    boolean isVersioned() {
        return versioning == Versioning.ENABLED;
    }

    BucketSettings withVersioning(Versioning other) {
        return new BucketSettings(name, created, other, objectLock, defaultRetention);
    }

    /** With Object Lock, which cannot be taken away again. */
    BucketSettings withObjectLock(@Nullable DefaultRetention byDefault) {
        return new BucketSettings(name, created, versioning, true, byDefault);
    }
}
