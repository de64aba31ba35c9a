package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.s3.ArchiveCredentials;
import com.illuvrse.finance.exporters.s3.ArchiveSettings;
import com.illuvrse.finance.exporters.s3.Inbox;
import com.illuvrse.finance.exporters.s3.Witness;
import com.illuvrse.finance.exporters.s3.WitnessSettings;
import com.illuvrse.finance.sandbox.s3.S3Credentials;
import com.illuvrse.finance.sandbox.s3.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An inbox on the sandbox's S3, to which a test delivers as the marketplace does. */
public final class TestInbox implements AutoCloseable {

    private final S3Server server;
    private final Archive archive;
    private final Witness witness;
    private final S3Client marketplace;

    public TestInbox(Path folder) throws IOException {
        Path key = folder.resolve("s3-key");
        this.server =
                S3Server.start(
                        folder.resolve("s3"),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        () -> Instant.parse("2026-03-03T02:00:00Z"),
                        Clock.systemUTC(),
                        S3Credentials.keptIn(key));
        this.archive =
                Archive.connect(
                        ArchiveSettings.of(
                                server.endpoint(),
                                "eu-central-1",
                                true,
                                new ArchiveCredentials.FromFile(key)));
        archive.createBuckets();
        this.witness =
                Witness.connect(
                        new WitnessSettings(
                                server.endpoint(),
                                "eu-central-1",
                                true,
                                new ArchiveCredentials.FromFile(key),
                                "witness"));
        witness.createBucket();
        List<String> lines = Files.readAllLines(key);
        this.marketplace =
                S3Client.builder()
                        .endpointOverride(server.endpoint())
                        .region(Region.of("eu-central-1"))
                        .forcePathStyle(true)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                lines.getFirst(), lines.getLast())))
                        .build();
    }

    public Inbox inbox() {
        return archive.inbox();
    }

    public Archive archive() {
        return archive;
    }

    public Witness witness() {
        return witness;
    }

    /** The server itself, to script what goes wrong. */
    public S3Server s3() {
        return server;
    }

    /** Delivers lines with the end line that fits them; what lay under the key is replaced. */
    public TestInbox deliver(String key, String... lines) {
        return put(key, file(lines));
    }

    /** Delivers text as it is. */
    public TestInbox put(String key, String content) {
        return put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Delivers bytes as they are. */
    public TestInbox put(String key, byte[] content) {
        marketplace.putObject(
                put -> put.bucket(archive.inbox().bucket().name()).key(key),
                RequestBody.fromBytes(content));
        return this;
    }

    /** Lines and their end line. */
    public static String file(String... lines) {
        StringBuilder file = new StringBuilder();
        for (String line : lines) {
            file.append(line).append('\n');
        }
        return file.append("{\"type\":\"end\",\"count\":")
                .append(lines.length)
                .append("}\n")
                .toString();
    }

    /** The same compressed. */
    public static byte[] gzipped(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        marketplace.close();
        archive.close();
        witness.close();
        server.close();
    }
}
