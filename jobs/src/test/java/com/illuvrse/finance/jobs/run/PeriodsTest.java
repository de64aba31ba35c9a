package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.jobs.postgres.PeriodLocks.PeriodLock;
import com.illuvrse.finance.jobs.postgres.RunLock;
import com.illuvrse.finance.jobs.postgres.SealedDays;
import com.illuvrse.finance.jobs.postgres.TrialBalances.Holding;
import com.illuvrse.finance.jobs.postgres.TrialBalances.LateEntry;
import com.illuvrse.finance.jobs.postgres.TrialBalances.LateLine;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Closing March: the ledger begins on 30 March, and one row of March comes on 1 April. */
final class PeriodsTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 30);
    private static final LocalDate LAST = LocalDate.of(2026, 3, 31);
    private static final LocalDate APRIL = LocalDate.of(2026, 4, 1);
    private static final Period MARCH = Period.parse("2026-03");
    private static final Currency USD = Currency.of("USD");
    private static final Instant NOW = Instant.parse("2026-04-01T08:30:00Z");

    private SealedDays ledger;
    private Periods periods;

    @BeforeEach
    void seal() {
        ledger = SealedDays.create(FIRST);
        periods = new Periods(ledger.database(), Clock.fixed(NOW, ZoneOffset.UTC), "test:1");
        ledger.open(FIRST);
        ledger.book(FIRST, FIRST, "first:1", 1000);
        ledger.seal(FIRST);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void sealMarch() {
        ledger.open(LAST);
        ledger.book(LAST, LAST, "last:1", 500);
        ledger.seal(LAST);
    }

    @Test
    void namesTheFirstDayThatIsNotSealed() {
        assertThatThrownBy(() -> periods.lock(MARCH, "ada", "month end"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its day 2026-03-31 is not sealed yet");
        assertThatThrownBy(() -> periods.lock(Period.parse("2026"), "ada", "year end"))
                .hasMessageContaining("its day 2026-03-31 is not sealed yet");
        assertThatThrownBy(() -> periods.lock(Period.parse("2026-02"), "ada", "month end"))
                .hasMessageContaining("it was over before this ledger began on 2026-03-30");
        assertThat(periods.locks()).isEmpty();
    }

    @Test
    void locksOnceAndStaysAsItWasLocked() throws Exception {
        sealMarch();

        Periods.Locked first = periods.lock(MARCH, "ada", "month end");
        Periods.Locked again = periods.lock(MARCH, "bob", "another reason");

        PeriodLock lock = new PeriodLock(MARCH, "ada", "month end", NOW);
        assertThat(first).isEqualTo(new Periods.Locked(lock, true));
        assertThat(again).isEqualTo(new Periods.Locked(lock, false));
        assertThat(periods.locks()).containsExactly(lock);
    }

    @Test
    void aQuarterIsLockedBesideItsMonths() throws Exception {
        sealMarch();

        periods.lock(Period.parse("2026-Q1"), "ada", "quarter end");
        periods.lock(MARCH, "ada", "month end");

        assertThat(periods.locks())
                .extracting(lock -> lock.period().name())
                .containsExactly("2026-Q1", "2026-03");
    }

    @Test
    void leavesALedgerThatIsBeingSettledAlone() throws Exception {
        sealMarch();
        try (RunLock elsewhere = RunLock.tryTake(ledger.database()).orElseThrow()) {
            assertThat(elsewhere.isLost()).isFalse();
            assertThatThrownBy(() -> periods.lock(MARCH, "ada", "month end"))
                    .isInstanceOf(AlreadyRunningException.class);
        }

        assertThat(periods.lock(MARCH, "ada", "month end").isNew()).isTrue();
    }

    @Test
    void aLateRowOfALockedMonthIsBookedInTheOpenDayAndBridgesTheTwoTrialBalances()
            throws Exception {
        sealMarch();
        periods.lock(MARCH, "ada", "month end");
        ledger.test().takeOver();
        ledger.open(APRIL);
        ledger.book(APRIL, FIRST, "late:1", 40);
        ledger.book(APRIL, APRIL, "april:1", 7);
        ledger.seal(APRIL);

        PeriodStatement march = periods.statement(MARCH);

        assertThat(march.effective()).isEqualTo(LAST);
        assertThat(march.known()).isEqualTo(APRIL);
        assertThat(march.lines())
                .containsExactly(
                        new PeriodStatement.Line(
                                Accounts.CLEARING_CHARGE, usd(1500), usd(40), usd(1540)),
                        new PeriodStatement.Line(
                                Accounts.ESCROW, usd(-1500), usd(-40), usd(-1540)));
        assertThat(march.late()).containsExactly(late());
        assertThat(periods.statement(Period.parse("2026-Q1")).lines()).isEqualTo(march.lines());
    }

    @Test
    void aPeriodThatIsNotOverIsShownUpToTheLastSealedDay() {
        PeriodStatement march = periods.statement(MARCH);

        assertThat(march.effective()).isEqualTo(FIRST);
        assertThat(march.late()).isEmpty();
        assertThatThrownBy(() -> periods.statement(Period.parse("2026-04")))
                .hasMessage("no day of 2026-04 is sealed yet");
        assertThatThrownBy(() -> periods.statement(Period.parse("2025")))
                .hasMessageContaining("was over before this ledger began on 2026-03-30");
    }

    @Test
    void aLedgerWithoutASealedDayHasNoPeriod() {
        try (SealedDays fresh = SealedDays.create(FIRST)) {
            Periods none =
                    new Periods(fresh.database(), Clock.fixed(NOW, ZoneOffset.UTC), "test:1");

            assertThatThrownBy(() -> none.statement(MARCH))
                    .hasMessage("no day of 2026-03 is sealed yet");
            assertThat(none.lastSealed()).isEqualTo(Optional.of(FIRST.minusDays(1)));
        }
    }

    @Test
    void aStatementWhoseLateEntriesDoNotExplainTheDifferenceIsNotMade() {
        List<Holding> sealed = List.of(holding(1500), new Holding(Accounts.ESCROW, usd(-1500)));
        List<Holding> now = List.of(holding(1540), new Holding(Accounts.ESCROW, usd(-1541)));

        assertThatThrownBy(
                        () -> PeriodStatement.of(MARCH, LAST, APRIL, sealed, List.of(late()), now))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("USD -15.00")
                .hasMessageContaining("USD -15.41");
    }

    private static Holding holding(long minor) {
        return new Holding(Accounts.CLEARING_CHARGE, usd(minor));
    }

    private static LateEntry late() {
        return new LateEntry(
                new SourceKey("late:1"),
                APRIL,
                FIRST,
                null,
                List.of(
                        new LateLine(Accounts.CLEARING_CHARGE, usd(40)),
                        new LateLine(Accounts.ESCROW, usd(-40))));
    }

    private static Money usd(long minor) {
        return Money.of(minor, USD);
    }
}
