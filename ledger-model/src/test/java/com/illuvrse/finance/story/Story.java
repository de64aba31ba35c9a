package com.illuvrse.finance.story;

import com.illuvrse.finance.journal.AccountingDay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An invented marketplace: every line Stripe and the feeds would show of it, and what really
 * happened to each order.
 */
public record Story(
        long seed,
        ZoneId zone,
        LocalDate firstDay,
        int days,
        List<Fact> facts,
        Map<String, OrderTale> tales) {

    private static final LocalTime NIGHT_RUN = LocalTime.of(2, 0);

    public Story {
        facts = List.copyOf(facts);
        tales = Map.copyOf(tales);
    }

    /** A marketplace with everything that can go wrong. */
    public static Story of(long seed) {
        return new Storyteller(seed, false).tell();
    }

    /** A marketplace in which every buyer gets everything back, and nothing else goes wrong. */
    public static Story ofRefunds(long seed) {
        return new Storyteller(seed, true).tell();
    }

    public LocalDate lastDay() {
        return firstDay.plusDays(days - 1L);
    }

    /** When the night of a day looks at Stripe. */
    public Instant clock(LocalDate day) {
        return day.plusDays(1).atTime(NIGHT_RUN).atZone(zone).toInstant();
    }

    /** The end of a day in the books. */
    public Instant end(LocalDate day) {
        return AccountingDay.of(day, zone).to();
    }

    /** The rows Stripe shows at an instant, in their newest form. */
    Map<String, ObjectNode> shownAt(Instant clock) {
        Map<String, ObjectNode> shown = new LinkedHashMap<>();
        for (Fact fact : facts) {
            if (fact.place() == Fact.Place.ROW && isShown(fact.json(), clock)) {
                shown.put(fact.json().path("id").stringValue(), fact.json());
            }
        }
        return shown;
    }

    private static boolean isShown(ObjectNode line, Instant clock) {
        JsonNode from = line.path("_sandbox").path("visibleFrom");
        return line.path("created").longValue() <= clock.getEpochSecond()
                && (!from.isString() || !Instant.parse(from.stringValue()).isAfter(clock));
    }

    /** By balance type and currency, what the rows of later days move that a night sees already. */
    public Map<String, Long> netAfter(LocalDate day) {
        Map<String, Long> sums = new TreeMap<>();
        long end = end(day).getEpochSecond();
        for (ObjectNode row : shownAt(clock(day)).values()) {
            if (row.path("created").longValue() >= end) {
                sums.merge(Laws.place(row), row.path("net").longValue(), Math::addExact);
            }
        }
        return sums;
    }

    /** The rows of a day and all before it, as the first night that saw them did. */
    Map<String, ObjectNode> rowsUpTo(LocalDate day) {
        Map<String, ObjectNode> first = new LinkedHashMap<>();
        for (LocalDate night = firstDay; !night.isAfter(day); night = night.plusDays(1)) {
            shownAt(clock(night)).forEach(first::putIfAbsent);
        }
        long end = end(day).getEpochSecond();
        first.values().removeIf(row -> row.path("created").longValue() >= end);
        return first;
    }

    Story withFacts(List<Fact> other) {
        return new Story(seed, zone, firstDay, days, other, tales);
    }

    /** The same marketplace in which some orders never happened. */
    Story without(Predicate<String> order) {
        Map<String, OrderTale> left = new TreeMap<>(tales);
        left.keySet().removeIf(order);
        List<Fact> kept =
                facts.stream()
                        .filter(fact -> fact.tale().isEmpty() || !order.test(fact.tale()))
                        .toList();
        return new Story(seed, zone, firstDay, days, kept, left);
    }

    /** Orders one of whose rows Stripe shows with other content later. */
    Set<String> changedTales() {
        Set<String> rows = new HashSet<>();
        Set<String> changed = new HashSet<>();
        for (Fact fact : facts) {
            if (fact.place() == Fact.Place.ROW && !rows.add(fact.identity())) {
                changed.add(fact.tale());
            }
        }
        return changed;
    }

    /** The same facts arriving in another order: within each night and file by file. */
    Story shuffled(long how) {
        Chance chance = new Chance(how);
        Map<String, List<Fact>> sameThing = new LinkedHashMap<>();
        facts.forEach(
                fact ->
                        sameThing
                                .computeIfAbsent(fact.identity(), key -> new ArrayList<>())
                                .add(fact));
        List<String> turns = new ArrayList<>();
        sameThing.forEach((identity, list) -> list.forEach(fact -> turns.add(identity)));
        chance.shuffle(turns);
        Map<String, Integer> next = new TreeMap<>();
        List<Fact> shuffled = new ArrayList<>();
        for (String identity : turns) {
            int number = next.merge(identity, 1, Integer::sum) - 1;
            shuffled.add(sameThing.getOrDefault(identity, List.of()).get(number));
        }
        return withFacts(shuffled);
    }

    /** Writes a data folder as the sandbox serves it, a feed's day in one or two files. */
    public void writeTo(Path folder) throws IOException {
        Map<Path, List<String>> files = new LinkedHashMap<>();
        for (Fact fact : facts) {
            String path = fact.place().path();
            if (fact.place().isFeed()) {
                int file = Math.floorMod(fact.tale().hashCode(), 2);
                path = "inbox/%s/dt=%s/part-%d.jsonl".formatted(path, fact.day(), file);
            }
            files.computeIfAbsent(folder.resolve(path), key -> new ArrayList<>())
                    .add(fact.json().toString());
        }
        for (Map.Entry<Path, List<String>> file : files.entrySet()) {
            Files.createDirectories(file.getKey().getParent());
            List<String> lines = new ArrayList<>(file.getValue());
            if (file.getKey().startsWith(folder.resolve("inbox"))) {
                lines.add("{\"type\":\"end\",\"count\":" + lines.size() + "}");
            }
            Files.write(file.getKey(), lines);
        }
        Files.writeString(
                folder.resolve("settings.yml"),
                "settlement:\n  zone: %s\n  first-day: %s\n  payouts:\n    days: []\n"
                        .formatted(zone, firstDay));
    }

    /** Everything there is to know of it, for a person who looks for what went wrong. */
    String tellAll() {
        StringBuilder text = new StringBuilder();
        text.append("seed %d, %s, %s and %d days\n".formatted(seed, zone, firstDay, days));
        for (Fact fact : facts) {
            text.append(fact.place()).append(' ').append(fact.day()).append(' ');
            text.append(fact.json()).append('\n');
        }
        return text.toString();
    }
}
