package com.illuvrse.finance.scheduler.operations;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code archive.*} of the settings. */
@ConfigurationProperties(prefix = "archive", ignoreUnknownFields = false)
public record ArchiveAddress(
        String endpoint,
        String region,
        boolean pathStyle,
        String credentialsFile,
        Buckets buckets,
        Witness witness,
        String lockMode,
        int lockDays) {

    /** Names of the buckets. */
    public record Buckets(String reports, String tax, String audit, String inbox) {}

    /**
     * A bucket in other hands that is told of every seal.
     *
     * @param bucket its name; empty when there is no witness
     */
    public record Witness(
            String endpoint,
            String region,
            boolean pathStyle,
            String credentialsFile,
            String bucket) {}
}
