package com.illuvrse.finance.sandbox.s3;

import org.jspecify.annotations.Nullable;

/**
 * The conditions of a write together with what was at its key when the write began. They are asked
 * twice: before the body is taken in, and again when the version is about to be added.
 */
final class Precondition {
    private static final long NOTHING = -1;

    private final Conditions conditions;
    private final String key;
    private final long newestAtStart;

    private Precondition(Conditions conditions, String key, long newestAtStart) {
        this.conditions = conditions;
        this.key = key;
        this.newestAtStart = newestAtStart;
    }

    /** Refuses at once a write that cannot succeed. */
    static Precondition begin(Conditions conditions, Bucket bucket, String key) {
        ObjectVersion newest = bucket.newest(key);
        conditions.requireWritable(key, newest);
        return new Precondition(conditions, key, sequence(newest));
    }

    /**
     * Refuses a write whose condition no longer holds, and, as a conflict to be tried again, one
     * whose condition holds but over something else than at the start.
     */
    void requireStill(@Nullable ObjectVersion newest) {
        conditions.requireWritable(key, newest);
        if (conditions.bindWrites() && sequence(newest) != newestAtStart) {
            throw S3Error.CONDITIONAL_REQUEST_CONFLICT.because(
                    "the object at " + key + " was changed while this request was under way");
        }
    }

    private static long sequence(@Nullable ObjectVersion version) {
        return version == null ? NOTHING : version.sequence();
    }
}
