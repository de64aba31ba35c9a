package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetOutcome.State;
import com.illuvrse.finance.jobs.nightly.Csv;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LateFacts;
import com.illuvrse.finance.jobs.report.ReportDesk.Reported;
import com.illuvrse.finance.jobs.run.RunningLedger;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The end of March for two creators who share an order: an advance, a reserve, a payout, payments
 * by hand, journals with words a spreadsheet would run, and a journal that comes a month late.
 */
class StatementsTest {

    private static final String WORDS =
            "=HYPERLINK(\"http://x\",\"a, b\") \u05e9\u05dc\u05d5\u05dd";

    @TempDir static Path folder;
    private static RunningLedger ledger;
    private static Reported march;
    private static Reported marchAgain;
    private static Reported april;
    private static Reported planted;
    private static Reported broken;
    private static Path out;

    @BeforeAll
    static void settleThreeNights() throws Exception {
        Path data = folder.resolve("data");
        Story.writeTo(data, WORDS);
        ledger = new RunningLedger(data, Files.createDirectories(folder.resolve("home")));
        ReportDesk desk = ledger.bean(ReportDesk.class);
        LocalDate first = LocalDate.parse("2026-03-30");
        ledger.settle(first, first.plusDays(1));
        march = desk.report("statements", "2026-03", null);
        ledger.settle(first.plusDays(2), first.plusDays(2));
        marchAgain = desk.report("statements", "2026-03", null);
        april = desk.report("statements", "2026-04", null);
        out = folder.resolve("out");
        assertThat(desk.copy(march, out).faults()).isEmpty();
        assertThat(desk.copy(april, out).faults()).isEmpty();
        plant(
                """
                update ledger.balance_day b set debit = b.debit + 7, closing = b.closing + 7
                from ledger.account a
                where a.account_id = b.account_id and b.day = '2026-03-31' and b.currency = 'USD'
                    and a.path = 'liabilities:creator:c2:payable'
                """);
        planted = desk.report("statements", "2026-03", null);
        plant(
                """
                update ledger.balance_day b set debit = b.debit - 7, closing = b.closing - 7
                from ledger.account a
                where a.account_id = b.account_id and b.day = '2026-03-31' and b.currency = 'USD'
                    and a.path = 'liabilities:creator:c2:payable'
                """);
        plant(
                """
                insert into ledger.break_day (day, type, ref, severity, opened_on, age_days, status)
                values ('2026-03-31', 'SOURCE_CHANGED', 'txn_9', 'HIGH', '2026-03-30', 1, 'OPEN')
                """);
        broken = desk.report("statements", "2026-03", null);
    }

    @AfterAll
    static void stop() {
        ledger.close();
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

    private static Path file(Reported of, String path) {
        return out.resolve(of.place()).resolve(path);
    }

    private static List<String> rows(Reported of, String payee, String... columns)
            throws Exception {
        List<String> rows = new ArrayList<>();
        for (Map<String, String> row : Csv.read(file(of, "payee=" + payee + "/statement.csv"))) {
            List<String> cells = new ArrayList<>();
            for (String column : columns) {
                cells.add(row.get(column));
            }
            rows.add(String.join(" ", cells));
        }
        return rows;
    }

    @Test
    void aMonthReadsAsWorkedOutByHand() throws Exception {
        assertThat(march.outcome().inWords()).isEqualTo("revision 1");
        assertThat(march.outcome().issues()).isEmpty();
        assertThat(
                        rows(
                                march,
                                "c1",
                                "line_no",
                                "booked_on",
                                "kind",
                                "payable_change",
                                "balance_after"))
                .containsExactly(
                        "1 2026-03-01 OPENING  0.00",
                        "2 2026-03-30 EARNING 44.00 44.00",
                        "3 2026-03-30 ADVANCE 0.00 44.00",
                        "4 2026-03-30 ADJUSTMENT 7.00 51.00",
                        "5 2026-03-30 ADJUSTMENT 1.00 52.00",
                        "6 2026-03-31 PAYOUT -52.00 0.00",
                        "7 2026-03-31 CLOSING  0.00");
        assertThat(rows(march, "c2", "kind", "payable_change", "balance_after", "reference"))
                .startsWith("OPENING  0.00 ", "EARNING 22.50 22.50 ", "ADJUSTMENT 0.50 23.00 ")
                .contains("PAYOUT -3.00 20.00 WIRE 4711");
    }

    @Test
    void anEarningShowsItsWorking() throws Exception {
        Map<String, String> earning = Csv.read(file(march, "payee=c1/statement.csv")).get(1);

        assertThat(earning)
                .containsEntry("order_id", "o-1")
                .containsEntry("order_line", "1")
                .containsEntry("contract", "K1")
                .containsEntry("contract_version", "1")
                .containsEntry("sku", "'=SUM(A1)\nx")
                .containsEntry("buyer_country", "US")
                .containsEntry("sale_gross", "110.00")
                .containsEntry("tax_collected", "10.00")
                .containsEntry("royalty_base", "100.00")
                .containsEntry("share", "3/5")
                .containsEntry("platform_fee", "15.00")
                .containsEntry("earned", "60.00")
                .containsEntry("reserve_held", "6.00")
                .containsEntry("recouped", "10.00");
    }

    @Test
    void wordsAreTextInASpreadsheetAndShownToTheOneTheyAreAbout() throws Exception {
        List<String> references = rows(march, "c1", "reference");

        assertThat(references).contains("'" + WORDS);
        String all =
                Files.readString(file(march, "payee=c1/statement.csv"))
                        + Files.readString(file(march, "payee=c1/statement.json"));
        assertThat(all).doesNotContain("for both of you", "WIRE").doesNotContainPattern("\\bc2\\b");
        assertThat(
                        json(march, "c1")
                                .path("blocks")
                                .path(0)
                                .path("lines")
                                .path(1)
                                .path("others")
                                .asString())
                .isEqualTo("25.00");
    }

    @Test
    void thePaperIsInTheManifestAndShowsTheSame() throws Exception {
        String manifest = Files.readString(file(march, "MANIFEST.json"));
        List<JsonNode> papers = new ArrayList<>();
        for (JsonNode file :
                JsonMapper.shared().readTree(manifest).path("manifest").path("files")) {
            if (file.path("path").asString().endsWith(".pdf")) {
                assertThat(file.path("mediaType").asString()).isEqualTo("application/pdf");
                assertThat(file.path("classification").asString()).isEqualTo("CONFIDENTIAL");
                papers.add(file);
            }
        }
        assertThat(papers)
                .extracting(file -> file.path("path").asString())
                .contains("payee=c1/statement.pdf", "payee=c2/statement.pdf");

        String text;
        try (PDDocument paper = Loader.loadPDF(file(march, "payee=c1/statement.pdf").toFile())) {
            text = new PDFTextStripper().getText(paper).replace('\u2212', '-');
        }
        for (String column : List.of("sale_gross", "platform_fee", "earned", "payable_change")) {
            assertThat(text).contains(rows(march, "c1", column));
        }
        assertThat(text)
                .contains("\u05e9\u05dc\u05d5\u05dd", "creators@example.com")
                .doesNotContain("for both of you", "WIRE")
                .doesNotContainPattern("\\bc2\\b");
    }

    @Test
    void theJsonHasTheCellsOfTheCsv() throws Exception {
        for (String payee : List.of("c1", "c2")) {
            List<Map<String, String>> fromJson = new ArrayList<>();
            for (JsonNode block : json(march, payee).path("blocks")) {
                for (JsonNode line : block.path("lines")) {
                    Map<String, String> cells = new LinkedHashMap<>();
                    line.properties()
                            .forEach(each -> cells.put(each.getKey(), each.getValue().asString()));
                    fromJson.add(cells);
                }
            }
            List<Map<String, String>> fromCsv =
                    Csv.read(file(march, "payee=" + payee + "/statement.csv"));
            assertThat(fromJson).hasSameSizeAs(fromCsv);
            for (int i = 0; i < fromCsv.size(); i++) {
                for (Map.Entry<String, String> cell : fromCsv.get(i).entrySet()) {
                    String text =
                            cell.getValue().startsWith("'")
                                    ? cell.getValue().substring(1)
                                    : cell.getValue();
                    assertThat(fromJson.get(i).getOrDefault(cell.getKey(), "")).isEqualTo(text);
                }
            }
        }
    }

    @Test
    void balancesYearAndProofStandInTheJson() throws Exception {
        JsonNode statement = json(march, "c1");
        JsonNode block = statement.path("blocks").path(0);

        assertThat(block.path("closing").path("reserve").asString()).isEqualTo("6.00");
        assertThat(block.path("closing").path("unrecouped").asString()).isEqualTo("0.00");
        assertThat(block.path("closing").path("held").asString()).isEqualTo("0.00");
        assertThat(block.path("yearToDate").path("paid").asString()).isEqualTo("52.00");
        assertThat(block.path("yearToDate").path("withheld").asString()).isEqualTo("0.00");
        assertThat(block.path("lines").path(5).path("status").asString()).isEqualTo("ORDERED");
        assertThat(block.path("lines").path(5).path("payout_id").asString())
                .isEqualTo("2026-03-31:c1:USD");
        String root =
                ledger.database()
                        .lines("select entries_root from ledger.segment_manifest where segment = 2")
                        .getFirst();
        assertThat(statement.path("proof").path("entriesRoot").asString()).isEqualTo(root);
        assertThat(rows(march, "c1", "reference").getLast()).isEqualTo("segment 2 root " + root);
        assertThat(
                        json(march, "c2")
                                .path("blocks")
                                .path(0)
                                .path("yearToDate")
                                .path("paid")
                                .asString())
                .isEqualTo("3.00");
    }

    private static JsonNode json(Reported of, String payee) throws Exception {
        return JsonMapper.builder()
                .build()
                .readTree(Files.readString(file(of, "payee=" + payee + "/statement.json")));
    }

    @Test
    void whatComesLateIsInTheNextMonthAndLeavesTheSealedOneAlone() throws Exception {
        assertThat(marchAgain.outcome().inWords()).isEqualTo("unchanged: revision 1");
        assertThat(april.outcome().state()).isEqualTo(State.DRAFT);
        assertThat(april.outcome().issues())
                .extracting(ReportIssue::rule)
                .containsExactly("period.open", "entry.late");
        assertThat(
                        rows(
                                april,
                                "c1",
                                "kind",
                                "booked_on",
                                "effective_on",
                                "payable_change",
                                "balance_after"))
                .containsExactly(
                        "OPENING 2026-04-01   0.00",
                        "ADJUSTMENT 2026-04-01 2026-03-30 -1.00 -1.00",
                        "CLOSING 2026-04-01   -1.00");
        assertThat(file(april, "MANIFEST.json")).doesNotExist();
    }

    @Test
    void duckDbFindsTheSameClosingsInTheDailyPostings() throws Exception {
        Path daily = ledger.reports();
        Map<String, String> closings = new LinkedHashMap<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                select split_part(account, ':', 3), cast(-sum(amount_minor) as bigint)
                                from read_parquet('%s/*/postings/*.parquet')
                                where account like 'liabilities:creator:%%:payable' and booked_on <= date '2026-03-31'
                                group by 1 order by 1
                                """
                                        .formatted(daily))) {
            while (rows.next()) {
                closings.put(rows.getString(1), rows.getString(2));
            }
        }
        assertThat(closings).containsOnlyKeys("c1", "c2");
        for (Map.Entry<String, String> closing : closings.entrySet()) {
            String shown = rows(march, closing.getKey(), "balance_after").getLast();
            assertThat(shown.replace(".", "").replaceFirst("^0+(?=.)", ""))
                    .isEqualTo(closing.getValue());
        }
    }

    @Test
    void aDifferenceToTheLedgerKeepsTheSetADraft() {
        assertThat(planted.outcome().inWords()).isEqualTo("draft-01");
        assertThat(planted.outcome().issues())
                .extracting(ReportIssue::sentence)
                .containsExactly(
                        "tie_out.difference: payable in USD: the ledger has 1993, the set explains"
                                + " 2000, difference -7 minor units",
                        "validation.failed: closing-is-the-ledger-balance of */statement.csv:"
                                + " differs for c2 USD");
    }

    @Test
    void anOpenHighBreakKeepsTheSetADraft() {
        assertThat(broken.outcome().inWords()).isEqualTo("draft-02");
        assertThat(broken.outcome().issues())
                .extracting(ReportIssue::sentence)
                .containsExactly(
                        "break.open: SOURCE_CHANGED txn_9 is open since 2026-03-30; end it first"
                                + " (finance breaks list)");
    }

    @Test
    void aLateJournalChangesWhatCountsByItsOwnDay() {
        assertThat(changes(ReportKind.US_SALES_TAX, "2026-03", 2)).isTrue();
        assertThat(changes(ReportKind.US_SALES_TAX, "2026-03", 3)).isFalse();
        assertThat(changes(ReportKind.US_SALES_TAX, "2026-01", 2)).isFalse();
        assertThat(changes(ReportKind.US_SALES_TAX, "2026-04", 2)).isFalse();
        assertThat(changes(ReportKind.DPI, "2026", 2)).isTrue();
        assertThat(changes(ReportKind.VAT_OSS, "2026-Q1", 2)).isTrue();
        assertThat(changes(ReportKind.VAT_OSS, "2026-Q2", 2)).as("it corrects Q1").isTrue();
        assertThat(changes(ReportKind.VAT_OSS, "2025-Q4", 2)).isFalse();
    }

    private static boolean changes(ReportKind kind, String name, int segment) {
        Period period = kind.period(name);
        return new LateFacts(ledger.bean(Database.class))
                .change(kind.changesFrom(period), period.lastDay(), segment);
    }

    @Test
    void kindsAndPeriodsThatAreNoneAreTold() {
        ReportDesk desk = ledger.bean(ReportDesk.class);

        assertThatThrownBy(() -> desk.report("saf-t-no", "2026", null))
                .isInstanceOf(UnknownReportException.class)
                .hasMessageStartingWith(
                        "report kind saf-t-no is not built yet; built: statements, ");
        assertThatThrownBy(() -> desk.report("poems", "2026-03", null))
                .hasMessageStartingWith("there is no report kind \"poems\"; built: statements, ");
        assertThatThrownBy(() -> desk.report("statements", "2026-Q1", null))
                .isInstanceOf(UnknownReportException.class)
                .hasMessageContaining("has a period such as 2026-03, found \"2026-Q1\"");
        assertThatThrownBy(() -> desk.report("statements", "2026-13", null))
                .isInstanceOf(UnknownReportException.class);
        assertThatThrownBy(() -> desk.report("statements", "2026-02", null))
                .isInstanceOf(UnknownReportException.class)
                .hasMessage("2026-02 was over before this ledger began on 2026-03-30");
        assertThatThrownBy(() -> desk.report("statements", "2026-05", null))
                .isInstanceOf(ReportNotReadyException.class)
                .hasMessageContaining("no day of 2026-05 is sealed yet");
    }

    /** The data folder. */
    private static final class Story {

        private static final String CHARGE =
                """
                {"id":"txn_1","object":"balance_transaction","amount":11000,"available_on":1774864800,
                "balance_type":"payments","created":1774864800,"currency":"usd","description":"Order o-1",
                "exchange_rate":null,"fee":0,"fee_details":[],"net":11000,"reporting_category":"charge",
                "source":{"id":"ch_1","object":"charge","amount":11000,"currency":"usd","metadata":{"order_id":"o-1"}},
                "status":"available","type":"charge"}
                """;
        private static final String PAYEE =
                """
                {"type":"payee","payee":"%1$s","version":1,"validFrom":"2026-01-01","name":"Creator","country":"US","region":"NY","stripeAccount":"acct_%1$s","payoutCurrency":"USD","payoutMinimum":100,"rail":"stripe","tax":{"form":"W-9","tinRef":"vault:%1$s","certifiedOn":"2025-12-01","treatyRate":null,"backupWithholding":false},"hold":%2$s}
                """;

        static void writeTo(Path data, String words) throws Exception {
            write(
                    data,
                    "settings.yml",
                    """
                    settlement:
                      zone: UTC
                      first-day: 2026-03-30
                      payouts:
                        days: ["2026-03-31"]
                    """);
            write(
                    data,
                    "stripe/balance_transactions.jsonl",
                    CHARGE.strip().replace("\n", "") + "\n");
            feed(
                    data,
                    "contracts/dt=2026-03-30",
                    """
                    {"type":"contract","contract":"K1","version":1,"validFrom":"2026-01-01","validTo":null,"parties":[{"payee":"c1","share":"60%"},{"payee":"c2","share":"25%"},{"payee":"platform","share":"15%"}],"advance":{"recoupFrom":"c1"},"reserve":{"rate":"10%","days":60},"incomeType":"royalty"}
                    """);
            feed(
                    data,
                    "orders/dt=2026-03-30",
                    """
                    {"type":"order.placed","event":"e1","order":"o-1","version":1,"occurredAt":"2026-03-30T10:00:00Z","currency":"USD","buyer":{"id":"b-1","country":"US","region":"WA","vatId":null},"lines":[{"line":"1","sku":"=SUM(A1)\\nx","kind":"digital_goods","quantity":1,"contract":"K1","net":10000,"taxes":[{"jurisdiction":"US-WA","rate":"10%","amount":1000}]}],"total":11000}
                    {"type":"order.fulfilled","event":"e2","order":"o-1","occurredAt":"2026-03-30T12:00:00Z","portion":"1/1"}
                    """);
            feed(
                    data,
                    "payees/dt=2026-03-30",
                    PAYEE.formatted("c1", "null") + PAYEE.formatted("c2", "\"review\""));
            feed(data, "journals/dt=2026-03-30", journals(words));
            feed(
                    data,
                    "journals/dt=2026-04-01",
                    journal(
                            "late-1",
                            "2026-03-30",
                            "a correction",
                            "",
                            line("liabilities:creator:c1:payable", "debit", 100),
                            line("revenue:commission", "credit", 100)));
        }

        private static String journals(String words) {
            return journal(
                            "adv-1",
                            "2026-03-30",
                            "advance of March",
                            "",
                            line("assets:advances:K1", "debit", 1000),
                            line("assets:bank:operating", "credit", 1000))
                    + journal(
                            "adj-1",
                            "2026-03-30",
                            words,
                            "",
                            line("revenue:commission", "debit", 700),
                            line("liabilities:creator:c1:payable", "credit", 700))
                    + journal(
                            "both-1",
                            "2026-03-30",
                            "for both of you",
                            "",
                            line("revenue:commission", "debit", 150),
                            line("liabilities:creator:c1:payable", "credit", 100),
                            line("liabilities:creator:c2:payable", "credit", 50))
                    + journal(
                            "ext-1",
                            "2026-03-30",
                            "paid by wire",
                            ",\"payment\":{\"payee\":\"c2\",\"rail\":\"external\",\"reference\":\"WIRE"
                                    + " 4711\"}",
                            line("liabilities:creator:c2:payable", "debit", 300),
                            line("assets:bank:operating", "credit", 300));
        }

        private static String journal(
                String id, String effectiveOn, String memo, String more, String... lines) {
            return "{\"type\":\"journal\",\"journal\":\"%s\",\"effectiveOn\":\"%s\",\"memo\":%s,\"reason\":\"correction\",\"reverses\":null,\"enteredBy\":\"u-17\",\"approvedBy\":\"u-9\"%s,\"lines\":[%s]}\n"
                    .formatted(
                            id,
                            effectiveOn,
                            JsonMapper.builder().build().writeValueAsString(memo),
                            more,
                            String.join(",", lines));
        }

        private static String line(String account, String side, int amount) {
            return "{\"account\":\"%s\",\"side\":\"%s\",\"amount\":%d,\"currency\":\"USD\"}"
                    .formatted(account, side, amount);
        }

        private static void feed(Path data, String place, String lines) throws Exception {
            long count = lines.lines().count();
            write(
                    data,
                    "inbox/" + place + "/a.jsonl",
                    lines + "{\"type\":\"end\",\"count\":" + count + "}\n");
        }

        private static void write(Path data, String path, String text) throws Exception {
            Path file = data.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }
}
