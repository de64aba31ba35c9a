package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of a package while it is written: counted, hashed and in the end on the disk. */
final class PackageFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final String path;
    private final FileChannel channel;
    private final OutputStream out;
    private final Sha256 digest = Sha256.start();
    private final CanonicalJson pending = new CanonicalJson();
    private long bytes;

    PackageFile(Path folder, String path) {
        this.path = path;
        try {
            channel =
                    FileChannel.open(
                            folder.resolve(path),
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + folder.resolve(path), e);
        }
        out = Channels.newOutputStream(channel);
    }

    String path() {
        return path;
    }

    /** Writes bytes as they are. */
    void write(byte[] content) {
        pending.raw(content);
        flushIfLarge();
    }

    /** Writes a canonical line and its line feed. */
    void writeLine(CanonicalJson line) {
        pending.raw(line).raw('\n');
        flushIfLarge();
    }

    private void flushIfLarge() {
        if (pending.length() >= BUFFER_BYTES) {
            flush();
        }
    }

    private void flush() {
        pending.updateTo(digest);
        bytes += pending.length();
        try {
            pending.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
        pending.clear();
    }

    /** Ends the file, forces it to the disk and says what the manifest has of it. */
    Json.Obj finish() {
        flush();
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot finish " + path, e);
        }
        return Json.object()
                .put("path", path)
                .put("bytes", bytes)
                .put("sha256", digest.finishHex())
                .build();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        }
    }
}
