package com.illuvrse.finance.sandbox.s3;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a key; without content it is a delete marker.
 *
 * @param sequence orders the versions of a key and names the files of this one
 * @param id what clients call it; "null" for what was written without versioning
 * @param upload the multipart upload that made it
 */
record ObjectVersion(
        String key,
        long sequence,
        String id,
        Instant modified,
        @Nullable Content content,
        Protection protection,
        @Nullable String upload) {
    static final String UNVERSIONED = "null";

    boolean isDeleteMarker() {
        return content == null;
    }

    /** The content of a version that is known to be no delete marker. */
    Content object() {
        if (content == null) {
            throw new IllegalStateException("version " + id + " of " + key + " is a delete marker");
        }
        return content;
    }

    ObjectVersion withProtection(Protection other) {
        return new ObjectVersion(key, sequence, id, modified, content, other, upload);
    }
}
