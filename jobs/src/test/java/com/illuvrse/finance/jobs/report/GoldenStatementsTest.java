package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.report.SetOutcome.State;
import com.illuvrse.finance.jobs.nightly.Csv;
import com.illuvrse.finance.jobs.report.ReportDesk.Reported;
import com.illuvrse.finance.jobs.run.RunningLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The statement checks of the golden month with three payouts under backup withholding. */
class GoldenStatementsTest {

    private static final Path CASE = Path.of("src/test/resources/reports/t04-backup-withholding");

    @Test
    void aMonthOfThreePayoutsReadsAsWorkedOutByHand(@TempDir Path folder) throws Exception {
        try (RunningLedger ledger =
                new RunningLedger(CASE, Files.createDirectories(folder.resolve("home")))) {
            ledger.settle(LocalDate.parse("2026-12-08"), LocalDate.parse("2026-12-31"));
            ReportDesk desk = ledger.bean(ReportDesk.class);
            Reported reported = desk.report("statements", "2026-12", null);
            assertThat(reported.outcome().state()).isEqualTo(State.FINAL);
            Path out = folder.resolve("out");
            assertThat(desk.copy(reported, out).faults()).isEmpty();
            assertThat(SheetCopies.check(out)).containsExactly("statement.xlsx");

            JsonNode expected =
                    JsonMapper.builder()
                            .build()
                            .readTree(Files.readString(CASE.resolve("expected.json")));
            int checked = 0;
            for (JsonNode check : expected.path("checks")) {
                String csv = check.path("csv").asString("");
                if (csv.startsWith("reports/statements/")) {
                    checked++;
                    compare(out.resolve(csv), check);
                }
                String exists = check.path("exists").asString("");
                if (exists.startsWith("reports/statements/") && exists.endsWith(".json")) {
                    checked++;
                    assertThat(out.resolve(exists)).exists();
                }
            }
            assertThat(checked).isEqualTo(2);
            assertThat(EveryFigure.of(ledger, ReportKind.STATEMENTS, "2026-12")).isPositive();
            requirePayouts(ledger, expected);
        }
    }

    /** What the register, the list of taxes and the trial balance say of the same month. */
    private static void requirePayouts(RunningLedger ledger, JsonNode expected) {
        assertThat(
                        ledger.database()
                                .lines(
                                        """
                                        select payee, rail, currency, round(gross / 100.0, 2), round(withheld / 100.0, 2),
                                            '0.00', round(net / 100.0, 2)
                                        from payout.item where reason = 'PAID'
                                        """))
                .containsExactlyInAnyOrderElementsOf(cells(expected, "payout-register.csv"));
        assertThat(
                        ledger.database()
                                .lines(
                                        """
                                        select i.payee, tax ->> 'regime', round((tax ->> 'base')::bigint / 100.0, 2),
                                            round(trim('%' from tax ->> 'nominalRate')::numeric / 100, 2),
                                            round(i.withheld / 100.0, 2), i.currency
                                        from payout.item i,
                                            json_array_elements(i.withholding::json -> 'taxes') as tax
                                        """))
                .containsExactlyInAnyOrderElementsOf(cells(expected, "withholding.csv"));
        assertThat(ledger.database().balance("liabilities:withholding:US", "USD"))
                .isEqualTo(-4_400);
        assertThat(ledger.database().balance("revenue:commission", "USD")).isEqualTo(-20_534);
        assertThat(ledger.database().balance("liabilities:payouts:clearing", "USD")).isZero();
        for (String payee : List.of("r1", "r2", "r3")) {
            assertThat(
                            ledger.database()
                                    .balance("liabilities:creator:" + payee + ":payable", "USD"))
                    .isZero();
        }
    }

    private static List<String> cells(JsonNode expected, String file) {
        for (JsonNode check : expected.path("checks")) {
            if (check.path("csv").asString("").endsWith("/" + file)) {
                List<String> columns =
                        check.path("multiset").valueStream().map(JsonNode::asString).toList();
                return check.path("rows")
                        .valueStream()
                        .map(
                                row ->
                                        String.join(
                                                "|",
                                                columns.stream()
                                                        .map(column -> row.path(column).asString())
                                                        .toList()))
                        .toList();
            }
        }
        throw new IllegalStateException("nothing is expected of " + file);
    }

    private static void compare(Path file, JsonNode check) throws Exception {
        List<Map<String, String>> rows = Csv.read(file);
        assertThat(Files.readAllLines(file).getFirst().split(",", -1))
                .containsExactly(
                        check.path("header")
                                .valueStream()
                                .map(JsonNode::asString)
                                .toArray(String[]::new));
        JsonNode sequence = check.path("sequence");
        assertThat(rows).hasSize(sequence.size());
        for (int i = 0; i < rows.size(); i++) {
            for (Map.Entry<String, JsonNode> cell : sequence.get(i).properties()) {
                assertThat(rows.get(i).get(cell.getKey()))
                        .as("row %s, %s", i, cell.getKey())
                        .isEqualTo(cell.getValue().asString());
            }
        }
    }
}
