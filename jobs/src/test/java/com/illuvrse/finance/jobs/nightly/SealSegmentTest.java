package com.illuvrse.finance.jobs.nightly;

import static com.illuvrse.finance.jobs.nightly.SealedLedger.FIRST;
import static com.illuvrse.finance.jobs.nightly.SealedLedger.PAYDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.exporters.signing.SigningUnavailableException;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.step.StepExecution;

/** What happens when a day is closed and sealed while something goes wrong. */
final class SealSegmentTest {

    @TempDir private Path home;
    private SealedLedger ledger;

    @BeforeEach
    void starts() throws Exception {
        ledger = new SealedLedger(home);
    }

    @AfterEach
    void stops() throws Exception {
        ledger.close();
    }

    private static JournalEntry entry(String id, LocalDate day) {
        Money amount = Money.of(100, Currency.of("USD"));
        return JournalEntry.of(
                        SourceKey.of("journal", id),
                        day,
                        day.atTime(9, 0).toInstant(java.time.ZoneOffset.UTC))
                .debit(Accounts.STRIPE_AVAILABLE, amount)
                .credit(Accounts.OPENING, amount)
                .build();
    }

    private void book(JournalEntry entry) {
        Journal journal = new Journal(ledger.database());
        ledger.database()
                .write(
                        LedgerRole.WRITER,
                        ledger.test().epoch(),
                        () -> journal.post(List.of(entry)));
    }

    @Test
    void waitsForWhoeverStillBooksIntoTheDay() throws Exception {
        Night night = ledger.settle(FIRST);
        Journal journal = new Journal(ledger.database());
        CountDownLatch booked = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            Future<?> writer =
                    both.submit(
                            () ->
                                    ledger.database()
                                            .write(
                                                    LedgerRole.WRITER,
                                                    night.epoch(),
                                                    () -> {
                                                        journal.post(List.of(entry("late", FIRST)));
                                                        booked.countDown();
                                                        await(mayCommit);
                                                    }));
            assertThat(booked.await(30, TimeUnit.SECONDS)).isTrue();

            Future<?> closing = both.submit(() -> ledger.run(ledger.closeDay(night)));
            awaitBlockedStatement();
            boolean closedEarly = closing.isDone();
            mayCommit.countDown();
            writer.get(30, TimeUnit.SECONDS);
            closing.get(30, TimeUnit.SECONDS);

            assertThat(closedEarly).isFalse();
        }
        assertThat(ledger.segments().require(FIRST).entries())
                .isEqualTo(ledger.test().number("select count(*) from ledger.entry"));
        assertThat(
                        ledger.test()
                                .number(
                                        "select count(*) from ledger.entry_seq s join ledger.entry e on"
                                                + " e.entry_key = s.entry_key where e.journal is null and"
                                                + " e.source_key = 'journal:late'"))
                .isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let the writer commit");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Until PostgreSQL says that somebody waits for a row somebody else holds. */
    private void awaitBlockedStatement() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (ledger.test().number("select count(*) from pg_locks where not granted") == 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the close did not wait");
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void refusesEntriesOnceTheDayIsClosed() throws Exception {
        Night night = ledger.settle(FIRST);

        ledger.run(ledger.closeDay(night));

        assertThatThrownBy(() -> book(entry("too-late", FIRST)))
                .hasMessageContaining("entries can only be booked into an open day");
    }

    @Test
    void givesEntriesTheirPlacesByInstantAndId() throws Exception {
        Night night = ledger.settle(FIRST);

        ledger.run(ledger.closeDay(night));
        ledger.run(ledger.closeDay(night));

        assertThat(
                        ledger.test()
                                .lines(
                                        "select s.seq from ledger.entry_seq s join ledger.entry e on"
                                                + " e.entry_key = s.entry_key order by"
                                                + " to_char(e.occurred_at at time zone 'UTC',"
                                                + " 'YYYY-MM-DD\"T\"HH24:MI:SS.MS') collate \"C\","
                                                + " e.entry_id::text collate \"C\""))
                .containsExactly("1", "2", "3");
    }

    @Test
    void closesDaysOnlyInOrder() throws Exception {
        Night later = ledger.settle(PAYDAY);

        assertThatThrownBy(() -> ledger.run(ledger.closeDay(later)))
                .hasStackTraceContaining("which has no segment; settle the days in order");
    }

    @Test
    void closesNoDayBeforeTheOneBeforeIsSealed() throws Exception {
        ledger.run(ledger.closeDay(ledger.settle(FIRST)));
        Night later = ledger.night(PAYDAY);

        assertThatThrownBy(() -> ledger.run(ledger.closeDay(later)))
                .hasStackTraceContaining(
                        "cannot be closed before segment 1 of 2026-03-02 is sealed");
    }

    @Test
    void holdsTheDayWhileTheKeyStoreIsAwayAndSignsTheSameManifestLater() throws Exception {
        Night night = ledger.settle(FIRST);
        ledger.run(ledger.closeDay(night));
        ledger.keys().away(true);

        StepExecution held = ledger.nights().start(ledger.sealSegment(night));
        String kept = ledger.segments().manifestIds().getLast();
        PackageDelivery.discard(ledger.workshop().segment(1));
        ledger.keys().away(false);
        ledger.run(ledger.sealSegment(night));

        assertThat(held.getStatus()).isEqualTo(BatchStatus.FAILED);
        assertThat(held.getFailureExceptions().getFirst())
                .isInstanceOf(SigningUnavailableException.class);
        assertThat(ledger.segments().isSealed(FIRST)).isTrue();
        assertThat(ledger.segments().manifestIds().getLast()).isEqualTo(kept);
    }

    @Test
    void keepsTheFirstSignature() throws Exception {
        Night night = ledger.settle(FIRST);
        ledger.run(ledger.closeDay(night));
        ledger.run(ledger.sealSegment(night));
        String first = ledger.segments().checkpoint(1).orElseThrow();

        ledger.run(ledger.sealSegment(night));

        assertThat(ledger.segments().checkpoint(1)).contains(first);
        assertThat(Files.readString(ledger.workshop().segment(1).resolve("checkpoint")))
                .isEqualTo(first);
    }

    @Test
    void refusesToSignWhatSomebodyChangedAfterItsLineWasKept() throws Exception {
        Night night = ledger.settle(FIRST);
        ledger.run(ledger.closeDay(night));
        ledger.keys().away(true);
        ledger.nights().start(ledger.sealSegment(night));
        ledger.keys().away(false);
        PackageDelivery.discard(ledger.workshop().segment(1));

        ledger.tamper(
                "ledger.entry",
                "update ledger.entry set memo = 'changed' where source_key like 'sale:%'");

        assertThatThrownBy(() -> ledger.run(ledger.sealSegment(night)))
                .hasStackTraceContaining("somebody has changed it, nothing is signed");
        assertThat(ledger.segments().isSealed(FIRST)).isFalse();
    }

    @Test
    void refusesToSignWhenEvidenceChangedAfterTheManifestWasKept() throws Exception {
        Night night = ledger.settle(FIRST);
        ledger.run(ledger.closeDay(night));
        ledger.keys().away(true);
        ledger.nights().start(ledger.sealSegment(night));
        ledger.keys().away(false);
        PackageDelivery.discard(ledger.workshop().segment(1));

        ledger.tamper(
                "fact.balance_transaction",
                "update fact.balance_transaction set exchange_rate = '2' where id = 'txn_101'");

        assertThatThrownBy(() -> ledger.run(ledger.sealSegment(night)))
                .hasStackTraceContaining("something the day was made of has changed");
    }

    @Test
    void noticesALineThatWasChangedInTheDatabaseLater() throws Exception {
        Night night = ledger.wholeNight(FIRST);

        ledger.tamper(
                "ledger.sealed_line",
                "update ledger.sealed_line set canonical = replace(canonical, '8500', '9500')");

        assertThatThrownBy(() -> ledger.verifyDelivered().check(night))
                .hasMessageContaining("of segment 1 is sealed as")
                .hasMessageContaining("the database has");
    }

    @Test
    void sealsADayWithoutActivity() throws Exception {
        LocalDate quiet = PAYDAY.plusDays(1);
        ledger.wholeNight(FIRST);
        ledger.wholeNight(PAYDAY);

        ledger.wholeNight(quiet);

        assertThat(ledger.segments().require(quiet).entries()).isZero();
        assertThat(ledger.segments().isSealed(quiet)).isTrue();
    }
}
