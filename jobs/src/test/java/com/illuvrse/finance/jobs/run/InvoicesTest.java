package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.postgres.DatabaseSettings.Login;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import java.io.IOException;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Three nights of the real job with invoices in two jurisdictions, read from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvoicesTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    private static final LocalDate LAST = FIRST.plusDays(2);
    private static final String CALIFORNIA =
            "\"net\":10000,\"taxes\":[{\"jurisdiction\":\"US-CA\",\"rate\":\"0.08\"}]";
    private static final String GERMANY =
            "\"gross\":11900,\"taxInclusive\":true,\"taxes\":[{\"jurisdiction\":\"DE\",\"rate\":\"0.19\"}]";
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
                .placed("o-1", "2026-03-02T09:00:00Z", "USD", "US", CALIFORNIA, 10_800)
                .charge("o-1", "2026-03-02T09:01:00Z", "usd", 10_800)
                .fulfilled("o-1", "2026-03-02T10:00:00Z")
                .refund("txn_r1", "o-1", "2026-03-03T08:00:00Z", "usd", 2_700)
                .placed("o-2", "2026-03-02T11:00:00Z", "EUR", "DE", GERMANY, 11_900)
                .charge("o-2", "2026-03-02T11:01:00Z", "eur", 11_900)
                .refund("txn_r2", "o-2", "2026-03-04T08:00:00Z", "eur", 11_900)
                .placed("o-3", "2026-03-03T10:00:00Z", "USD", "US", CALIFORNIA, 10_800)
                .charge("o-3", "2026-03-03T10:01:00Z", "usd", 10_800)
                .failure("txn_f3", "o-3", "2026-03-04T09:00:00Z", "usd", 10_800)
                .placed("o-4", "2026-03-02T12:00:00Z", "USD", "US", CALIFORNIA, 10_800)
                .placed("o-5", "2026-03-03T11:00:00Z", "USD", "US", CALIFORNIA, 10_800)
                .charge("o-5", "2026-03-03T11:01:00Z", "usd", 10_800)
                .fulfilled("o-5", "2026-03-04T10:00:00Z")
                .placed("o-6", "2026-03-02T13:00:00Z", "EUR", "DE", GERMANY, 11_900)
                .charge("o-6", "2026-03-02T13:01:00Z", "eur", 11_900)
                .placed("o-7", "2026-03-02T14:00:00Z", "USD", "US", CALIFORNIA, 10_800)
                .cancelled("o-7", "2026-03-03T14:00:00Z");
    }

    @Test
    void numbersFollowEachOtherInEachSeriesOverTheNights() {
        assertThat(ledger.database().lines(NUMBERS))
                .containsExactly(
                        "DE-2026-000001 INVOICE - o-2 2026-03-02 EUR 10000 1900 11900 REFUNDED",
                        "DE-2026-000002 INVOICE - o-6 2026-03-02 EUR 10000 1900 11900 PAID",
                        "DE-CREDIT-2026-000001 CREDIT_NOTE DE-2026-000001 o-2 2026-03-04 EUR -10000 -1900 -11900 REFUNDED",
                        "US-CA-2026-000001 INVOICE - o-1 2026-03-02 USD 10000 800 10800 CLOSED",
                        "US-CA-2026-000002 INVOICE - o-3 2026-03-03 USD 10000 800 10800 VOIDED",
                        "US-CA-2026-000003 INVOICE - o-5 2026-03-03 USD 10000 800 10800 CLOSED",
                        "US-CA-CREDIT-2026-000001 CREDIT_NOTE US-CA-2026-000001 o-1 2026-03-03 USD -2500 -200 -2700 CLOSED",
                        "US-CA-CREDIT-2026-000002 CREDIT_NOTE US-CA-2026-000002 o-3 2026-03-04 USD -10000 -800 -10800 VOIDED");
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
                        "o-1 02 DRAFTED, 02 ISSUED, 02 PAID, 02 FULFILLED, 02 CLOSED",
                        "o-2 02 DRAFTED, 02 ISSUED, 02 PAID, 04 REFUNDED",
                        "o-3 03 DRAFTED, 03 ISSUED, 03 PAID, 04 VOIDED",
                        "o-4 02 DRAFTED",
                        "o-5 03 DRAFTED, 03 ISSUED, 03 PAID, 04 FULFILLED, 04 CLOSED",
                        "o-6 02 DRAFTED, 02 ISSUED, 02 PAID",
                        "o-7 02 DRAFTED, 03 VOIDED");
    }

    @Test
    void anotherReaderSumsTheTaxesTheBooksOwe() throws Exception {
        List<String> invoiced =
                duck(
                        """
                        select jurisdiction, currency, sum(tax_minor) from read_parquet('%s/*/invoices/*.parquet')
                        group by all order by all
                        """);
        List<String> booked =
                duck(
                        """
                        select substr(account, 17), currency, -sum(amount_minor)
                        from read_parquet('%s/*/postings/*.parquet')
                        where account like 'liabilities:tax:%%' group by all order by all
                        """);

        assertThat(invoiced).isEqualTo(booked).containsExactly("DE|EUR|1900", "US-CA|USD|1400");
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
                            -sum(amount_minor) filter (where account like 'liabilities:tax:%%'),
                            sum(amount_minor) filter (where account = 'assets:clearing:charge')
                        from read_parquet('%s/*/postings/*.parquet')
                        where source_key like 'sale:%%' group by all order by all
                        """);

        assertThat(invoiced).isEqualTo(booked).hasSize(5);
    }

    @Test
    void theFileSaysWhoWhereAndHowFarAtTheEndOfItsDay() throws Exception {
        assertThat(
                        duck(
                                """
                                select number, part, kind, credits, cause, issued_on, tax_point, status, buyer_country,
                                    buyer_region, invoice_to, line, sold_as, jurisdiction, rate, taxable_minor
                                from read_parquet('%s/dt=2026-03-02/invoices/*.parquet')
                                """))
                .containsExactly(
                        "DE-2026-000001|1|INVOICE|null|SALE|2026-03-02|2026-03-02|PAID|DE|CA|vault:b-1|1|digital_goods|DE|0.19|10000",
                        "DE-2026-000002|1|INVOICE|null|SALE|2026-03-02|2026-03-02|PAID|DE|CA|vault:b-1|1|digital_goods|DE|0.19|10000",
                        "US-CA-2026-000001|1|INVOICE|null|SALE|2026-03-02|2026-03-02|CLOSED|US|CA|vault:b-1|1|digital_goods|US-CA|0.08|10000");
        assertThat(
                        duck(
                                """
                                select order_id, turn, step, status, number, source_key
                                from read_parquet('%s/dt=2026-03-02/invoice_steps/*.parquet') where order_id in ('o-2', 'o-4')
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
                                            where e.booked_on = '2026-03-03'
                                            """))
                    .isZero();
            asOwner(killed.database(), "alter table ledger.invoice_number drop constraint planted");

            killed.settle(FIRST, LAST);

            assertThat(killed.database().lines(NUMBERS))
                    .isEqualTo(ledger.database().lines(NUMBERS));
        }
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
