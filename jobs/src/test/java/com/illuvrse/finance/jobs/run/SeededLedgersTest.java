package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.exporters.verify.VerifyReport;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.segment.Salts;
import com.illuvrse.finance.story.Books;
import com.illuvrse.finance.story.Story;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Invented marketplaces through the real job: what is sealed is what the rules alone make of the
 * same story, and the auditor's check passes.
 */
class SeededLedgersTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void jobSealsWhatTheRulesSay(long seed, @TempDir Path folder) throws Exception {
        Story story = Story.of(seed);
        Path data = Files.createDirectories(folder.resolve("data"));
        story.writeTo(data);
        Books books = Books.of(story);

        try (RunningLedger ledger =
                new RunningLedger(data, Files.createDirectories(folder.resolve("home")))) {
            ledger.settle(story.firstDay(), story.lastDay());

            SettledMonth settled = SettledMonth.of(ledger);
            Map<String, String> roots = settled.roots();
            roots.remove(story.firstDay().minusDays(1).toString());
            assertThat(roots).isEqualTo(roots(books, ledger));
            assertThat(openOnClearing(settled)).isEqualTo(openOnClearing(books));
            assertThat(verdict(settled, ledger)).startsWith("0 PASS ");
        }
    }

    private static Map<String, String> roots(Books books, RunningLedger ledger) {
        byte[] key = ledger.bean(SigningKeys.class).ledgerMac().saltKey(ledger.settings().ledger());
        Map<String, String> roots = new TreeMap<>();
        books.roots(Salts.of(key)).forEach((day, root) -> roots.put(day.toString(), root));
        return roots;
    }

    /** The open breaks of the last day that explain a clearing or suspense account. */
    private static Set<String> openOnClearing(Books books) {
        Set<String> open = new TreeSet<>();
        for (Break row : books.nights().getLast().breaks()) {
            if (row.isOpen() && row.account() != null) {
                Money amount = Objects.requireNonNull(row.amount());
                open.add(
                        "%s %s %d %s"
                                .formatted(
                                        row.type(), row.ref(), amount.minor(), amount.currency()));
            }
        }
        return open;
    }

    private static Set<String> openOnClearing(SettledMonth settled) throws IOException {
        Set<String> open = new TreeSet<>();
        Path sealed = settled.packages().getLast().resolve("breaks.jsonl");
        for (String line : Files.readAllLines(sealed)) {
            JsonNode row = MAPPER.readTree(line);
            if (row.path("status").asString("").equals("OPEN") && row.has("account")) {
                open.add(
                        "%s %s %s %s"
                                .formatted(
                                        row.path("type").asString(),
                                        row.path("ref").asString(),
                                        row.path("amount").asString(),
                                        row.path("currency").asString()));
            }
        }
        return open;
    }

    private static String verdict(SettledMonth settled, RunningLedger ledger) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int exit;
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            exit = VerifyReport.run(settled.segments(), ledger.trustFile(), null, out);
        }
        List<String> lines = printed.toString(StandardCharsets.UTF_8).strip().lines().toList();
        return exit + " " + lines.getLast();
    }
}
