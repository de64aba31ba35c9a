package com.illuvrse.finance.sandbox.marketplace;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One growing file for each day, so that what an order of Monday causes on Thursday can be written
 * on Monday. Only the files of the next weeks are open at any time.
 */
final class DailyFiles implements Closeable {
    /** What is done with a day's file when the day is over. */
    enum Ending {
        /** It gets its end line and stays. */
        END_LINE,
        /** It is appended to one file of the whole month and goes away. */
        JOINED
    }

    private final Path folder;
    private final String name;
    private final Ending ending;
    private final SortedMap<LocalDate, JsonLines> open = new TreeMap<>();

    /**
     * The files {@code folder/dt=<day>/<name>} for END_LINE, else one file {@code folder/<name>}.
     */
    DailyFiles(Path folder, String name, Ending ending) throws IOException {
        this.folder = folder;
        this.name = name;
        this.ending = ending;
        if (ending == Ending.JOINED) {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(name));
            Files.createFile(folder.resolve(name));
        }
    }

    JsonLines of(LocalDate day) {
        JsonLines lines = open.get(day);
        if (lines == null) {
            try {
                lines = new JsonLines(file(day));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file(day), e);
            }
            open.put(day, lines);
        }
        return lines;
    }

    /** Ends the files of all days up to this one, the earliest first. */
    void finish(LocalDate last) throws IOException {
        while (!open.isEmpty() && !open.firstKey().isAfter(last)) {
            LocalDate day = open.firstKey();
            JsonLines lines = of(day);
            if (ending == Ending.END_LINE) {
                int count = lines.lines();
                lines.line(
                        json -> {
                            json.writeStringProperty("type", "end");
                            json.writeNumberProperty("count", count);
                        });
            }
            lines.close();
            open.remove(day);
            if (ending == Ending.JOINED) {
                join(file(day));
            }
        }
    }

    private void join(Path part) throws IOException {
        try (OutputStream out =
                Files.newOutputStream(folder.resolve(name), StandardOpenOption.APPEND)) {
            Files.copy(part, out);
        }
        Files.delete(part);
    }

    private Path file(LocalDate day) {
        return ending == Ending.END_LINE
                ? folder.resolve("dt=" + day).resolve(name)
                : folder.resolve(day + "." + name);
    }

    /** Closes what is still open, without ending it: the month was not finished. */
    @Override
    public void close() {
        open.values().forEach(JsonLines::close);
        open.clear();
    }
}
