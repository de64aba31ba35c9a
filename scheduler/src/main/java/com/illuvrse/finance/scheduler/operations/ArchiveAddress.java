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
        String lockMode,
        int lockDays) {

    /** Names of the buckets. */
    public record Buckets(String reports, String tax, String audit, String inbox) {}
}
