package com.illuvrse.finance.jobs.nightly;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same facts delivered otherwise: the lines a feed delivers for a day in another order, cut
 * into other files with other names, some of them compressed; Stripe's rows in another order.
 *
 * <p>Only two lines under one identity that may contradict each other keep their order, because
 * there the first one counts.
 */
final class Rearrangement {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Random random;

    Rearrangement(long seed) {
        this.random = new Random(seed);
    }

    /** Writes the data folder {@code from} otherwise. */
    void write(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolve("stripe"));
        Files.copy(from.resolve("settings.yml"), to.resolve("settings.yml"));
        try (Stream<Path> files = Files.list(from.resolve("stripe"))) {
            for (Path file : files.sorted().toList()) {
                Path target = to.resolve("stripe").resolve(String.valueOf(file.getFileName()));
                Files.write(target, mixed(Files.readAllLines(file)));
            }
        }
        Map<Path, List<String>> delivered = new TreeMap<>();
        try (Stream<Path> files = Files.walk(from.resolve("inbox"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                List<String> lines = new ArrayList<>(Files.readAllLines(file));
                lines.removeIf(line -> line.contains("\"type\":\"end\""));
                Path folder = Objects.requireNonNull(from.relativize(file).getParent());
                delivered.computeIfAbsent(folder, key -> new ArrayList<>()).addAll(lines);
            }
        }
        for (Map.Entry<Path, List<String>> day : delivered.entrySet()) {
            Path folder = Files.createDirectories(to.resolve(day.getKey().toString()));
            deliver(folder, mixed(day.getValue()));
        }
    }

    /** Files are read by name, so names that ascend keep the order of the lines. */
    private void deliver(Path folder, List<String> lines) throws IOException {
        int at = 0;
        int file = random.nextInt(100);
        while (at < lines.size()) {
            int end = Math.min(lines.size(), at + 1 + random.nextInt(7));
            List<String> part = new ArrayList<>(lines.subList(at, end));
            part.add("{\"type\":\"end\",\"count\":" + part.size() + "}");
            byte[] bytes = (String.join("\n", part) + "\n").getBytes(StandardCharsets.UTF_8);
            String name = String.format(Locale.ROOT, "part-%06d.jsonl", file);
            if (random.nextBoolean()) {
                Files.write(folder.resolve(name), bytes);
            } else {
                try (OutputStream out =
                        new GZIPOutputStream(Files.newOutputStream(folder.resolve(name + ".gz")))) {
                    out.write(bytes);
                }
            }
            at = end;
            file += 1 + random.nextInt(1000);
        }
    }

    /** Any order, but lines of one identity in their own. */
    private List<String> mixed(List<String> lines) {
        List<String> mixed = new ArrayList<>(lines);
        Collections.shuffle(mixed, random);
        Map<String, List<String>> ordered = new HashMap<>();
        lines.forEach(
                line ->
                        ordered.computeIfAbsent(identity(line), key -> new ArrayList<>())
                                .add(line));
        mixed.replaceAll(line -> Objects.requireNonNull(ordered.get(identity(line))).removeFirst());
        return mixed;
    }

    private static String identity(String line) {
        JsonNode json = MAPPER.readTree(line);
        StringBuilder identity = new StringBuilder(json.path("type").asString(""));
        for (String member :
                List.of(
                        "id",
                        "event",
                        "order",
                        "contract",
                        "payee",
                        "journal",
                        "line",
                        "version")) {
            if (json.path(member).isValueNode()) {
                identity.append('/').append(json.path(member).asString());
            }
        }
        return json.has("event")
                ? json.path("order").asString() + json.path("event")
                : identity.toString();
    }
}
