package com.illuvrse.finance.jobs.postgres;

import static com.illuvrse.finance.jobs.postgres.Attacker.OWNER;
import static com.illuvrse.finance.jobs.postgres.Attacker.PAYOUTS;
import static com.illuvrse.finance.jobs.postgres.Attacker.READER;
import static com.illuvrse.finance.jobs.postgres.Attacker.SEALER;
import static com.illuvrse.finance.jobs.postgres.Attacker.SUPERUSER_AS_REPLICA;
import static com.illuvrse.finance.jobs.postgres.Attacker.WRITER;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Attacks on a locked period by everybody who could try. The ledger begins on 30 March and is
 * sealed to 1 April; March is locked.
 */
final class PeriodDefenceTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 30);
    private static final SealedDays DAYS = SealedDays.create(FIRST);
    private static final Attacks LEDGER = new Attacks(DAYS.test());

    @BeforeAll
    static void lockMarch() {
        for (int day = 0; day < 3; day++) {
            DAYS.open(FIRST.plusDays(day));
            DAYS.book(FIRST.plusDays(day), FIRST.plusDays(day), "first:" + day, 9650);
            DAYS.seal(FIRST.plusDays(day));
        }
        DAYS.open(FIRST.plusDays(3));
        DAYS.lock("2026-03");
    }

    @AfterAll
    static void close() throws SQLException {
        LEDGER.close();
        DAYS.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITER", "OWNER", "SUPERUSER", "SUPERUSER_AS_REPLICA"})
    void noEntryIsBookedIntoIt(Attacker who) throws SQLException {
        assertThat(LEDGER.refusalOf(who, entry("2026-03-31"))).contains("not open: 2026-03-31");
        assertThat(LEDGER.refusalOf(who, entry("2026-04-02"))).isEmpty();
    }

    /** The lock does not lean on the state of the day. */
    @ParameterizedTest
    @EnumSource(names = {"OWNER", "SUPERUSER", "SUPERUSER_AS_REPLICA"})
    void noEntryIsBookedIntoItWhenTheGuardOfTheDaysIsDown(Attacker who) throws SQLException {
        String down =
                "alter table ledger.entry disable trigger entry_must_have_an_open_day_and_known_accounts; ";

        assertThat(LEDGER.refusalOf(who, down + entry("2026-03-31")))
                .contains("ledger.entry takes nothing for a locked period: 2026-03-31 (2026-03)");
        assertThat(LEDGER.refusalOf(who, down + entry("2026-03-02"))).contains("(2026-03)");
        assertThat(LEDGER.refusalOf(who, down + entry("2026-04-01"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITER", "OWNER", "SUPERUSER", "SUPERUSER_AS_REPLICA"})
    void noDayOfItIsOpened(Attacker who) throws SQLException {
        assertThat(LEDGER.refusalOf(who, "insert into ledger.day (day) values ('2026-03-02')"))
                .contains("ledger.day takes nothing for a locked period: 2026-03-02 (2026-03)");
        assertThat(LEDGER.refusalOf(who, "insert into ledger.day (day) values ('2026-04-09')"))
                .isEmpty();
        assertThat(
                        LEDGER.refusalOf(
                                who,
                                "insert into ledger.day (day) values ('2026-03-31') on conflict do nothing"))
                .as("a night that goes on after its seal")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SEALER", "OWNER", "SUPERUSER", "SUPERUSER_AS_REPLICA"})
    void noDayOfItIsTouched(Attacker who) throws SQLException {
        assertThat(
                        LEDGER.refusalOf(
                                who,
                                "update ledger.day set state = 'SEALED' where day = '2026-03-31'"))
                .contains("locked period: 2026-03-31 (2026-03)");
    }

    @ParameterizedTest
    @EnumSource(names = {"SEALER", "OWNER", "SUPERUSER", "SUPERUSER_AS_REPLICA"})
    void noBalanceOfItIsDrawn(Attacker who) throws SQLException {
        String draw =
                "insert into ledger.balance_day select '%s', account_id, 'EUR', 0, 5, 5, 0 from ledger.account limit 1";

        assertThat(LEDGER.refusalOf(who, draw.formatted("2026-03-31")))
                .contains("ledger.balance_day takes nothing for a locked period: 2026-03-31");
        assertThat(LEDGER.refusalOf(who, draw.formatted("2026-04-01"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SEALER, segment_must_follow_the_day_before",
        "OWNER, segment_must_follow_the_day_before",
        "SUPERUSER, segment_must_follow_the_day_before",
        "SUPERUSER_AS_REPLICA, ledger.segment takes nothing for a locked period: 2026-03-02 (2026-03)"
    })
    void noDayOfItIsCut(Attacker who, String rule) throws SQLException {
        String cut =
                """
                insert into ledger.segment (segment, day, sealed_at, seq_before, seq_after)
                values (9, '2026-03-02', '2026-04-04T00:00:00Z', 1, 1)
                """;

        assertThat(LEDGER.refusalOf(who, cut)).contains(rule);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    OWNER | update ledger.period_lock set reason = 'none' | is append-only
                    OWNER | delete from ledger.period_lock | is append-only
                    SUPERUSER_AS_REPLICA | delete from ledger.period_lock | is append-only
                    SUPERUSER_AS_REPLICA | truncate ledger.period_lock | is append-only
                    WRITER | delete from ledger.period_lock | permission denied
                    WRITER | update ledger.period_lock set last_day = '2026-03-01' | permission denied
                    """)
    void aLockStays(Attacker who, String sql, String rule) throws SQLException {
        assertThat(LEDGER.refusalOf(who, sql)).contains(rule);
    }

    @ParameterizedTest(name = "{0}: {1} from {2} to {3}")
    @CsvSource({
        "WRITER, 2026-04, 2026-04-01, 2026-04-30, its day 2026-04-02 is not sealed yet",
        "OWNER, 2026, 2026-01-01, 2026-12-31, its day 2026-04-02 is not sealed yet",
        "SUPERUSER_AS_REPLICA, 2026-Q2, 2026-04-01, 2026-06-30, its day 2026-04-02 is not sealed yet",
        "WRITER, 2026-02, 2026-02-01, 2026-02-28, no day of it is in this ledger",
        "WRITER, 2026-04, 2026-04-01, 2026-04-01, period_must_be_a_month_a_quarter_or_a_year",
        "WRITER, April, 2026-03-01, 2026-03-31, period_must_be_a_month_a_quarter_or_a_year",
        "WRITER, 2026-03, 2026-03-01, 2026-03-31, period_lock_pkey",
        "SEALER, 2026-Q1, 2026-01-01, 2026-03-31, permission denied",
        "READER, 2026-Q1, 2026-01-01, 2026-03-31, permission denied",
        "PAYOUTS, 2026-Q1, 2026-01-01, 2026-03-31, permission denied",
        "WRITER, 2026-Q1, 2026-01-01, 2026-03-31, ''"
    })
    void onlyWhatIsSealedIsLocked(
            Attacker who, String period, String first, String last, String rule)
            throws SQLException {
        String refusal =
                LEDGER.refusalOf(
                        who,
                        """
                        insert into ledger.period_lock (period, first_day, last_day, locked_by, reason, locked_at)
                        values ('%s', '%s', '%s', 'eve', 'why not', now())
                        """
                                .formatted(period, first, last));

        if (rule.isEmpty()) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal).contains(rule);
        }
    }

    @Test
    void aLockNeedsAPersonAndAReason() throws SQLException {
        assertThat(
                        LEDGER.refusalOf(
                                WRITER,
                                "insert into ledger.period_lock values ('2026-Q1', '2026-01-01', '2026-03-31', '', 'x', now())"))
                .contains("lock_must_say_by_whom_and_why");
    }

    @Test
    void whoHasNoLiveEpochLocksNothing() throws SQLException {
        for (Attacker who : new Attacker[] {WRITER, OWNER, SUPERUSER_AS_REPLICA}) {
            assertThat(
                            LEDGER.refusalOf(
                                    who,
                                    "set local finance.epoch = ''; insert into ledger.period_lock values"
                                            + " ('2026-Q1', '2026-01-01', '2026-03-31', 'eve', 'x', now())"))
                    .contains("needs the epoch of a run");
        }
    }

    @Test
    void everybodyWhoReadsTheLedgerSeesTheLocks() throws SQLException {
        for (Attacker who : new Attacker[] {SEALER, READER, PAYOUTS, OWNER}) {
            assertThat(LEDGER.refusalOf(who, "select period from ledger.period_lock")).isEmpty();
            assertThat(
                            LEDGER.refusalOf(
                                    who,
                                    "select * from ledger.trial_balance('2026-03-31', '2026-04-01')"))
                    .isEmpty();
        }
    }

    private static String entry(String bookedOn) {
        return """
        insert into ledger.entry (entry_id, occurred_at, booked_on, effective_on, source_key,
            line_account, line_currency, line_amount)
        values (ledger.entry_id('attack:1'), '2026-03-01T12:00:00Z', '%s', '2026-03-01', 'attack:1',
            '{1,2}', '{USD,USD}', '{5,-5}')
        """
                .formatted(bookedOn);
    }

    @Test
    void theLedgerIsSealedToTheFirstOfApril() {
        assertThat(DAYS.test().lines("select day, state from ledger.day order by day"))
                .containsExactly(
                        "2026-03-30|SEALED",
                        "2026-03-31|SEALED",
                        "2026-04-01|SEALED",
                        "2026-04-02|OPEN");
    }
}
