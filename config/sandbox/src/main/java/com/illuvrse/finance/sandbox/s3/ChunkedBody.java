package com.illuvrse.finance.sandbox.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The object inside a body in S3's aws-chunked form. Where chunks are signed, each is checked when
 * its last byte is read; the trailing headers are known when the end is reached.
 *
 * <pre>
 * 10000;chunk-signature=ad80…   (size in hex; signature only where the payload is signed)
 * …
 * 0;chunk-signature=b6c6…
 * x-amz-checksum-crc32:AAAAAA==
 * x-amz-trailer-signature:d81f…
 * </pre>
 */
final class ChunkedBody extends InputStream {
    private static final int LONGEST_LINE = 8192;

    private final InputStream wire;
    private final @Nullable SignedRequest signer;
    private final SortedMap<String, String> trailers = new TreeMap<>();
    private String previousSignature;
    private String chunkSignature = "";
    private ChecksumAlgorithm.Running chunkDigest = ChecksumAlgorithm.SHA256.start();
    private long remaining;
    private boolean started;
    private boolean ended;

    /** A body whose chunks are signed when there is a signer. */
    ChunkedBody(InputStream wire, @Nullable SignedRequest signer) {
        this.wire = wire;
        this.signer = signer;
        this.previousSignature = signer == null ? "" : signer.signature();
    }

    /** The trailing headers by lower-case name; empty before the end is reached. */
    SortedMap<String, String> trailers() {
        return Collections.unmodifiableSortedMap(trailers);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (remaining == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = wire.read(buffer, offset, (int) Math.min(length, remaining));
        if (count < 0) {
            throw cutOff();
        }
        if (signer != null) {
            chunkDigest.update(buffer, offset, count);
        }
        remaining -= count;
        if (remaining == 0) {
            endChunk();
        }
        return count;
    }

    private void nextChunk() throws IOException {
        if (started && !readLine().isEmpty()) {
            throw malformed("a chunk does not end where its size says");
        }
        started = true;
        String line = readLine();
        int semicolon = line.indexOf(';');
        String size = semicolon < 0 ? line : line.substring(0, semicolon);
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw malformed("a chunk should begin with its size in hex");
        }
        remaining = HexFormat.fromHexDigitsToLong(size);
        if (signer != null) {
            String extension = semicolon < 0 ? "" : line.substring(semicolon);
            if (!extension.matches(";chunk-signature=[0-9a-f]{64}")) {
                throw malformed("a chunk should carry its signature");
            }
            chunkSignature = extension.substring(extension.indexOf('=') + 1);
        }
        if (remaining == 0) {
            endChunk();
            ended = true;
            readTrailers();
        }
    }

    private void endChunk() {
        if (signer == null) {
            return;
        }
        String expected =
                signer.chunkSignature(
                        previousSignature, HexFormat.of().formatHex(chunkDigest.value()));
        requireSame(expected, chunkSignature, "a chunk of the body");
        previousSignature = chunkSignature;
        chunkDigest = ChecksumAlgorithm.SHA256.start();
    }

    private void readTrailers() throws IOException {
        StringBuilder canonical = new StringBuilder();
        String signature = "";
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw S3Error.MALFORMED_TRAILER.because("a trailing header has no colon");
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals("x-amz-trailer-signature")) {
                signature = value;
            } else {
                trailers.put(name, value);
                canonical.append(name).append(':').append(value).append('\n');
            }
        }
        if (signer != null && !trailers.isEmpty()) {
            requireSame(
                    signer.trailerSignature(previousSignature, canonical.toString()),
                    signature,
                    "the trailing headers");
        }
    }

    /** Reads to the end of the line; the end of the body counts as one when nothing came before. */
    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST_LINE) {
            int c = wire.read();
            if (c < 0 && ended && line.isEmpty()) {
                return "";
            }
            if (c < 0) {
                throw cutOff();
            }
            if (c == '\n') {
                int last = line.length() - 1;
                return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line + "";
            }
            line.append((char) c);
        }
        throw malformed("a line between chunks is longer than " + LONGEST_LINE + " characters");
    }

    private static void requireSame(String expected, String found, String what) {
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                found.getBytes(StandardCharsets.US_ASCII))) {
            throw S3Error.SIGNATURE_DOES_NOT_MATCH.because(
                    "the signature of " + what + " does not match what arrived");
        }
    }

    private static S3Exception malformed(String what) {
        return S3Error.INVALID_REQUEST.because("the aws-chunked body is malformed: " + what);
    }

    private static S3Exception cutOff() {
        return S3Error.INCOMPLETE_BODY.because("the body ended before its last chunk");
    }
}
