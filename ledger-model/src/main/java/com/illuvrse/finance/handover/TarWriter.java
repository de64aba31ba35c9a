package com.illuvrse.finance.handover;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Writes an archive, members ascending by path. Content is streamed. {@link #finish()} ends it; an
 * archive that was not ended is none.
 */
public final class TarWriter {

    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private String last = "";
    private long written;

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Adds a member, whose content must have exactly the size that was said. */
    public void add(TarHeader member, InputStream content) throws IOException {
        if (member.path().compareTo(last) <= 0) {
            throw new IllegalArgumentException(
                    "members ascend by path; after %s came %s".formatted(last, member.path()));
        }
        last = member.path();
        out.write(member.bytes());
        long left = member.size();
        while (left > 0) {
            int read = content.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException("%s ends %d bytes too early".formatted(member.path(), left));
            }
            out.write(buffer, 0, read);
            left -= read;
        }
        if (content.read() >= 0) {
            throw new IOException(
                    "%s has more than the %d bytes it had".formatted(member.path(), member.size()));
        }
        out.write(new byte[member.padding()]);
        written += TarHeader.BLOCK + member.size() + member.padding();
    }

    /** Writes the zeros at the end. */
    public void finish() throws IOException {
        out.write(new byte[(int) (archiveSize(written) - written)]);
        out.flush();
    }

    /** Size of an archive whose members end here: two blocks of zeros, then up to a record. */
    static long archiveSize(long members) {
        long least = members + 2L * TarHeader.BLOCK;
        return (least + TarHeader.RECORD - 1) / TarHeader.RECORD * TarHeader.RECORD;
    }
}
