package com.illuvrse.finance.sandbox.s3;

import static com.illuvrse.finance.sandbox.s3.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

@Timeout(60)
class ConditionalWriteTest {
    private static final int HALF = 300_000;

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

    private PutObjectResponse putNew(String text) {
        return client.putObject(
                p -> p.bucket("audit").key("a").ifNoneMatch("*"), RequestBody.fromString(text));
    }

    private String read(String key) {
        return client.getObjectAsBytes(g -> g.bucket("audit").key(key)).asUtf8String();
    }

    @Test
    void refusesToWriteOverAnObject() {
        putNew("first");

        assertRefused(() -> putNew("second"), 412, "PreconditionFailed");

        assertThat(read("a")).isEqualTo("first");
        assertThat(client.listObjectVersions(l -> l.bucket("audit")).versions()).hasSize(1);
    }

    @Test
    void writesWhereOnlyADeleteMarkerIs() {
        putNew("first");
        client.deleteObject(d -> d.bucket("audit").key("a"));

        putNew("second");

        assertThat(read("a")).isEqualTo("second");
    }

    @Test
    void replacesOnlyTheObjectThatWasRead() {
        String etag = putNew("first").eTag();

        client.putObject(
                p -> p.bucket("audit").key("a").ifMatch(etag), RequestBody.fromString("second"));

        assertRefused(
                () ->
                        client.putObject(
                                p -> p.bucket("audit").key("a").ifMatch(etag),
                                RequestBody.fromString("third")),
                412,
                "PreconditionFailed");
        assertRefused(
                () ->
                        client.putObject(
                                p -> p.bucket("audit").key("b").ifMatch(etag),
                                RequestBody.fromString("third")),
                404,
                "NoSuchKey");
        assertThat(read("a")).isEqualTo("second");
    }

    @Test
    void letsOneOfManyWritersWin() throws Exception {
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String text = "writer " + i;
            writers.add(() -> status(() -> putNew(text)));
        }

        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(24)) {
            for (Future<Integer> future : pool.invokeAll(writers)) {
                statuses.add(future.get());
            }
        }

        assertThat(statuses).containsOnlyOnce(200).isSubsetOf(200, 409, 412);
        assertThat(client.listObjectVersions(l -> l.bucket("audit")).versions()).hasSize(1);
    }

    private static int status(Callable<PutObjectResponse> put) throws Exception {
        try {
            return put.call().sdkHttpResponse().statusCode();
        } catch (S3Exception e) {
            return e.statusCode();
        }
    }

    @Test
    void reportsAConflictWhenTheKeyWasWrittenAndDeletedMeanwhile() throws Exception {
        try (SlowPut slow = new SlowPut()) {
            putNew("other");
            client.deleteObject(d -> d.bucket("audit").key("a"));

            assertThatThrownBy(slow::finish)
                    .cause()
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e -> {
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("ConditionalRequestConflict");
                                assertThat(e.statusCode()).isEqualTo(409);
                            });
        }
    }

    @Test
    void refusesThePutThatFinishesSecond() throws Exception {
        try (SlowPut slow = new SlowPut()) {
            putNew("other");

            assertThatThrownBy(slow::finish)
                    .cause()
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        }
        assertThat(read("a")).isEqualTo("other");
    }

    @Test
    void acceptsASlowPutThatNobodyDisturbed() throws Exception {
        try (SlowPut slow = new SlowPut()) {
            slow.finish();
        }

        assertThat(client.headObject(h -> h.bucket("audit").key("a")).contentLength())
                .isEqualTo(2 * HALF);
    }

    @Test
    void answersAReaderThatHasTheObjectAlready() {
        String etag = putNew("first").eTag();

        assertThatThrownBy(
                        () ->
                                client.getObjectAsBytes(
                                        g -> g.bucket("audit").key("a").ifNoneMatch(etag)))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
        assertRefused(
                () -> client.getObjectAsBytes(g -> g.bucket("audit").key("a").ifMatch("\"other\"")),
                412,
                "PreconditionFailed");
        assertThat(
                        client.getObjectAsBytes(
                                        g ->
                                                g.bucket("audit")
                                                        .key("a")
                                                        .ifMatch(etag)
                                                        .ifModifiedSince(
                                                                RunningS3.NOW.minusSeconds(1)))
                                .asUtf8String())
                .isEqualTo("first");
    }

    @Test
    void givesReadersAWholeObjectWhileItIsReplaced() throws Exception {
        client.createBucket(b -> b.bucket("reports"));
        replaceCurrent(0);

        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            Future<?> writer =
                    pool.submit(
                            () -> {
                                for (int i = 1; i <= 300; i++) {
                                    replaceCurrent(i);
                                }
                            });
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(
                        pool.submit(
                                () -> {
                                    while (!writer.isDone()) {
                                        assertThat(readCurrent()).matches("([0-9]+) \\1");
                                    }
                                }));
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
            writer.get();
        }

        assertThat(readCurrent()).isEqualTo("300 300");
    }

    private void replaceCurrent(int number) {
        client.putObject(
                p -> p.bucket("reports").key("CURRENT.json"),
                RequestBody.fromString(number + " " + number));
    }

    private String readCurrent() {
        return client.getObjectAsBytes(g -> g.bucket("reports").key("CURRENT.json")).asUtf8String();
    }

    /** A conditional put of which the server has begun to take in the body. */
    private final class SlowPut implements AutoCloseable {
        private final PipedOutputStream body = new PipedOutputStream();
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Future<PutObjectResponse> put;

        SlowPut() throws IOException {
            PipedInputStream in = new PipedInputStream(body, HALF);
            put =
                    thread.submit(
                            () ->
                                    client.putObject(
                                            p -> p.bucket("audit").key("a").ifNoneMatch("*"),
                                            RequestBody.fromInputStream(in, 2 * HALF)));
            body.write(new byte[HALF]);
            while (!isUnderWay()) {
                Thread.onSpinWait();
            }
        }

        private boolean isUnderWay() throws IOException {
            try (DirectoryStream<Path> unfinished =
                    Files.newDirectoryStream(folder.resolve("tmp"))) {
                return unfinished.iterator().hasNext();
            }
        }

        void finish() throws IOException, InterruptedException, ExecutionException {
            body.write(new byte[HALF]);
            body.close();
            put.get();
        }

        @Override
        public void close() throws IOException {
            body.close();
            thread.close();
        }
    }
}
