-- How far the night has read Stripe and the inbox, so that a killed pull goes on where it stopped and a finished one is not done again.
set local role ledger_owner;

-- A source that was read to its end for a day. What it says later belongs to the next night.
create table fact.pull (
    day date not null,
    source text not null,
    finished_at timestamptz not null,
    constraint source_is_read_once_a_day primary key (day, source),
    constraint source_must_be_known check (source in ('stripe', 'inbox'))
);

-- One reading of all windows: every row that Stripe's balance BEFORE contains was created before up_to.
create table fact.stripe_round (
    day date not null,
    round integer not null,
    up_to timestamptz not null,
    observed_at timestamptz not null,
    constraint round_is_begun_once primary key (day, round),
    constraint round_has_a_balance_before_it check (round > 0)
);

-- A page of balance transactions whose rows are kept; last_id is the cursor of the next one.
create table fact.stripe_page (
    day date not null,
    round integer not null,
    window_from timestamptz not null,
    page integer not null,
    last_id text,
    is_last boolean not null,
    constraint page_is_kept_once primary key (day, round, window_from, page),
    constraint page_belongs_to_a_round foreign key (day, round) references fact.stripe_round,
    constraint next_page_needs_a_cursor check (is_last or last_id is not null)
);

-- A file of the inbox that was read to its end; one that is not here is read again from its first line.
create table fact.file_end (
    file_key bigint primary key references fact.source_file,
    read_on date not null
);

-- Rows of a charge, refund or dispute that were posted without an order. They name none ever after, so each is found anew every night.
create table ledger.row_without_order (
    bt_id text not null,
    booked_on date not null,
    constraint row_is_noted_once primary key (bt_id)
);

-- where a journal stood: journals are booked in the order they came
alter table fact.journal add column line_no integer not null;

-- the rule by which the same night closed what it found
alter table ledger.finding add column settled_by text;
create index finding_by_ref on ledger.finding (ref);

create index balance_transaction_by_order_of_charge on fact.balance_transaction (charge_id, created, id)
    where order_id is not null;
create index balance_transaction_by_charge_of_transfer on fact.balance_transaction (transfer_id, created, id)
    where charge_id is not null;
create index balance_transaction_by_available_on on fact.balance_transaction (available_on)
    where balance_type = 'payments' and available_on > created;
create index balance_transaction_by_dispute on fact.balance_transaction (dispute_id) where dispute_id is not null;

do $$
declare
    table_name text;
begin
    foreach table_name in array array[
        'fact.pull', 'fact.stripe_round', 'fact.stripe_page', 'fact.file_end', 'ledger.row_without_order']
    loop
        execute format('create trigger rows_need_a_live_epoch before insert or update on %s
            for each statement execute function run.refuse_without_epoch()', table_name);
        execute format('alter table %s enable always trigger rows_need_a_live_epoch', table_name);
        execute format('create trigger rows_stay_as_they_are before update or delete or truncate on %s
            for each statement execute function run.refuse_change()', table_name);
        execute format('alter table %s enable always trigger rows_stay_as_they_are', table_name);
        execute format('grant select on %s
            to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax', table_name);
        execute format('grant insert on %s to ledger_writer', table_name);
    end loop;
end
$$;

reset role;
