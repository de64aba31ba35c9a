package com.illuvrse.finance.sandbox.s3;

import static com.illuvrse.finance.sandbox.s3.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.StorageClass;

class BucketTest {
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

    @Test
    void listsBucketsByName() {
        client.createBucket(b -> b.bucket("tax"));
        client.createBucket(b -> b.bucket("audit"));

        assertThat(client.listBuckets().buckets().stream().map(Bucket::name))
                .containsExactly("audit", "reports", "tax");
        assertThat(
                        client.listBucketsPaginator(l -> l.maxBuckets(2)).buckets().stream()
                                .map(Bucket::name))
                .containsExactly("audit", "reports", "tax");
        assertThat(client.listBuckets().buckets().getFirst().creationDate())
                .isEqualTo(RunningS3.NOW);
    }

    @Test
    void tellsWhetherABucketIsThere() {
        client.headBucket(b -> b.bucket("reports"));

        assertThatThrownBy(() -> client.headBucket(b -> b.bucket("none")))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(
                        () ->
                                client.putObject(
                                        p -> p.bucket("none").key("a"),
                                        RequestBody.fromString("1")))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void refusesABucketTwiceAndNamesThatAreNone() throws IOException {
        assertThatThrownBy(() -> client.createBucket(b -> b.bucket("reports")))
                .isInstanceOf(BucketAlreadyOwnedByYouException.class);
        for (String name : new String[] {"ab", "Reports", "a..b", "a_b", "-ab"}) {
            RawRequest.Reply reply = new RawRequest(s3, SdkHttpMethod.PUT, "/" + name).send();
            assertThat(reply.text()).contains("InvalidBucketName");
            assertThat(reply.status()).isEqualTo(400);
        }
    }

    @Test
    void deletesAnEmptyBucketOnly() throws IOException {
        client.putObject(p -> p.bucket("reports").key("a"), RequestBody.fromString("1"));
        assertRefused(() -> client.deleteBucket(b -> b.bucket("reports")), 409, "BucketNotEmpty");

        client.deleteObject(d -> d.bucket("reports").key("a"));
        client.deleteBucket(b -> b.bucket("reports"));

        s3.restart();
        assertThat(s3.client().listBuckets().buckets()).isEmpty();
    }

    @Test
    void refusesWhatItCannotDoRatherThanHalfOfIt() {
        assertRefused(
                () -> client.getBucketPolicy(b -> b.bucket("reports")), 501, "NotImplemented");
        assertRefused(
                () ->
                        client.putObject(
                                p -> p.bucket("reports").key("a").tagging("by=me"),
                                RequestBody.fromString("1")),
                501,
                "NotImplemented");
        assertRefused(
                () ->
                        client.putObject(
                                p ->
                                        p.bucket("reports")
                                                .key("a")
                                                .storageClass(StorageClass.GLACIER),
                                RequestBody.fromString("1")),
                501,
                "NotImplemented");
    }

    @Test
    void refusesABucketThatShouldBelongToSomebodyElse() {
        assertRefused(
                () -> client.listObjectsV2(l -> l.bucket("reports").expectedBucketOwner("1234")),
                403,
                "AccessDenied");
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        String longest = "ü".repeat(512);
        client.putObject(p -> p.bucket("reports").key(longest), RequestBody.fromString("1"));

        assertThat(client.listObjectsV2(l -> l.bucket("reports")).contents().getFirst().key())
                .isEqualTo(longest);
        assertRefused(
                () ->
                        client.putObject(
                                p -> p.bucket("reports").key(longest + "a"),
                                RequestBody.fromString("1")),
                400,
                "KeyTooLongError");
    }

    @Test
    void refusesADocumentThatReachesOutside() throws IOException {
        String document =
                """
                <?xml version="1.0"?>
                <!DOCTYPE a [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
                <VersioningConfiguration><Status>&secret;</Status></VersioningConfiguration>
                """;

        RawRequest.Reply reply =
                new RawRequest(s3, SdkHttpMethod.PUT, "/reports")
                        .parameter("versioning")
                        .body(document)
                        .send();

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("MalformedXML").contains("DOCTYPE");
    }

    @Test
    void keepsKeysOutOfPaths() {
        for (String key : new String[] {"../../escaped", "/etc/passwd", "a/\u0000/b", "..", "."}) {
            client.putObject(p -> p.bucket("reports").key(key), RequestBody.fromString(key));
            assertThat(client.getObjectAsBytes(g -> g.bucket("reports").key(key)).asUtf8String())
                    .isEqualTo(key);
        }

        assertThat(folder).isDirectoryNotContaining("glob:**escaped");
    }
}
