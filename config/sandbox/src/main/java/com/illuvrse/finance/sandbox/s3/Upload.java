package com.illuvrse.finance.sandbox.s3;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A multipart upload as it was begun: what the object will be, apart from its bytes.
 *
 * @param headers as in {@link Content}
 * @param chosen whether the client chose the algorithm, which its parts must then have
 */
record Upload(
        String id,
        String key,
        Instant initiated,
        SortedMap<String, String> headers,
        Protection protection,
        ChecksumAlgorithm algorithm,
        Checksum.Type type,
        boolean chosen) {
    Upload {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    /**
     * One part that arrived.
     *
     * @param file the name of the file with its bytes, below the folder of the upload
     * @param etag without quotation marks
     */
    record Part(
            int number, long size, String etag, Checksum checksum, Instant modified, String file) {}
}
