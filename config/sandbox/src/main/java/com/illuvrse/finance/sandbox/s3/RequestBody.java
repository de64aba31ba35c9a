package com.illuvrse.finance.sandbox.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request, decoded and checked against everything the client said about it while it
 * streams by: length, chunk signatures, payload hash, Content-MD5 and checksum.
 */
final class RequestBody {
    private static final long LARGEST_BODY = 5L << 30;
    private static final int LARGEST_DOCUMENT = 4 << 20;
    private static final int BUFFER = 1 << 16;

    private final S3Request request;
    private final SignedRequest signed;
    private final @Nullable ChecksumAlgorithm declared;
    private final long length;

    private RequestBody(
            S3Request request,
            SignedRequest signed,
            @Nullable ChecksumAlgorithm declared,
            long length) {
        this.request = request;
        this.signed = signed;
        this.declared = declared;
        this.length = length;
    }

    /** A body that arrived whole and is what the client said it is. */
    record Received(long size, String md5Hex, Checksum checksum) {}

    static RequestBody of(S3Request request, SignedRequest signed) {
        return new RequestBody(
                request, signed, declaredAlgorithm(request), declaredLength(request, signed));
    }

    /** A body whose request has a checksum header that is about something else than the body. */
    static RequestBody withoutChecksum(S3Request request, SignedRequest signed) {
        return new RequestBody(request, signed, null, declaredLength(request, signed));
    }

    /** The algorithm of the checksum the client sends, before or after the body. */
    @Nullable ChecksumAlgorithm declared() {
        return declared;
    }

    /** Whether the client lets the server check what arrived, as S3 demands of locked objects. */
    boolean isProtectedInTransit() {
        return declared != null || request.header("content-md5") != null;
    }

    /**
     * Copies the decoded body and checks it; nothing of it may be used when this throws.
     *
     * @param otherwise the checksum to compute when the client sends none
     */
    Received copyTo(OutputStream out, ChecksumAlgorithm otherwise) throws IOException {
        ChecksumAlgorithm algorithm = declared == null ? otherwise : declared;
        ChecksumAlgorithm.Running checksum = algorithm.start();
        ChecksumAlgorithm.Running md5 = ChecksumAlgorithm.digest("MD5");
        ChecksumAlgorithm.Running sha256 = ChecksumAlgorithm.SHA256.start();
        boolean hashed = signed.payload().matches("[0-9a-f]{64}");
        InputStream body = decoded();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
            out.write(buffer, 0, count);
            checksum.update(buffer, 0, count);
            md5.update(buffer, 0, count);
            if (hashed) {
                sha256.update(buffer, 0, count);
            }
            size += count;
            if (size > length) {
                throw S3Error.INCOMPLETE_BODY.because(
                        "the body is longer than the %,d bytes it declared".formatted(length));
            }
        }
        if (size != length) {
            throw S3Error.INCOMPLETE_BODY.because(
                    "the body declared %,d bytes but has %,d".formatted(length, size));
        }
        byte[] md5Value = md5.value();
        Checksum computed = Checksum.full(algorithm, checksum.value());
        if (hashed) {
            requirePayload(HexFormat.of().formatHex(sha256.value()));
        }
        requireMd5(md5Value);
        requireChecksum(computed, body);
        return new Received(size, HexFormat.of().formatHex(md5Value), computed);
    }

    private static int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw S3Error.INCOMPLETE_BODY.because("the connection ended before the body did");
        }
    }

    /** Reads a small document whole. */
    byte[] document() throws IOException {
        if (length > LARGEST_DOCUMENT) {
            throw S3Error.MALFORMED_XML.because(
                    "a document has at most %,d bytes".formatted(LARGEST_DOCUMENT));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) length);
        copyTo(out, ChecksumAlgorithm.CRC64NVME);
        return out.toByteArray();
    }

    private InputStream decoded() {
        return switch (signed.payload()) {
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> new ChunkedBody(request.body(), null);
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" ->
                    new ChunkedBody(request.body(), signed);
            case "UNSIGNED-PAYLOAD" -> request.body();
            default -> {
                if (!signed.payload().matches("[0-9a-f]{64}")) {
                    throw S3Error.INVALID_ARGUMENT.because(
                            "x-amz-content-sha256 is neither a SHA-256 in hex nor a way of"
                                    + " signing this server knows: '"
                                    + signed.payload()
                                    + "'");
                }
                yield request.body();
            }
        };
    }

    private void requirePayload(String found) {
        if (!found.equals(signed.payload())) {
            throw S3Error.PAYLOAD_HASH_MISMATCH.because(
                    "x-amz-content-sha256 says %s but the body has %s"
                            .formatted(signed.payload(), found));
        }
    }

    private void requireMd5(byte[] found) {
        String header = request.header("content-md5");
        if (header == null) {
            return;
        }
        byte[] expected = base64(header);
        if (expected.length != found.length) {
            throw S3Error.INVALID_DIGEST.because(
                    "Content-MD5 should be 16 bytes in base 64 but is '" + header + "'");
        }
        if (!Arrays.equals(expected, found)) {
            throw S3Error.BAD_DIGEST.because(
                    "Content-MD5 says %s but the body has %s"
                            .formatted(header, Base64.getEncoder().encodeToString(found)));
        }
    }

    private void requireChecksum(Checksum computed, InputStream body) {
        if (declared == null) {
            return;
        }
        String header = declared.header();
        String expected = request.header(header);
        if (expected == null && body instanceof ChunkedBody chunked) {
            expected = chunked.trailers().get(header);
        }
        if (expected == null) {
            throw S3Error.MALFORMED_TRAILER.because(
                    "the trailing header " + header + " was announced but did not come");
        }
        if (base64(expected).length != declared.length()) {
            throw S3Error.INVALID_REQUEST.because(
                    "%s should be %d bytes in base 64 but is '%s'"
                            .formatted(header, declared.length(), expected));
        }
        if (!expected.equals(computed.value())) {
            throw S3Error.BAD_DIGEST.because(
                    "%s says %s but the body has %s".formatted(header, expected, computed.value()));
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static @Nullable ChecksumAlgorithm declaredAlgorithm(S3Request request) {
        SortedMap<String, String> headers = request.headersFrom("x-amz-checksum-");
        for (String setting : new String[] {"mode", "type", "algorithm"}) {
            headers.remove("x-amz-checksum-" + setting);
        }
        String trailer = request.header("x-amz-trailer", "").toLowerCase(Locale.ROOT);
        for (String name : trailer.split(",", -1)) {
            if (name.strip().startsWith("x-amz-checksum-")) {
                headers.putIfAbsent(name.strip(), "");
            }
        }
        if (headers.size() > 1) {
            throw S3Error.INVALID_REQUEST.because(
                    "a request carries one checksum, this one has " + headers.keySet());
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            return ChecksumAlgorithm.named(header.getKey().substring("x-amz-checksum-".length()));
        }
        return null;
    }

    private static long declaredLength(S3Request request, SignedRequest signed) {
        boolean chunked = signed.payload().startsWith("STREAMING-");
        String length =
                request.header(chunked ? "x-amz-decoded-content-length" : "content-length", "");
        if (!chunked && length.isEmpty() && request.header("transfer-encoding") == null) {
            return 0;
        }
        if (!length.matches("[0-9]{1,18}")) {
            throw S3Error.MISSING_CONTENT_LENGTH.because("the length of the body is not given");
        }
        if (Long.parseLong(length) > LARGEST_BODY) {
            throw S3Error.ENTITY_TOO_LARGE.because(
                    "one request carries at most %,d bytes".formatted(LARGEST_BODY));
        }
        return Long.parseLong(length);
    }
}
