package com.illuvrse.finance.order;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A golden night on disk: what Stripe and the marketplace say, and what must come of it. */
final class NightFolder {

    private static final Path NIGHTS = Path.of("../jobs/src/test/resources/nights");
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path folder;
    private final String settings;

    private NightFolder(Path folder) {
        this.folder = folder;
        this.settings = read(folder.resolve("settings.yml"));
    }

    /** The night whose name starts with an id such as {@code G01}. */
    static NightFolder of(String id) {
        try (Stream<Path> nights = Files.list(NIGHTS)) {
            return new NightFolder(
                    nights.filter(path -> path.getFileName().toString().startsWith(id + "-"))
                            .findFirst()
                            .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ZoneId zone() {
        return ZoneId.of(setting("zone: (\\S+)"));
    }

    LocalDate firstDay() {
        return LocalDate.parse(setting("first-day: (\\S+)"));
    }

    List<LocalDate> payoutDays() {
        String days = setting("days: \\[(.*)\\]");
        return Stream.of(days.split(", *"))
                .filter(day -> !day.isEmpty())
                .map(LocalDate::parse)
                .toList();
    }

    private String setting(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(settings);
        if (!matcher.find()) {
            throw new IllegalArgumentException(folder + " has no setting " + pattern);
        }
        return matcher.group(1);
    }

    JsonNode expected() {
        return MAPPER.readTree(read(folder.resolve("expected.json")));
    }

    /** Stripe's file of a name, or nothing when the night has none. */
    List<JsonNode> stripe(String file) {
        Path path = folder.resolve("stripe").resolve(file);
        return Files.exists(path) ? lines(path) : List.of();
    }

    /** What a feed delivered for a day, without the end lines. */
    List<JsonNode> inbox(String feed, LocalDate day) {
        Path delivered = folder.resolve("inbox").resolve(feed).resolve("dt=" + day);
        if (!Files.exists(delivered)) {
            return List.of();
        }
        List<JsonNode> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(delivered)) {
            files.sorted().forEach(file -> lines.addAll(lines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.removeIf(line -> FeedLines.text(line, "type").equals("end"));
        return lines;
    }

    private static List<JsonNode> lines(Path file) {
        return read(file).lines().filter(line -> !line.isBlank()).map(MAPPER::readTree).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
