package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.postgres.Findings;
import com.illuvrse.finance.jobs.postgres.PostedFacts;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import com.illuvrse.finance.posting.BalanceTransaction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.step.Step;

/** Facts that stand alone become entries, each once. Midnight is at 05:00Z, a chunk has 3 rows. */
final class PostFactsTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final LocalDate WEDNESDAY = MONDAY.plusDays(2);
    private static final String AVAILABLE = "assets:stripe:payments:available";
    private static final String PENDING = "assets:stripe:payments:pending";

    @TempDir private Path folder;

    private TestDatabase database;
    private TestStripe stripe;
    private TestNight night;

    @BeforeEach
    void start() throws IOException {
        database = TestDatabase.create();
        stripe = new TestStripe(folder);
        night = new TestNight(database, TestNight.settings(MONDAY));
    }

    @AfterEach
    void stop() throws IOException {
        stripe.close();
        database.close();
    }

    @Test
    void postsEachRowOnItsOwnDay() throws IOException {
        stripe.charge("0", "o-0", "2026-03-02T04:59:59Z", 7).write();
        for (int i = 1; i <= 7; i++) {
            stripe.charge("" + i, "o-" + i, "2026-03-02T15:00:0" + i + "Z", 100).write();
        }
        stripe.charge("8", "o-8", "2026-03-03T06:00:00Z", 1).write();

        settle(MONDAY);

        assertThat(balance(AVAILABLE)).isEqualTo(700);
        settle(TUESDAY);
        assertThat(balance(AVAILABLE)).isEqualTo(701);
        assertThat(
                        database.lines(
                                "select booked_on, count(*) from ledger.entry group by 1 order by 1"))
                .containsExactly("2026-03-02|7", "2026-03-03|1");
    }

    @Test
    void goesOnAfterItStoppedBetweenTwoChunksAndIsIdempotent() throws IOException {
        for (int i = 1; i <= 8; i++) {
            stripe.charge("" + i, "o-" + i, "2026-03-02T15:00:0" + i + "Z", 100).write();
        }
        Night monday = pull(MONDAY);
        int[] asked = {0};
        night.stop().alsoWhen(() -> ++asked[0] == 3);
        Step step = new PostFacts(database.database()).step(night.steps(), monday);

        night.start(step);
        long before = database.number("select count(*) from ledger.entry");
        night.run(step);
        night.run(new PostFacts(database.database()).step(night.steps(), monday));

        assertThat(before).isBetween(3L, 6L);
        assertThat(database.number("select count(*) from ledger.entry")).isEqualTo(8);
    }

    @Test
    void movesMoneyThatBecomesAvailableOncePerCurrencyAndDay() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000)
                .availableOn("2026-03-03T15:00:00Z")
                .write();
        stripe.charge("2", "o-2", "2026-03-02T16:00:00Z", 200)
                .availableOn("2026-03-03T15:00:00Z")
                .visibleFrom("2026-03-04T12:00:00Z")
                .write();
        stripe.charge("3", "o-3", "2026-03-02T17:00:00Z", 30)
                .availableOn("2026-03-05T15:00:00Z")
                .write();

        settle(MONDAY);
        assertThat(List.of(balance(PENDING), balance(AVAILABLE))).containsExactly(1030L, 0L);

        settle(TUESDAY);
        assertThat(List.of(balance(PENDING), balance(AVAILABLE))).containsExactly(30L, 1000L);

        settle(WEDNESDAY);
        settle(WEDNESDAY);
        assertThat(List.of(balance(PENDING), balance(AVAILABLE))).containsExactly(30L, 1200L);
        assertThat(
                        database.lines(
                                "select source_key from ledger.entry where source_key like '%available%' order by 1"))
                .containsExactly(
                        "stripe:acct_platform:available:USD:2026-03-03",
                        "stripe:acct_platform:available:USD:2026-03-04");
    }

    @Test
    void booksALateRowTodayForItsOwnDay() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000)
                .visibleFrom("2026-03-03T12:00:00Z")
                .write();

        settle(MONDAY);
        settle(TUESDAY);

        assertThat(database.lines("select booked_on, effective_on from ledger.entry"))
                .containsExactly("2026-03-03|2026-03-02");
        assertThat(keys(TUESDAY)).containsExactly("LATE_ARRIVAL txn_1");
    }

    @Test
    void postsNothingForARowThatChanged() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000).write();
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1001)
                .visibleFrom("2026-03-03T12:00:00Z")
                .write();

        settle(MONDAY);
        settle(TUESDAY);
        settle(WEDNESDAY);

        assertThat(balance(AVAILABLE)).isEqualTo(1000);
        assertThat(database.number("select count(*) from ledger.entry")).isEqualTo(1);
        assertThat(keys(TUESDAY)).containsExactly("SOURCE_CHANGED txn_1");
        assertThat(keys(WEDNESDAY)).isEmpty();
    }

    @Test
    void suspendsWhatNoRuleKnows() throws IOException {
        stripe.row("txn_1", "quantum_fee", "quantum", "2026-03-02T15:00:00Z", -500).write();

        settle(MONDAY);

        assertThat(balance("assets:suspense:stripe")).isEqualTo(500);
        assertThat(keys(MONDAY)).containsExactly("UNKNOWN_BT_TYPE txn_1");
    }

    @Test
    void findsTheOrderOfARefundAndOfAReversedTransferThroughTheCharge() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000).write();
        stripe.row("txn_re", "refund", "refund", "2026-03-02T16:00:00Z", -300)
                .source("refund", "re_1")
                .charge("ch_1")
                .write();
        stripe.row("txn_tr", "transfer", "transfer", "2026-03-02T15:00:01Z", -900)
                .source("transfer", "tr_1")
                .with("source_transaction", "ch_1")
                .write();
        stripe.row("txn_rev", "transfer_refund", "transfer_reversal", "2026-03-03T15:00:01Z", 900)
                .source("transfer_reversal", "trr_1")
                .with("transfer", "tr_1")
                .write();

        settle(MONDAY);
        settle(TUESDAY);

        assertThat(database.lines("select bt, order_id from ledger.entry order by 1"))
                .containsExactly("txn_1|o-1", "txn_re|o-1", "txn_rev|o-1", "txn_tr|o-1");
        assertThat(rows(MONDAY))
                .containsExactly("txn_1 ch_1 o-1", "txn_tr ch_1 o-1", "txn_re ch_1 o-1");
        assertThat(rows(TUESDAY)).containsExactly("txn_rev ch_1 o-1");
    }

    @Test
    void reportsARowWithoutAnOrderEveryNight() throws IOException {
        stripe.row("txn_1", "charge", "charge", "2026-03-02T15:00:00Z", 1000)
                .source("charge", "ch_1")
                .write();
        stripe.row("txn_2", "refund", "refund", "2026-03-02T16:00:00Z", -300)
                .source("refund", "re_2")
                .charge("ch_unknown")
                .write();
        stripe.row("txn_3", "payout", "payout", "2026-03-02T17:00:00Z", -100)
                .source("payout", "po_3")
                .write();

        settle(MONDAY);
        settle(TUESDAY);

        assertThat(keys(MONDAY))
                .containsExactly("PAYMENT_WITHOUT_ORDER txn_1", "REFUND_WITHOUT_ORDER txn_2");
        assertThat(keys(TUESDAY)).isEqualTo(keys(MONDAY));
    }

    @Test
    void booksJournalsAndBankLines() throws IOException {
        try (TestInbox inbox = new TestInbox(folder)) {
            inbox.deliver(
                    "journals/dt=2026-03-02/a.jsonl",
                    journal("op-1", null, "debit", "credit"),
                    journal("op-2", "op-1", "credit", "debit"),
                    journal("op-3", "op-2", "debit", "credit"),
                    journal("op-4", null, "debit", "credit"));
            inbox.deliver(
                    "bank/dt=2026-03-02/a.jsonl",
                    bank("1", 9000, "STRIPE po_1"),
                    bank("2", -50, "PAYOUT 2026-03-01"),
                    bank("3", 77, "who knows"));
            night.run(
                    new PullInbox(database.database(), inbox.inbox(), folder.resolve("work"))
                            .step(night.steps(), night.of(MONDAY)));
        }

        settle(MONDAY);

        assertThat(balance("assets:advances:K1")).isEqualTo(600);
        assertThat(balance("assets:bank:operating")).isEqualTo(9027);
        assertThat(balance("assets:transit:payout")).isEqualTo(-9000);
        assertThat(balance("liabilities:payouts:clearing")).isEqualTo(50);
        assertThat(balance("assets:suspense:bank")).isEqualTo(-77);
        assertThat(keys(MONDAY)).containsExactly("BANK_LINE_UNKNOWN operating-2026-03-02:3");
        assertThat(
                        database.lines(
                                "select booked_on, effective_on, occurred_at at time zone 'UTC' from ledger.entry where source_key = 'journal:op-1'"))
                .containsExactly("2026-03-02|2026-03-01|2026-03-01 05:00:00");
    }

    private void settle(LocalDate day) throws IOException {
        night.run(new PostFacts(database.database()).step(night.steps(), pull(day)));
    }

    private Night pull(LocalDate day) throws IOException {
        Night of = night.of(day);
        stripe.clock().set(of.now());
        night.run(new PullStripe(database.database(), stripe.feed()).step(night.steps(), of));
        return of;
    }

    private long balance(String account) {
        return database.balance(account, "USD");
    }

    private List<String> keys(LocalDate day) {
        return new Findings(database.database())
                .of(day).stream().map(each -> each.type() + " " + each.ref()).toList();
    }

    private List<String> rows(LocalDate day) {
        Night of = night.of(day);
        List<BalanceTransaction> rows = new ArrayList<>();
        database.database()
                .read(
                        () -> {
                            new PostedFacts(database.database())
                                    .rowsBookedOn(of.day(), of.booksBegin(), rows::add);
                            return true;
                        });
        return rows.stream()
                .map(row -> row.id() + " " + row.links().charge() + " " + row.links().order())
                .toList();
    }

    private static String journal(
            String id,
            @org.jspecify.annotations.Nullable String reverses,
            String first,
            String second) {
        String reversed = reverses == null ? "null" : "\"" + reverses + "\"";
        return """
        {"type":"journal","journal":"%s","effectiveOn":"2026-03-01","memo":"m","reason":"r",\
        "lines":[{"account":"assets:advances:K1","side":"%s","amount":300,"currency":"USD"},\
        {"account":"equity:opening","side":"%s","amount":300,"currency":"USD"}],"reverses":%s}"""
                .formatted(id, first, second, reversed);
    }

    private static String bank(String line, long amount, String reference) {
        return """
        {"type":"bank","account":"operating","line":"%s","bookedOn":"2026-03-02","amount":%d,"currency":"USD",\
        "reference":"%s","reason":null}"""
                .formatted(line, amount, reference);
    }
}
