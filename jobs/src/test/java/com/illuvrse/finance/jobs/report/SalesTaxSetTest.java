package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.jobs.report.ReportDesk.Reported;
import com.illuvrse.finance.jobs.run.RunningLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A month of sales tax: two states, one that has registered the filer, with a refund of half an
 * order, a sale late in the evening of its last day, and a journal that pays tax; then the first
 * day of the next month, with a refund of the month before. Figures worked out by hand.
 */
class SalesTaxSetTest {

    private static final Path CASE = Path.of("src/test/resources/reports/sales-tax-month");

    @TempDir static Path folder;
    private static RunningLedger ledger;

    @BeforeAll
    static void settle() throws Exception {
        ledger = new RunningLedger(CASE, Files.createDirectories(folder.resolve("home")));
        ledger.settle(LocalDate.of(2026, 10, 30), LocalDate.of(2026, 11, 1));
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @Test
    void aMonthOfStatesReadsAsWorkedOutByHand() throws Exception {
        Reported october = report("2026-10");

        assertThat(october.outcome().isFinal())
                .as(() -> "final: " + october.outcome().issues())
                .isTrue();
        assertThat(lines(october, "state-summary.csv"))
                .containsExactly(
                        "State,Period,Filing_Role,Gross_Sales,Returns_Allowances,Exempt_Sales,Taxable_Sales,State_Tax,Local_Tax,Tax_Collected,Tax_Due,Rounding_Difference,Order_Count,Registered,Registration_ID",
                        "CA,2026-10,MARKETPLACE_FACILITATOR,50.00,-25.00,0.00,25.00,2.00,0.00,2.00,2.00,0.00,1,N,",
                        "WA,2026-10,MARKETPLACE_FACILITATOR,141.11,0.00,20.00,121.11,7.86,4.66,12.52,12.53,0.01,4,Y,WA-603");
        assertThat(lines(october, "tie-out.csv")).contains("sales_tax,USD,952,1452,0,-500,0,6");
        assertThat(rules(october)).containsExactly("tax.rounding_difference");
        assertThat(EveryFigure.of(ledger, ReportKind.US_SALES_TAX, "2026-10")).isEqualTo(20);
    }

    /** DuckDB reads the sealed days' own postings, and knows nothing of us. */
    @Test
    void anotherReaderAddsUpTheTaxThatMoved() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                """
                                select -sum(amount_minor)::bigint
                                from read_parquet('%s/dt=*/postings/*.parquet', hive_partitioning = true)
                                where account like 'liabilities:tax:US-%%'
                                """
                                        .formatted(ledger.reports()))) {
            assertThat(result.next()).isTrue();
            assertThat(result.getLong(1)).isEqualTo(952 - 1_038);
        }
    }

    @Test
    void aReturnCountsInItsOwnMonthAndABuyerWithoutAStateBlocks() throws Exception {
        Reported november = report("2026-11");

        assertThat(november.outcome().isFinal()).isFalse();
        assertThat(rules(november))
                .contains("period.open", "order.region_unknown")
                .doesNotContain("tie_out.difference");
        assertThat(EveryFigure.of(ledger, ReportKind.US_SALES_TAX, "2026-11")).isPositive();
        assertThat(lines(november, "state-summary.csv"))
                .contains(
                        "WA,2026-11,MARKETPLACE_FACILITATOR,0.00,-100.37,0.00,-100.37,-6.52,-3.86,-10.38,-10.38,0.00,0,Y,WA-603");
    }

    private static Reported report(String month) throws Exception {
        return ledger.bean(ReportDesk.class).report("us-sales-tax", month, null);
    }

    private static List<String> rules(Reported reported) {
        return reported.outcome().issues().stream().map(ReportIssue::rule).distinct().toList();
    }

    private static List<String> lines(Reported reported, String file) throws Exception {
        Path out = folder.resolve("out");
        ledger.bean(ReportDesk.class).copy(reported, out);
        return new ArrayList<>(Files.readAllLines(out.resolve(reported.place()).resolve(file)));
    }
}
