package com.illuvrse.finance.sandbox.stripe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Which of the transfers that are still to be made will come back, as a data folder says. */
final class ReversalScript {
    private final Map<Key, List<Planned>> planned = new HashMap<>();

    private record Key(String destination, int number) {}

    /** An amount that comes back at an instant. */
    record Planned(Instant at, long amount) {}

    /** Reads the script; a file that is not there plans nothing. */
    static ReversalScript load(Path file) throws IOException {
        ReversalScript script = new ReversalScript();
        if (Files.exists(file)) {
            try (LineFile lines = LineFile.open(file)) {
                lines.forEach(
                        (line, length, offset) ->
                                script.add(Json.parse(Arrays.copyOf(line, length))));
            }
        }
        return script;
    }

    private void add(JsonNode line) {
        List<Planned> reversals = new ArrayList<>();
        for (JsonNode each : line.path("reversals")) {
            reversals.add(
                    new Planned(
                            Instant.parse(each.path("at").stringValue()),
                            each.path("amount").longValue()));
        }
        planned.put(
                new Key(line.path("destination").stringValue(), line.path("number").intValue()),
                List.copyOf(reversals));
    }

    /** What comes back of the n-th transfer to a destination, counted from 1. */
    List<Planned> of(String destination, int number) {
        return planned.getOrDefault(new Key(destination, number), List.of());
    }
}
