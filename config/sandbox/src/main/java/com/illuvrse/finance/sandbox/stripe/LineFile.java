package com.illuvrse.finance.sandbox.stripe;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A file of lines of which each can be read again by its place. */
final class LineFile implements Closeable {
    private final Path file;
    private final FileChannel channel;

    private LineFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static LineFile open(Path file) throws IOException {
        return new LineFile(file, FileChannel.open(file, StandardOpenOption.READ));
    }

    /** Takes a line. */
    interface Reader {
        /**
         * Takes one line.
         *
         * @param line begins with the line; the rest is to be ignored
         * @param offset where the line begins in the file
         */
        void line(byte[] line, int length, long offset);
    }

    /**
     * Reads all lines that are not blank.
     *
     * @throws IOException which names file and line, when the reader refuses a line
     */
    void forEach(Reader reader) throws IOException {
        byte[] buffer = new byte[1 << 18];
        byte[] line = new byte[1 << 13];
        int length = 0;
        long number = 1;
        long offset = 0;
        long start = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++, offset++) {
                    if (buffer[i] == '\n') {
                        give(reader, line, length, start, number++);
                        length = 0;
                        start = offset + 1;
                    } else {
                        if (length == line.length) {
                            line = Arrays.copyOf(line, length * 2);
                        }
                        line[length++] = buffer[i];
                    }
                }
            }
        }
        give(reader, line, length, start, number);
    }

    private void give(Reader reader, byte[] line, int length, long start, long number)
            throws IOException {
        int end = length;
        while (end > 0 && (line[end - 1] == '\r' || line[end - 1] == ' ')) {
            end--;
        }
        if (end == 0) {
            return;
        }
        try {
            reader.line(line, end, start);
        } catch (RuntimeException e) {
            throw new IOException(
                    "line " + number + " of " + file + " cannot be served: " + e.getMessage(), e);
        }
    }

    /** The bytes at a place. */
    byte[] read(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException(
                        file + " became shorter while it was served; start the sandbox again");
            }
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
