package com.illuvrse.finance.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Memory outside the heap: a temporary file that is mapped and has no name any more, below {@code
 * java.io.tmpdir}. The operating system gives it back when nothing refers to the buffer.
 */
final class TemporarySpace {

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();

    private TemporarySpace() {}

    /**
     * Zeros, in this machine's byte order. They are written first: a disk that is full says so here
     * and not in the middle of a check.
     *
     * @throws NoRoomException when there is no room
     */
    static ByteBuffer of(int bytes) {
        return of(Path.of(System.getProperty("java.io.tmpdir")), bytes);
    }

    static ByteBuffer of(Path folder, int bytes) {
        try {
            Path file = Files.createTempFile(folder, "finance-check-", null);
            try (FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE)) {
                ByteBuffer zeros = ZEROS.duplicate();
                for (int left = bytes; left > 0; ) {
                    left -=
                            channel.write(
                                    zeros.position(0).limit(Math.min(left, ZEROS.capacity())));
                }
                return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes)
                        .order(ByteOrder.nativeOrder());
            }
        } catch (IOException e) {
            throw new NoRoomException(folder.toString(), bytes, e);
        }
    }
}
