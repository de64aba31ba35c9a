package com.illuvrse.finance.jobs.postgres;

import static com.illuvrse.finance.jobs.postgres.Attacker.OWNER;
import static com.illuvrse.finance.jobs.postgres.Attacker.PAYOUTS;
import static com.illuvrse.finance.jobs.postgres.Attacker.READER;
import static com.illuvrse.finance.jobs.postgres.Attacker.SEALER;
import static com.illuvrse.finance.jobs.postgres.Attacker.SUPERUSER_AS_REPLICA;
import static com.illuvrse.finance.jobs.postgres.Attacker.WRITER;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attacks on days, seals and payouts, and by roles on what is not theirs. */
final class SealAndPayoutDefenceTest {

    private static final AttackedLedger LEDGER = new AttackedLedger();

    @AfterAll
    static void close() throws SQLException {
        LEDGER.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SEALER | update ledger.day set state = 'OPEN' where day = '2026-03-02' | is SEALED and cannot become OPEN
                    SEALER | update ledger.day set state = 'OPEN' where day = '2026-03-03' | is CLOSING and cannot become OPEN
                    SEALER | update ledger.day set state = 'SEALED' where day = '2026-03-04' | cannot become SEALED
                    SEALER | update ledger.day set state = 'SEALED' where day = '2026-03-03' | its segment has no seal
                    SEALER | update ledger.day set state = 'ASLEEP' where day = '2026-03-03' | cannot become ASLEEP
                    OWNER  | update ledger.day set day = '2026-03-05' where day = '2026-03-04' | cannot become OPEN (2026-03-05)
                    WRITER | insert into ledger.day (day, state) values ('2026-03-05', 'SEALED') | must begin OPEN
                    """)
    void daysOnlyGoForward(Attacker who, String sql, String rule) throws SQLException {
        assertThat(LEDGER.refusalOf(who, sql)).contains(rule);
    }

    @ParameterizedTest(name = "{0}: segment {1} of {2} after {3} up to {4}")
    @CsvSource({
        "SEALER, 3, 2026-03-03, 1, 2, segment_must_follow_the_day_before",
        "SEALER, 2, 2026-03-04, 1, 2, segment_must_follow_the_day_before",
        "SEALER, 2, 2026-03-03, 2, 3, segment_must_begin_where_the_last_ended",
        "SEALER, 2, 2026-03-03, 1, 0, segment_must_not_take_entries_back",
        "SEALER, 1, 2026-03-03, 1, 2, duplicate key",
        "SEALER, 2, 2026-03-02, 1, 2, segment_has_one_day",
        "SEALER, 0, 2026-02-28, 0, 5, genesis_must_be_empty",
        "SEALER, -1, 2026-02-28, 0, 0, segment_numbers_begin_at_zero",
        "SEALER, 2, 2026-03-03, 1, 1, 'has 0 places from 2 to 1, 0 of them for its entries, of"
                + " which there are 1'",
        "SEALER, 2, 2026-03-03, 1, 2, has 0 places from 2 to 2",
        "SUPERUSER_AS_REPLICA, 2, 2026-03-04, 1, 2, can only be cut while day 2026-03-04 is"
                + " CLOSING",
        "SUPERUSER_AS_REPLICA, 2, 2026-03-03, 1, 1, has 0 places",
    })
    void aSegmentFollowsTheLastAndHoldsItsDay(
            Attacker who, int segment, String day, int before, int after, String rule)
            throws SQLException {
        String sql =
                """
                insert into ledger.segment (segment, day, sealed_at, seq_before, seq_after)
                values (%d, '%s', '2026-03-04T00:00:00Z', %d, %d)
                """
                        .formatted(segment, day, before, after);

        assertThat(LEDGER.refusalOf(who, sql)).contains(rule);
    }

    @Test
    void aSegmentCannotTakeAnEntryOfAnotherDay() throws SQLException {
        String sql =
                """
                insert into ledger.entry_seq (seq, entry_key)
                select 2, entry_key from ledger.entry where booked_on = '2026-03-04';
                insert into ledger.segment (segment, day, sealed_at, seq_before, seq_after)
                values (2, '2026-03-03', '2026-03-04T00:00:00Z', 1, 2)
                """;

        assertThat(LEDGER.refusalOf(SEALER, sql)).contains("has 1 places from 2 to 2, 0 of them");
        assertThat(
                        LEDGER.refusalOf(
                                SEALER,
                                sql.replace(
                                        "booked_on = '2026-03-04'", "booked_on = '2026-03-03'")))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SEALER | insert into ledger.segment_manifest values (1, repeat('a', 64), repeat('0', 64), '{}') | manifest_id_must_be_its_digest
                    SUPERUSER_AS_REPLICA | insert into ledger.segment_manifest values (1, repeat('a', 64), repeat('0', 64), '{}') | manifest_id_must_be_its_digest
                    SEALER | insert into ledger.segment_seal values (1, 'another') | duplicate key
                    SEALER | insert into ledger.segment_seal values (2, 'too early') | violates foreign key
                    SEALER | insert into ledger.sealed_line values (9, '{}') | violates foreign key
                    SEALER | insert into ledger.entry_seq values (0, 7) | places_begin_at_one
                    SEALER | insert into ledger.entry_seq values (9, (select entry_key from ledger.entry_seq)) | entry_has_one_place
                    SEALER | insert into ledger.balance_day values ('2026-03-03', 1, 'USD', 1, 2, 0, 4) | balance_must_add_up
                    SEALER | insert into ledger.balance_day values ('2026-03-02', 1, 'USD', 0, 0, 0, 0) | balance_is_drawn_once_a_day
                    """)
    void aSealStaysAndIsWhatItSays(Attacker who, String sql, String rule) throws SQLException {
        assertThat(LEDGER.refusalOf(who, sql)).contains(rule);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    WRITER  | insert into payout.batch (batch, day, drafted_at, state) values ('b', '2026-03-04', now(), 'RELEASED') | must begin as DRAFT
                    WRITER  | insert into payout.batch (batch, day, drafted_at) values ('b', '2026-03-02', now()) | batch_is_drawn_once_a_day
                    WRITER  | insert into payout.item (batch, payee, currency, available, gross, withheld, net, pay_currency, pay_amount, reason, withholding) values ('2026-03-03', 'c-9', 'USD', 0, 0, 0, 0, 'USD', 0, 'ZERO', '') | batch 2026-03-03 is RELEASED
                    WRITER  | insert into payout.item (batch, payee, currency, available, gross, withheld, net, pay_currency, pay_amount, reason, destination, rail, withholding) values ('2026-03-02', 'c-9', 'USD', 5, 6, 0, 6, 'USD', 6, 'PAID', 'acct_9', 'stripe', '') | payout_must_be_covered
                    WRITER  | insert into payout.item (batch, payee, currency, available, gross, withheld, net, pay_currency, pay_amount, reason, destination, rail, withholding) values ('2026-03-02', 'c-9', 'USD', 6, 6, 0, 6, 'EUR', 5, 'PAID', 'acct_9', 'stripe', '') | other_currency_needs_its_rate
                    WRITER  | insert into payout.item (batch, payee, currency, available, gross, withheld, net, pay_currency, pay_amount, reason, destination, rail, withholding) values ('2026-03-02', 'c-9', 'USD', 6, 6, 0, 6, 'USD', 7, 'PAID', 'acct_9', 'stripe', '') | same_currency_pays_the_net
                    WRITER  | insert into payout.intent (item_key, attempt, idempotency_key, destination, amount, currency) values (2, 1, 'k', 'acct_c2', 1, 'USD') | intent_must_pay_what_its_item_says
                    OWNER   | insert into payout.intent (item_key, attempt, idempotency_key, destination, amount, currency) values (1, 2, 'k', 'acct_c1', 500, 'USD') | follows none that may be made again
                    OWNER   | insert into payout.intent (item_key, attempt, idempotency_key, destination, amount, currency, state) values (1, 1, 'k', 'acct_c1', 500, 'USD', 'APPROVED') | must begin as PLANNED
                    PAYOUTS | update payout.batch set state = 'DRAFT', released_at = null where batch = '2026-03-03' | is RELEASED and cannot become DRAFT
                    PAYOUTS | update payout.batch set state = 'SENT', closed_at = now(), released_at = now() where batch = '2026-03-02' | is DRAFT and cannot become SENT
                    PAYOUTS | update payout.intent set state = 'SENT', transfer_id = 'tr_1', concluded_at = now(), first_sent_at = now() where item_key = 3 | is APPROVED and cannot become SENT
                    PAYOUTS | update payout.intent set state = 'APPROVED' where item_key = 1; update payout.intent set state = 'SENDING', first_sent_at = now() where item_key = 1 | its batch is not released
                    PAYOUTS | update payout.intent set state = 'SENDING' where item_key = 3 | sending_needs_its_instant
                    OWNER   | update payout.intent set amount = 900, state = 'SENDING', first_sent_at = now() where item_key = 3 | cannot become SENDING
                    OWNER   | update payout.intent set destination = 'acct_mine', state = 'SENDING', first_sent_at = now() where item_key = 3 | cannot become SENDING
                    """)
    void moneyLeavesOnlyAsDecided(Attacker who, String sql, String rule) throws SQLException {
        assertThat(LEDGER.refusalOf(who, sql)).contains(rule);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    WRITER  | update ledger.day set state = 'CLOSING' where day = '2026-03-04'
                    WRITER  | insert into ledger.entry_seq values (2, 2)
                    WRITER  | insert into ledger.segment (segment, day, sealed_at, seq_before, seq_after) values (2, '2026-03-03', now(), 1, 1)
                    WRITER  | insert into ledger.segment_seal values (2, 'mine')
                    WRITER  | insert into ledger.balance_day values ('2026-03-03', 1, 'USD', 0, 0, 0, 0)
                    WRITER  | update payout.intent set state = 'APPROVED' where item_key = 1
                    WRITER  | update payout.batch set state = 'RELEASED', released_at = now() where batch = '2026-03-02'
                    WRITER  | delete from run.epoch
                    WRITER  | create table ledger.mine ()
                    WRITER  | create table public.mine ()
                    WRITER  | create schema mine
                    WRITER  | create trigger mine before insert on ledger.entry execute function run.refuse_change()
                    WRITER  | alter table ledger.entry disable trigger rows_stay_as_they_are
                    WRITER  | set session_replication_role = replica
                    SEALER  | insert into ledger.entry (source_key) values ('a:1')
                    SEALER  | insert into ledger.day (day) values ('2026-03-05')
                    SEALER  | insert into ledger.account (path) values ('assets:mine')
                    SEALER  | insert into fact.rate select * from fact.rate
                    SEALER  | insert into payout.batch (batch, day, drafted_at) values ('b', '2026-03-04', now())
                    SEALER  | update payout.batch set state = 'REJECTED', closed_at = now() where batch = '2026-03-02'
                    SEALER  | update run.epoch set epoch = epoch + 1
                    PAYOUTS | insert into payout.intent (item_key, attempt, idempotency_key, destination, amount, currency) values (1, 2, 'k', 'acct_c1', 500, 'USD')
                    PAYOUTS | insert into payout.batch (batch, day, drafted_at) values ('b', '2026-03-04', now())
                    PAYOUTS | insert into payout.new_destination values ('2026-03-02', 'c1', 'USD', 'stripe', 'acct_0')
                    PAYOUTS | update payout.intent set amount = 900 where item_key = 3
                    PAYOUTS | update payout.intent set destination = 'acct_mine' where item_key = 3
                    PAYOUTS | insert into ledger.entry (source_key) values ('a:1')
                    READER  | insert into ledger.entry (source_key) values ('a:1')
                    READER  | select run.hold(1)
                    APPLICATION | select count(*) from ledger.entry
                    APPLICATION | insert into ledger.entry (source_key) values ('a:1')
                    APPLICATION | set role ledger_owner
                    """)
    void rolesMayOnlyDoWhatIsTheirs(Attacker who, String sql) throws SQLException {
        assertThat(LEDGER.refusalOf(who, sql)).containsPattern("permission denied|must be owner");
    }

    @Test
    void theSameStatementsAreTakenFromWhoeverMay() throws SQLException {
        assertThat(
                        LEDGER.refusalOf(
                                SEALER,
                                "update ledger.day set state = 'CLOSING' where day = '2026-03-04'"))
                .isEmpty();
        assertThat(
                        LEDGER.refusalOf(
                                PAYOUTS,
                                "update payout.intent set state = 'SENDING', first_sent_at = now()"
                                        + " where item_key = 3"))
                .isEmpty();
        assertThat(LEDGER.refusalOf(WRITER, "insert into ledger.day (day) values ('2026-03-05')"))
                .isEmpty();
        assertThat(LEDGER.refusalOf(READER, "select count(*) from ledger.posting")).isEmpty();
    }

    @Test
    void noEpochGoesBack() throws SQLException {
        for (Attacker who : List.of(WRITER, OWNER, SUPERUSER_AS_REPLICA)) {
            assertThat(LEDGER.refusalOf(who, "update run.epoch set epoch = epoch - 1"))
                    .contains("a takeover adds one");
            assertThat(LEDGER.refusalOf(who, "update run.epoch set epoch = epoch + 1")).isEmpty();
        }
        assertThat(LEDGER.refusalOf(OWNER, "delete from run.epoch")).contains("is append-only");
    }
}
