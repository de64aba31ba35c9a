package com.illuvrse.finance.handover;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * One gzip member that is a whole file, as {@code gzip} and {@code tar -z} write it, with nothing
 * after it. It may hold at most {@value #MAX_RATIO} times its size and 1 MiB, and never more than
 * 16 GiB: canonical lines shrink to a tenth or a fiftieth, so more is a bomb. A larger day is
 * handed over as a plain archive.
 */
final class GzipStream extends InflaterInputStream {

    static final int MAX_RATIO = 200;

    private static final long ALLOWANCE = 1 << 20;
    private static final long MAX_BYTES = 16L << 30;
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int HAS_NAME = 8;
    private static final int MAX_NAME = 255;

    private final CRC32 crc = new CRC32();
    private final long most;
    private long inflated;
    private boolean ended;

    private GzipStream(InputStream in, long most) {
        super(in, new Inflater(true), 1 << 16);
        this.most = most;
    }

    /**
     * @param size of the compressed file
     */
    static GzipStream of(InputStream in, long size) throws IOException {
        readHeader(in);
        return new GzipStream(in, Math.min(MAX_BYTES, ALLOWANCE + MAX_RATIO * size));
    }

    private static void readHeader(InputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        boolean isGzip =
                header.length == HEADER
                        && (header[0] & 0xff) == 0x1f
                        && (header[1] & 0xff) == 0x8b
                        && header[2] == 8
                        && (header[3] & ~HAS_NAME) == 0;
        if (!isGzip) {
            throw new TarFormatException("byte 0", "a gzip header, at most with a name", "another");
        }
        int left = header[3] == HAS_NAME ? MAX_NAME + 1 : 0;
        while (left > 0) {
            int character = in.read();
            if (character == 0) {
                return;
            }
            left--;
            if (character < 0 || left == 0) {
                throw new TarFormatException(
                        "byte 10", "a name of at most 255 bytes", "a longer one");
            }
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        int read = inflate(bytes, offset, length);
        if (read < 0) {
            ended = true;
            requireTrailer();
            return -1;
        }
        inflated += read;
        if (inflated > most) {
            throw new TarFormatException(
                    "gzip",
                    "at most %d bytes, %d times the file and 1 MiB".formatted(most, MAX_RATIO),
                    "more");
        }
        crc.update(bytes, offset, read);
        return read;
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (EOFException e) {
            throw new TarFormatException("gzip", "its end", "the end of the file");
        }
    }

    private void requireTrailer() throws IOException {
        int rest = inf.getRemaining();
        byte[] trailer = new byte[TRAILER + 1];
        int known = Math.min(rest, trailer.length);
        System.arraycopy(buf, len - rest, trailer, 0, known);
        int length = known + in.readNBytes(trailer, known, trailer.length - known);
        if (length != TRAILER) {
            throw new TarFormatException(
                    "gzip", "8 bytes at its end", length < TRAILER ? "fewer" : "more");
        }
        if (number(trailer, 0) != crc.getValue()
                || number(trailer, 4) != (inflated & 0xffff_ffffL)) {
            throw new TarFormatException("gzip", "CRC and size of the content", "others");
        }
    }

    private static long number(byte[] bytes, int at) {
        long number = 0;
        for (int i = 3; i >= 0; i--) {
            number = (number << 8) | (bytes[at + i] & 0xff);
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        inf.end();
        super.close();
    }
}
