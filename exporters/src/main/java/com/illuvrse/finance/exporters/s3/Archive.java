package com.illuvrse.finance.exporters.s3;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
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
        S3ClientBuilder builder =
                S3Client.builder()
                        .region(Region.of(settings.region()))
                        .forcePathStyle(settings.pathStyle())
                        .credentialsProvider(settings.credentials().provider())
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED)
                        .overrideConfiguration(retries())
                        .httpClientBuilder(
                                Apache5HttpClient.builder()
                                        .connectionTimeout(Duration.ofSeconds(5))
                                        .connectionAcquisitionTimeout(Duration.ofSeconds(30))
                                        .socketTimeout(Duration.ofSeconds(60))
                                        .maxConnections(16));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        return new Archive(builder.build(), settings);
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
        create(audit, true);
        for (ArchiveBucket bucket : List.of(reports, tax, inbox)) {
            create(bucket, false);
            ask(
                    bucket,
                    () ->
                            s3.putBucketVersioning(
                                    v ->
                                            v.bucket(bucket.name())
                                                    .versioningConfiguration(
                                                            c ->
                                                                    c.status(
                                                                            BucketVersioningStatus
                                                                                    .ENABLED))));
        }
    }

    private void create(ArchiveBucket bucket, boolean locked) {
        ask(
                bucket,
                () -> {
                    try {
                        return s3.createBucket(
                                b -> b.bucket(bucket.name()).objectLockEnabledForBucket(locked));
                    } catch (BucketAlreadyOwnedByYouException there) {
                        return there;
                    }
                });
    }

    /** Demands that all buckets keep versions, and that the audit bucket can lock objects. */
    public void requireBuckets() {
        for (ArchiveBucket bucket : List.of(reports, tax, audit)) {
            BucketVersioningStatus status =
                    ask(bucket, () -> s3.getBucketVersioning(v -> v.bucket(bucket.name())))
                            .status();
            if (status != BucketVersioningStatus.ENABLED) {
                throw new ArchiveException(
                        "bucket %s must keep versions, found versioning %s"
                                .formatted(bucket.name(), status == null ? "never set" : status));
            }
        }
        if (!canLock(audit)) {
            throw new ArchiveException(
                    "bucket %s must have Object Lock, which has to be switched on"
                            .formatted(audit.name()));
        }
    }

    private boolean canLock(ArchiveBucket bucket) {
        return ask(
                bucket,
                () -> {
                    try {
                        return s3.getObjectLockConfiguration(l -> l.bucket(bucket.name()))
                                        .objectLockConfiguration()
                                        .objectLockEnabled()
                                == ObjectLockEnabled.ENABLED;
                    } catch (S3Exception e) {
                        if (e.statusCode() == 404
                                && e.awsErrorDetails()
                                        .errorCode()
                                        .equals("ObjectLockConfigurationNotFoundError")) {
                            return false;
                        }
                        throw e;
                    }
                });
    }

    private static <T> T ask(ArchiveBucket bucket, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new ArchiveUnavailableException(
                    "bucket %s cannot be used: %s".formatted(bucket.name(), e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
