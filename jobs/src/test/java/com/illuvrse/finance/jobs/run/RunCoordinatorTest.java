package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.signing.SigningUnavailableException;
import com.illuvrse.finance.jobs.batch.NightStoppedException;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.nightly.TestClock;
import com.illuvrse.finance.jobs.nightly.TestNight;
import com.illuvrse.finance.jobs.postgres.EpochOverException;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which nights are run, in which order, and what happens when one of them does not end well. */
final class RunCoordinatorTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    private static final LocalDate SECOND = FIRST.plusDays(1);
    private static final LocalDate THIRD = FIRST.plusDays(2);

    private final TestDatabase database = TestDatabase.create();
    private final Runs runs = new Runs(database.database());
    private final RecordedNights nights = new RecordedNights();
    private final StopSignal stop = new StopSignal();

    /** Two o'clock in the morning after the first day, in New York. */
    private final TestClock clock = new TestClock(Instant.parse("2026-03-03T07:00:00Z"));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void settlesTheDayThatIsOverAndOpensIt() throws SQLException {
        nights.on(FIRST, night -> assertThat(runs.isOpen(FIRST)).isTrue());

        List<NightResult> results = settle(DueDays.allDue());

        assertThat(results).containsExactly(new NightResult(FIRST, true, 0));
        assertThat(nights.asked()).containsExactly("begin 2", "settle 2026-03-02 for 2");
        assertThat(nights.shown()).containsExactly("begins 2026-03-02", "ends 2026-03-02");
        assertThat(state(FIRST)).isEqualTo(Runs.State.DONE);
        assertThat(settle(DueDays.allDue())).isEmpty();
    }

    /** The bell between two nights looks for lost answers, and does nothing when there are none. */
    @Test
    void aBellBetweenNightsFindsOutAboutUndecidedPayouts() throws SQLException {
        nights.leaveAPayoutUndecided();
        clock.set(Instant.parse("2026-03-02T07:00:00Z"));
        settle(DueDays.allDue());
        assertThat(nights.asked()).as("no day was settled yet").isEmpty();
        clock.set(Instant.parse("2026-03-03T07:00:00Z"));
        settle(DueDays.allDue());
        assertThat(nights.asked()).containsExactly("begin 3", "settle 2026-03-02 for 3");

        settle(DueDays.allDue());
        settle(DueDays.allDue());

        assertThat(nights.asked()).containsExactly("begin 4", "find out after 2026-03-02");
    }

    @Test
    void threeMissedNightsAreThreeNights() throws SQLException {
        clock.set(Instant.parse("2026-03-05T07:00:00Z"));

        settle(DueDays.allDue());

        assertThat(nights.asked())
                .containsExactly(
                        "begin 2",
                        "settle 2026-03-02 for 2",
                        "settle 2026-03-03 for 2",
                        "settle 2026-03-04 for 2");
    }

    @Test
    void aDayIsDueAtTheLedgersMidnight() throws SQLException {
        clock.set(Instant.parse("2026-03-03T04:59:59.999Z"));
        assertThat(settle(DueDays.allDue())).isEmpty();

        clock.set(Instant.parse("2026-03-03T05:00:00Z"));
        assertThat(settle(DueDays.allDue())).hasSize(1);
    }

    @Test
    void refusesADayThatIsNotOver() {
        assertThatThrownBy(() -> settle(new DueDays(null, SECOND)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("day 2026-03-03 ends at 2026-03-04T05:00:00Z");
        assertThat(nights.asked()).containsExactly("begin 2", "settle 2026-03-02 for 2");
        assertThat(runs.find(SECOND)).isEmpty();
    }

    @Test
    void aSettledDayIsCheckedAndNotRunAgain() throws SQLException {
        clock.set(Instant.parse("2026-03-04T07:00:00Z"));
        settle(new DueDays(null, FIRST));
        nights.asked();

        List<NightResult> results = settle(new DueDays(FIRST, null));

        assertThat(nights.asked())
                .containsExactly("begin 3", "check 2026-03-02", "settle 2026-03-03 for 3");
        assertThat(results)
                .containsExactly(
                        new NightResult(FIRST, false, 0), new NightResult(SECOND, true, 0));
    }

    @Test
    void daysThatAreMissingAreSettledBeforeTheDayAskedFor() throws SQLException {
        clock.set(Instant.parse("2026-03-05T07:00:00Z"));

        settle(new DueDays(THIRD, THIRD));

        assertThat(nights.asked()).hasSize(4).contains("settle 2026-03-02 for 2");
    }

    @Test
    void aFailedNightStopsThereAndTheNextRunGoesOnWithIt() throws SQLException {
        clock.set(Instant.parse("2026-03-05T07:00:00Z"));
        nights.on(SECOND, fails(new IllegalStateException("the disk is full")));

        assertThatThrownBy(() -> settle(DueDays.allDue()))
                .isInstanceOf(NightFailedException.class)
                .hasMessageContaining("the night of 2026-03-03 ended in step reconcile")
                .hasRootCauseMessage("the disk is full");
        assertThat(nights.asked()).hasSize(3);
        assertThat(state(FIRST)).isEqualTo(Runs.State.DONE);
        assertThat(state(SECOND)).isEqualTo(Runs.State.FAILED);
        assertThat(runs.find(THIRD)).isEmpty();

        nights.on(SECOND, night -> {});
        settle(DueDays.allDue());
        assertThat(nights.asked())
                .containsExactly("begin 3", "settle 2026-03-03 for 3", "settle 2026-03-04 for 3");
        assertThat(state(SECOND)).isEqualTo(Runs.State.DONE);
    }

    @Test
    void aNightThatEndsInAnotherWayIsFailedToo() {
        nights.on(
                FIRST,
                night -> {
                    throw new IllegalStateException("a bug");
                });

        assertThatThrownBy(() -> settle(DueDays.allDue())).hasMessage("a bug");

        assertThat(state(FIRST)).isEqualTo(Runs.State.FAILED);
    }

    @Test
    void aKilledNightIsRunAgain() throws SQLException {
        nights.on(
                FIRST,
                night -> {
                    throw new OutOfMemoryError("killed");
                });
        assertThatThrownBy(() -> settle(DueDays.allDue())).isInstanceOf(OutOfMemoryError.class);
        assertThat(state(FIRST)).isEqualTo(Runs.State.RUNNING);

        nights.on(FIRST, night -> {});
        settle(DueDays.allDue());

        assertThat(state(FIRST)).isEqualTo(Runs.State.DONE);
    }

    @Test
    void aNightIsHeldWhileNobodySigns() {
        nights.on(FIRST, fails(new SigningUnavailableException("the key store does not answer")));

        assertThatThrownBy(() -> settle(DueDays.allDue()))
                .isInstanceOf(NightHeldException.class)
                .hasMessageContaining("the night of 2026-03-02 is held")
                .hasRootCauseMessage("the key store does not answer");

        assertThat(state(FIRST)).isEqualTo(Runs.State.HELD);
    }

    @Test
    void aSecondProcessIsRefusedWhileTheFirstRuns() throws SQLException {
        RecordedNights others = new RecordedNights();
        nights.on(
                FIRST,
                night ->
                        assertThatThrownBy(() -> coordinator(others, settings()).settle(allDue()))
                                .isInstanceOf(AlreadyRunningException.class));

        settle(DueDays.allDue());

        assertThat(others.asked()).isEmpty();
        assertThat(coordinator(others, settings()).settle(allDue())).isEmpty();
        assertThat(others.asked()).as("nothing is due, nothing is begun").isEmpty();
    }

    @Test
    void whoWasTakenOverWritesNothingMore() {
        RecordedNights others = new RecordedNights();
        nights.on(
                FIRST,
                night -> {
                    loseTheLock();
                    settleAs(others);
                });

        assertThatThrownBy(() -> settle(DueDays.allDue())).isInstanceOf(EpochOverException.class);

        assertThat(others.asked()).containsExactly("begin 3", "settle 2026-03-02 for 3");
        assertThat(database.lines("select state, epoch from run.night")).containsExactly("DONE|3");
    }

    @Test
    void refusesToGoOnWithOtherSettings() {
        nights.on(FIRST, fails(new IllegalStateException("the disk is full")));
        assertThatThrownBy(() -> settle(DueDays.allDue())).isInstanceOf(NightFailedException.class);
        SettlementSettings other = with(settings(), "accounts.yml", "1");
        SettlementSettings otherProgram = with(settings(), "accounts.yml", "2");

        assertThatThrownBy(() -> coordinator(nights, other).settle(allDue()))
                .isInstanceOf(SettingsChangedException.class)
                .hasMessageContaining("the night of 2026-03-02 was begun with settings");
        assertThatThrownBy(() -> coordinator(nights, otherProgram).settle(allDue()))
                .isInstanceOf(SettingsChangedException.class)
                .hasMessageContaining("was begun with program");
        assertThat(nights.asked()).filteredOn(each -> each.startsWith("settle")).hasSize(1);
    }

    @Test
    void stopsBetweenTwoNightsWhenTold() throws SQLException {
        clock.set(Instant.parse("2026-03-04T07:00:00Z"));
        nights.on(FIRST, night -> stop.ask());

        assertThatThrownBy(() -> settle(DueDays.allDue()))
                .isInstanceOf(NightStoppedException.class);

        assertThat(state(FIRST)).isEqualTo(Runs.State.DONE);
        assertThat(runs.find(SECOND)).isEmpty();
    }

    @Test
    void refusesALedgerWhoseGuardsAreDown() throws SQLException {
        try (Connection owner = database.connect(PostgresServer.OWNER);
                Statement statement = owner.createStatement()) {
            statement.execute("set role ledger_owner");
            statement.execute("alter table ledger.entry disable trigger rows_stay_as_they_are");
        }

        assertThatThrownBy(() -> settle(DueDays.allDue()))
                .hasMessageContaining("rows_stay_as_they_are on ledger.entry");
        assertThat(nights.asked()).isEmpty();
    }

    private List<NightResult> settle(DueDays due) throws SQLException {
        return coordinator(nights, settings()).settle(due);
    }

    private static DueDays allDue() {
        return DueDays.allDue();
    }

    private void settleAs(RecordedNights others) {
        try {
            new RunCoordinator(
                            database.database(),
                            settings(),
                            others,
                            new StopSignal(),
                            others,
                            clock,
                            "other")
                    .settle(DueDays.allDue());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private RunCoordinator coordinator(RecordedNights work, SettlementSettings settings) {
        return new RunCoordinator(database.database(), settings, work, stop, work, clock, "test");
    }

    private static SettlementSettings settings() {
        return TestNight.settings(FIRST);
    }

    /** The same with one pinned file for "1", with another program for "2". */
    private static SettlementSettings with(SettlementSettings s, String file, String what) {
        String digest = what.repeat(64);
        boolean program = what.equals("2");
        return new SettlementSettings(
                s.ledger(),
                s.environment(),
                s.zone(),
                s.firstDay(),
                s.payoutDays(),
                s.stripeAccount(),
                s.overlapDays(),
                s.searchDays(),
                s.payoutArrivalDays(),
                s.chunk(),
                s.chart(),
                s.approvals(),
                s.lock(),
                program ? s.pinned() : List.of(new SettlementSettings.PinnedFile(file, digest)),
                program ? new SettlementSettings.Program("test", "1", digest) : s.program());
    }

    private static Consumer<Night> fails(RuntimeException cause) {
        return night -> {
            throw new NightFailedException(night.date(), "reconcile", cause);
        };
    }

    private Runs.State state(LocalDate date) {
        return runs.find(date).orElseThrow().state();
    }

    private void loseTheLock() {
        try (Connection superuser = database.connect(PostgresServer.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            statement.execute(
                    """
                    select pg_terminate_backend(l.pid, 10000)
                    from pg_locks l join pg_database d on d.oid = l.database
                    where l.locktype = 'advisory' and d.datname = current_database()
                    """);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
