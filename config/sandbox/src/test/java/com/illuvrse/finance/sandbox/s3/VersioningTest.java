package com.illuvrse.finance.sandbox.s3;

import static com.illuvrse.finance.sandbox.s3.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Error;

class VersioningTest {
    @TempDir Path folder;
    private RunningS3 s3;
    private S3Client client;

    @BeforeEach
    void start() throws IOException {
        s3 = new RunningS3(folder);
        client = s3.client();
        client.createBucket(b -> b.bucket("reports"));
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
    }

    private void set(BucketVersioningStatus status) {
        client.putBucketVersioning(
                b -> b.bucket("reports").versioningConfiguration(v -> v.status(status)));
    }

    private String put(String text) {
        return client.putObject(p -> p.bucket("reports").key("a"), RequestBody.fromString(text))
                .versionId();
    }

    private String read(String versionId) {
        return client.getObjectAsBytes(g -> g.bucket("reports").key("a").versionId(versionId))
                .asUtf8String();
    }

    @Test
    void keepsWhatWasThereBeforeVersionsAsTheNullVersion() {
        put("before");
        set(BucketVersioningStatus.ENABLED);
        String first = put("first");
        set(BucketVersioningStatus.SUSPENDED);
        String suspended = put("suspended");

        assertThat(suspended).isEqualTo("null");
        assertThat(read("null")).isEqualTo("suspended");
        assertThat(read(first)).isEqualTo("first");
        assertThat(
                        client.listObjectVersions(l -> l.bucket("reports")).versions().stream()
                                .map(ObjectVersion::versionId))
                .containsExactly("null", first);
    }

    @Test
    void bringsBackAnObjectWhenItsDeleteMarkerIsRemoved() {
        set(BucketVersioningStatus.ENABLED);
        put("first");
        String marker = client.deleteObject(d -> d.bucket("reports").key("a")).versionId();

        assertRefused(() -> read(marker), 405, "MethodNotAllowed");
        client.deleteObject(d -> d.bucket("reports").key("a").versionId(marker));

        assertThat(client.getObjectAsBytes(g -> g.bucket("reports").key("a")).asUtf8String())
                .isEqualTo("first");
    }

    @Test
    void refusesAVersionThatNeverWas() {
        put("first");

        assertRefused(() -> read("other"), 404, "NoSuchVersion");
    }

    @Test
    void deletesManyAndSaysWhichItCouldNot() {
        client.createBucket(b -> b.bucket("audit").objectLockEnabledForBucket(true));
        String locked =
                client.putObject(
                                p ->
                                        p.bucket("audit")
                                                .key("locked")
                                                .objectLockMode(ObjectLockMode.COMPLIANCE)
                                                .objectLockRetainUntilDate(
                                                        RunningS3.NOW.plus(Duration.ofDays(1))),
                                RequestBody.fromString("1"))
                        .versionId();
        String free =
                client.putObject(p -> p.bucket("audit").key("free"), RequestBody.fromString("1"))
                        .versionId();

        DeleteObjectsResponse deleted =
                client.deleteObjects(
                        d ->
                                d.bucket("audit")
                                        .delete(
                                                objects ->
                                                        objects.objects(
                                                                version("locked", locked),
                                                                version("free", free))));

        assertThat(deleted.deleted().stream().map(DeletedObject::key)).containsExactly("free");
        assertThat(deleted.errors().stream().map(S3Error::code)).containsExactly("AccessDenied");
        assertThat(deleted.errors().getFirst().key()).isEqualTo("locked");
    }

    private static ObjectIdentifier version(String key, String versionId) {
        return ObjectIdentifier.builder().key(key).versionId(versionId).build();
    }

    @Test
    void copiesAVersionWithItsMetadataOrWithOther() {
        set(BucketVersioningStatus.ENABLED);
        String first =
                client.putObject(
                                p ->
                                        p.bucket("reports")
                                                .key("a")
                                                .contentType("text/csv")
                                                .metadata(Map.of("day", "2026-11-23")),
                                RequestBody.fromString("first"))
                        .versionId();
        put("second");

        CopyObjectResponse copy =
                client.copyObject(
                        c ->
                                c.sourceBucket("reports")
                                        .sourceKey("a")
                                        .sourceVersionId(first)
                                        .destinationBucket("reports")
                                        .destinationKey("ü b"));
        client.copyObject(
                c ->
                        c.sourceBucket("reports")
                                .sourceKey("ü b")
                                .destinationBucket("reports")
                                .destinationKey("c")
                                .metadataDirective(MetadataDirective.REPLACE)
                                .metadata(Map.of("day", "other")));

        HeadObjectResponse copied = client.headObject(h -> h.bucket("reports").key("ü b"));
        HeadObjectResponse replaced = client.headObject(h -> h.bucket("reports").key("c"));
        assertThat(copy.copySourceVersionId()).isEqualTo(first);
        assertThat(copied.contentLength()).isEqualTo(5);
        assertThat(copied.contentType()).isEqualTo("text/csv");
        assertThat(copied.metadata()).isEqualTo(Map.of("day", "2026-11-23"));
        assertThat(replaced.metadata()).isEqualTo(Map.of("day", "other"));
    }

    @Test
    void refusesToCopyOntoItselfOrWhatIsNotThere() {
        put("first");

        assertRefused(() -> copy("a", "a"), 400, "InvalidRequest");
        assertRefused(() -> copy("none", "b"), 404, "NoSuchKey");
    }

    private void copy(String from, String to) {
        client.copyObject(
                c ->
                        c.sourceBucket("reports")
                                .sourceKey(from)
                                .destinationBucket("reports")
                                .destinationKey(to));
    }
}
