package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.nightly.Csv;
import com.illuvrse.finance.jobs.report.ReportDesk.Reported;
import com.illuvrse.finance.jobs.run.RunningLedger;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A golden case of report sets: a data folder, the steps to run on it, and what each file of the
 * sets must say, as {@code expected.json} puts it. A check whose members this reader does not know
 * fails, so none is passed over.
 */
final class GoldenCase {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Set<String> OF_A_CSV =
            Set.of(
                    "csv",
                    "header",
                    "key",
                    "rows",
                    "only",
                    "ordered",
                    "multiset",
                    "sequence",
                    "sum",
                    "count",
                    "each",
                    "sortedBy",
                    "unique",
                    "tier");

    private final JsonNode expected;
    private final Path out;

    private GoldenCase(JsonNode expected, Path out) {
        this.expected = expected;
        this.out = out;
    }

    /**
     * Runs the steps of a case for some kinds of sets and copies the sets below a folder.
     *
     * @param ledger on the data of the case
     */
    static GoldenCase run(Path data, RunningLedger ledger, Path out, String... kinds)
            throws Exception {
        GoldenCase golden =
                new GoldenCase(
                        MAPPER.readTree(Files.readString(data.resolve("expected.json"))), out);
        ReportDesk desk = ledger.bean(ReportDesk.class);
        LocalDate next = ledger.settings().firstDay();
        for (JsonNode step : golden.expected.path("steps")) {
            if (step.has("night")) {
                LocalDate day = LocalDate.parse(step.path("night").asString());
                if (!day.isBefore(next)) {
                    ledger.settle(next, day);
                    next = day.plusDays(1);
                }
            } else if (step.has("report")
                    && List.of(kinds).contains(step.path("report").path("kind").asString())) {
                JsonNode report = step.path("report");
                Reported reported =
                        desk.report(
                                report.path("kind").asString(),
                                report.path("period").asString(),
                                null);
                assertThat(reported.outcome().isFinal())
                        .as(() -> "final: " + reported.outcome().issues())
                        .isTrue();
                assertThat(desk.copy(reported, out).faults()).isEmpty();
                assertThat(SheetCopies.check(out.resolve(reported.place()))).isNotEmpty();
            }
        }
        return golden;
    }

    /** A file of a feed with its last line. */
    static void write(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                String.join("\n", lines)
                        + "\n{\"type\":\"end\",\"count\":%d}\n".formatted(lines.length));
    }

    /** The data of a case, to be gone on with. */
    static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return to;
    }

    /**
     * Holds every check on files below a place against the files.
     *
     * @return how many there were
     */
    int check(String place) throws Exception {
        int checked = 0;
        for (JsonNode check : expected.path("checks")) {
            String path = pathOf(check);
            if (path.startsWith(place)) {
                checked++;
                check(check, out.resolve(path));
            }
        }
        return checked;
    }

    private static String pathOf(JsonNode check) {
        for (String member : List.of("csv", "absent", "exists", "manifest", "hledger", "below")) {
            if (check.has(member)) {
                return check.path(member).asString();
            }
        }
        throw new AssertionError("no reader for the check " + check);
    }

    private static void check(JsonNode check, Path path) throws Exception {
        if (check.has("csv")) {
            assertThat(OF_A_CSV).as("members").containsAll(check.propertyNames());
            csv(check, path);
        } else if (check.has("absent")) {
            assertThat(path).doesNotExist();
        } else if (check.has("exists")) {
            assertThat(path).exists();
        } else if (check.has("manifest")) {
            manifest(path);
        } else if (check.has("hledger")) {
            if (hasHledger()) {
                hledger(check, path);
            }
        } else {
            notContains(check, path);
        }
    }

    private static void csv(JsonNode check, Path path) throws Exception {
        String text = Files.readString(path, StandardCharsets.UTF_8);
        String header = String.join(",", texts(check.path("header")));
        assertThat(text).as(path + " header").startsWith(header + "\n").doesNotContain("\r\n");
        List<Map<String, String>> rows = Csv.read(path);
        for (Map<String, String> row : rows) {
            row.values().forEach(cell -> requireHarmless(path, cell));
        }
        if (check.has("multiset")) {
            List<String> columns = texts(check.path("multiset"));
            assertThat(rows.stream().map(row -> cells(row, columns)))
                    .as(path.toString())
                    .containsExactlyInAnyOrderElementsOf(
                            objects(check.path("rows")).stream()
                                    .map(row -> cells(row, columns))
                                    .toList());
        } else if (check.has("rows")) {
            byKey(check, path, rows);
        }
        if (check.has("sequence")) {
            List<Map<String, String>> sequence = objects(check.path("sequence"));
            assertThat(rows).as(path.toString()).hasSameSizeAs(sequence);
            for (int i = 0; i < rows.size(); i++) {
                assertThat(rows.get(i))
                        .as(path + " row " + i)
                        .containsAllEntriesOf(sequence.get(i));
            }
        }
        columns(check, path, rows);
    }

    private static void byKey(JsonNode check, Path path, List<Map<String, String>> rows) {
        List<String> key = texts(check.path("key"));
        List<Map<String, String>> wanted = objects(check.path("rows"));
        List<Integer> places = new ArrayList<>();
        for (Map<String, String> row : wanted) {
            List<String> named = key.stream().map(name -> row.getOrDefault(name, "")).toList();
            List<Map<String, String>> found =
                    rows.stream().filter(each -> cells(each, key).equals(named)).toList();
            assertThat(found).as(path + " rows " + named).hasSize(1);
            assertThat(found.getFirst()).as(path + " row " + named).containsAllEntriesOf(row);
            places.add(rows.indexOf(found.getFirst()));
        }
        if (check.path("only").asBoolean(false)) {
            assertThat(rows).as(path.toString()).hasSameSizeAs(wanted);
        }
        if (check.path("ordered").asBoolean(false)) {
            assertThat(places).as(path + " order").isSorted();
        }
    }

    private static void columns(JsonNode check, Path path, List<Map<String, String>> rows) {
        if (check.has("count")) {
            assertThat(rows).as(path.toString()).hasSize(check.path("count").asInt());
        }
        check.path("sum")
                .properties()
                .forEach(
                        sum ->
                                assertThat(
                                                rows.stream()
                                                        .map(row -> row.get(sum.getKey()))
                                                        .map(BigDecimal::new)
                                                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                                        .as(path + " sum of " + sum.getKey())
                                        .isEqualTo(new BigDecimal(sum.getValue().asString())));
        check.path("each")
                .properties()
                .forEach(
                        each ->
                                assertThat(rows)
                                        .as(path + " " + each.getKey())
                                        .isNotEmpty()
                                        .allSatisfy(
                                                row ->
                                                        assertThat(row.get(each.getKey()))
                                                                .isEqualTo(
                                                                        each.getValue()
                                                                                .asString())));
        check.path("unique")
                .properties()
                .forEach(
                        unique -> {
                            List<String> cells =
                                    rows.stream().map(row -> row.get(unique.getKey())).toList();
                            assertThat(cells)
                                    .as(path + " " + unique.getKey())
                                    .doesNotHaveDuplicates()
                                    .allMatch(cell -> cell.matches(unique.getValue().asString()));
                        });
        List<String> sortedBy = texts(check.path("sortedBy"));
        for (int i = 1; i < rows.size(); i++) {
            assertThat(order(rows.get(i - 1), rows.get(i), sortedBy))
                    .as(path + " rows " + i)
                    .isLessThanOrEqualTo(0);
        }
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    private static int order(Map<String, String> one, Map<String, String> other, List<String> by) {
        for (String column : by) {
            boolean number = column.startsWith("#");
            String name = number ? column.substring(1) : column;
            int order =
                    number
                            ? new BigDecimal(cell(one, name))
                                    .compareTo(new BigDecimal(cell(other, name)))
                            : cell(one, name).compareTo(cell(other, name));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static void requireHarmless(Path path, String cell) {
        boolean number = cell.matches("-?[0-9]+(\\.[0-9]+)?");
        assertThat(number || cell.isEmpty() || "=+-@\t\r".indexOf(cell.charAt(0)) < 0)
                .as(path + " runs " + cell)
                .isTrue();
    }

    private static void manifest(Path set) throws Exception {
        JsonNode manifest =
                MAPPER.readTree(Files.readString(set.resolve("MANIFEST.json"))).path("manifest");
        Set<String> listed = new HashSet<>();
        for (JsonNode file : manifest.path("files")) {
            listed.add(file.path("path").asString());
            assertThat(sha256(set.resolve(file.path("path").asString())))
                    .as(file.path("path").asString())
                    .isEqualTo(file.path("sha256").asString());
        }
        Set<String> there = new HashSet<>(Set.of("MANIFEST.json", "CURRENT.json"));
        there.addAll(listed);
        try (Stream<Path> files = Files.walk(set)) {
            assertThat(files.filter(Files::isRegularFile).map(set::relativize).map(Path::toString))
                    .allMatch(there::contains);
        }
        for (String line : Files.readAllLines(set.resolve("SHA256SUMS"))) {
            assertThat(sha256(set.resolve(line.substring(66)))).isEqualTo(line.substring(0, 64));
        }
        assertThat(manifest.path("exceptions").path("blocking").asInt(-1)).isZero();
        assertThat(manifest.path("tieOut").path("difference").asInt(-1)).isZero();
        for (JsonNode check :
                MAPPER.readTree(Files.readString(set.resolve("VALIDATION.json"))).path("checks")) {
            assertThat(check.path("result").asString()).isIn("pass", "skipped");
        }
    }

    private static String sha256(Path file) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }

    /** A balance of an account is one with all accounts below it. */
    private static void hledger(JsonNode check, Path journal) throws IOException {
        Map<String, BigDecimal> balances = hledgerBalances(journal);
        check.path("balances")
                .properties()
                .forEach(
                        account ->
                                account.getValue()
                                        .properties()
                                        .forEach(
                                                balance ->
                                                        assertThat(
                                                                        balances.get(
                                                                                account.getKey()
                                                                                        + " "
                                                                                        + balance
                                                                                                .getKey()))
                                                                .as(account.getKey())
                                                                .isEqualByComparingTo(
                                                                        balance.getValue()
                                                                                .asString())));
    }

    /** Balances by account and currency, parents with all below them; hledger must be at ease. */
    static Map<String, BigDecimal> hledgerBalances(Path journal) throws IOException {
        hledger(journal, "check");
        Map<String, BigDecimal> balances = new HashMap<>();
        String printed =
                hledger(journal, "bal", "--flat", "--no-total", "-O", "csv", "--layout=bare");
        for (String line : printed.lines().skip(1).toList()) {
            String[] cells = line.replace("\"", "").split(",", -1);
            String account = cells[0];
            for (int end = account.length(); end > 0; end = account.lastIndexOf(':', end - 1)) {
                balances.merge(
                        account.substring(0, end) + " " + cells[1],
                        new BigDecimal(cells[2]),
                        BigDecimal::add);
            }
        }
        return balances;
    }

    private static String hledger(Path journal, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("hledger", "-f", journal.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(printed).isZero();
        return printed;
    }

    /** Whether the judge of our journals is there. */
    static boolean hasHledger() {
        try {
            return new ProcessBuilder("hledger", "--version").start().onExit().join().exitValue()
                    == 0;
        } catch (IOException absent) {
            System.err.println("SKIPPED: hledger is not installed (apt-get install hledger)");
            return false;
        }
    }

    private static void notContains(JsonNode check, Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String secret : texts(check.path("notContains"))) {
                    assertThat(text.contains(secret)).as(file + " shows " + secret).isFalse();
                }
            }
        }
    }

    private static List<String> cells(Map<String, String> row, List<String> columns) {
        return columns.stream().map(column -> row.getOrDefault(column, "")).toList();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private static List<Map<String, String>> objects(JsonNode list) {
        List<Map<String, String>> objects = new ArrayList<>();
        for (JsonNode each : list) {
            Map<String, String> cells = new HashMap<>();
            each.properties().forEach(cell -> cells.put(cell.getKey(), cell.getValue().asString()));
            objects.add(cells);
        }
        return objects;
    }
}
