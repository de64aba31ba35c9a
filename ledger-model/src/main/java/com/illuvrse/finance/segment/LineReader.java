package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, one after the other in one buffer. Every line ends in a line feed and has at
 * most {@value #MAX_LINE} bytes.
 */
final class LineReader implements AutoCloseable {

    static final int MAX_LINE = EntryLine.MAX_BYTES;

    private static final int BUFFER = 4 * MAX_LINE;
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = '\n' * ONES;

    private final SegmentFile file;
    private final InputStream stream;
    private final @Nullable Sha256 digest;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private int next;
    private int from;
    private int to;
    private long line;

    /** A reader that takes no digest, for lines that are compared or digested one by one. */
    LineReader(SegmentFile file, InputStream stream) {
        this(file, stream, null);
    }

    private LineReader(SegmentFile file, InputStream stream, @Nullable Sha256 digest) {
        this.file = file;
        this.stream = stream;
        this.digest = digest;
    }

    /** A reader that takes the digest of all it reads. */
    static LineReader digesting(SegmentFile file, InputStream stream) {
        return new LineReader(file, stream, Sha256.start());
    }

    /** Moves to the next line; false at the end of the file. */
    boolean next() throws VerificationException {
        int scanned = next;
        while (true) {
            int at = lineFeed(scanned);
            if (at < filled) {
                from = next;
                to = at;
                next = at + 1;
                line++;
                requireLength(to - from);
                return true;
            }
            requireLength(filled - next);
            scanned = filled - next;
            if (!fill()) {
                if (filled != next) {
                    throw file.malformed(
                            "line " + (line + 1), "a line feed at its end", "the end of the file");
                }
                return false;
            }
        }
    }

    /** Where the next line feed is, eight bytes at a time; the end of what is there for none. */
    private int lineFeed(int start) {
        int at = start;
        while (at + Long.BYTES <= filled) {
            long feeds = (long) WORDS.get(buffer, at) ^ LINE_FEEDS;
            long found = (feeds - ONES) & ~feeds & HIGH_BITS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        while (at < filled && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    private void requireLength(int length) throws VerificationException {
        if (length > MAX_LINE) {
            throw file.malformed("line " + line, "at most " + MAX_LINE + " bytes", length);
        }
    }

    /** Moves what is not used up to the front and reads on behind it. */
    private boolean fill() throws VerificationException {
        System.arraycopy(buffer, next, buffer, 0, filled - next);
        filled -= next;
        next = 0;
        try {
            int read = stream.read(buffer, filled, BUFFER - filled);
            if (read < 0) {
                return false;
            }
            if (digest != null) {
                digest.update(buffer, filled, read);
            }
            filled += read;
            return true;
        } catch (IOException e) {
            throw file.malformed("file", "a readable file", e);
        }
    }

    /** The buffer with the line in {@code [from(), to())}, without its line feed. */
    byte[] bytes() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** Number of the line, from 1. */
    long line() {
        return line;
    }

    /** Digest of everything read, once {@link #next()} was false. */
    String digest() {
        if (digest == null) {
            throw new IllegalStateException("no digest is taken of " + file.path());
        }
        return digest.finishHex();
    }

    @Override
    public void close() throws VerificationException {
        try {
            stream.close();
        } catch (IOException e) {
            throw file.malformed("file", "a readable file", e);
        }
    }
}
