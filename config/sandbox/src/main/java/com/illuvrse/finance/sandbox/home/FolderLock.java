package com.illuvrse.finance.sandbox.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a folder alone, held through its file {@code lock} until it is closed. The
 * operating system takes it back when the process dies, so a crash never blocks the next start. The
 * file tells who holds it.
 */
public final class FolderLock implements AutoCloseable {
    /**
     * The operating system keeps such locks by process: closing the file a second time would give
     * up the lock, so what this process holds is known here and the file is not opened again.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel file;

    private FolderLock(Path folder, FileChannel file) {
        this.folder = folder;
        this.file = file;
    }

    /**
     * Takes a folder, which is created when it is missing.
     *
     * @throws HomeInUseException if somebody else holds it
     */
    public static FolderLock take(Path folder) throws IOException {
        Path real = Files.createDirectories(folder.toAbsolutePath()).toRealPath();
        if (!HELD.add(real)) {
            throw new HomeInUseException(real, ProcessHandle.current().pid() + " (this one)");
        }
        boolean taken = false;
        try {
            FolderLock lock = lock(real);
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                HELD.remove(real);
            }
        }
    }

    /** The real path of the folder. */
    public Path folder() {
        return folder;
    }

    private static FolderLock lock(Path folder) throws IOException {
        Path name = folder.resolve("lock");
        FileChannel file =
                FileChannel.open(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock lock = file.tryLock();
            if (lock == null) {
                throw new HomeInUseException(folder, holder(name));
            }
            file.truncate(0);
            byte[] pid =
                    Long.toString(ProcessHandle.current().pid())
                            .getBytes(StandardCharsets.US_ASCII);
            file.write(ByteBuffer.wrap(pid), 0);
            return new FolderLock(folder, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static String holder(Path file) throws IOException {
        String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "(not known)" : pid;
    }

    @Override
    public void close() throws IOException {
        if (file.isOpen()) {
            file.close();
            HELD.remove(folder);
        }
    }
}
