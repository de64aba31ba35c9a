package com.illuvrse.finance.sandbox.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** A server on a folder, with a clock that can be moved, and clients for it that never retry. */
final class RunningS3 implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-24T02:00:00Z");

    private final Path folder;
    private final S3Credentials credentials = S3Credentials.random();
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private S3Server server;
    private S3Client client;

    RunningS3(Path folder) throws IOException {
        this.folder = folder;
        this.server = start();
        this.client = client(credentials);
    }

    private S3Server start() throws IOException {
        InstantSource clock = now::get;
        return S3Server.start(
                folder,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                clock,
                Clock.systemUTC(),
                credentials);
    }

    /** Stops the server and starts another one on the same folder. */
    void restart() throws IOException {
        close();
        server = start();
        client = client(credentials);
    }

    S3Server server() {
        return server;
    }

    S3Credentials credentials() {
        return credentials;
    }

    S3Client client() {
        return client;
    }

    Path folder() {
        return folder;
    }

    /** Lets time go by, for the times of objects and for retentions. */
    void pass(Duration duration) {
        now.updateAndGet(i -> i.plus(duration));
    }

    S3ClientBuilder builder(S3Credentials as) {
        return S3Client.builder()
                .endpointOverride(server.endpoint())
                .region(Region.EU_CENTRAL_1)
                .forcePathStyle(true)
                .overrideConfiguration(
                        ClientOverrideConfiguration.builder()
                                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                                .build())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(as.accessKey(), as.secretKey())));
    }

    private S3Client client(S3Credentials as) {
        return builder(as).build();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
