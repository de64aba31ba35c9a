package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.jobs.nightly.Csv;
import com.illuvrse.finance.jobs.report.ReportDesk.Reported;
import com.illuvrse.finance.jobs.run.RunningLedger;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.sandbox.marketplace.GeneratorSettings;
import com.illuvrse.finance.sandbox.marketplace.GeneratorSettings.ContractTerms;
import com.illuvrse.finance.sandbox.marketplace.Marketplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The last days of invented years, each a ledger of its own: every set of every kind accounts for
 * all of the ledger, and another reader of the daily files finds the same sums.
 */
class SeededYearsTest {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({"2025, 11, ''", "2026, 12, ''", "2027, 13, us.1099nec.threshold"})
    void everySetTiesOutToTheCent(int year, long seed, String unknown, @TempDir Path folder)
            throws Exception {
        LocalDate first = LocalDate.of(year, 12, 27);
        LocalDate last = LocalDate.of(year + 1, 1, 2);
        Path data = Files.createDirectories(folder.resolve("data"));
        Marketplace.generate(
                GeneratorSettings.of(
                                seed,
                                first,
                                (int) ChronoUnit.DAYS.between(first, last) + 1,
                                25,
                                ZONE)
                        .withContracts(ContractTerms.ALL)
                        .withoutAnomalies(),
                data);
        payOnTheLastDayOf(year, data.resolve("settings.yml"));
        try (RunningLedger ledger =
                new RunningLedger(data, Files.createDirectories(folder.resolve("home")))) {
            ledger.settle(first, last);
            ReportDesk desk = ledger.bean(ReportDesk.class);
            for (ReportKind kind : ReportKind.made()) {
                for (Period period : kind.due(first, last.plusDays(1))) {
                    Reported made = desk.report(kind.word(), period.name(), null);

                    assertThat(rules(made))
                            .as(kind + " " + period)
                            .doesNotContain(
                                    "tie_out.difference", "validation.failed", "account.unmapped")
                            .doesNotContain("fx.rate_missing");
                    desk.copy(made, folder.resolve("out"));
                    List<Map<String, String>> ties = ties(folder, made);
                    assertThat(ties).as(kind + " " + period).isNotEmpty();
                    for (Map<String, String> tie : ties) {
                        assertThat(minor(tie, "ledger_minor"))
                                .as(kind + " " + tie)
                                .isEqualTo(
                                        minor(tie, "on_forms_minor")
                                                + minor(tie, "below_threshold_minor")
                                                + minor(tie, "excluded_minor"));
                    }
                    if (kind == ReportKind.US_INFORMATION_RETURNS) {
                        assertThat(String.join(" ", rules(made))).isEqualTo(unknown);
                        assertThat(made.outcome().isFinal()).isEqualTo(unknown.isEmpty());
                        assertThat(told(ties))
                                .containsKeys("sale_gross USD", "payments USD")
                                .isEqualTo(recomputed(ledger.reports(), year));
                    }
                }
            }
        }
    }

    private static void payOnTheLastDayOf(int year, Path settings) throws IOException {
        String told = Files.readString(settings);
        Files.writeString(
                settings, told.replaceFirst("days: \\[.*]", "days: [%d-12-31]".formatted(year)));
    }

    private static List<String> rules(Reported made) {
        return made.outcome().issues().stream()
                .filter(ReportIssue::blocking)
                .map(ReportIssue::rule)
                .distinct()
                .toList();
    }

    private static List<Map<String, String>> ties(Path folder, Reported made) throws Exception {
        return Csv.read(folder.resolve("out").resolve(made.place()).resolve("tie-out.csv"));
    }

    private static long minor(Map<String, String> tie, String column) {
        return Long.parseLong(Objects.requireNonNull(tie.get(column)));
    }

    private static Map<String, Long> told(List<Map<String, String>> ties) {
        Map<String, Long> told = new TreeMap<>();
        for (Map<String, String> tie : ties) {
            long minor = minor(tie, "ledger_minor");
            if (minor != 0) {
                told.put(tie.get("measure") + " " + tie.get("currency"), minor);
            }
        }
        return told;
    }

    /** DuckDB reads the daily files and knows nothing of us. The ledger's zone is the payer's. */
    private static Map<String, Long> recomputed(Path daily, int year) throws Exception {
        Map<String, Long> sums = new TreeMap<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                with line as (
                                    select source_key, account, currency, amount_minor
                                    from read_parquet('%s/dt=*/postings/*.parquet')
                                    where year(effective_on) = %d)
                                select 'sale_gross ' || currency, -sum(amount_minor)::bigint
                                from line where source_key like 'sale:%%' and account = 'liabilities:escrow'
                                group by currency
                                union all
                                select 'payments ' || currency, sum(amount_minor)::bigint
                                from line where source_key like 'payout:%%' and amount_minor > 0
                                    and (account like 'liabilities:creator:%%:payable' or account like 'assets:advances:%%')
                                group by currency
                                union all
                                select 'withholding ' || currency, -sum(amount_minor)::bigint
                                from line where source_key like 'payout:%%' and account = 'liabilities:withholding:US'
                                group by currency
                                """
                                        .formatted(daily, year))) {
            while (rows.next()) {
                if (rows.getLong(2) != 0) {
                    sums.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return sums;
    }
}
