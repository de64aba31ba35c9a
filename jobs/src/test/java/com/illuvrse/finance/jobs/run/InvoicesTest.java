package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.jobs.postgres.DatabaseSettings.Login;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import com.illuvrse.finance.jobs.report.ReportDesk;
import com.illuvrse.finance.jobs.report.ReportDesk.Reported;
import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Three nights of the real job with invoices in two jurisdictions, read from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvoicesTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 29);
    private static final LocalDate LAST = FIRST.plusDays(2);
    private static final String CALIFORNIA =
            "\"net\":10000,\"taxes\":[{\"jurisdiction\":\"US-CA\",\"rate\":\"0.08\"}]";
    private static final String GERMANY =
            "\"gross\":11900,\"taxInclusive\":true,\"taxes\":[{\"jurisdiction\":\"DE\",\"rate\":\"0.19\"}]";
    private static final String FRANCE =
            "\"gross\":1055,\"taxInclusive\":true,\"taxes\":[{\"jurisdiction\":\"FR\",\"rate\":\"0.055\"}]";
    private static final String JAPAN =
            "\"gross\":1100,\"taxInclusive\":true,\"taxes\":[{\"jurisdiction\":\"JP\",\"rate\":\"0.1\"}]";
    private static final String UNTAXED = "\"net\":4000,\"taxes\":[]";
    private static final String PARIS = "\"country\":\"FR\",\"invoiceTo\":\"vault:b-8\"";
    private static final String BUSINESS =
            "\"country\":\"NL\",\"vatId\":\"NL900000017B01\",\"invoiceTo\":\"vault:b-9\"";
    private static final String NUMBERS =
            """
            select number || ' ' || kind || ' ' || coalesce(credits, '-') || ' ' || order_id || ' ' || issued_on
                || ' ' || currency || ' ' || net_minor || ' ' || tax_minor || ' ' || total_minor || ' ' || status
            from ledger.invoice_document
            order by series collate "C", number
            """;

    private RunningLedger ledger;
    private Path data;
    private Path reports;

    @BeforeAll
    void settlesThreeNights(@TempDir Path folder) throws Exception {
        data = data().writeTo(folder.resolve("data"));
        ledger = new RunningLedger(data, Files.createDirectories(folder.resolve("home")));
        ledger.settle(FIRST, LAST);
        reports = ledger.reports();
    }

    @AfterAll
    void closes() {
        ledger.close();
    }

    private static InvoiceData data() {
        return new InvoiceData()
                .placed("o-1", "2026-03-29T09:00:00Z", "USD", "US", CALIFORNIA, 10_800)
                .charge("o-1", "2026-03-29T09:01:00Z", "usd", 10_800)
                .fulfilled("o-1", "2026-03-29T10:00:00Z")
                .refund("txn_r1", "o-1", "2026-03-30T08:00:00Z", "usd", 2_700)
                .placed("o-2", "2026-03-29T11:00:00Z", "EUR", "DE", GERMANY, 11_900)
                .charge("o-2", "2026-03-29T11:01:00Z", "eur", 11_900)
                .refund("txn_r2", "o-2", "2026-03-31T08:00:00Z", "eur", 11_900)
                .placed("o-3", "2026-03-30T10:00:00Z", "USD", "US", CALIFORNIA, 10_800)
                .charge("o-3", "2026-03-30T10:01:00Z", "usd", 10_800)
                .failure("txn_f3", "o-3", "2026-03-31T09:00:00Z", "usd", 10_800)
                .placed("o-4", "2026-03-29T12:00:00Z", "USD", "US", CALIFORNIA, 10_800)
                .placed("o-5", "2026-03-30T11:00:00Z", "USD", "US", CALIFORNIA, 10_800)
                .charge("o-5", "2026-03-30T11:01:00Z", "usd", 10_800)
                .fulfilled("o-5", "2026-03-31T10:00:00Z")
                .placed("o-6", "2026-03-29T13:00:00Z", "EUR", "DE", GERMANY, 11_900)
                .charge("o-6", "2026-03-29T13:01:00Z", "eur", 11_900)
                .placed("o-7", "2026-03-29T14:00:00Z", "USD", "US", CALIFORNIA, 10_800)
                .cancelled("o-7", "2026-03-30T14:00:00Z")
                .placedBy("o-8", "2026-03-31T10:00:00Z", "EUR", PARIS, FRANCE, 1_055)
                .charge("o-8", "2026-03-31T10:01:00Z", "eur", 1_055)
                .placedBy("o-9", "2026-03-31T11:00:00Z", "EUR", BUSINESS, UNTAXED, 4_000)
                .charge("o-9", "2026-03-31T11:01:00Z", "eur", 4_000)
                .placedBy("o-10", "2026-03-31T12:00:00Z", "JPY", "\"country\":\"JP\"", JAPAN, 1_100)
                .charge("o-10", "2026-03-31T12:01:00Z", "jpy", 1_100)
                .person("vault:b-1", "\"first\":\"Test\",\"last\":\"Buyer\"", "\"city\":\"Town\"")
                .person(
                        "vault:b-8",
                        "\"first\":\"\u05d9\u05e2\u05dc\",\"last\":\"\u05db\u05d4\u05df\"",
                        "\"street\":\"Example Street\",\"number\":\"8\",\"country\":\"FR\"")
                .person("vault:b-9", "\"org\":\"<script>alert(1)</script> B.V.\"", "");
    }

    @Test
    void numbersFollowEachOtherInEachSeriesOverTheNights() {
        assertThat(ledger.database().lines(NUMBERS))
                .containsExactly(
                        "DE-2026-000001 INVOICE - o-2 2026-03-29 EUR 10000 1900 11900 REFUNDED",
                        "DE-2026-000002 INVOICE - o-6 2026-03-29 EUR 10000 1900 11900 PAID",
                        "DE-CREDIT-2026-000001 CREDIT_NOTE DE-2026-000001 o-2 2026-03-31 EUR -10000"
                                + " -1900 -11900 REFUNDED",
                        "FR-2026-000001 INVOICE - o-8 2026-03-31 EUR 1000 55 1055 PAID",
                        "JP-2026-000001 INVOICE - o-10 2026-03-31 JPY 1000 100 1100 PAID",
                        "NL-2026-000001 INVOICE - o-9 2026-03-31 EUR 4000 0 4000 PAID",
                        "US-CA-2026-000001 INVOICE - o-1 2026-03-29 USD 10000 800 10800 CLOSED",
                        "US-CA-2026-000002 INVOICE - o-3 2026-03-30 USD 10000 800 10800 VOIDED",
                        "US-CA-2026-000003 INVOICE - o-5 2026-03-30 USD 10000 800 10800 CLOSED",
                        "US-CA-CREDIT-2026-000001 CREDIT_NOTE US-CA-2026-000001 o-1 2026-03-30 USD"
                                + " -2500 -200 -2700 CLOSED",
                        "US-CA-CREDIT-2026-000002 CREDIT_NOTE US-CA-2026-000002 o-3 2026-03-31 USD"
                                + " -10000 -800 -10800 VOIDED");
    }

    @Test
    void eachOrderHasItsLife() {
        assertThat(
                        ledger.database()
                                .lines(
                                        """
                                        select order_id || ' ' || string_agg(to_char(day, 'DD') || ' ' || status, ', ' order by day, step)
                                        from ledger.invoice_step
                                        group by order_id
                                        order by 1
                                        """))
                .containsExactly(
                        "o-1 29 DRAFTED, 29 ISSUED, 29 PAID, 29 FULFILLED, 29 CLOSED",
                        "o-10 31 DRAFTED, 31 ISSUED, 31 PAID",
                        "o-2 29 DRAFTED, 29 ISSUED, 29 PAID, 31 REFUNDED",
                        "o-3 30 DRAFTED, 30 ISSUED, 30 PAID, 31 VOIDED",
                        "o-4 29 DRAFTED",
                        "o-5 30 DRAFTED, 30 ISSUED, 30 PAID, 31 FULFILLED, 31 CLOSED",
                        "o-6 29 DRAFTED, 29 ISSUED, 29 PAID",
                        "o-7 29 DRAFTED, 30 VOIDED",
                        "o-8 31 DRAFTED, 31 ISSUED, 31 PAID",
                        "o-9 31 DRAFTED, 31 ISSUED, 31 PAID");
    }

    @Test
    void anotherReaderSumsTheTaxesTheBooksOwe() throws Exception {
        List<String> invoiced =
                duck(
                        """
                        select jurisdiction, currency, sum(tax_minor) from read_parquet('%s/*/invoices/*.parquet')
                        where jurisdiction is not null group by all order by all
                        """);
        List<String> booked =
                duck(
                        """
                        select substr(account, 17), currency, -sum(amount_minor)
                        from read_parquet('%s/*/postings/*.parquet')
                        where account like 'liabilities:tax:%%' group by all order by all
                        """);

        assertThat(invoiced)
                .isEqualTo(booked)
                .containsExactly("DE|EUR|1900", "FR|EUR|55", "JP|JPY|100", "US-CA|USD|1400");
    }

    @Test
    void anotherReaderFindsEachInvoiceEqualToItsSale() throws Exception {
        List<String> invoiced =
                duck(
                        """
                        select source_key, currency, sum(net_minor), sum(tax_minor), sum(total_minor)
                        from read_parquet('%s/*/invoices/*.parquet')
                        where cause = 'SALE' group by all order by all
                        """);
        List<String> booked =
                duck(
                        """
                        select source_key, currency,
                            -sum(amount_minor) filter (where account = 'liabilities:escrow'),
                            coalesce(-sum(amount_minor) filter (where account like 'liabilities:tax:%%'), 0),
                            sum(amount_minor) filter (where account = 'assets:clearing:charge')
                        from read_parquet('%s/*/postings/*.parquet')
                        where source_key like 'sale:%%' group by all order by all
                        """);

        assertThat(invoiced).isEqualTo(booked).hasSize(8);
    }

    @Test
    void theFileSaysWhoWhereAndHowFarAtTheEndOfItsDay() throws Exception {
        assertThat(
                        duck(
                                """
                                select number, part, kind, credits, cause, issued_on, tax_point, status, buyer_country,
                                    buyer_region, invoice_to, line, sold_as, jurisdiction, rate, taxable_minor
                                from read_parquet('%s/dt=2026-03-29/invoices/*.parquet')
                                """))
                .containsExactly(
                        "DE-2026-000001|1|INVOICE|null|SALE|2026-03-29|2026-03-29|PAID|DE|CA|vault:b-1|1|digital_goods|DE|0.19|10000",
                        "DE-2026-000002|1|INVOICE|null|SALE|2026-03-29|2026-03-29|PAID|DE|CA|vault:b-1|1|digital_goods|DE|0.19|10000",
                        "US-CA-2026-000001|1|INVOICE|null|SALE|2026-03-29|2026-03-29|CLOSED|US|CA|vault:b-1|1|digital_goods|US-CA|0.08|10000");
        assertThat(
                        duck(
                                """
                                select order_id, turn, step, status, number, source_key
                                from read_parquet('%s/dt=2026-03-29/invoice_steps/*.parquet') where order_id in ('o-2', 'o-4')
                                """))
                .containsExactly(
                        "o-2|1|1|DRAFTED|DE-2026-000001|null",
                        "o-2|1|2|ISSUED|DE-2026-000001|sale:o-2:txn_o-2",
                        "o-2|1|3|PAID|DE-2026-000001|sale:o-2:txn_o-2",
                        "o-4|1|1|DRAFTED|null|null");
    }

    @Test
    void aNightKilledBetweenPlacesAndNumbersGivesTheSameNumbers(@TempDir Path folder)
            throws Exception {
        try (RunningLedger killed =
                new RunningLedger(data, Files.createDirectories(folder.resolve("home")))) {
            killed.settle(FIRST, FIRST);
            asOwner(
                    killed.database(),
                    "alter table ledger.invoice_number add constraint planted check (number <> 3)");
            assertThatThrownBy(() -> killed.settle(FIRST, LAST))
                    .isInstanceOf(NightFailedException.class);
            assertThat(
                            killed.database()
                                    .number(
                                            """
                                            select count(*) from ledger.entry_seq s join ledger.entry e using (entry_key)
                                            where e.booked_on = '2026-03-30'
                                            """))
                    .isZero();
            asOwner(killed.database(), "alter table ledger.invoice_number drop constraint planted");

            killed.settle(FIRST, LAST);

            assertThat(killed.database().lines(NUMBERS))
                    .isEqualTo(ledger.database().lines(NUMBERS));
        }
    }

    @Test
    void theSetOfTheMonthHasAPaperForEachNumber(@TempDir Path out) throws Exception {
        ReportDesk desk = ledger.bean(ReportDesk.class);
        Reported reported = desk.report("invoices", "2026-03", null);
        assertThat(desk.copy(reported, out).faults()).isEmpty();
        Path set = out.resolve(reported.place());

        assertThat(reported.place()).isEqualTo("tax/year=2026/invoices/period=2026-03/");
        assertThat(reported.outcome().isFinal())
                .as(() -> "" + reported.outcome().issues())
                .isTrue();
        assertThat(reported.outcome().issues())
                .extracting(ReportIssue::sentence)
                .containsExactly(
                        "invoice.buyer_unknown: JP-2026-000001 names no buyer: the order says no"
                                + " invoiceTo");
        List<String> index = Files.readAllLines(set.resolve("invoices.csv"));
        assertThat(index.stream().map(line -> line.replaceAll(",[^,]*$", "")))
                .containsExactly(
                        "Number,Kind,Order_ID,Issue_Date,Buyer_Country,Currency,Net,Tax,Gross,Credited_Invoice,Factur_X,File",
                        "DE-2026-000001,INVOICE,o-2,2026-03-29,DE,EUR,100.00,19.00,119.00,,Y,DE-2026-000001.pdf",
                        "DE-2026-000002,INVOICE,o-6,2026-03-29,DE,EUR,100.00,19.00,119.00,,Y,DE-2026-000002.pdf",
                        "US-CA-2026-000001,INVOICE,o-1,2026-03-29,US,USD,100.00,8.00,108.00,,Y,US-CA-2026-000001.pdf",
                        "US-CA-2026-000002,INVOICE,o-3,2026-03-30,US,USD,100.00,8.00,108.00,,Y,US-CA-2026-000002.pdf",
                        "US-CA-2026-000003,INVOICE,o-5,2026-03-30,US,USD,100.00,8.00,108.00,,Y,US-CA-2026-000003.pdf",
                        "US-CA-CREDIT-2026-000001,CREDIT_NOTE,o-1,2026-03-30,US,USD,-25.00,-2.00,-27.00,US-CA-2026-000001,Y,US-CA-CREDIT-2026-000001.pdf",
                        "DE-CREDIT-2026-000001,CREDIT_NOTE,o-2,2026-03-31,DE,EUR,-100.00,-19.00,-119.00,DE-2026-000001,Y,DE-CREDIT-2026-000001.pdf",
                        "FR-2026-000001,INVOICE,o-8,2026-03-31,FR,EUR,10.00,0.55,10.55,,Y,FR-2026-000001.pdf",
                        "JP-2026-000001,INVOICE,o-10,2026-03-31,JP,JPY,1000,100,1100,,Y,JP-2026-000001.pdf",
                        "NL-2026-000001,INVOICE,o-9,2026-03-31,NL,EUR,40.00,0.00,40.00,,Y,NL-2026-000001.pdf",
                        "US-CA-CREDIT-2026-000002,CREDIT_NOTE,o-3,2026-03-31,US,USD,-100.00,-8.00,-108.00,US-CA-2026-000002,Y,US-CA-CREDIT-2026-000002.pdf");
        assertThat(Files.readAllLines(set.resolve("tie-out.csv")))
                .containsExactly(
                        "measure,currency,ledger_minor,on_forms_minor,below_threshold_minor,excluded_minor,difference_minor,entries",
                        "invoiced,EUR,16955,16955,0,0,0,5",
                        "invoiced,JPY,1100,1100,0,0,0,1",
                        "invoiced,USD,18900,18900,0,0,0,5");
        assertThat(Files.readString(set.resolve("VALIDATION.json")))
                .contains("en16931-rules", "11 files with XML", "numbers-without-gaps")
                .doesNotContain("fail");
        for (String row : index.subList(1, index.size())) {
            List<String> cells = List.of(row.split(",", -1));
            assertThat(xml(set.resolve(cells.get(11))))
                    .contains(
                            "<ram:ID>" + cells.getFirst() + "</ram:ID>",
                            "<ram:GrandTotalAmount>" + cells.get(8).replace("-", "") + "<");
        }
        assertThat(text(set.resolve("NL-2026-000001.pdf")))
                .contains("<script>alert(1)</script> B.V.", "NL900000017B01", "Reverse charge");
        assertThat(text(set.resolve("FR-2026-000001.pdf")))
                .contains("\u05db\u05d4\u05df", "VAT 5.5 % of 10.00", "10.55");
        assertThat(opened(ledger.database()))
                .containsExactly("vault:b-1 3", "vault:b-8 1", "vault:b-9 1");
        assertThat(desk.report("invoices", "2026-03", null).outcome().inWords())
                .isEqualTo("unchanged: revision 1");
    }

    /** What the file carries; the package that writes it is judged by another validator. */
    private static String xml(Path pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            PDComplexFileSpecification inside =
                    document.getDocumentCatalog()
                            .getNames()
                            .getEmbeddedFiles()
                            .getNames()
                            .get("factur-x.xml");
            byte[] xml = Objects.requireNonNull(inside).getEmbeddedFile().toByteArray();
            return new String(xml, StandardCharsets.UTF_8);
        }
    }

    private static String text(Path pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static List<String> opened(TestDatabase database) throws SQLException {
        List<String> opened = new ArrayList<>();
        try (Connection superuser = database.connect(PostgresServer.SUPERUSER);
                Statement sql = superuser.createStatement();
                ResultSet rows =
                        sql.executeQuery(
                                "select ref || ' ' || count(*) from vault.opening"
                                        + " where purpose = 'invoices' and subject = '2026-03'"
                                        + " group by ref order by ref")) {
            while (rows.next()) {
                opened.add(rows.getString(1));
            }
        }
        return opened;
    }

    private static void asOwner(TestDatabase database, String statement) throws SQLException {
        Login owner = database.settings().owner();
        try (Connection connection =
                        DriverManager.getConnection(
                                database.settings().url(), owner.user(), owner.password());
                Statement sql = connection.createStatement()) {
            sql.execute("set role ledger_owner");
            sql.execute(statement);
        }
    }

    private List<String> duck(String query) throws SQLException, IOException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet found = statement.executeQuery(query.formatted(reports))) {
            List<String> rows = new ArrayList<>();
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        }
    }
}
