package com.illuvrse.finance.exporters.attestation;

import com.illuvrse.finance.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * A time-stamp authority as RFC 3161 has it, asked over HTTP. Nothing of what is stamped goes there
 * but its SHA-256.
 *
 * @param url where requests are posted to
 * @param roots file with the certificates its tokens lead to, PEM
 * @param timeout for one answer as a whole; an authority that takes longer is away
 */
public record TimeStampAuthority(URI url, Path roots, Duration timeout) {

    private static final int LARGEST_ANSWER = 1 << 16;
    private static final int NONCE_BITS = 64;
    private static final SecureRandom CHANCE = new SecureRandom();

    public TimeStampAuthority {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "a time-stamp authority is given a time to answer, found " + timeout);
        }
    }

    /**
     * Asks for a time stamp over these bytes and returns the whole response, DER. It is granted,
     * over their digest, for this request, by an authority of the roots.
     *
     * @param from the earliest time that may stand in it
     * @param to the latest
     * @throws TimeStampUnavailableException when there is no such answer in time
     */
    public byte[] stamp(byte[] content, Instant from, Instant to) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        TimeStampRequest request =
                generator.generate(
                        TSPAlgorithms.SHA256,
                        Sha256.of(content),
                        new BigInteger(NONCE_BITS, CHANCE).setBit(NONCE_BITS - 1));
        byte[] answer = post(encoded(request));
        try {
            TimeStampResponse response = new TimeStampResponse(answer);
            response.validate(request);
            TimeStampToken token = response.getTimeStampToken();
            if (token == null) {
                throw new TSPException("no token, but " + response.getStatusString());
            }
            TimeStampRoots.read(roots).require(token);
            Instant at = token.getTimeStampInfo().getGenTime().toInstant();
            if (at.isBefore(from) || at.isAfter(to)) {
                throw new TSPException(
                        "a time between %s and %s is expected, found %s".formatted(from, to, at));
            }
            return answer;
        } catch (TSPException | IOException | GeneralSecurityException | RuntimeException e) {
            throw away("answered with something else: " + e.getMessage(), e);
        }
    }

    private byte[] post(byte[] request) {
        HttpClient http = HttpClient.newBuilder().connectTimeout(timeout).build();
        HttpRequest query =
                HttpRequest.newBuilder(url)
                        .timeout(timeout)
                        .header("Content-Type", "application/timestamp-query")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                        .build();
        try {
            return http.sendAsync(query, HttpResponse.BodyHandlers.ofInputStream())
                    .thenApplyAsync(this::body)
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof TimeStampUnavailableException said) {
                throw said;
            }
            throw away("cannot be asked: " + cause, e);
        } catch (TimeoutException e) {
            throw away("has not answered within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away("was not waited for", e);
        } finally {
            http.shutdownNow();
        }
    }

    private byte[] body(HttpResponse<InputStream> answer) {
        try (InputStream body = answer.body()) {
            byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
            if (answer.statusCode() != HttpURLConnection.HTTP_OK || bytes.length > LARGEST_ANSWER) {
                throw new TimeStampUnavailableException(
                        "time-stamp authority %s should answer 200 with at most %d bytes, found %d with %d"
                                .formatted(url, LARGEST_ANSWER, answer.statusCode(), bytes.length));
            }
            return bytes;
        } catch (IOException e) {
            throw away("broke off its answer: " + e.getMessage(), e);
        }
    }

    private static byte[] encoded(TimeStampRequest request) {
        try {
            return request.getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException("a request in memory cannot fail to be written", e);
        }
    }

    private TimeStampUnavailableException away(String what, Throwable cause) {
        return new TimeStampUnavailableException(
                "time-stamp authority %s %s".formatted(url, what), cause);
    }
}
