package com.illuvrse.finance.exporters.s3;

import com.illuvrse.finance.sandbox.s3.S3Credentials;
import com.illuvrse.finance.sandbox.s3.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;

/** An archive on the sandbox's S3 server, its buckets made. */
public final class RunningArchive implements AutoCloseable {

    /** What the server takes for the time of its objects and locks. */
    public static final Instant NOW = Instant.parse("2026-03-03T02:00:00Z");

    private final Path folder;
    private final S3Server server;
    private final ArchiveSettings settings;
    private final Archive archive;

    public RunningArchive(Path folder) throws IOException {
        this.folder = folder.resolve("s3");
        Path key = folder.resolve("s3-key");
        this.server =
                S3Server.start(
                        this.folder,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        () -> NOW,
                        Clock.systemUTC(),
                        S3Credentials.keptIn(key));
        this.settings =
                ArchiveSettings.of(
                        server.endpoint(),
                        "eu-central-1",
                        true,
                        new ArchiveCredentials.FromFile(key));
        this.archive = Archive.connect(settings);
        archive.createBuckets();
    }

    public Archive archive() {
        return archive;
    }

    public S3Server server() {
        return server;
    }

    ArchiveSettings settings() {
        return settings;
    }

    /** Changes one byte of every stored file that has exactly these bytes, behind S3's back. */
    public void corruptOnDisk(byte[] content) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                if (Arrays.equals(bytes, content)) {
                    bytes[0] ^= 1;
                    Files.write(file, bytes);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        archive.close();
        server.close();
    }
}
