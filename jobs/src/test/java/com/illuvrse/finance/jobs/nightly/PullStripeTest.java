package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.postgres.StripeFacts;
import com.illuvrse.finance.jobs.postgres.StripeFacts.Moment;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.sandbox.stripe.Fault;
import com.illuvrse.finance.sandbox.stripe.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.step.StepExecution;

/** What Stripe says, read through interruptions and while it moves. Midnight is at 05:00Z. */
final class PullStripeTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final Currency USD = Currency.of("USD");

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
    void keepsTheRowsTheBalanceIsMadeOf() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T05:00:00Z", 1000).write();
        stripe.charge("2", "o-2", "2026-03-03T04:59:59Z", 200).write();
        stripe.charge("3", "o-3", "2026-03-03T05:00:00Z", 30).write();
        stripe.charge("4", "o-4", "2026-03-03T07:00:00Z", 4).write();

        pull(MONDAY);

        assertThat(ids()).isEqualTo("txn_1,txn_2,txn_3,txn_4");
        assertThat(balance(MONDAY)).isEqualTo(1234);
    }

    @Test
    void leavesRowsBeforeTheBooksBeginAlone() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T04:59:59Z", 1000).write();
        stripe.charge("2", "o-2", "2026-03-02T05:00:00Z", 200).write();

        pull(MONDAY);

        assertThat(ids()).isEqualTo("txn_2");
        assertThat(balance(MONDAY)).isEqualTo(1200);
    }

    @Test
    void asksNothingMoreWhenItHasFinished() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000).write();
        pull(MONDAY);
        long asked = stripe.faults().requests(Operation.LIST_BALANCE_TRANSACTIONS);

        pull(MONDAY);

        assertThat(stripe.faults().requests(Operation.LIST_BALANCE_TRANSACTIONS)).isEqualTo(asked);
    }

    @Test
    void goesOnWithThePageItLost() throws IOException {
        for (int i = 0; i < 250; i++) {
            stripe.charge(
                            "%03d".formatted(i),
                            "o-" + i,
                            "2026-03-02T15:%02d:%02dZ".formatted(i / 60, i % 60),
                            1)
                    .write();
        }
        stripe.faults()
                .next(3, Operation.LIST_BALANCE_TRANSACTIONS, Fault.NONE)
                .next(3, Operation.LIST_BALANCE_TRANSACTIONS, Fault.INTERNAL_ERROR);

        StepExecution first = start(MONDAY);
        long kept = database.number("select count(*) from fact.balance_transaction");
        long asked = stripe.faults().requests(Operation.LIST_BALANCE_TRANSACTIONS);
        pull(MONDAY);

        assertThat(first.getStatus()).isEqualTo(BatchStatus.FAILED);
        assertThat(kept).isEqualTo(200);
        assertThat(database.number("select count(*) from fact.balance_transaction")).isEqualTo(250);
        assertThat(stripe.faults().requests(Operation.LIST_BALANCE_TRANSACTIONS) - asked)
                .as("the third page, the window of the night, and what came since")
                .isEqualTo(3);
        assertThat(balance(MONDAY)).isEqualTo(250);
    }

    @Test
    void waitsWhenStripeIsBusy() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000).write();
        stripe.faults()
                .next(2, Operation.LIST_BALANCE_TRANSACTIONS, Fault.RATE_LIMITED)
                .next(1, Operation.GET_BALANCE, Fault.CUT_ANSWER);

        pull(MONDAY);

        assertThat(ids()).isEqualTo("txn_1");
    }

    @Test
    void keepsARowOnceThoughAPageHasItTwice() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000).write();
        stripe.charge("2", "o-2", "2026-03-02T15:00:01Z", 1000).write();
        stripe.faults()
                .next(1, Operation.LIST_BALANCE_TRANSACTIONS, Fault.NONE)
                .next(1, Operation.LIST_BALANCE_TRANSACTIONS, Fault.TWICE);

        pull(MONDAY);

        assertThat(ids()).isEqualTo("txn_1,txn_2");
        assertThat(database.number("select count(*) from fact.balance_transaction_change"))
                .isZero();
    }

    @Test
    void findsALateRowThroughTheOverlap() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000)
                .visibleFrom("2026-03-03T09:00:00Z")
                .write();

        pull(MONDAY);

        assertThat(ids()).isEmpty();
        pull(TUESDAY);
        assertThat(
                        database.lines(
                                "select id, first_seen_on from fact.balance_transaction order by id"))
                .containsExactly("txn_1|2026-03-03");
    }

    @Test
    void notesARowThatCameAgainWithOtherContent() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000).write();
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1001)
                .visibleFrom("2026-03-03T09:00:00Z")
                .write();

        pull(MONDAY);
        pull(TUESDAY);

        assertThat(database.lines("select id, amount from fact.balance_transaction"))
                .containsExactly("txn_1|1000");
        assertThat(database.lines("select id, seen_on from fact.balance_transaction_change"))
                .containsExactly("txn_1|2026-03-03");
    }

    @Test
    void readsAgainWhenAnEarlierRowAppearsMeanwhile() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000).write();
        stripe.charge("2", "o-2", "2026-03-02T16:00:00Z", 200)
                .visibleFrom("2026-03-03T07:00:01Z")
                .write();
        Night monday = night.of(MONDAY);
        stripe.clock().set(monday.now());
        int[] asked = {0};
        night.stop()
                .alsoWhen(
                        () -> {
                            if (++asked[0] == 3) {
                                stripe.clock().set(monday.now().plusSeconds(1));
                            }
                            return false;
                        });

        night.run(new PullStripe(database.database(), stripe.feed()).step(night.steps(), monday));

        assertThat(database.number("select max(round) from fact.stripe_round")).isEqualTo(2);
        assertThat(ids()).isEqualTo("txn_1,txn_2");
        assertThat(balance(MONDAY)).isEqualTo(1200);
    }

    @Test
    void asksForADisputeUntilItIsDecided() throws IOException {
        stripe.row("txn_1", "adjustment", "dispute", "2026-03-02T15:00:00Z", -1000)
                .source("dispute", "dp_1")
                .charge("ch_1")
                .with("status", "needs_response")
                .write();
        stripe.line(
                "disputes",
                """
                {"id":"dp_1","object":"dispute","amount":1000,"charge":"ch_1","currency":"usd","created":1772463600,\
                "status":"needs_response","_sandbox":{"timeline":[{"at":"2026-03-03T12:00:00Z","status":"lost"}]}}""");

        pull(MONDAY);
        pull(TUESDAY);
        pull(TUESDAY.plusDays(1));

        assertThat(
                        database.lines(
                                "select seen_on, status, charge_id from fact.stripe_dispute order by seen_on"))
                .containsExactly("2026-03-02|needs_response|ch_1", "2026-03-03|lost|ch_1");
    }

    @Test
    void listsTheRowsOfAReconciledPayoutThoughTheyAreOlderThanTheBooks() throws IOException {
        stripe.charge("1", "o-1", "2026-03-01T15:00:00Z", 900).inPayout("po_1").write();
        stripe.row("txn_2", "payout", "payout", "2026-03-02T15:00:00Z", -900)
                .source("payout", "po_1")
                .inPayout("po_1")
                .write();
        stripe.line(
                "payouts",
                """
                {"id":"po_1","object":"payout","amount":900,"arrival_date":1772582400,"automatic":true,\
                "balance_transaction":"txn_2","created":1772463600,"currency":"usd","failure_balance_transaction":null,\
                "failure_code":null,"reconciliation_status":"completed","status":"in_transit"}""");

        pull(MONDAY);

        assertThat(database.lines("select bt_id from fact.stripe_payout_row order by bt_id"))
                .containsExactly("txn_1", "txn_2");
        assertThat(ids()).isEqualTo("txn_1,txn_2");
        assertThat(balance(MONDAY)).isZero();
    }

    @Test
    void findsARowThatIsOlderThanTheOverlapWhenTheBalanceHasIt() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000).write();
        stripe.charge("2", "o-2", "2026-03-02T16:00:00Z", 200)
                .visibleFrom("2026-03-13T06:00:00Z")
                .write();
        pullUpTo(MONDAY.plusDays(9));
        assertThat(ids()).isEqualTo("txn_1");

        pull(MONDAY.plusDays(10));

        assertThat(ids()).isEqualTo("txn_1,txn_2");
        assertThat(searches()).isEqualTo(1);
        assertThat(database.number("select count(*) from ledger.stripe_difference")).isZero();
    }

    @Test
    void searchesTheNewestDayFirstAndNoFurtherThanItMust() throws IOException {
        stripe.charge("1", "o-1", "2026-03-10T15:00:00Z", 200).write();
        pullUpTo(MONDAY.plusDays(7));
        LocalDate day = MONDAY.plusDays(8);
        stripe.faults().next(1, Operation.LIST_BALANCE_TRANSACTIONS, windowOf(10), Fault.MISSING);

        pull(day);

        assertThat(ids()).isEqualTo("txn_1");
        assertThat(
                        database.lines(
                                """
                                select p.window_from at time zone 'UTC' from fact.stripe_page p
                                    join fact.stripe_round r on r.day = p.day and r.round = p.round
                                where r.search_from is not null order by p.window_from desc
                                """))
                .containsExactly("2026-03-11 04:00:00", "2026-03-10 04:00:00");
    }

    @Test
    void searchesOnceForARowNobodyShows() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000).write();
        balance("2026-03-03T06:00:00Z", 1000);
        balance("2026-03-04T06:00:00Z", 900);
        balance("2026-03-07T06:00:00Z", 800);
        balance("2026-03-08T06:00:00Z", 1000);
        balance("2026-03-09T06:00:00Z", 800);

        pullUpTo(MONDAY.plusDays(6));

        assertThat(
                        database.lines(
                                "select day, search_from from fact.stripe_round where search_from is not null order by day"))
                .as("on the day it is found first, when it changes, and when it comes again")
                .containsExactly(
                        "2026-03-03|2026-03-02", "2026-03-06|2026-03-02", "2026-03-08|2026-03-02");
        assertThat(
                        database.lines(
                                "select day, balance_type, currency, amount, searched from ledger.stripe_difference order by day"))
                .containsExactly(
                        "2026-03-03|payments|USD|100|t",
                        "2026-03-04|payments|USD|100|t",
                        "2026-03-05|payments|USD|100|t",
                        "2026-03-06|payments|USD|200|t",
                        "2026-03-08|payments|USD|200|t");
        assertThat(ids()).isEqualTo("txn_1");
    }

    @Test
    void searchesFromTheBeginningOfTheBooksAndNoFurther() throws IOException {
        stripe.charge("0", "o-0", "2026-03-02T04:59:59Z", 7).write();
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000).write();

        pull(MONDAY);
        long first = searches();
        pull(TUESDAY);

        assertThat(first).as("what was there before the books is not known yet").isZero();
        assertThat(searches()).as("no journal said so in time").isEqualTo(1);
        assertThat(ids()).isEqualTo("txn_1");
    }

    @Test
    void goesOnWithASearchThatWasInterrupted() throws IOException {
        stripe.charge("1", "o-1", "2026-03-02T15:00:00Z", 1000).write();
        stripe.charge("2", "o-2", "2026-03-02T16:00:00Z", 200)
                .visibleFrom("2026-03-13T06:00:00Z")
                .write();
        LocalDate last = MONDAY.plusDays(10);
        pullUpTo(last.minusDays(1));
        stripe.faults()
                .next(1, Operation.LIST_BALANCE_TRANSACTIONS, windowOf(4), Fault.NONE)
                .next(3, Operation.LIST_BALANCE_TRANSACTIONS, windowOf(3), Fault.INTERNAL_ERROR);

        StepExecution interrupted = start(last);
        long asked = stripe.faults().requests(Operation.LIST_BALANCE_TRANSACTIONS);
        pull(last);

        assertThat(interrupted.getStatus()).isEqualTo(BatchStatus.FAILED);
        assertThat(ids()).isEqualTo("txn_1,txn_2");
        assertThat(searches()).isEqualTo(1);
        assertThat(stripe.faults().requests(Operation.LIST_BALANCE_TRANSACTIONS) - asked)
                .as("the day it failed on, the day before, and what came since")
                .isEqualTo(3);
    }

    private void pullUpTo(LocalDate last) throws IOException {
        for (LocalDate day = MONDAY; !day.isAfter(last); day = day.plusDays(1)) {
            pull(day);
        }
    }

    private void balance(String at, long available) throws IOException {
        stripe.line(
                "balance",
                """
                {"at":"%s","balance":{"object":"balance","livemode":false,\
                "available":[{"amount":%d,"currency":"usd","source_types":{"card":0}}],"pending":[]}}"""
                        .formatted(at, available));
    }

    private static String windowOf(int day) {
        return "created[gte]="
                + MONDAY.withDayOfMonth(day)
                        .atStartOfDay(java.time.ZoneId.of("America/New_York"))
                        .toEpochSecond();
    }

    private long searches() {
        return database.number(
                "select count(*) from fact.stripe_round where search_from is not null");
    }

    @Test
    void refusesADayThatIsNotOver() throws IOException {
        Night monday = night.of(MONDAY);
        Night early =
                new Night(
                        monday.day(),
                        monday.epoch(),
                        monday.settings(),
                        new TestClock(monday.day().to().minusMillis(1)));
        stripe.clock().set(early.now());

        StepExecution execution =
                night.start(
                        new PullStripe(database.database(), stripe.feed())
                                .step(night.steps(), early));

        assertThat(execution.getFailureExceptions().getFirst())
                .hasMessageContaining("accounting day 2026-03-02 ends at 2026-03-03T05:00:00Z");
    }

    private void pull(LocalDate day) throws IOException {
        Night of = night.of(day);
        stripe.clock().set(of.now());
        night.run(new PullStripe(database.database(), stripe.feed()).step(night.steps(), of));
    }

    private StepExecution start(LocalDate day) throws IOException {
        Night of = night.of(day);
        stripe.clock().set(of.now());
        return night.start(
                new PullStripe(database.database(), stripe.feed()).step(night.steps(), of));
    }

    private String ids() {
        return String.join(
                ",", database.lines("select id from fact.balance_transaction order by id"));
    }

    private long balance(LocalDate day) {
        return new StripeFacts(database.database())
                .balance(day, Moment.AFTER)
                .orElseThrow()
                .balance()
                .sum("payments", USD);
    }
}
