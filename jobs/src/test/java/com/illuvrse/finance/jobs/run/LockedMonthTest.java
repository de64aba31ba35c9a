package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.exporters.verify.VerifyReport;
import com.illuvrse.finance.jobs.nightly.Csv;
import com.illuvrse.finance.jobs.nightly.HandedJournals.Judgement;
import com.illuvrse.finance.jobs.postgres.RunLock;
import com.illuvrse.finance.jobs.run.PeriodStatement.Line;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The end of March through the real job: opening balances by hand, the month locked, a row of
 * Stripe and a journal of the locked month on 1 April, and a journal taken back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LockedMonthTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 30);
    private static final LocalDate LAST = LocalDate.of(2026, 3, 31);
    private static final LocalDate APRIL = LocalDate.of(2026, 4, 1);
    private static final Period MARCH = Period.parse("2026-03");
    private static final Currency USD = Currency.of("USD");
    private static final AccountId BANK = AccountId.of("assets:bank:operating");

    private Path folder;
    private RunningLedger ledger;

    @BeforeAll
    void begins(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve("inbox/orders"));
        Files.createDirectories(data.resolve("stripe"));
        Files.writeString(
                data.resolve("settings.yml"),
                """
                settlement:
                  zone: UTC
                  first-day: 2026-03-30
                  payouts:
                    days: []
                """);
        Files.writeString(
                data.resolve("stripe/balance_transactions.jsonl"),
                topup("txn_open", "tu_0", 50000, "2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z")
                        + topup(
                                "txn_1",
                                "tu_1",
                                1000,
                                "2026-03-30T12:00:00Z",
                                "2026-03-30T12:00:00Z")
                        + topup(
                                "txn_2",
                                "tu_2",
                                700,
                                "2026-03-31T23:59:58Z",
                                "2026-04-01T12:00:00Z")
                        + topup(
                                "txn_3",
                                "tu_3",
                                50,
                                "2026-04-01T12:00:00Z",
                                "2026-04-01T12:00:00Z"));
        ledger = new RunningLedger(data, Files.createDirectories(folder.resolve("home")));
    }

    @AfterAll
    void ends() {
        ledger.close();
    }

    @Test
    @Order(1)
    void openingBalancesAreHandedInAndBookedByTheFirstNight() throws Exception {
        Judgement handed = ledger.bean(JournalDesk.class).post(opening());
        Judgement again = ledger.bean(JournalDesk.class).post(opening());
        ledger.settle(FIRST, LAST);

        assertThat(handed.day()).isEqualTo(FIRST);
        assertThat(handed.isNew()).isTrue();
        assertThat(again.isNew() || again.isRefused()).isFalse();
        assertThat(ledger.database().lines(booked("journal:op-1")))
                .containsExactly("2026-03-30|2026-03-29");
        assertThat(balance("equity:opening")).isEqualTo(-50000);
        assertThat(ledger.database().balance("assets:stripe:payments:available", "USD"))
                .isEqualTo(51000);
    }

    @Test
    @Order(2)
    void theMonthIsLockedOnceItIsSealed() throws Exception {
        Periods periods = ledger.bean(Periods.class);

        assertThatThrownBy(() -> periods.lock(Period.parse("2026-04"), "ada", "too early"))
                .hasMessageContaining("2026-04-01 is not sealed yet");
        assertThat(periods.lock(MARCH, "ada", "month end").isNew()).isTrue();
        assertThat(periods.lock(MARCH, "ada", "month end").isNew()).isFalse();
    }

    @Test
    @Order(3)
    void whileANightRunsNothingIsPosted() throws Exception {
        try (RunLock elsewhere = RunLock.tryTake(ledger.database().database()).orElseThrow()) {
            assertThat(elsewhere.isLost()).isFalse();
            assertThatThrownBy(() -> ledger.bean(JournalDesk.class).post(correction("j-1", null)))
                    .isInstanceOf(AlreadyRunningException.class);
            assertThat(ledger.bean(JournalDesk.class).check(correction("j-1", null)).isNew())
                    .isTrue();
        }
    }

    @Test
    @Order(4)
    void whatIsLateForALockedMonthIsBookedOnTheFirstOpenDay() throws Exception {
        List<String> sealed = ledger.database().lines(manifests());

        Judgement handed = ledger.bean(JournalDesk.class).post(correction("j-1", null));
        ledger.settle(APRIL, APRIL);

        assertThat(handed.day()).isEqualTo(APRIL);
        assertThat(ledger.database().lines(booked("stripe:acct_platform:bt:txn_2")))
                .containsExactly("2026-04-01|2026-03-31");
        assertThat(ledger.database().lines(booked("journal:j-1")))
                .containsExactly("2026-04-01|2026-03-31");
        assertThat(
                        ledger.database()
                                .lines(
                                        "select ref, status from ledger.break_day where type = 'LATE_ARRIVAL'"))
                .containsExactly("txn_2|INFO");
        assertThat(ledger.database().lines(manifests())).startsWith(sealed.toArray(String[]::new));
    }

    @Test
    @Order(5)
    void asSealedAndTheBridgeAreAsNowKnown() throws Exception {
        PeriodStatement march = ledger.bean(Periods.class).statement(MARCH);

        assertThat(march.effective()).isEqualTo(LAST);
        assertThat(march.known()).isEqualTo(APRIL);
        assertThat(march.lines()).contains(new Line(BANK, usd(0), usd(-500), usd(-500)));
        assertThat(march.late())
                .extracting(entry -> entry.source().text())
                .contains("stripe:acct_platform:bt:txn_2", "journal:j-1")
                .doesNotContain("stripe:acct_platform:bt:txn_3");
        Map<String, String> lastOfMarch = closing();
        for (Line line : march.lines()) {
            assertThat(lastOfMarch.getOrDefault(line.account() + "|USD", "0"))
                    .as(line.account().path())
                    .isEqualTo(Long.toString(line.asSealed().minor()));
        }
    }

    /** As the reports of that day in the archive have it. */
    private Map<String, String> closing() throws IOException {
        Map<String, String> closing = new TreeMap<>();
        for (Map<String, String> row :
                Csv.read(ledger.reports().resolve("dt=2026-03-31/trial-balance.csv"))) {
            closing.put(
                    row.get("account") + "|" + row.get("currency"),
                    String.valueOf(row.get("closing_minor")));
        }
        return closing;
    }

    @Test
    @Order(6)
    void aJournalIsTakenBackByOneThatNamesIt() throws Exception {
        Judgement back = ledger.bean(JournalDesk.class).post(correction("j-2", "j-1"));
        Judgement twice = ledger.bean(JournalDesk.class).post(correction("j-3", "j-1"));
        ledger.settle(APRIL.plusDays(1), APRIL.plusDays(1));

        assertThat(back.isNew()).isTrue();
        assertThat(twice.isRefused()).isTrue();
        assertThat(
                        ledger.database()
                                .lines(
                                        "select source_key, booked_on from ledger.entry where reverses = '"
                                                + SourceKey.of("journal", "j-1").entryId()
                                                + "'"))
                .containsExactly("journal:j-2|2026-04-02");
        assertThat(balance("expenses:climate")).isZero();
        assertThat(balance("assets:bank:operating")).isZero();
        assertThat(
                        ledger.bean(Periods.class).statement(MARCH).lines().stream()
                                .filter(line -> line.account().path().equals("expenses:climate")))
                .as("the correction of March was of March, and so was taking it back")
                .containsExactly(
                        new Line(AccountId.of("expenses:climate"), usd(0), usd(0), usd(0)));
    }

    @Test
    @Order(7)
    void anAuditorFindsNothingWrong() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        int code =
                VerifyReport.run(
                        ledger.segments(),
                        ledger.trustFile(),
                        null,
                        new PrintStream(told, true, StandardCharsets.UTF_8));

        assertThat(code).as(told.toString(StandardCharsets.UTF_8)).isZero();
    }

    private static String manifests() {
        return "select segment, manifest_id from ledger.segment_manifest order by segment";
    }

    private static String booked(String key) {
        return "select booked_on, effective_on from ledger.entry where source_key = '" + key + "'";
    }

    private long balance(String account) {
        return ledger.database().balance(account, "USD");
    }

    private static Money usd(long minor) {
        return Money.of(minor, USD);
    }

    private Path opening() throws IOException {
        return Files.writeString(
                folder.resolve("opening.jsonl"),
                """
                {"type":"journal","journal":"op-1","effectiveOn":"2026-03-29","reason":"migration","lines":[\
                {"account":"assets:stripe:payments:available","side":"debit","amount":50000,"currency":"USD"},\
                {"account":"equity:opening","side":"credit","amount":50000,"currency":"USD"}]}
                """);
    }

    private Path correction(String journal, @Nullable String reverses) throws IOException {
        boolean back = reverses != null;
        return Files.writeString(
                folder.resolve("correction.jsonl"),
                """
                {"type":"journal","journal":"%s","effectiveOn":"2026-03-31","reason":"correction","lines":[\
                {"account":"expenses:climate","side":"%s","amount":500,"currency":"USD"},\
                {"account":"assets:bank:operating","side":"%s","amount":500,"currency":"USD"}],"reverses":%s}
                """
                        .formatted(
                                journal,
                                back ? "credit" : "debit",
                                back ? "debit" : "credit",
                                back ? "\"" + reverses + "\"" : "null"));
    }

    private static String topup(
            String id, String source, long amount, String created, String visibleFrom) {
        long at = Instant.parse(created).getEpochSecond();
        return """
        {"id":"%1$s","object":"balance_transaction","amount":%3$d,"available_on":%4$d,"balance_type":"payments",\
        "created":%4$d,"currency":"usd","description":"Top-up","exchange_rate":null,"fee":0,"fee_details":[],\
        "net":%3$d,"reporting_category":"topup","source":{"amount":%3$d,"balance_transaction":"%1$s","created":%4$d,\
        "currency":"usd","description":"float","expected_availability_date":%4$d,"failure_code":null,\
        "failure_message":null,"id":"%2$s","initiated_by":"user","livemode":false,"metadata":{},"object":"topup",\
        "source":null,"statement_descriptor":null,"status":"succeeded","transfer_group":null},"status":"available",\
        "type":"topup","_sandbox":{"visibleFrom":"%5$s"}}
        """
                .formatted(id, source, amount, at, visibleFrom);
    }
}
