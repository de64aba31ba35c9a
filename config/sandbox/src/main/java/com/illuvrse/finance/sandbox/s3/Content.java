package com.illuvrse.finance.sandbox.s3;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a version holds besides its bytes.
 *
 * @param size bytes
 * @param etag without quotation marks
 * @param headers what the client said about the object and gets back, by lower-case name
 * @param partSizes bytes of each part of a multipart upload; empty for an object that was put whole
 */
record Content(
        long size,
        String etag,
        SortedMap<String, String> headers,
        Checksum checksum,
        List<Long> partSizes) {
    Content {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        partSizes = List.copyOf(partSizes);
    }

    /** The content of an object whose bytes came in one piece. */
    static Content whole(RequestBody.Received received, SortedMap<String, String> headers) {
        return new Content(
                received.size(), received.md5Hex(), headers, received.checksum(), List.of());
    }
}
