package com.illuvrse.finance.sandbox.s3;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a client says about an object in headers, and gets back with it. */
final class Metadata {
    private static final int LARGEST_USER_METADATA = 2048;
    private static final List<String> KEPT =
            List.of(
                    "cache-control",
                    "content-disposition",
                    "content-language",
                    "expires",
                    "x-amz-server-side-encryption",
                    "x-amz-server-side-encryption-aws-kms-key-id");
    private static final List<String> UNKNOWN =
            List.of(
                    "x-amz-grant-",
                    "x-amz-tagging",
                    "x-amz-website-redirect-location",
                    "x-amz-write-offset-bytes",
                    "x-amz-server-side-encryption-customer-",
                    "x-amz-object-lock-event-hold");

    private Metadata() {}

    /** The headers that are kept; those whose meaning this emulation cannot give are refused. */
    static SortedMap<String, String> of(S3Request request) {
        for (String prefix : UNKNOWN) {
            if (!request.headersFrom(prefix).isEmpty()) {
                throw notHere(request.headersFrom(prefix).firstKey());
            }
        }
        if (!request.header("x-amz-storage-class", "STANDARD").equals("STANDARD")) {
            throw notHere("x-amz-storage-class other than STANDARD");
        }
        if (!List.of("private", "bucket-owner-full-control")
                .contains(request.header("x-amz-acl", "private"))) {
            throw notHere("x-amz-acl other than private");
        }
        SortedMap<String, String> kept = new TreeMap<>(request.headersFrom("x-amz-meta-"));
        requireSmall(kept);
        for (String name : KEPT) {
            String value = request.header(name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        kept.put("content-type", request.header("content-type", "binary/octet-stream"));
        String encoding = contentEncoding(request);
        if (!encoding.isEmpty()) {
            kept.put("content-encoding", encoding);
        }
        return kept;
    }

    /** Without the aws-chunked that only describes how the body travels. */
    private static String contentEncoding(S3Request request) {
        String encoding = request.header("content-encoding", "");
        return String.join(
                ",",
                List.of(encoding.split(",", -1)).stream()
                        .map(String::strip)
                        .filter(e -> !e.isEmpty() && !e.equalsIgnoreCase("aws-chunked"))
                        .toList());
    }

    private static void requireSmall(Map<String, String> userMetadata) {
        int size =
                userMetadata.entrySet().stream()
                        .mapToInt(
                                m ->
                                        m.getKey().length()
                                                - "x-amz-meta-".length()
                                                + m.getValue().length())
                        .sum();
        if (size > LARGEST_USER_METADATA) {
            throw S3Error.METADATA_TOO_LARGE.because(
                    "user metadata has at most %,d bytes, these have %,d"
                            .formatted(LARGEST_USER_METADATA, size));
        }
    }

    private static S3Exception notHere(String what) {
        return S3Error.NOT_IMPLEMENTED.because("this emulation has no " + what);
    }
}
