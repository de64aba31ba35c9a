package com.illuvrse.finance.sandbox.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

@Timeout(60)
class DurabilityTest {
    @TempDir Path folder;

    private static void put(S3Client client, String key) {
        client.putObject(p -> p.bucket("audit").key(key), RequestBody.fromString(key));
    }

    private static List<String> versions(S3Client client) {
        return client.listObjectVersions(l -> l.bucket("audit")).versions().stream()
                .map(ObjectVersion::versionId)
                .toList();
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(ending)).toList();
        }
    }

    @Test
    void keepsEverythingOverARestart() throws IOException {
        try (RunningS3 s3 = new RunningS3(folder)) {
            s3.client().createBucket(b -> b.bucket("audit").objectLockEnabledForBucket(true));
            put(s3.client(), "a");
            put(s3.client(), "a");
            put(s3.client(), "ü");
            s3.client().deleteObject(d -> d.bucket("audit").key("ü"));
            List<String> before = versions(s3.client());

            s3.restart();

            assertThat(versions(s3.client())).isEqualTo(before).hasSize(3);
            assertThat(s3.client().listObjectVersions(l -> l.bucket("audit")).deleteMarkers())
                    .hasSize(1);
            put(s3.client(), "a");
            assertThat(versions(s3.client())).endsWith(before.toArray(String[]::new)).hasSize(4);
            assertThat(
                            s3.client()
                                    .getObjectLockConfiguration(b -> b.bucket("audit"))
                                    .objectLockConfiguration()
                                    .objectLockEnabledAsString())
                    .isEqualTo("Enabled");
        }
    }

    @Test
    void showsNothingOfAPutThatBrokeOff() throws IOException {
        try (RunningS3 s3 = new RunningS3(folder)) {
            s3.client().createBucket(b -> b.bucket("audit"));

            new RawRequest(s3, SdkHttpMethod.PUT, "/audit/a")
                    .body("0123456789".repeat(100_000))
                    .inSignedChunks()
                    .breakOffAfter(500_000);

            s3.restart();
            assertThat(versions(s3.client())).isEmpty();
            assertThat(files(".data")).isEmpty();
            assertThat(folder.resolve("tmp")).isEmptyDirectory();
        }
    }

    @Test
    void sweepsWhatACrashLeftBeforeTheCommit() throws IOException {
        try (RunningS3 s3 = new RunningS3(folder)) {
            s3.client().createBucket(b -> b.bucket("audit"));
            put(s3.client(), "a");
            put(s3.client(), "b");
            Files.delete(files("2.json").getFirst());
            Files.writeString(folder.resolve("tmp/7"), "half");

            s3.restart();

            assertThat(s3.client().listObjectsV2(l -> l.bucket("audit")).keyCount()).isEqualTo(1);
            assertThat(files(".data")).hasSize(1);
            assertThat(folder.resolve("tmp")).isEmptyDirectory();
        }
    }

    @Test
    void refusesToStartWithoutTheBytesOfAnObject() throws IOException {
        try (RunningS3 s3 = new RunningS3(folder)) {
            s3.client().createBucket(b -> b.bucket("audit"));
            put(s3.client(), "a");
        }
        Files.delete(files(".data").getFirst());

        assertThatThrownBy(() -> new RunningS3(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("audit/a should be in");
    }

    @Test
    void refusesAFolderThatAnotherServerUses() throws IOException {
        try (RunningS3 s3 = new RunningS3(folder)) {
            assertThatThrownBy(() -> new RunningS3(s3.folder()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another S3 server is running");
        }
    }

    @Test
    void keepsWhatItAnsweredWhenItIsKilled() throws Exception {
        Path key = folder.resolve("key");
        Path data = folder.resolve("data");
        S3Credentials credentials = S3Credentials.keptIn(key);
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx48m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Killed.class.getName(),
                                data.toString(),
                                key.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader output = process.inputReader()) {
            URI endpoint = URI.create(output.readLine());
            try (RunningS3 clients = new RunningS3(folder.resolve("unused"));
                    S3Client client =
                            clients.builder(credentials).endpointOverride(endpoint).build()) {
                client.createBucket(b -> b.bucket("audit"));
                client.putObject(
                        p -> p.bucket("audit").key("large"),
                        RequestBody.fromContentProvider(
                                () -> new ZeroStream(LARGE), LARGE, "application/octet-stream"));
                put(client, "a");
            }
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (S3Server again = S3Server.start(data, 0, Clock.systemUTC(), credentials);
                RunningS3 clients = new RunningS3(folder.resolve("unused"));
                S3Client client =
                        clients.builder(S3Credentials.keptIn(key))
                                .endpointOverride(again.endpoint())
                                .build()) {
            assertThat(client.getObjectAsBytes(g -> g.bucket("audit").key("a")).asUtf8String())
                    .isEqualTo("a");
            assertThat(client.headObject(h -> h.bucket("audit").key("large")).contentLength())
                    .isEqualTo(LARGE);
        }
    }

    private static final long LARGE = 200 << 20;

    /** A server in a process of its own, which holds far less memory than the largest object. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws IOException {
            S3Server server =
                    S3Server.start(
                            Path.of(arguments[0]),
                            0,
                            Clock.systemUTC(),
                            S3Credentials.keptIn(Path.of(arguments[1])));
            System.out.println(server.endpoint());
        }
    }

    /** So many zeros. */
    private static final class ZeroStream extends InputStream {
        private long remaining;

        ZeroStream(long length) {
            this.remaining = length;
        }

        @Override
        public int read() {
            return remaining-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (remaining <= 0) {
                return -1;
            }
            int count = (int) Math.min(length, remaining);
            Arrays.fill(buffer, offset, offset + count, (byte) 0);
            remaining -= count;
            return count;
        }
    }
}
