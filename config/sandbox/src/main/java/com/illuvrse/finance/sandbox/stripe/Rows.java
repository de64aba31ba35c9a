package com.illuvrse.finance.sandbox.stripe;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The balance transactions: those of the data folder, and those made by transfers since. */
final class Rows implements Closeable {
    private final RowIndex index = new RowIndex();
    private final List<ObjectNode> made = new ArrayList<>();
    private final @Nullable LineFile file;

    private Rows(@Nullable LineFile file) {
        this.file = file;
    }

    /** Reads a file once; its rows are read again when they are served. */
    static Rows load(Path file) throws IOException {
        if (Files.notExists(file)) {
            return new Rows(null);
        }
        LineFile lines = LineFile.open(file);
        try {
            Rows rows = new Rows(lines);
            lines.forEach(
                    (line, length, offset) ->
                            rows.index.load(RowLine.parse(line, length), offset, length));
            rows.index.sort();
            return rows;
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /** Adds a row that is shown from its creation on. */
    void add(ObjectNode row) {
        byte[] text = Json.text(row).getBytes(StandardCharsets.UTF_8);
        index.insert(RowLine.parse(text, text.length), -1 - made.size());
        made.add(row);
    }

    RowIndex index() {
        return index;
    }

    /** The row of a line as Stripe shows it at an instant, its source as the whole object. */
    ObjectNode json(int line, Instant now) {
        ObjectNode row = text(line);
        row.remove("_sandbox");
        boolean available = index.availableOn(line) <= now.getEpochSecond();
        row.put("status", available ? "available" : "pending");
        return row;
    }

    private ObjectNode text(int line) {
        long place = index.place(line);
        if (place < 0) {
            return made.get((int) (-1 - place)).deepCopy();
        }
        if (file == null) {
            throw new IllegalStateException("line " + line + " has a place but there is no file");
        }
        try {
            return (ObjectNode) Json.parse(file.read(place, index.length(line)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
