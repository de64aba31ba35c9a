package com.illuvrse.finance.sandbox.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A request signed by the SDK's signer but sent by hand, so that it can be changed after signing or
 * break off in the middle.
 */
final class RawRequest {
    private final RunningS3 s3;
    private final SdkHttpRequest.Builder request;
    private byte[] body = new byte[0];
    private boolean chunked;
    private boolean payloadSigned = true;
    private boolean checksum;
    private S3Credentials credentials;
    private Clock clock = Clock.systemUTC();
    private UnaryOperator<byte[]> tamper = UnaryOperator.identity();

    RawRequest(RunningS3 s3, SdkHttpMethod method, String path) {
        this.s3 = s3;
        this.credentials = s3.credentials();
        URI endpoint = s3.server().endpoint();
        this.request =
                SdkHttpRequest.builder()
                        .method(method)
                        .protocol("http")
                        .host(endpoint.getHost())
                        .port(endpoint.getPort())
                        .encodedPath(path);
    }

    /** What came back: the status line's number, and the body as text. */
    record Reply(int status, String text) {}

    RawRequest header(String name, String value) {
        request.putHeader(name, value);
        return this;
    }

    RawRequest parameter(String name) {
        request.putRawQueryParameter(name, "");
        return this;
    }

    RawRequest body(String text) {
        this.body = text.getBytes(StandardCharsets.UTF_8);
        request.putHeader("Content-Length", String.valueOf(body.length));
        return this;
    }

    /** Sends the body in aws-chunked form, each chunk signed. */
    RawRequest inSignedChunks() {
        chunked = true;
        return this;
    }

    /**
     * Sends the body in aws-chunked form without signatures, as the SDK does where TLS protects it.
     */
    RawRequest inUnsignedChunks() {
        chunked = true;
        payloadSigned = false;
        request.protocol("https");
        return this;
    }

    /** Adds a CRC32 as a trailing header. */
    RawRequest withTrailingChecksum() {
        checksum = true;
        return this;
    }

    RawRequest as(S3Credentials other) {
        credentials = other;
        return this;
    }

    RawRequest at(Clock other) {
        clock = other;
        return this;
    }

    /** Changes the bytes of the body after they were signed. */
    RawRequest tampered(UnaryOperator<byte[]> change) {
        tamper = change;
        return this;
    }

    Reply send() throws IOException {
        return send(Integer.MAX_VALUE, Map.of());
    }

    /** Sends headers that were not there when the request was signed. */
    Reply sendWith(String name, String value) throws IOException {
        return send(Integer.MAX_VALUE, Map.of(name, value));
    }

    /** Sends only the first bytes of the body and closes the connection. */
    void breakOffAfter(int bytes) throws IOException {
        SignedRequest signed = sign();
        try (Socket socket = connect()) {
            write(signed, socket.getOutputStream(), bytes, Map.of());
        }
    }

    private Reply send(int limit, Map<String, String> more) throws IOException {
        SignedRequest signed = sign();
        try (Socket socket = connect()) {
            write(signed, socket.getOutputStream(), limit, more);
            return read(socket.getInputStream());
        }
    }

    private Socket connect() throws IOException {
        URI endpoint = s3.server().endpoint();
        return new Socket(endpoint.getHost(), endpoint.getPort());
    }

    private SignedRequest sign() {
        return AwsV4HttpSigner.create()
                .sign(
                        r -> {
                            r.identity(
                                            AwsCredentialsIdentity.create(
                                                    credentials.accessKey(),
                                                    credentials.secretKey()))
                                    .request(request.build())
                                    .payload(ContentStreamProvider.fromByteArray(body))
                                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                                    .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, chunked)
                                    .putProperty(
                                            AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, payloadSigned)
                                    .putProperty(HttpSigner.SIGNING_CLOCK, clock);
                            if (checksum) {
                                r.putProperty(
                                        AwsV4HttpSigner.CHECKSUM_ALGORITHM,
                                        DefaultChecksumAlgorithm.CRC32);
                            }
                        });
    }

    private void write(SignedRequest signed, OutputStream out, int limit, Map<String, String> more)
            throws IOException {
        SdkHttpRequest head = signed.request();
        byte[] payload = tamper.apply(payload(signed.payload().orElse(null)));
        List<String> lines = new ArrayList<>();
        String query = head.encodedQueryParameters().map(q -> "?" + q).orElse("");
        lines.add(head.method() + " " + head.encodedPath() + query + " HTTP/1.1");
        head.forEachHeader(
                (name, values) -> {
                    if (!name.equalsIgnoreCase("Content-Length")) {
                        lines.add(name + ": " + String.join(",", values));
                    }
                });
        more.forEach((name, value) -> lines.add(name + ": " + value));
        lines.add("Content-Length: " + payload.length);
        lines.add("Connection: close");
        out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        out.write(payload, 0, Math.min(limit, payload.length));
        out.flush();
    }

    private static byte[] payload(@Nullable ContentStreamProvider provider) throws IOException {
        try (InputStream in =
                provider == null ? new ByteArrayInputStream(new byte[0]) : provider.newStream()) {
            return in.readAllBytes();
        }
    }

    private static Reply read(InputStream in) throws IOException {
        String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        return new Reply(
                Integer.parseInt(all.substring(9, 12)), all.substring(all.indexOf("\r\n\r\n") + 4));
    }
}
