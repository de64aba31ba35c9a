package com.illuvrse.finance.sandbox.s3;

import static com.illuvrse.finance.sandbox.s3.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

class MultipartTest {
    private static final int LEAST = 5 << 20;
    private static final byte[] BYTES = new byte[2 * LEAST + 17];

    static {
        new Random(61).nextBytes(BYTES);
    }

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

    private String begin(ChecksumAlgorithm algorithm, @Nullable ChecksumType type) {
        return client.createMultipartUpload(
                        c ->
                                c.bucket("audit")
                                        .key("a")
                                        .contentType("text/csv")
                                        .checksumAlgorithm(algorithm)
                                        .checksumType(type))
                .uploadId();
    }

    private CompletedPart upload(
            String id, int number, int from, int to, ChecksumAlgorithm algorithm) {
        UploadPartResponse part =
                client.uploadPart(
                        u ->
                                u.bucket("audit")
                                        .key("a")
                                        .uploadId(id)
                                        .partNumber(number)
                                        .checksumAlgorithm(algorithm),
                        RequestBody.fromBytes(Arrays.copyOfRange(BYTES, from, to)));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(part.eTag())
                .checksumCRC32(part.checksumCRC32())
                .checksumCRC32C(part.checksumCRC32C())
                .checksumSHA256(part.checksumSHA256())
                .build();
    }

    private List<CompletedPart> uploadAll(String id, ChecksumAlgorithm algorithm) {
        return List.of(
                upload(id, 1, 0, LEAST, algorithm),
                upload(id, 2, LEAST, 2 * LEAST, algorithm),
                upload(id, 7, 2 * LEAST, BYTES.length, algorithm));
    }

    private CompleteMultipartUploadResponse complete(String id, List<CompletedPart> parts) {
        return client.completeMultipartUpload(
                c ->
                        c.bucket("audit")
                                .key("a")
                                .uploadId(id)
                                .ifNoneMatch("*")
                                .multipartUpload(m -> m.parts(parts)));
    }

    private List<Path> uploadFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("buckets/audit/uploads"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"SHA256,", "CRC32,", "CRC32,FULL_OBJECT", "CRC32_C,COMPOSITE"})
    void joinsThePartsIntoOneObject(ChecksumAlgorithm algorithm, @Nullable ChecksumType type)
            throws IOException {
        String id = begin(algorithm, type);

        CompleteMultipartUploadResponse completed = complete(id, uploadAll(id, algorithm));

        assertThat(client.getObjectAsBytes(g -> g.bucket("audit").key("a")).asByteArray())
                .isEqualTo(BYTES);
        HeadObjectResponse head =
                client.headObject(
                        h -> h.bucket("audit").key("a").checksumMode(ChecksumMode.ENABLED));
        assertThat(head.eTag()).isEqualTo(completed.eTag()).endsWith("-3\"");
        assertThat(head.contentType()).isEqualTo("text/csv");
        assertThat(head.checksumType()).isEqualTo(type == null ? ChecksumType.COMPOSITE : type);
        assertThat(uploadFiles()).isEmpty();
    }

    @Test
    void givesTheChecksumOfThePartsChecksums() throws GeneralSecurityException {
        String id = begin(ChecksumAlgorithm.SHA256, null);
        List<CompletedPart> parts = uploadAll(id, ChecksumAlgorithm.SHA256);

        CompleteMultipartUploadResponse completed = complete(id, parts);

        assertThat(completed.checksumSHA256()).isEqualTo(composite(parts));
    }

    private static String composite(List<CompletedPart> parts) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (CompletedPart part : parts) {
            digest.update(Base64.getDecoder().decode(part.checksumSHA256()));
        }
        return Base64.getEncoder().encodeToString(digest.digest()) + "-" + parts.size();
    }

    @Test
    void acceptsAnUploadOfAClientThatChoseNoChecksum() {
        String id = client.createMultipartUpload(c -> c.bucket("audit").key("a")).uploadId();
        UploadPartResponse part =
                client.uploadPart(
                        u -> u.bucket("audit").key("a").uploadId(id).partNumber(1),
                        RequestBody.fromString("123456789"));

        CompleteMultipartUploadResponse completed =
                complete(
                        id,
                        List.of(CompletedPart.builder().partNumber(1).eTag(part.eTag()).build()));

        assertThat(part.checksumCRC32()).isEqualTo("y/Q5Jg==");
        assertThat(completed.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
        assertThat(completed.checksumCRC64NVME()).isEqualTo("rosUhgp5mIg=");
    }

    @Test
    void givesOnePartOfAnObject() {
        String id = begin(ChecksumAlgorithm.CRC32, null);
        complete(id, uploadAll(id, ChecksumAlgorithm.CRC32));

        byte[] third =
                client.getObjectAsBytes(g -> g.bucket("audit").key("a").partNumber(3))
                        .asByteArray();

        assertThat(third).isEqualTo(Arrays.copyOfRange(BYTES, 2 * LEAST, BYTES.length));
        assertThat(client.headObject(h -> h.bucket("audit").key("a").partNumber(3)).partsCount())
                .isEqualTo(3);
    }

    @Test
    void refusesPartsThatAreTooSmallOrNotInOrderOrNotThere() {
        String id = begin(ChecksumAlgorithm.CRC32, null);
        CompletedPart small = upload(id, 1, 0, 10, ChecksumAlgorithm.CRC32);
        CompletedPart last = upload(id, 2, 10, 20, ChecksumAlgorithm.CRC32);

        assertRefused(() -> complete(id, List.of(small, last)), 400, "EntityTooSmall");
        assertRefused(() -> complete(id, List.of(last, small)), 400, "InvalidPartOrder");
        assertRefused(
                () -> complete(id, List.of(last.toBuilder().partNumber(3).build())),
                400,
                "InvalidPart");
        assertRefused(
                () -> complete(id, List.of(last.toBuilder().eTag(small.eTag()).build())),
                400,
                "InvalidPart");
        assertRefused(
                () -> complete(id, List.of(last.toBuilder().checksumCRC32(null).build())),
                400,
                "InvalidRequest");
        assertThat(client.listObjectsV2(l -> l.bucket("audit")).contents()).isEmpty();
    }

    @Test
    void refusesAWholeThatIsNotWhatTheClientExpects() {
        String id = begin(ChecksumAlgorithm.CRC32, ChecksumType.FULL_OBJECT);
        CompletedPart only = upload(id, 1, 0, 10, ChecksumAlgorithm.CRC32);

        assertRefused(
                () ->
                        client.completeMultipartUpload(
                                c ->
                                        c.bucket("audit")
                                                .key("a")
                                                .uploadId(id)
                                                .checksumCRC32("AAAAAA==")
                                                .multipartUpload(m -> m.parts(only))),
                400,
                "BadDigest");
        assertRefused(
                () ->
                        client.completeMultipartUpload(
                                c ->
                                        c.bucket("audit")
                                                .key("a")
                                                .uploadId(id)
                                                .mpuObjectSize(11L)
                                                .multipartUpload(m -> m.parts(only))),
                400,
                "InvalidRequest");
        assertThat(complete(id, List.of(only)).checksumCRC32()).isEqualTo(only.checksumCRC32());
    }

    @Test
    void refusesToWriteOverAnObjectAndKeepsTheUpload() {
        client.putObject(p -> p.bucket("audit").key("a"), RequestBody.fromString("first"));
        String id = begin(ChecksumAlgorithm.CRC32, null);
        CompletedPart only = upload(id, 1, 0, 10, ChecksumAlgorithm.CRC32);

        assertRefused(() -> complete(id, List.of(only)), 412, "PreconditionFailed");

        assertThat(client.listMultipartUploads(l -> l.bucket("audit")).uploads()).hasSize(1);
    }

    @Test
    void takesTheLaterOfTwoPartsWithOneNumber() throws IOException {
        String id = begin(ChecksumAlgorithm.CRC32, null);
        CompletedPart replaced = upload(id, 1, 0, 10, ChecksumAlgorithm.CRC32);
        CompletedPart taken = upload(id, 1, 10, 20, ChecksumAlgorithm.CRC32);

        assertRefused(() -> complete(id, List.of(replaced)), 400, "InvalidPart");
        assertThat(uploadFiles()).hasSize(3);
        complete(id, List.of(taken));

        assertThat(client.getObjectAsBytes(g -> g.bucket("audit").key("a")).asByteArray())
                .isEqualTo(Arrays.copyOfRange(BYTES, 10, 20));
    }

    @Test
    void goesOnAfterARestart() throws IOException {
        String id =
                client.createMultipartUpload(
                                c ->
                                        c.bucket("audit")
                                                .key("a")
                                                .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                                                .objectLockMode(ObjectLockMode.COMPLIANCE)
                                                .objectLockRetainUntilDate(
                                                        RunningS3.NOW.plusSeconds(60)))
                        .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        parts.add(upload(id, 1, 0, LEAST, ChecksumAlgorithm.CRC32));
        s3.restart();
        client = s3.client();
        parts.add(upload(id, 2, LEAST, BYTES.length, ChecksumAlgorithm.CRC32));

        complete(id, parts);

        HeadObjectResponse head = client.headObject(h -> h.bucket("audit").key("a"));
        assertThat(head.contentLength()).isEqualTo(BYTES.length);
        assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.COMPLIANCE);
    }

    @Test
    void answersACompletionThatIsRepeatedBecauseItsAnswerWasLost() {
        String id = begin(ChecksumAlgorithm.CRC32, null);
        List<CompletedPart> parts = List.of(upload(id, 1, 0, 10, ChecksumAlgorithm.CRC32));
        s3.server().faults().next(1, Operation.COMPLETE_MULTIPART_UPLOAD, "", Fault.CUT_AFTER);

        assertThatThrownBy(() -> complete(id, parts)).isInstanceOf(SdkClientException.class);
        CompleteMultipartUploadResponse repeated = complete(id, parts);

        assertThat(client.headObject(h -> h.bucket("audit").key("a")).versionId())
                .isEqualTo(repeated.versionId());
        assertThat(client.listObjectVersions(l -> l.bucket("audit")).versions()).hasSize(1);
    }

    @Test
    void forgetsAnAbortedUpload() throws IOException {
        String id = begin(ChecksumAlgorithm.CRC32, null);
        CompletedPart only = upload(id, 1, 0, 10, ChecksumAlgorithm.CRC32);

        client.abortMultipartUpload(a -> a.bucket("audit").key("a").uploadId(id));

        assertThatThrownBy(() -> complete(id, List.of(only)))
                .isInstanceOf(NoSuchUploadException.class);
        assertThat(uploadFiles()).isEmpty();
    }

    @Test
    void listsPartsAndUploadsByPages() {
        List<String> ids = new ArrayList<>();
        for (String key : List.of("a", "b/1", "b/2", "b/3")) {
            ids.add(client.createMultipartUpload(c -> c.bucket("audit").key(key)).uploadId());
        }
        for (int number = 1; number <= 5; number++) {
            upload(ids.getFirst(), number, number, number + 10, ChecksumAlgorithm.CRC32);
        }

        assertThat(
                        client
                                .listPartsPaginator(
                                        l ->
                                                l.bucket("audit")
                                                        .key("a")
                                                        .uploadId(ids.getFirst())
                                                        .maxParts(2))
                                .parts()
                                .stream()
                                .map(p -> p.partNumber() + " " + p.size()))
                .containsExactly("1 10", "2 10", "3 10", "4 10", "5 10");
        assertThat(
                        client
                                .listMultipartUploadsPaginator(
                                        l -> l.bucket("audit").prefix("b/").maxUploads(1))
                                .uploads()
                                .stream()
                                .map(MultipartUpload::uploadId))
                .isEqualTo(ids.subList(1, 4));
    }
}
