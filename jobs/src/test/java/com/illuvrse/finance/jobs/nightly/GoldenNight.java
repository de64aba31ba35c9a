package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The expected outcome of one golden night, compared with the daily files as an accountant would
 * get them.
 */
final class GoldenNight {

    private final String name;
    private final Path folder;
    private final JsonNode expected;

    private GoldenNight(String name, Path folder, JsonNode expected) {
        this.name = name;
        this.folder = folder;
        this.expected = expected;
    }

    static GoldenNight of(Path folder) throws IOException {
        JsonNode expected =
                JsonMapper.builder()
                        .build()
                        .readTree(Files.readString(folder.resolve("expected.json")));
        return new GoldenNight(
                Objects.requireNonNull(folder.getFileName()).toString(), folder, expected);
    }

    Path folder() {
        return folder;
    }

    LocalDate from() {
        return LocalDate.parse(expected.path("from").asString());
    }

    LocalDate to() {
        return LocalDate.parse(expected.path("to").asString());
    }

    /**
     * Compares every listed day; {@code daily} holds {@code dt=…/trial-balance.csv} and its
     * neighbours.
     */
    void compareWith(Path daily) throws IOException {
        for (Map.Entry<String, JsonNode> day : expected.path("days").properties()) {
            Path files = daily.resolve("dt=" + day.getKey());
            String where = name + " " + day.getKey();
            compareBalances(where, day.getValue(), balances(files.resolve("trial-balance.csv")));
            compareBreaks(where, day.getValue(), Csv.read(files.resolve("breaks.csv")));
            comparePayouts(where, day.getValue(), Csv.read(files.resolve("payouts.csv")));
        }
    }

    private static Map<String, Long> balances(Path trialBalance) throws IOException {
        Map<String, Long> closing = new TreeMap<>();
        for (Map<String, String> row : Csv.read(trialBalance)) {
            closing.put(
                    row.get("account") + "|" + row.get("currency"),
                    Long.parseLong(row.get("closing_minor")));
        }
        return closing;
    }

    private static void compareBalances(String where, JsonNode day, Map<String, Long> actual) {
        Map<String, Long> wanted = new LinkedHashMap<>();
        Map<String, Long> found = new LinkedHashMap<>();
        Set<String> matched = new HashSet<>();
        for (Map.Entry<String, JsonNode> balance : day.path("balances").properties()) {
            wanted.put(balance.getKey(), balance.getValue().asLong());
            long sum = 0;
            for (Map.Entry<String, Long> each : actual.entrySet()) {
                if (matches(balance.getKey(), each.getKey())) {
                    matched.add(each.getKey());
                    sum += each.getValue();
                }
            }
            found.put(balance.getKey(), sum);
        }
        assertThat(found).as(where + " balances, all: " + actual).isEqualTo(wanted);
        if (day.path("exactBalances").asBoolean(false)) {
            assertThat(
                            actual.entrySet().stream()
                                    .filter(
                                            each ->
                                                    each.getValue() != 0
                                                            && !matched.contains(each.getKey()))
                                    .toList())
                    .as(where + " other balances")
                    .isEmpty();
        }
        for (JsonNode zero : day.path("zero")) {
            assertThat(
                            actual.entrySet().stream()
                                    .filter(
                                            each ->
                                                    each.getValue() != 0
                                                            && matches(
                                                                    zero.asString() + "|*",
                                                                    each.getKey()))
                                    .toList())
                    .as(where + " zero " + zero.asString())
                    .isEmpty();
        }
    }

    /** {@code account|CCY}, where either half may end in a star. */
    private static boolean matches(String pattern, String key) {
        String[] wanted = pattern.split("\\|", 2);
        String[] given = key.split("\\|", 2);
        return part(wanted[0], given[0]) && part(wanted[1], given[1]);
    }

    private static boolean part(String pattern, String text) {
        return pattern.endsWith("*")
                ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(text);
    }

    private static void compareBreaks(
            String where, JsonNode day, List<Map<String, String>> actual) {
        Set<Map<String, String>> named = new HashSet<>();
        for (JsonNode wanted : day.path("breaks")) {
            List<Map<String, String>> same =
                    actual.stream().filter(row -> isBreak(wanted, row)).toList();
            assertThat(same).as(where + " break " + wanted + " among " + actual).hasSize(1);
            named.addAll(same);
        }
        if (day.path("exactBreaks").asBoolean(false)) {
            Set<String> allowed = new HashSet<>();
            day.path("allowBreaks").forEach(type -> allowed.add(type.asString()));
            assertThat(
                            actual.stream()
                                    .filter(
                                            row ->
                                                    "OPEN".equals(row.get("status"))
                                                            && !named.contains(row)
                                                            && !allowed.contains(row.get("type")))
                                    .toList())
                    .as(where + " other open breaks")
                    .isEmpty();
        }
    }

    private static boolean isBreak(JsonNode wanted, Map<String, String> row) {
        Map<String, String> columns = new HashMap<>();
        columns.put("type", "type");
        columns.put("ref", "ref");
        columns.put("currency", "currency");
        columns.put("status", "status");
        columns.put("openedOn", "opened_on");
        columns.put("ageDays", "age_days");
        for (Map.Entry<String, JsonNode> member : wanted.properties()) {
            String found =
                    "amount".equals(member.getKey())
                            ? Objects.requireNonNull(row.get("amount_minor")).replace("-", "")
                            : row.get(
                                    Objects.requireNonNull(
                                            columns.get(member.getKey()), member.getKey()));
            String value =
                    member.getValue()
                            .asString()
                            .replaceFirst("amount".equals(member.getKey()) ? "^-" : "^$", "");
            if (!value.equals(found)) {
                return false;
            }
        }
        return true;
    }

    private static void comparePayouts(
            String where, JsonNode day, List<Map<String, String>> actual) {
        if (!day.has("payouts")) {
            return;
        }
        List<Map<String, String>> left = new ArrayList<>(actual);
        for (JsonNode wanted : day.path("payouts")) {
            List<Map<String, String>> same =
                    actual.stream()
                            .filter(
                                    row ->
                                            wanted.path("payee").asString().equals(row.get("payee"))
                                                    && wanted.path("currency")
                                                            .asString()
                                                            .equals(row.get("currency")))
                            .toList();
            assertThat(same).as(where + " payout " + wanted + " among " + actual).hasSize(1);
            Map<String, String> row = same.get(0);
            for (String amount : List.of("gross", "withheld", "net")) {
                if (wanted.has(amount)) {
                    assertThat(row.get(amount + "_minor"))
                            .as(where + " " + amount + " of " + wanted)
                            .isEqualTo(wanted.path(amount).asString());
                }
            }
            if (wanted.has("reason")) {
                assertThat(row.get("reason"))
                        .as(where + " reason of " + wanted)
                        .isEqualTo(wanted.path("reason").asString());
            }
            left.remove(row);
        }
        assertThat(left.stream().filter(row -> !"0".equals(row.get("gross_minor"))).toList())
                .as(where + " other payouts")
                .isEmpty();
    }
}
