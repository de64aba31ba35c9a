package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.ChartOfAccounts;
import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetOutcome.State;
import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.nightly.Csv;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.nightly.Workshop;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.report.ReportDesk.Reported;
import com.illuvrse.finance.jobs.run.RunningLedger;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import com.illuvrse.finance.tax.TaxRules;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The golden month of books: two currencies, a late entry taken back, a payout of Stripe's; then
 * the same month by other settings, and the month after it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GoldenBooksTest {

    private static final Path CASE = Path.of("src/test/resources/reports/t09-books-of-a-month");
    private static final String NOVEMBER = "reports/accounting/period=2026-11";

    @TempDir static Path folder;
    private static RunningLedger ledger;
    private static GoldenCase golden;
    private static Path out;

    @BeforeAll
    static void runTheCase() throws Exception {
        out = folder.resolve("out");
        ledger = new RunningLedger(CASE, Files.createDirectories(folder.resolve("home")));
        golden = GoldenCase.run(CASE, ledger, out, "accounting");
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @Test
    void theDetailIsThereWithTypes() throws Exception {
        assertThat(DuckDb.requireCopies(set(NOVEMBER), "gl-detail")).isPositive();
    }

    @Test
    @Order(1)
    void aMonthOfBooksReadsAsWorkedOutByHand() throws Exception {
        assertThat(golden.check("reports/accounting/")).isEqualTo(15);
    }

    @Test
    @Order(1)
    void everyFigureComesFromItsFacts() throws Exception {
        assertThat(EveryFigure.of(ledger, ReportKind.ACCOUNTING, "2026-11")).isGreaterThan(100);
    }

    @Test
    @Order(1)
    void theSameDaysGiveTheSameBytes() throws Exception {
        assertThat(november(ledger.settings().chart(), RunningLedger.REPORTS).outcome().state())
                .isEqualTo(State.UNCHANGED);
    }

    /** DuckDB reads our files, and the sealed days' own tables, and knows nothing of us. */
    @Test
    @Order(1)
    void anotherReaderRollsTheBalancesForward() throws Exception {
        String detail = csv("gl-detail.csv");
        String trial = csv("trial-balance.csv");
        String signed =
                "case Amount_Credit_Debit_Indicator when 'D' then 1 else -1 end * cast(%s as"
                        + " decimal(18, 2))";

        assertThat(
                        DuckDb.rows(
                                """
                                with moved as (
                                    select GL_Account_Number as number, Amount_Currency as currency,
                                        sum(%s) as own, sum(%s) as reporting
                                    from %s group by all)
                                select number, currency
                                from %s t full join moved m
                                    on m.number = t.GL_Account_Number and m.currency = t.Amount_Currency
                                where cast(Amount_Ending as decimal(18, 2)) - cast(Amount_Beginning as decimal(18, 2)) is
                                        distinct from coalesce(m.own, 0)
                                    or cast(Reporting_Amount_Ending as decimal(18, 2))
                                        - cast(Reporting_Amount_Beginning as decimal(18, 2)) is distinct from coalesce(m.reporting, 0)
                                """
                                        .formatted(
                                                signed.formatted("Amount"),
                                                signed.formatted("Reporting_Amount"),
                                                detail,
                                                trial)))
                .isEmpty();
        assertThat(
                        DuckDb.rows(
                                "select Amount_Currency, sum(cast(Amount_Ending as decimal(18, 2))) from %s group by 1 order by 1"
                                        .formatted(trial)))
                .containsExactly("EUR|0.00", "USD|0.00");
        assertThat(
                        DuckDb.rows(
                                "select sum(cast(Reporting_Amount_Ending as decimal(18, 2))) from "
                                        + trial))
                .containsExactly("0.00");
        assertThat(
                        DuckDb.rows(
                                """
                                select entry_id, line from read_parquet('%s/dt=2026-11-*/postings/*.parquet') p
                                    full join %s d on d.Journal_ID = cast(p.entry_id as varchar)
                                        and cast(d.Journal_ID_Line_Number as integer) = p.line
                                where (p.amount_minor / 100)::decimal(18, 2) is distinct from %s
                                """
                                        .formatted(
                                                ledger.reports(),
                                                detail,
                                                signed.formatted("Amount"))))
                .isEmpty();
    }

    @Test
    @Order(1)
    void hledgerHasTheTrialBalance() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(GoldenCase.hasHledger());

        assertThat(byNumber(set(NOVEMBER).resolve("journal.hledger")))
                .isEqualTo(endings(set(NOVEMBER).resolve("trial-balance.csv"), "Amount_Ending"));
    }

    @Test
    @Order(2)
    void theMonthAfterBeginsWhereThisOneEnded() throws Exception {
        LocalDate first = LocalDate.parse("2026-12-01");
        ledger.settle(first, first);
        Reported december = ledger.bean(ReportDesk.class).report("accounting", "2026-12", null);
        assertThat(rules(december)).containsExactly("period.open");
        assertThat(ledger.bean(ReportDesk.class).copy(december, out).faults()).isEmpty();

        Path draft = set(december.place());
        for (String column : List.of("Amount_", "Reporting_Amount_")) {
            assertThat(endings(draft.resolve("trial-balance.csv"), column + "Beginning"))
                    .isEqualTo(
                            endings(set(NOVEMBER).resolve("trial-balance.csv"), column + "Ending"));
        }
        assertThat(Files.readString(draft.resolve("journal.hledger")))
                .contains("2026-11-30 opening balances\n    assets:bank:operating    USD 80.97\n");
        if (GoldenCase.hasHledger()) {
            assertThat(byNumber(draft.resolve("journal.hledger")))
                    .isEqualTo(endings(draft.resolve("trial-balance.csv"), "Amount_Ending"));
        }
    }

    @Test
    @Order(3)
    void anAccountWithoutANumberBlocks() throws Exception {
        List<ChartOfAccounts.Line> lines = new ArrayList<>();
        for (ChartOfAccounts.Entry entry : ledger.settings().chart().entries()) {
            if (!entry.account().number().equals("6800")) {
                entry.paths()
                        .forEach(
                                path ->
                                        lines.add(
                                                new ChartOfAccounts.Line(
                                                        path, withoutParent(entry.account()))));
            }
        }

        Reported draft = november(ChartOfAccounts.of(lines), RunningLedger.REPORTS);

        assertThat(draft.outcome().state()).isEqualTo(State.DRAFT);
        assertThat(sentences(draft))
                .contains(
                        "account.unmapped: account expenses:climate has no number; add a line for"
                                + " it to chart-of-accounts.yml");
    }

    private static ChartOfAccounts.Numbered withoutParent(ChartOfAccounts.Numbered account) {
        return new ChartOfAccounts.Numbered(
                account.number(),
                account.name(),
                account.type(),
                account.subtype(),
                account.caption(),
                null);
    }

    @Test
    @Order(3)
    void aMissingRateBlocks() throws Exception {
        Reported draft =
                november(
                        ledger.settings().chart(),
                        new ReportSettings(
                                "main",
                                Currency.of("GBP"),
                                RunningLedger.REPORTS.fiscalYear(),
                                RunningLedger.REPORTS.imports(),
                                RunningLedger.REPORTS.us(),
                                RunningLedger.REPORTS.salesTax(),
                                RunningLedger.REPORTS.vatOss(),
                                RunningLedger.REPORTS.dpi(),
                                RunningLedger.REPORTS.invoices(),
                                RunningLedger.REPORTS.statements()));

        assertThat(draft.outcome().state()).isEqualTo(State.DRAFT);
        assertThat(sentences(draft))
                .contains(
                        "fx.rate_missing: there is no rate of USD into GBP dated on 2026-11-27 or"
                                + " up to 7 days before; deliver it in the feed of rates")
                .anyMatch(each -> each.contains("no rate of EUR into GBP dated on 2026-11-26"));
    }

    @Test
    @Order(3)
    void aFileTooShortForAJournalBlocks() throws Exception {
        ReportSettings.Imports imports = RunningLedger.REPORTS.imports();

        Reported draft =
                november(
                        ledger.settings().chart(),
                        new ReportSettings(
                                "main",
                                Currency.of("USD"),
                                RunningLedger.REPORTS.fiscalYear(),
                                new ReportSettings.Imports(
                                        new ReportSettings.Xero("dd/MM/yyyy", "Tax Exempt", 3),
                                        imports.quickbooks(),
                                        imports.netsuite()),
                                RunningLedger.REPORTS.us(),
                                RunningLedger.REPORTS.salesTax(),
                                RunningLedger.REPORTS.vatOss(),
                                RunningLedger.REPORTS.dpi(),
                                RunningLedger.REPORTS.invoices(),
                                RunningLedger.REPORTS.statements()));

        assertThat(draft.outcome().state()).isEqualTo(State.DRAFT);
        assertThat(sentences(draft))
                .anyMatch(
                        each ->
                                each.startsWith("validation.failed: ")
                                        && each.contains(
                                                "the journal of 2026-11-26 USD has 6 lines, a file"
                                                        + " of import-xero at most 3"));
    }

    @Test
    @Order(4)
    void aBalanceThePostingsDoNotLeadToBlocks() throws Exception {
        plant(
                """
                update ledger.balance_day b set debit = b.debit + 7, closing = b.closing + 7
                from ledger.account a
                where a.account_id = b.account_id and b.day = '2026-11-30' and b.currency = 'EUR'
                    and a.path = 'assets:stripe:payments:available'
                """);

        Reported draft = november(ledger.settings().chart(), RunningLedger.REPORTS);

        assertThat(rules(draft)).contains("tie_out.difference", "validation.failed");
        assertThat(sentences(draft))
                .contains(
                        "tie_out.difference: stripe_payments in EUR: the ledger has 948, the set"
                                + " explains 941, difference 7 minor units")
                .anyMatch(each -> each.contains("1111 EUR: 0 and 941 posted is not 948"));
    }

    @Test
    @Order(5)
    void anOpenBreakBlocks() throws Exception {
        plant(
                """
                insert into ledger.break_day (day, type, ref, severity, opened_on, age_days, status)
                values ('2026-11-30', 'SOURCE_CHANGED', 'txn_9', 'HIGH', '2026-11-27', 3, 'OPEN')
                """);

        assertThat(rules(november(ledger.settings().chart(), RunningLedger.REPORTS)))
                .contains("break.open");
    }

    /** Past every guard of the database. */
    private static void plant(String change) throws Exception {
        try (Connection connection = ledger.database().connect(PostgresServer.SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute("alter table ledger.balance_day disable trigger all");
            statement.execute("alter table ledger.break_day disable trigger all");
            assertThat(statement.executeUpdate(change)).isEqualTo(1);
        }
    }

    private static Reported november(ChartOfAccounts chart, ReportSettings reports)
            throws Exception {
        SettlementSettings as = ledger.settings();
        SettlementSettings settings =
                new SettlementSettings(
                        as.ledger(),
                        as.environment(),
                        as.zone(),
                        as.firstDay(),
                        as.payoutDays(),
                        as.stripeAccount(),
                        as.overlapDays(),
                        as.searchDays(),
                        as.payoutArrivalDays(),
                        as.chunk(),
                        chart,
                        as.approvals(),
                        as.lock(),
                        as.pinned(),
                        as.program());
        return new ReportDesk(
                        ledger.bean(Database.class),
                        settings,
                        reports,
                        ledger.bean(TaxRules.class),
                        ledger.bean(Archive.class),
                        ledger.bean(SigningKeys.class),
                        ledger.bean(Workshop.class),
                        ledger.bean(Clock.class),
                        "tests")
                .report("accounting", "2026-11", null);
    }

    private static List<String> rules(Reported reported) {
        return reported.outcome().issues().stream()
                .filter(ReportIssue::blocking)
                .map(ReportIssue::rule)
                .distinct()
                .toList();
    }

    private static List<String> sentences(Reported reported) {
        return reported.outcome().issues().stream().map(ReportIssue::sentence).toList();
    }

    private static Path set(String place) {
        return out.resolve(place);
    }

    private static String csv(String file) {
        return "read_csv('%s', header = true, all_varchar = true)"
                .formatted(set(NOVEMBER).resolve(file));
    }

    /** Balances other than zero by number and currency. */
    private static Map<String, BigDecimal> endings(Path trialBalance, String column)
            throws Exception {
        Map<String, BigDecimal> balances = new TreeMap<>();
        for (Map<String, String> row : Csv.read(trialBalance)) {
            add(
                    balances,
                    row.get("GL_Account_Number") + " " + row.get("Amount_Currency"),
                    new BigDecimal(row.getOrDefault(column, "")));
        }
        balances.values().removeIf(balance -> balance.signum() == 0);
        return balances;
    }

    private static Map<String, BigDecimal> byNumber(Path journal) throws Exception {
        Map<String, BigDecimal> balances = new TreeMap<>();
        ChartOfAccounts chart = ledger.settings().chart();
        GoldenCase.hledgerBalances(journal)
                .forEach(
                        (of, balance) -> {
                            String[] parts = of.split(" ", -1);
                            if (!parts[0].contains(":")) {
                                return;
                            }
                            chart.lineOf(com.illuvrse.finance.account.AccountId.of(parts[0]))
                                    .ifPresent(
                                            line ->
                                                    add(
                                                            balances,
                                                            line.account().number()
                                                                    + " "
                                                                    + parts[1],
                                                            balance));
                        });
        balances.values().removeIf(balance -> balance.signum() == 0);
        return balances;
    }

    private static void add(Map<String, BigDecimal> balances, String name, BigDecimal amount) {
        balances.merge(name, amount.setScale(2), BigDecimal::add);
    }
}
