-- Files banks pay creators by, and what comes back over ACH.
set local role ledger_owner;

-- The fingerprint of the file of a batch and rail, written down with the attempts that are being sent: no other bytes are ever put for them.
-- amount: what the bank debits to our account, in minor units; entry_hash: of NACHA files.
create table payout.payment_file (
    batch text not null references payout.batch,
    rail text not null,
    account text not null,
    name text not null,
    sha256 text not null,
    size_bytes bigint not null,
    items bigint not null,
    amount bigint not null,
    currency text not null,
    entry_hash text,
    ordered_at timestamptz not null,
    constraint a_rail_of_a_batch_has_one_file primary key (batch, rail),
    constraint file_of_payments_is_known_by_its_digest check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint file_of_payments_pays_something check (size_bytes > 0 and items > 0 and amount > 0)
);

-- RETURN: the bank of a creator sent an ACH credit back. CHANGE: it was paid, and the bank corrects what we should write next time.
create table fact.ach_notice (
    notice_key bigint generated always as identity primary key,
    kind text not null,
    original_trace text not null,
    reason text not null,
    amount bigint not null,
    file_key bigint not null references fact.source_file,
    line_no integer not null,
    happened_on date not null,
    accepted_on date not null,
    constraint notice_is_kept_once unique (original_trace, kind),
    constraint notice_kind_must_be_known check (kind in ('RETURN', 'CHANGE')),
    constraint notice_names_a_trace_number check (original_trace ~ '^[0-9]{15}$'),
    constraint notice_gives_its_reason check (reason ~ '^[A-Z][0-9]{2}$')
);
create index ach_notice_by_accepted_on on fact.ach_notice (accepted_on);

do $$
declare
    table_name text;
begin
    foreach table_name in array array['payout.payment_file', 'fact.ach_notice']
    loop
        execute format('create trigger rows_need_a_live_epoch before insert or update on %s
            for each statement execute function run.refuse_without_epoch()', table_name);
        execute format('alter table %s enable always trigger rows_need_a_live_epoch', table_name);
        execute format('create trigger rows_stay_as_they_are before update or delete or truncate on %s
            for each statement execute function run.refuse_change()', table_name);
        execute format('alter table %s enable always trigger rows_stay_as_they_are', table_name);
        execute format('grant select on %s
            to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax', table_name);
    end loop;
end
$$;
grant insert on payout.payment_file to ledger_payouts;
grant insert on fact.ach_notice to ledger_writer;

reset role;
