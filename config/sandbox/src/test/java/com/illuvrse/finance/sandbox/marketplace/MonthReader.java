package com.illuvrse.finance.sandbox.marketplace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a generated folder the way a stranger would: as files of JSON lines. */
record MonthReader(Path folder) {
    private static final JsonMapper JSON = new JsonMapper();

    List<JsonNode> stripe(String file) throws IOException {
        return lines(folder.resolve("stripe").resolve(file));
    }

    /**
     * All events of a feed in the order of files, without end lines and without what is not JSON.
     */
    List<JsonNode> feed(String feed) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (Path file : files(folder.resolve("inbox").resolve(feed))) {
            lines(file).stream()
                    .filter(line -> !line.path("type").asString().equals("end"))
                    .forEach(events::add);
        }
        return events;
    }

    /** The text of every file by its path, the earlier path first. */
    SortedMap<String, String> texts() throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Path file : files(folder)) {
            texts.put(
                    folder.relativize(file).toString(),
                    Files.readString(file, StandardCharsets.UTF_8));
        }
        return texts;
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static List<JsonNode> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .flatMap(MonthReader::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> parse(String line) {
        try {
            return Stream.of(JSON.readTree(line));
        } catch (JacksonException e) {
            return Stream.empty();
        }
    }
}
