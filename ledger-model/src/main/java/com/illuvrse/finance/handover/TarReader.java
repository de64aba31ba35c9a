package com.illuvrse.finance.handover;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an archive nobody trusts, member by member, and refuses with a {@link TarFormatException}
 * whatever {@link TarWriter} would not have written. Nothing is kept in memory and nothing is
 * written to disk.
 */
public final class TarReader implements AutoCloseable {

    private final InputStream in;
    private @Nullable TarHeader member;
    private long left;
    private long position;

    TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * Opens an archive; one whose name ends in {@code .gz} is inflated on the way, within the
     * limits of {@link GzipStream}. A link is not followed, and what is no regular file is not
     * opened.
     */
    public static TarReader open(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "is no regular file");
        }
        InputStream stream =
                Channels.newInputStream(
                        Files.newByteChannel(
                                file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
        try {
            boolean compressed = String.valueOf(file.getFileName()).endsWith(".gz");
            return new TarReader(compressed ? GzipStream.of(stream, Files.size(file)) : stream);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /** Moves to the next member; null after the last one, when the archive ends as it must. */
    public @Nullable TarHeader next() throws IOException {
        String before = "";
        TarHeader last = member;
        if (last != null) {
            before = last.path();
            skipContent(last);
        }
        byte[] block = block();
        if (isZero(block)) {
            requireEnd(position - TarHeader.BLOCK);
            member = null;
            return null;
        }
        TarHeader found = TarHeader.parse(block, "byte " + (position - TarHeader.BLOCK));
        if (found.path().compareTo(before) <= 0) {
            throw new TarFormatException(
                    "member " + found.path(), "a path after " + before, "one before it or again");
        }
        member = found;
        left = found.size();
        return found;
    }

    private void skipContent(TarHeader last) throws IOException {
        try {
            in.skipNBytes(left);
        } catch (EOFException e) {
            throw truncated(last);
        }
        position += left;
        left = 0;
        byte[] padding = in.readNBytes(last.padding());
        position += padding.length;
        if (padding.length < last.padding()) {
            throw truncated(last);
        }
        if (!isZero(padding)) {
            throw new TarFormatException("member " + last.path() + " padding", "zeros", "others");
        }
    }

    private byte[] block() throws IOException {
        byte[] block = in.readNBytes(TarHeader.BLOCK);
        if (block.length < TarHeader.BLOCK) {
            throw new TarFormatException(
                    "byte " + (position + block.length),
                    "a block of 512 bytes",
                    "the end of the file");
        }
        position += block.length;
        return block;
    }

    private void requireEnd(long members) throws IOException {
        long size = TarWriter.archiveSize(members);
        while (position < size) {
            if (!isZero(block())) {
                throw new TarFormatException(
                        "byte " + (position - TarHeader.BLOCK), "zeros to the end", "others");
            }
        }
        if (in.read() >= 0) {
            throw new TarFormatException("byte " + size, "the end of the file", "more");
        }
    }

    private static boolean isZero(byte[] bytes) {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    private static TarFormatException truncated(TarHeader member) {
        return new TarFormatException(
                "member " + member.path(), member.size() + " bytes", "the end of the file");
    }

    /** Content of the member {@link #next()} has given; closing it closes the archive. */
    public InputStream content() {
        TarHeader current = member;
        if (current == null) {
            throw new IllegalStateException("there is no member here");
        }
        return new Content(current);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private final class Content extends InputStream {

        private final TarHeader of;

        private Content(TarHeader of) {
            this.of = of;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(left, length));
            if (read < 0) {
                throw truncated(of);
            }
            left -= read;
            position += read;
            return read;
        }

        @Override
        public void close() throws IOException {
            TarReader.this.close();
        }
    }
}
