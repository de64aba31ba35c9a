package com.illuvrse.finance.sandbox.marketplace;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/** A file of one JSON object per line, each ended by a line feed, written as it grows. */
final class JsonLines implements Closeable {
    private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("").build();

    private final JsonGenerator json;
    private int lines;

    JsonLines(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        this.json =
                JSON.createGenerator(
                        ObjectWriteContext.empty(),
                        new BufferedOutputStream(Files.newOutputStream(file)),
                        JsonEncoding.UTF8);
    }

    /**
     * Writes one object; the members are given by the caller, the braces and the line feed are not.
     */
    void line(Consumer<JsonGenerator> members) {
        json.writeStartObject();
        members.accept(json);
        json.writeEndObject();
        json.writeRaw('\n');
        lines++;
    }

    /** Writes a line as it is, so that a broken one can be planted. */
    void text(String line) {
        json.writeRaw(line);
        json.writeRaw('\n');
        lines++;
    }

    int lines() {
        return lines;
    }

    @Override
    public void close() {
        json.close();
    }
}
