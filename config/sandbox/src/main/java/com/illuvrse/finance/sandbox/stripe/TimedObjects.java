package com.illuvrse.finance.sandbox.stripe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The payouts or the disputes of a data folder, each of which changes as its timeline says. */
final class TimedObjects {
    private static final String SANDBOX = "_sandbox";

    private final Map<String, Timed> byId = new HashMap<>();
    private final List<Timed> newestFirst;

    /** What an object becomes at an instant: these members replace its own. */
    private record Change(Instant at, ObjectNode members) {}

    private record Timed(String id, long created, ObjectNode first, List<Change> timeline) {

        ObjectNode at(Instant now) {
            ObjectNode object = first.deepCopy();
            for (Change change : timeline) {
                if (!change.at().isAfter(now)) {
                    object.setAll(change.members());
                }
            }
            return object;
        }
    }

    private TimedObjects(List<Timed> objects) {
        for (Timed each : objects) {
            byId.put(each.id(), each);
        }
        this.newestFirst =
                byId.values().stream()
                        .sorted(
                                Comparator.comparingLong(Timed::created)
                                        .thenComparing(Timed::id)
                                        .reversed())
                        .toList();
    }

    /** Reads a file of objects; a file that is not there holds none. */
    static TimedObjects load(Path file) throws IOException {
        List<Timed> objects = new ArrayList<>();
        if (Files.exists(file)) {
            try (LineFile lines = LineFile.open(file)) {
                lines.forEach(
                        (line, length, offset) ->
                                objects.add(timed(Json.parse(Arrays.copyOf(line, length)))));
            }
        }
        return new TimedObjects(objects);
    }

    private static Timed timed(JsonNode line) {
        if (!(line instanceof ObjectNode object)
                || !object.path("id").isString()
                || !object.path("created").isIntegralNumber()) {
            throw new IllegalArgumentException(
                    "an object must have an id and a second of creation");
        }
        List<Change> timeline = new ArrayList<>();
        for (JsonNode each : object.path(SANDBOX).path("timeline")) {
            ObjectNode members = ((ObjectNode) each).deepCopy();
            members.remove("at");
            timeline.add(new Change(Instant.parse(each.path("at").stringValue()), members));
        }
        timeline.sort(Comparator.comparing(Change::at));
        object.remove(SANDBOX);
        return new Timed(
                object.path("id").stringValue(),
                object.path("created").longValue(),
                object,
                timeline);
    }

    /** An object as it is at an instant; empty when it was not created by then. */
    Optional<ObjectNode> find(String id, Instant now) {
        return Optional.ofNullable(byId.get(id))
                .filter(each -> each.created() <= now.getEpochSecond())
                .map(each -> each.at(now));
    }

    /** All objects that were created by an instant, as they are then, newest first. */
    List<ObjectNode> all(Instant now) {
        return newestFirst.stream()
                .filter(each -> each.created() <= now.getEpochSecond())
                .map(each -> each.at(now))
                .toList();
    }
}
