-- What nobody may do: change or remove rows, add them without the epoch; and what each role may do.
set local role ledger_owner;

do $$
declare
    relation record;
begin
    for relation in
        select n.nspname as schema_name, c.relname as table_name
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('fact', 'ledger', 'payout')
    loop
        execute format('create trigger rows_need_a_live_epoch before insert or update on %I.%I
            for each statement execute function run.refuse_without_epoch()', relation.schema_name, relation.table_name);
        execute format('alter table %I.%I enable always trigger rows_need_a_live_epoch',
            relation.schema_name, relation.table_name);
        -- a day, a batch and an intent move forward by update; their own triggers say how
        execute format('create trigger rows_stay_as_they_are before %s on %I.%I
            for each statement execute function run.refuse_change()',
            case when (relation.schema_name, relation.table_name) in
                    (('ledger', 'day'), ('payout', 'batch'), ('payout', 'intent'))
                then 'delete or truncate' else 'update or delete or truncate' end,
            relation.schema_name, relation.table_name);
        execute format('alter table %I.%I enable always trigger rows_stay_as_they_are',
            relation.schema_name, relation.table_name);
    end loop;
end
$$;

revoke all on all functions in schema run, ledger, payout from public;
grant usage on schema fact, ledger, payout, run
    to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;
grant select on all tables in schema fact, ledger, payout, run
    to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;
grant execute on function ledger.balance(text, text, date, date), ledger.exponent(text), ledger.entry_id(text)
    to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;
grant execute on function run.hold(bigint), ledger.is_balanced(text[], bigint[])
    to ledger_writer, ledger_sealer, ledger_payouts;

-- the writer adds facts and entries and opens days
grant insert on all tables in schema fact to ledger_writer;
grant insert on ledger.account, ledger.day, ledger.entry, ledger.finding, ledger.break_day, ledger.break_resolution,
    ledger.order_state, ledger.contract_state, payout.batch, payout.item, payout.intent to ledger_writer;
grant insert, update on run.night to ledger_writer;
grant update on run.epoch, run.heartbeat to ledger_writer;

-- the sealer closes days and adds nothing to the journal
grant update (state) on ledger.day to ledger_sealer;
grant insert on ledger.entry_seq, ledger.sealed_line, ledger.balance_day, ledger.segment, ledger.segment_manifest,
    ledger.segment_seal, ledger.delivery to ledger_sealer;

-- the payout job moves intents forward and cannot make one
grant update (state) on payout.batch to ledger_payouts;
grant update (state, first_sent_at, transfer_id, failure) on payout.intent to ledger_payouts;

-- run history and triggers carry no correctness and may be emptied
grant usage on schema batch, quartz to ledger_writer, ledger_sealer, ledger_payouts, ledger_reader;
grant select on all tables in schema batch, quartz to ledger_reader;
grant select, insert, update, delete on all tables in schema batch, quartz
    to ledger_writer, ledger_sealer, ledger_payouts;
grant usage, select on all sequences in schema batch to ledger_writer, ledger_sealer, ledger_payouts;

reset role;
