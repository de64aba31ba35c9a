package com.illuvrse.finance.sandbox.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class PutAndGetTest {
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

    private PutObjectResponse put(String key, String text) {
        return client.putObject(p -> p.bucket("reports").key(key), RequestBody.fromString(text));
    }

    @Test
    void givesBackWhatWasPut() {
        PutObjectResponse put =
                client.putObject(
                        p ->
                                p.bucket("reports")
                                        .key("daily/journal.hledger")
                                        .contentType("text/plain; charset=utf-8")
                                        .cacheControl("no-store")
                                        .contentEncoding("identity")
                                        .metadata(Map.of("segment", "000061")),
                        RequestBody.fromString("2026-11-23 opening"));

        ResponseBytes<GetObjectResponse> got =
                client.getObjectAsBytes(g -> g.bucket("reports").key("daily/journal.hledger"));

        assertThat(got.asUtf8String()).isEqualTo("2026-11-23 opening");
        assertThat(got.response().eTag())
                .isEqualTo(put.eTag())
                .isEqualTo("\"26d9c40a57306bc5f41900d96e8271c1\"");
        assertThat(got.response().contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(got.response().cacheControl()).isEqualTo("no-store");
        assertThat(got.response().contentEncoding()).isEqualTo("identity");
        assertThat(got.response().metadata()).isEqualTo(Map.of("segment", "000061"));
        assertThat(got.response().lastModified()).isEqualTo(RunningS3.NOW);
        assertThat(got.response().versionId()).isNull();
    }

    @Test
    void tellsOfAnObjectWithoutItsBytes() {
        put("a", "12345");

        HeadObjectResponse head = client.headObject(h -> h.bucket("reports").key("a"));

        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.contentType()).isEqualTo("text/plain; charset=UTF-8");
    }

    @Test
    void saysThatItIsAnEmulation() {
        PutObjectResponse put = put("a", "1");

        assertThat(put.sdkHttpResponse().firstMatchingHeader("Server"))
                .hasValueSatisfying(v -> assertThat(v).contains("emulation, not Amazon S3"));
        assertThat(put.sdkHttpResponse().firstMatchingHeader("x-amz-request-id"))
                .hasValueSatisfying(v -> assertThat(v).matches("[0-9a-f]{16}"));
    }

    @Test
    void replacesAnObjectInABucketWithoutVersions() {
        put("a", "old");
        put("a", "new");

        assertThat(client.getObjectAsBytes(g -> g.bucket("reports").key("a")).asUtf8String())
                .isEqualTo("new");
        assertThat(client.listObjectVersions(l -> l.bucket("reports")).versions()).hasSize(1);
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> client.getObjectAsBytes(g -> g.bucket("reports").key("a")))
                .isInstanceOf(NoSuchKeyException.class)
                .hasMessageContaining("there is no object at a");
    }

    @Test
    void answersARangeWithItsBytesOnly() {
        put("a", "0123456789");

        assertThat(range("bytes=2-4")).isEqualTo("234");
        assertThat(range("bytes=7-")).isEqualTo("789");
        assertThat(range("bytes=-2")).isEqualTo("89");
        assertThat(range("bytes=8-99")).isEqualTo("89");
        assertThatThrownBy(() -> range("bytes=10-"))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(416));
    }

    private String range(String range) {
        ResponseBytes<GetObjectResponse> got =
                client.getObjectAsBytes(g -> g.bucket("reports").key("a").range(range));
        assertThat(got.response().contentRange()).endsWith("/10");
        return got.asString(StandardCharsets.US_ASCII);
    }
}
