package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.parquet.SealedDay;
import com.illuvrse.finance.jobs.postgres.Segments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * The folder in the workshop where the daily files of a sealed day come together. A file is written
 * elsewhere and moved in when it is whole, so what lies there is whole.
 */
final class DailyFiles {

    private final Path folder;

    DailyFiles(Workshop workshop, Night night) {
        this.folder = workshop.daily(night.date());
    }

    Path folder() {
        return folder;
    }

    /** The day as its files name it. */
    static SealedDay sealedDay(Night night, Segments segments) {
        int segment = segments.require(night.date()).number();
        return segments.manifest(segment)
                .map(
                        manifest ->
                                new SealedDay(
                                        night.settings().ledger(), night.date(), manifest.id()))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "day "
                                                + night.date()
                                                + " has no manifest; it is exported when it is sealed"));
    }

    /** Writes one file. */
    @FunctionalInterface
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    /** Writes a file and puts it in its place; one that is there is replaced. */
    void write(String path, Content content) throws IOException {
        Path part = part(path);
        content.writeTo(part);
        place(part, path);
    }

    /** Where a file is written before it has its place. */
    Path part(String path) throws IOException {
        Path building = folder.resolveSibling(folder.getFileName() + ".building");
        Path part = building.resolve(path);
        Files.createDirectories(parent(part));
        return part;
    }

    void place(Path part, String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(parent(file));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " has no folder");
        }
        return parent;
    }

    /** Writes a row to a file. */
    @FunctionalInterface
    interface RowWriter<R> {
        void write(R row) throws IOException;
    }

    /** A consumer of rows that come out of the database one by one. */
    static <R> Consumer<R> into(RowWriter<R> writer) {
        return row -> {
            try {
                writer.write(row);
            } catch (IOException e) {
                throw new UncheckedIOException("a row could not be written: " + row, e);
            }
        };
    }
}
