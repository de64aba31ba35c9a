package com.illuvrse.finance.sandbox.s3;

import static com.illuvrse.finance.sandbox.s3.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.sandbox.s3.RawRequest.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

class ChecksumTest {
    private static final String SHA256_OF_ABC = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
    private static final String MD5_OF_ABC = "kAFQmDzST7DWlj99KOF/cg==";

    @TempDir Path folder;
    private RunningS3 s3;
    private S3Client client;

    @BeforeEach
    void start() throws IOException {
        s3 = new RunningS3(folder);
        client = s3.client();
        client.createBucket(b -> b.bucket("audit"));
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
    }

    private RawRequest put(String text) {
        return new RawRequest(s3, SdkHttpMethod.PUT, "/audit/a").body(text);
    }

    private void assertNothingIsThere() {
        assertThat(client.listObjectsV2(l -> l.bucket("audit")).contents()).isEmpty();
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    private static void assertRefusal(Reply reply, int status, String code) {
        assertThat(reply.text()).contains("<Code>" + code + "</Code>");
        assertThat(reply.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void verifiesAndKeepsTheChecksumTheSdkSendsBehindTheBody(ChecksumAlgorithm algorithm) {
        byte[] bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);

        client.putObject(
                p -> p.bucket("audit").key("a").checksumAlgorithm(algorithm),
                RequestBody.fromBytes(bytes));
        ResponseBytes<GetObjectResponse> got =
                client.getObjectAsBytes(
                        g -> g.bucket("audit").key("a").checksumMode(ChecksumMode.ENABLED));

        assertThat(got.asByteArray()).isEqualTo(bytes);
        assertThat(got.response().checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
        assertThat(
                        client.listObjectsV2(l -> l.bucket("audit"))
                                .contents()
                                .getFirst()
                                .checksumAlgorithm())
                .containsExactly(algorithm);
    }

    @Test
    void keepsTheSha256ThatIsSentInAHeader() {
        client.putObject(
                p -> p.bucket("audit").key("a").checksumSHA256(SHA256_OF_ABC),
                RequestBody.fromString("abc"));

        HeadObjectResponse withMode =
                client.headObject(
                        h -> h.bucket("audit").key("a").checksumMode(ChecksumMode.ENABLED));

        assertThat(withMode.checksumSHA256()).isEqualTo(SHA256_OF_ABC);
    }

    @Test
    void refusesABodyWithAnotherSha256() {
        assertRefused(
                () ->
                        client.putObject(
                                p -> p.bucket("audit").key("a").checksumSHA256(SHA256_OF_ABC),
                                RequestBody.fromString("abd")),
                400,
                "BadDigest");
        assertNothingIsThere();
    }

    @Test
    void refusesABodyWithAnotherMd5() throws IOException {
        assertThat(put("abc").header("Content-MD5", MD5_OF_ABC).send().status()).isEqualTo(200);
        assertRefusal(put("abd").header("Content-MD5", MD5_OF_ABC).send(), 400, "BadDigest");
        assertRefusal(put("abc").header("Content-MD5", "abc").send(), 400, "InvalidDigest");
        assertThat(client.getObjectAsBytes(g -> g.bucket("audit").key("a")).asUtf8String())
                .isEqualTo("abc");
    }

    @Test
    void refusesABodyThatWasChangedAfterItWasSigned() throws IOException {
        Reply reply = put("abc").tampered(b -> "abd".getBytes(StandardCharsets.UTF_8)).send();

        assertRefusal(reply, 400, "XAmzContentSHA256Mismatch");
        assertNothingIsThere();
    }

    @Test
    void readsChunksWithoutSignaturesAndTheirTrailingChecksum() throws IOException {
        String text = "0123456789".repeat(20_000);

        Reply reply = put(text).inUnsignedChunks().withTrailingChecksum().send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(client.getObjectAsBytes(g -> g.bucket("audit").key("a")).asUtf8String())
                .isEqualTo(text);
    }

    @Test
    void refusesChunksThatDoNotMatchTheTrailingChecksum() throws IOException {
        Reply reply =
                put("0123456789")
                        .inUnsignedChunks()
                        .withTrailingChecksum()
                        .tampered(replace("3", "4"))
                        .send();

        assertRefusal(reply, 400, "BadDigest");
        assertNothingIsThere();
    }

    @Test
    void readsSignedChunksWithAndWithoutTrailer() throws IOException {
        String text = "0123456789".repeat(20_000);

        assertThat(put(text).inSignedChunks().send().status()).isEqualTo(200);
        assertThat(put(text).inSignedChunks().withTrailingChecksum().send().status())
                .isEqualTo(200);
    }

    @Test
    void refusesASignedChunkThatWasChanged() throws IOException {
        Reply reply = put("0123456789").inSignedChunks().tampered(replace("3456", "3457")).send();

        assertRefusal(reply, 403, "SignatureDoesNotMatch");
        assertNothingIsThere();
    }

    @Test
    void refusesASignedTrailerThatWasChanged() throws IOException {
        Reply reply =
                put("0123456789")
                        .inSignedChunks()
                        .withTrailingChecksum()
                        .tampered(replace("x-amz-checksum-crc32:", "x-amz-checksum-crc32:A"))
                        .send();

        assertRefusal(reply, 403, "SignatureDoesNotMatch");
        assertNothingIsThere();
    }

    @Test
    void refusesChunksThatHoldLessThanWasDeclared() throws IOException {
        Reply reply =
                put("0123456789")
                        .inUnsignedChunks()
                        .withTrailingChecksum()
                        .tampered(replace("a\r\n0123456789", "09\r\n012345678"))
                        .send();

        assertRefusal(reply, 400, "IncompleteBody");
        assertNothingIsThere();
    }

    @ParameterizedTest
    @ValueSource(strings = {"z", ";", "-", "f", "9"})
    void refusesAChunkThatIsNotAsLongAsItSays(String size) throws IOException {
        Reply reply =
                put("0123456789")
                        .inSignedChunks()
                        .tampered(replace("a;chunk", size + ";chunk"))
                        .send();

        assertThat(reply.status()).isIn(400, 403);
        assertNothingIsThere();
    }

    @Test
    void verifiesACrc64InAHeader() throws IOException {
        String header = "x-amz-checksum-crc64nvme";

        assertRefusal(put("12345678").header(header, "rosUhgp5mIg=").send(), 400, "BadDigest");
        assertRefusal(put("123456789").header(header, "rosUhg==").send(), 400, "InvalidRequest");
        assertNothingIsThere();
        assertThat(put("123456789").header(header, "rosUhgp5mIg=").send().status()).isEqualTo(200);
    }

    @Test
    void refusesAChecksumItCannotVerify() throws IOException {
        assertRefusal(
                put("abc").header("x-amz-checksum-xxhash64", "RLwslsowhE8=").send(),
                501,
                "NotImplemented");
    }

    @Test
    void givesWhatCameWithoutAChecksumACrc64() throws IOException {
        put("123456789").send();

        assertThat(
                        client.headObject(
                                        h ->
                                                h.bucket("audit")
                                                        .key("a")
                                                        .checksumMode(ChecksumMode.ENABLED))
                                .checksumCRC64NVME())
                .isEqualTo("rosUhgp5mIg=");
    }

    private static UnaryOperator<byte[]> replace(String what, String with) {
        return bytes -> {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(text).contains(what);
            return text.replaceFirst(what, with).getBytes(StandardCharsets.ISO_8859_1);
        };
    }
}
