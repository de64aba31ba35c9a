package com.illuvrse.finance.sandbox.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Files that are either wholly there or not at all, and stay when the power goes: everything is
 * written under {@code tmp}, forced to disk, and then renamed into place.
 */
final class DurableFiles {
    private final Path temporary;
    private final AtomicLong names = new AtomicLong();

    /** Empties the folder of what a crash left unfinished. */
    DurableFiles(Path temporary) throws IOException {
        this.temporary = temporary;
        deleteTree(temporary);
        Files.createDirectories(temporary);
    }

    /** A name that no file has yet. */
    Path unfinished() {
        return temporary.resolve(Long.toString(names.incrementAndGet()));
    }

    /** Writes or replaces a small file. */
    void write(Path file, byte[] bytes) throws IOException {
        Path unfinished = unfinished();
        try (FileChannel channel =
                FileChannel.open(
                        unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        publish(unfinished, file);
    }

    /** Renames a finished, forced file or folder into place, to stay there. */
    void publish(Path finished, Path target) throws IOException {
        move(finished, target);
        force(Objects.requireNonNull(target.getParent()));
    }

    /** Renames a finished file into a folder in which another one is published next. */
    void move(Path finished, Path target) throws IOException {
        createFolder(Objects.requireNonNull(target.getParent()));
        Files.move(
                finished,
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Creates a folder, and its parents, so that it is still there after a crash. */
    void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = Objects.requireNonNull(folder.getParent());
        createFolder(parent);
        Files.createDirectories(folder);
        force(parent);
    }

    /** Removes a file for good. */
    void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            force(Objects.requireNonNull(file.getParent()));
        }
    }

    /** Removes a folder with all that is in it, at once for all who look. */
    void deleteFolder(Path folder) throws IOException {
        Path moved = unfinished();
        publish(folder, moved);
        force(Objects.requireNonNull(folder.getParent()));
        deleteTree(moved);
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path folder, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
