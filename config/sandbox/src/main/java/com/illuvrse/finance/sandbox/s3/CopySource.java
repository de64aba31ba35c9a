package com.illuvrse.finance.sandbox.s3;

import org.jspecify.annotations.Nullable;

/** The object a copy is made from, as in {@code bucket/key%20of%20it?versionId=3f}. */
record CopySource(String bucket, String key, @Nullable String versionId) {
    private static final String VERSION = "?versionId=";

    static CopySource of(S3Request request) {
        String header = request.header("x-amz-copy-source", "");
        int version = header.indexOf(VERSION);
        String path = UriText.decodePath(version < 0 ? header : header.substring(0, version));
        String relative = path.startsWith("/") ? path.substring(1) : path;
        int slash = relative.indexOf('/');
        if (slash < 1 || slash == relative.length() - 1) {
            throw S3Error.INVALID_ARGUMENT.because(
                    "x-amz-copy-source should be bucket/key but is '" + header + "'");
        }
        return new CopySource(
                relative.substring(0, slash),
                relative.substring(slash + 1),
                version < 0 ? null : header.substring(version + VERSION.length()));
    }
}
