package com.illuvrse.finance.sandbox.stripe;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file of what was done, one JSON object a line, on disk before it is answered. A transfer and
 * the answer kept under its idempotency key are one line, so that neither is ever there alone.
 */
final class StateLog implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(StateLog.class);

    private final Path file;
    private final FileChannel channel;
    private final FileChannel lock;
    private long end;

    private StateLog(Path file, FileChannel channel, FileChannel lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens the file and reads it; a last line that a crash cut off is removed.
     *
     * @throws IOException when another server uses it
     */
    static StateLog open(Path folder, Consumer<JsonNode> reader) throws IOException {
        Files.createDirectories(folder);
        FileChannel lock = lock(folder.resolve("in-use"));
        try {
            Path file = folder.resolve("done.jsonl");
            FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            StateLog log = new StateLog(file, channel, lock);
            log.read(reader);
            return log;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** A file of its own, because closing any channel of a file gives up the locks on it. */
    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is locked by this process", file, e);
        }
        channel.close();
        throw new IOException(
                file.getParent() + " is used by another Stripe stand-in; stop that one first");
    }

    private void read(Consumer<JsonNode> reader) throws IOException {
        end = endOfLastLine();
        channel.truncate(end);
        try (LineFile lines = LineFile.open(file)) {
            lines.forEach(
                    (line, length, offset) ->
                            reader.accept(Json.parse(Arrays.copyOf(line, length))));
        }
        channel.position(end);
    }

    private long endOfLastLine() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long position = channel.size(); position > 0; position--) {
            one.clear();
            channel.read(one, position - 1);
            if (one.get(0) == '\n') {
                return position;
            }
        }
        return 0;
    }

    /** Adds a line; when this returns it stays, and when it throws nothing was added. */
    void append(ObjectNode line) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap((Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
        int length = bytes.remaining();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes, end + bytes.position());
            }
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
        end += length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        lock.close();
    }
}
