package com.illuvrse.finance.jobs.postgres;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The triggers and checks that keep rows as they are, looked at before a night.
 *
 * <p>The owner of the schema can take them down, and nothing in a database can stop its owner. A
 * ledger whose guards are down is not settled any further, so that it is noticed the same night.
 * What was changed meanwhile shows against the sealed segments.
 */
public final class Guards {

    private final JdbcClient sql;

    public Guards(Database database) {
        this.sql = database.sql();
    }

    /**
     * Demands that every guard is there.
     *
     * @throws IllegalStateException when a guard is missing or does not always fire
     */
    public void require() {
        List<String> down = down(sql);
        if (!down.isEmpty()) {
            throw new IllegalStateException(
                    "the database does not defend itself as it should, missing or switched off: "
                            + String.join(", ", down)
                            + "; find out who took it away and what was changed since, then put it"
                            + " back");
        }
    }

    /** The guards that are missing or do not always fire, each with its table. */
    static List<String> down(JdbcClient sql) {
        return sql.sql(
                        """
                        with guarded as (
                            select c.oid, n.nspname || '.' || c.relname as name
                            from pg_class c join pg_namespace n on n.oid = c.relnamespace
                            where c.relkind in ('r', 'p') and n.nspname in ('fact', 'ledger', 'payout')
                        ), needed (name, guard, events) as (
                            -- bits of pg_trigger.tgtype: 4 insert, 8 delete, 16 update, 32 truncate
                            select name, 'rows_need_a_live_epoch', 4 + 16 from guarded
                            union all
                            select name, 'rows_stay_as_they_are',
                                case when name in ('ledger.day', 'payout.batch', 'payout.intent') then 8 + 32
                                    else 8 + 16 + 32 end
                            from guarded
                            union all
                            values ('ledger.day', 'day_must_go_forward', 4 + 16),
                                ('ledger.day', 'day_must_be_sealed_to_be_called_so', 16),
                                ('ledger.entry', 'entry_must_have_an_open_day_and_known_accounts', 4),
                                ('ledger.invoice', 'documents_must_have_their_place', 4),
                                ('ledger.invoice_day', 'invoices_must_live_as_they_may', 4),
                                ('ledger.invoice_number', 'numbers_must_follow_each_other', 4),
                                ('ledger.segment', 'segment_must_hold_its_day', 4),
                                ('ledger.attestation', 'file_must_follow_its_cause', 4),
                                ('ledger.seal_line', 'seal_is_not_written_yet', 4),
                                ('ledger.period_lock', 'period_must_be_sealed', 4),
                                ('ledger.day', 'period_must_not_be_locked', 4 + 16),
                                ('ledger.entry', 'period_must_not_be_locked', 4),
                                ('ledger.balance_day', 'period_must_not_be_locked', 4),
                                ('ledger.segment', 'period_must_not_be_locked', 4),
                                ('ledger.segment', 'segment_must_number_its_documents', 4),
                                ('payout.batch', 'batch_must_go_forward', 4 + 16),
                                ('payout.intent', 'intent_must_go_forward', 4 + 16),
                                ('payout.intent', 'only_a_released_batch_is_sent', 16),
                                ('payout.intent', 'attempt_follows_one_that_failed', 4),
                                ('payout.intent', 'not_found_is_a_persons_word', 16),
                                ('payout.new_attempt', 'new_attempt_needs_two_looks', 4),
                                ('payout.item', 'items_must_come_before_the_decision', 4),
                                ('vault.identity', 'rows_need_a_live_epoch', 4 + 16),
                                ('vault.identity', 'rows_stay_as_they_are', 8 + 16 + 32),
                                ('vault.opening', 'rows_stay_as_they_are', 8 + 16 + 32),
                                ('run.epoch', 'epoch_must_go_forward', 16),
                                ('run.epoch', 'epoch_must_stay', 8 + 32)
                        )
                        select needed.guard || ' on ' || needed.name
                        from needed
                        where not exists (
                            select from pg_trigger t
                            where t.tgrelid = to_regclass(needed.name) and t.tgname = needed.guard
                                and t.tgenabled = 'A' and t.tgtype & needed.events = needed.events)
                        union all
                        select 'entry_must_balance_in_every_currency on ledger.entry'
                        where not exists (
                            select from pg_constraint c
                            where c.conrelid = 'ledger.entry'::regclass and c.contype = 'c' and c.convalidated
                                and c.conname = 'entry_must_balance_in_every_currency')
                        order by 1
                        """)
                .query((row, n) -> row.getString(1))
                .list();
    }
}
