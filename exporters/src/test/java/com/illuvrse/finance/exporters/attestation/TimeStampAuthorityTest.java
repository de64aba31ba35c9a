package com.illuvrse.finance.exporters.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.illuvrse.finance.sandbox.tsa.TimeStampServer;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeStampAuthorityTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-03-03T07:00:00Z"), ZoneOffset.UTC);
    private static final byte[] SIGNATURE = "a signature".getBytes(StandardCharsets.UTF_8);
    private static final Instant FROM = Instant.parse("2026-03-03T06:55:00Z");
    private static final Instant TO = Instant.parse("2026-03-04T19:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir Path folder;

    @Test
    void openSslVerifiesWhatTheAuthorityStamped() throws Exception {
        assumeTrue(OpenSsl.isThere(), "openssl is not installed");
        try (TimeStampServer server = start()) {
            byte[] stamp = authority(server.endpoint(), LONG).stamp(SIGNATURE, FROM, TO);

            Files.write(folder.resolve("signature"), SIGNATURE);
            Files.write(folder.resolve("signature.tsr"), stamp);
            assertThat(
                            OpenSsl.says(
                                    folder,
                                    "ts",
                                    "-verify",
                                    "-in",
                                    "signature.tsr",
                                    "-data",
                                    "signature",
                                    "-CAfile",
                                    "root.pem"))
                    .startsWith("0 ")
                    .contains("Verification: OK");
            assertThat(new TimeStampResponse(stamp).getTimeStampToken().getTimeStampInfo())
                    .satisfies(
                            info -> {
                                assertThat(info.getGenTime().toInstant())
                                        .isEqualTo(CLOCK.instant());
                                assertThat(info.getNonce().bitLength()).isEqualTo(64);
                            });
        }
    }

    @Test
    void anAuthorityThatIsNotThereIsAway() throws IOException {
        URI nowhere;
        try (ServerSocket free = new ServerSocket(0)) {
            nowhere = URI.create("http://127.0.0.1:%d/".formatted(free.getLocalPort()));
        }

        assertThatThrownBy(() -> authority(nowhere, LONG).stamp(SIGNATURE, FROM, TO))
                .isInstanceOf(TimeStampUnavailableException.class)
                .hasMessageContaining("time-stamp authority " + nowhere + " cannot be asked");
    }

    @Test
    void anAuthorityThatKeepsSilentIsAway() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("http://127.0.0.1:%d/".formatted(silent.getLocalPort()));

            assertThatThrownBy(
                            () -> authority(url, Duration.ofMillis(200)).stamp(SIGNATURE, FROM, TO))
                    .isInstanceOf(TimeStampUnavailableException.class)
                    .hasMessageContaining(url.toString());
        }
    }

    @Test
    void anAnswerToAnotherQuestionIsNone() throws IOException {
        try (TimeStampServer server = start()) {
            byte[] other = authority(server.endpoint(), LONG).stamp(new byte[] {1}, FROM, TO);

            assertThat(refusalOf(200, other)).contains("answered with something else");
            assertThat(refusalOf(200, new byte[] {48, 0})).contains("answered with something else");
            assertThat(refusalOf(503, other)).contains("found 503 with");
            assertThat(refusalOf(200, new byte[100_000])).contains("found 200 with 65537");
        }
    }

    @Test
    void aStampOfAnotherTimeOrAuthorityIsNone() throws IOException {
        try (TimeStampServer server = start();
                TimeStampServer other = TimeStampServer.start(folder.resolve("b"), 0, CLOCK)) {
            assertThatThrownBy(
                            () ->
                                    authority(server.endpoint(), LONG)
                                            .stamp(SIGNATURE, FROM.plusSeconds(301), TO))
                    .isInstanceOf(TimeStampUnavailableException.class)
                    .hasMessageContaining(
                            "a time between 2026-03-03T07:00:01Z and 2026-03-04T19:00:00Z is expected, found 2026-03-03T07:00:00Z");
            assertThatThrownBy(() -> authority(other.endpoint(), LONG).stamp(SIGNATURE, FROM, TO))
                    .isInstanceOf(TimeStampUnavailableException.class)
                    .hasMessageContaining("answered with something else");
        }
    }

    private TimeStampServer start() throws IOException {
        TimeStampServer server = TimeStampServer.start(folder.resolve("tsa"), 0, CLOCK);
        Files.writeString(folder.resolve("root.pem"), server.caCertificatePem());
        return server;
    }

    /** What is said of a server that answers everything with these bytes. */
    private String refusalOf(int status, byte[] answer) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(status, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        try {
            URI url = URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
            authority(url, LONG).stamp(SIGNATURE, FROM, TO);
            return "";
        } catch (TimeStampUnavailableException refused) {
            return String.valueOf(refused.getMessage());
        } finally {
            server.stop(0);
        }
    }

    private TimeStampAuthority authority(URI url, Duration timeout) {
        return new TimeStampAuthority(url, folder.resolve("root.pem"), timeout);
    }
}
