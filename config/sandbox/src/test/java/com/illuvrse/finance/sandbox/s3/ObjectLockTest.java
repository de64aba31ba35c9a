package com.illuvrse.finance.sandbox.s3;

import static com.illuvrse.finance.sandbox.s3.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockConfiguration;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

class ObjectLockTest {
    private static final Instant IN_A_YEAR = RunningS3.NOW.plus(Duration.ofDays(365));

    @TempDir Path folder;
    private RunningS3 s3;
    private S3Client client;

    @BeforeEach
    void start() throws IOException {
        s3 = new RunningS3(folder);
        client = s3.client();
        client.createBucket(b -> b.bucket("audit").objectLockEnabledForBucket(true));
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
    }

    private String put(String key, @Nullable ObjectLockMode mode, @Nullable Instant until) {
        return client.putObject(
                        p ->
                                p.bucket("audit")
                                        .key(key)
                                        .objectLockMode(mode)
                                        .objectLockRetainUntilDate(until),
                        RequestBody.fromString("sealed"))
                .versionId();
    }

    private void delete(String versionId, boolean bypass) {
        client.deleteObject(
                d ->
                        d.bucket("audit")
                                .key("checkpoint")
                                .versionId(versionId)
                                .bypassGovernanceRetention(bypass));
    }

    private void retain(ObjectLockRetentionMode mode, Instant until, boolean bypass) {
        client.putObjectRetention(
                r ->
                        r.bucket("audit")
                                .key("checkpoint")
                                .bypassGovernanceRetention(bypass)
                                .retention(
                                        ObjectLockRetention.builder()
                                                .mode(mode)
                                                .retainUntilDate(until)
                                                .build()));
    }

    private static void assertDenied(ThrowingCallable call) {
        assertRefused(call, 403, "AccessDenied");
    }

    @Test
    void aBucketWithObjectLockIsVersionedForGood() {
        assertThat(client.getBucketVersioning(b -> b.bucket("audit")).status())
                .isEqualTo(BucketVersioningStatus.ENABLED);
        assertThat(
                        client.getObjectLockConfiguration(b -> b.bucket("audit"))
                                .objectLockConfiguration()
                                .objectLockEnabledAsString())
                .isEqualTo("Enabled");
        assertRefused(
                () ->
                        client.putBucketVersioning(
                                b ->
                                        b.bucket("audit")
                                                .versioningConfiguration(
                                                        v ->
                                                                v.status(
                                                                        BucketVersioningStatus
                                                                                .SUSPENDED))),
                409,
                "InvalidBucketState");
    }

    @Test
    void refusesToDeleteAVersionUnderCompliance() {
        String version = put("checkpoint", ObjectLockMode.COMPLIANCE, IN_A_YEAR);

        assertDenied(() -> delete(version, false));
        assertDenied(() -> delete(version, true));

        s3.pass(Duration.ofDays(366));
        delete(version, false);
        assertThat(client.listObjectVersions(l -> l.bucket("audit")).versions()).isEmpty();
    }

    @Test
    void givesAVersionUnderGovernanceUpToThoseWhoBypass() {
        String version = put("checkpoint", ObjectLockMode.GOVERNANCE, IN_A_YEAR);

        assertDenied(() -> delete(version, false));

        delete(version, true);
        assertThat(client.listObjectVersions(l -> l.bucket("audit")).versions()).isEmpty();
    }

    @Test
    void refusesToDeleteAVersionUnderLegalHold() {
        String version = put("checkpoint", null, null);
        hold(ObjectLockLegalHoldStatus.ON);

        assertThat(
                        client.getObjectLegalHold(h -> h.bucket("audit").key("checkpoint"))
                                .legalHold()
                                .status())
                .isEqualTo(ObjectLockLegalHoldStatus.ON);
        assertDenied(() -> delete(version, true));

        hold(ObjectLockLegalHoldStatus.OFF);
        delete(version, false);
    }

    private void hold(ObjectLockLegalHoldStatus status) {
        client.putObjectLegalHold(
                h -> h.bucket("audit").key("checkpoint").legalHold(l -> l.status(status)));
    }

    @Test
    void hidesALockedVersionBehindADeleteMarkerButKeepsIt() {
        String version = put("checkpoint", ObjectLockMode.COMPLIANCE, IN_A_YEAR);

        DeleteObjectResponse deleted =
                client.deleteObject(d -> d.bucket("audit").key("checkpoint"));

        assertThat(deleted.deleteMarker()).isTrue();
        assertRefused(
                () -> client.getObjectAsBytes(g -> g.bucket("audit").key("checkpoint")),
                404,
                "NoSuchKey");
        assertThat(
                        client.getObjectAsBytes(
                                        g -> g.bucket("audit").key("checkpoint").versionId(version))
                                .asUtf8String())
                .isEqualTo("sealed");

        delete(deleted.versionId(), false);
        assertThat(client.headObject(h -> h.bucket("audit").key("checkpoint")).versionId())
                .isEqualTo(version);
    }

    @Test
    void letsComplianceOnlyBeExtended() {
        put("checkpoint", ObjectLockMode.COMPLIANCE, IN_A_YEAR);

        assertDenied(
                () -> retain(ObjectLockRetentionMode.COMPLIANCE, IN_A_YEAR.minusSeconds(1), true));
        assertDenied(() -> retain(ObjectLockRetentionMode.GOVERNANCE, IN_A_YEAR, true));

        Instant later = IN_A_YEAR.plusSeconds(1);
        retain(ObjectLockRetentionMode.COMPLIANCE, later, false);
        HeadObjectResponse head = client.headObject(h -> h.bucket("audit").key("checkpoint"));
        assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.COMPLIANCE);
        assertThat(head.objectLockRetainUntilDate()).isEqualTo(later);
    }

    @Test
    void letsGovernanceBeShortenedOnlyByThoseWhoBypass() {
        put("checkpoint", ObjectLockMode.GOVERNANCE, IN_A_YEAR);
        Instant sooner = IN_A_YEAR.minusSeconds(1);

        assertDenied(() -> retain(ObjectLockRetentionMode.GOVERNANCE, sooner, false));

        retain(ObjectLockRetentionMode.GOVERNANCE, sooner, true);
        assertThat(
                        client.getObjectRetention(r -> r.bucket("audit").key("checkpoint"))
                                .retention()
                                .retainUntilDate())
                .isEqualTo(sooner);
    }

    @Test
    void refusesARetentionThatHasAlreadyEnded() {
        assertRefused(
                () -> put("checkpoint", ObjectLockMode.COMPLIANCE, RunningS3.NOW),
                400,
                "InvalidArgument");
    }

    @Test
    void givesTheDefaultRetentionToWhatAsksForNone() {
        client.putObjectLockConfiguration(
                c ->
                        c.bucket("audit")
                                .objectLockConfiguration(
                                        ObjectLockConfiguration.builder()
                                                .objectLockEnabled("Enabled")
                                                .rule(
                                                        r ->
                                                                r.defaultRetention(
                                                                        d ->
                                                                                d.mode("COMPLIANCE")
                                                                                        .years(7)))
                                                .build()));

        String version = put("checkpoint", null, null);

        assertThat(
                        client.getObjectLockConfiguration(b -> b.bucket("audit"))
                                .objectLockConfiguration()
                                .rule()
                                .defaultRetention()
                                .years())
                .isEqualTo(7);
        assertThat(
                        client.getObjectRetention(r -> r.bucket("audit").key("checkpoint"))
                                .retention()
                                .retainUntilDate())
                .isEqualTo(Instant.parse("2033-11-24T02:00:00Z"));
        assertDenied(() -> delete(version, true));
    }

    @Test
    void refusesLocksInABucketWithoutObjectLock() {
        client.createBucket(b -> b.bucket("reports"));

        assertRefused(
                () ->
                        client.putObject(
                                p ->
                                        p.bucket("reports")
                                                .key("a")
                                                .objectLockMode(ObjectLockMode.GOVERNANCE)
                                                .objectLockRetainUntilDate(IN_A_YEAR),
                                RequestBody.fromString("1")),
                400,
                "InvalidRequest");
        assertRefused(
                () -> client.getObjectLockConfiguration(b -> b.bucket("reports")),
                404,
                "ObjectLockConfigurationNotFoundError");
    }

    @Test
    void saysThatAVersionHasNoRetention() {
        put("checkpoint", null, null);

        assertRefused(
                () -> client.getObjectRetention(r -> r.bucket("audit").key("checkpoint")),
                404,
                "NoSuchObjectLockConfiguration");
    }

    @Test
    void keepsTheLockOverARestart() throws IOException {
        String version = put("checkpoint", ObjectLockMode.COMPLIANCE, IN_A_YEAR);

        s3.restart();
        client = s3.client();

        assertDenied(() -> delete(version, true));
    }

    @Test
    void refusesToDeleteABucketThatHoldsVersions() {
        put("checkpoint", ObjectLockMode.COMPLIANCE, IN_A_YEAR);
        client.deleteObject(d -> d.bucket("audit").key("checkpoint"));

        assertRefused(() -> client.deleteBucket(b -> b.bucket("audit")), 409, "BucketNotEmpty");
    }
}
