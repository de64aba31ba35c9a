package com.illuvrse.finance.exporters.s3;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the archive is and what its buckets are called.
 *
 * @param endpoint another server than Amazon's; null for Amazon S3
 * @param region such as {@code eu-central-1}
 * @param pathStyle whether the bucket stands in the path of the address, as other servers need it
 * @param reports bucket of the accountants
 * @param tax bucket of everything with a tax form, restricted
 * @param audit bucket of the sealed segments, with Object Lock
 * @param inbox bucket the marketplace delivers to
 */
public record ArchiveSettings(
        @Nullable URI endpoint,
        String region,
        boolean pathStyle,
        ArchiveCredentials credentials,
        String reports,
        String tax,
        String audit,
        String inbox) {

    /** Buckets under their usual names. */
    public static ArchiveSettings of(
            @Nullable URI endpoint,
            String region,
            boolean pathStyle,
            ArchiveCredentials credentials) {
        return new ArchiveSettings(
                endpoint, region, pathStyle, credentials, "reports", "tax", "audit", "inbox");
    }
}
