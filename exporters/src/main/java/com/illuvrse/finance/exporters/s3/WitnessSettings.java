package com.illuvrse.finance.exporters.s3;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the bucket of the witness is: best in another account and another region, with a key that
 * can write there and nothing else.
 *
 * @param endpoint another server than Amazon's; null for Amazon S3
 * @param pathStyle whether the bucket stands in the path of the address, as other servers need it
 * @param bucket named otherwise than the buckets of the archive
 */
public record WitnessSettings(
        @Nullable URI endpoint,
        String region,
        boolean pathStyle,
        ArchiveCredentials credentials,
        String bucket) {}
