package com.illuvrse.finance.exporters.s3;

/**
 * An object as it was written.
 *
 * @param sha256 lower-case hex
 * @param versionId which version of the key it is
 */
public record StoredObject(String key, long bytes, String sha256, String versionId) {

    /** Stands for the digest of an object that somebody stored without one. */
    static final String NO_DIGEST = "none";
}
