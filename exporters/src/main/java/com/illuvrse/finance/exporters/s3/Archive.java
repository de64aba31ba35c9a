package com.illuvrse.finance.exporters.s3;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The archive: three buckets that are written once, and the inbox. One for a process; threads may
 * share it.
 *
 * <p>A request is tried six times, also after 409, when S3 was busy with the same key. Writing is
 * safe to repeat, because a key that is taken is never written again.
 */
public final class Archive implements AutoCloseable {

    private static final int ATTEMPTS = 6;
    private static final Set<String> CONFLICTS =
            Set.of("ConditionalRequestConflict", "OperationAborted");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final S3Client s3;
    private final ArchiveBucket reports;
    private final ArchiveBucket tax;
    private final ArchiveBucket audit;
    private final ArchiveBucket inbox;

    private Archive(S3Client s3, ArchiveSettings settings) {
        this.s3 = s3;
        this.reports = new ArchiveBucket(s3, settings.reports());
        this.tax = new ArchiveBucket(s3, settings.tax());
        this.audit = new ArchiveBucket(s3, settings.audit());
        this.inbox = new ArchiveBucket(s3, settings.inbox());
    }

    /** Makes the client; nothing is asked yet. */
    public static Archive connect(ArchiveSettings settings) {
        return new Archive(
                client(
                        settings.endpoint(),
                        settings.region(),
                        settings.pathStyle(),
                        settings.credentials()),
                settings);
    }

    static S3Client client(
            @Nullable URI endpoint,
            String region,
            boolean pathStyle,
            ArchiveCredentials credentials) {
        S3ClientBuilder builder =
                S3Client.builder()
                        .region(Region.of(region))
                        .forcePathStyle(pathStyle)
                        .credentialsProvider(credentials.provider())
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED)
                        .overrideConfiguration(retries())
                        .httpClientBuilder(
                                Apache5HttpClient.builder()
                                        .connectionTimeout(Duration.ofSeconds(5))
                                        .connectionAcquisitionTimeout(Duration.ofSeconds(30))
                                        .socketTimeout(Duration.ofSeconds(60))
                                        .maxConnections(16));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    private static ClientOverrideConfiguration retries() {
        return ClientOverrideConfiguration.builder()
                .apiCallTimeout(Duration.ofMinutes(15))
                .apiCallAttemptTimeout(Duration.ofMinutes(5))
                .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .backoffStrategy(
                                        BackoffStrategy.exponentialDelay(
                                                FIRST_PAUSE, LONGEST_PAUSE))
                                .throttlingBackoffStrategy(
                                        BackoffStrategy.exponentialDelay(
                                                FIRST_PAUSE.multipliedBy(5), LONGEST_PAUSE))
                                .circuitBreakerEnabled(false)
                                .retryOnException(Archive::isConflict)
                                .build())
                .build();
    }

    /** Another request was busy with the key; also a 409, but another one, is a bucket there. */
    private static boolean isConflict(Throwable failure) {
        return failure instanceof S3Exception s3
                && s3.awsErrorDetails() != null
                && s3.awsErrorDetails().errorCode() != null
                && CONFLICTS.contains(s3.awsErrorDetails().errorCode());
    }

    /** What accountants read. */
    public ArchiveBucket reports() {
        return reports;
    }

    /** Everything with a tax form. */
    public ArchiveBucket tax() {
        return tax;
    }

    /** The sealed segments. */
    public ArchiveBucket audit() {
        return audit;
    }

    public Inbox inbox() {
        return new Inbox(inbox);
    }

    /** Makes the buckets of a sandbox; those that are there stay as they are. */
    public void createBuckets() {
        audit.create(true);
        for (ArchiveBucket bucket : List.of(reports, tax, inbox)) {
            bucket.create(false);
        }
    }

    /** Demands that all buckets keep versions, and that the audit bucket can lock objects. */
    public void requireBuckets() {
        for (ArchiveBucket bucket : List.of(reports, tax, audit)) {
            bucket.requireVersions();
        }
        audit.requireLocks();
    }

    @Override
    public void close() {
        s3.close();
    }
}
