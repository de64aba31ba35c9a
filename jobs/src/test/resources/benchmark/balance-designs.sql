-- Two ways to keep an entry balanced, and none, timed with COPY: psql -v entries=200000 -v dir=/tmp -f balance-designs.sql
-- Run it in an empty migrated database; every other entry has a second currency's worth of lines: 3.5 lines on average.
\set ON_ERROR_STOP 1
\timing off
set role ledger_writer;
begin;
update run.epoch set epoch = 1, owner = 'benchmark';
select run.hold(1);
insert into ledger.day (day) values ('2026-03-02');
insert into ledger.account (path) select 'liabilities:creator:c' || i || ':payable' from generate_series(1, 1000) i;
commit;
reset role;

create schema benchmark;
grant all on schema benchmark to public;
create table benchmark.source as
select 'stripe:acct_1:bt:txn_' || i as source_key,
    timestamptz '2026-03-02 00:00:00Z' + i * interval '1 millisecond' as occurred_at,
    case when i % 2 = 0
        then array[1 + i % 1000, 1 + (i + 1) % 1000, 1 + (i + 2) % 1000]
        else array[1 + i % 1000, 1 + (i + 1) % 1000, 1 + (i + 2) % 1000, 1 + (i + 3) % 1000] end as line_account,
    case when i % 2 = 0 then array['USD', 'USD', 'USD'] else array['EUR', 'EUR', 'EUR', 'EUR'] end as line_currency,
    case when i % 2 = 0 then array[9650, 350, -10000] else array[9650, 300, 50, -10000] end as line_amount,
    'o-' || i as order_id, 'txn_' || i as bt, 'ch_' || i as stripe_id
from generate_series(1, :entries) i;

select format('copy (select ledger.entry_id(source_key), occurred_at, ''2026-03-02'', ''2026-03-02'', source_key,
    line_account, line_currency, line_amount, order_id, bt, stripe_id from benchmark.source) to %L', :'dir' || '/entries.copy')
\gexec
select format('copy (select row_number() over (), ledger.entry_id(source_key), occurred_at, ''2026-03-02'', ''2026-03-02'',
    source_key, order_id, bt, stripe_id from benchmark.source) to %L', :'dir' || '/headers.copy')
\gexec
select format('copy (select n, l.line, l.account_id, l.currency, l.amount
    from (select row_number() over () as n, * from benchmark.source) s
        cross join unnest(line_account, line_currency, line_amount) with ordinality l (account_id, currency, amount, line))
    to %L', :'dir' || '/lines.copy')
\gexec

create table benchmark.header (entry_key bigint primary key, entry_id uuid not null unique, occurred_at timestamptz not null,
    booked_on date not null, effective_on date not null, source_key text not null, order_id text, bt text, stripe_id text);
create table benchmark.line (entry_key bigint not null, line smallint not null, account_id integer not null,
    currency text not null, amount bigint not null, primary key (entry_key, line));
create table benchmark.plain_entry (like ledger.entry including identity including defaults);
alter table benchmark.plain_entry add primary key (entry_key), add unique (entry_id);
create index on benchmark.plain_entry (booked_on);

create function benchmark.refuse_unbalanced() returns trigger language plpgsql as $$
begin
    if exists (select from added group by entry_key, currency having sum(amount) <> 0) then
        raise exception 'unbalanced';
    end if;
    return null;
end $$;

-- each line: name, milliseconds, megabytes
create procedure benchmark.measure(name text, statements text[], tables text[]) language plpgsql as $$
declare
    began timestamptz;
    statement text;
    took numeric;
begin
    for run in 1 .. 3 loop
        foreach statement in array tables loop
            if statement = 'ledger.entry' then
                alter table ledger.entry disable trigger rows_stay_as_they_are;
                truncate ledger.entry cascade;
                alter table ledger.entry enable always trigger rows_stay_as_they_are;
            else
                execute 'truncate ' || statement;
            end if;
        end loop;
        perform set_config('finance.epoch', '1', true);
        began := clock_timestamp();
        foreach statement in array statements loop
            execute statement;
        end loop;
        took := least(took, extract(epoch from clock_timestamp() - began) * 1000);
        commit;
    end loop;
    raise notice '% % ms, % MB', rpad(name, 55), round(took),
        (select round(sum(pg_total_relation_size(t::regclass)) / 1e6) from unnest(tables) t);
end $$;

alter table ledger.segment disable trigger rows_stay_as_they_are;
call benchmark.measure('header and lines, nothing checked', array[
    'copy benchmark.header from ''' || :'dir' || '/headers.copy''', 'copy benchmark.line from ''' || :'dir' || '/lines.copy'''],
    array['benchmark.header', 'benchmark.line']);
create trigger balanced after insert on benchmark.line referencing new table as added
    for each statement execute function benchmark.refuse_unbalanced();
call benchmark.measure('header and lines, statement trigger', array[
    'copy benchmark.header from ''' || :'dir' || '/headers.copy''', 'copy benchmark.line from ''' || :'dir' || '/lines.copy'''],
    array['benchmark.header', 'benchmark.line']);
call benchmark.measure('one row with arrays, nothing checked', array[
    'copy benchmark.plain_entry (entry_id, occurred_at, booked_on, effective_on, source_key, line_account, line_currency,
        line_amount, order_id, bt, stripe_id) from ''' || :'dir' || '/entries.copy'''],
    array['benchmark.plain_entry']);
alter table benchmark.plain_entry add constraint balanced check (ledger.is_balanced(line_currency, line_amount) is true);
call benchmark.measure('one row with arrays, balance checked', array[
    'copy benchmark.plain_entry (entry_id, occurred_at, booked_on, effective_on, source_key, line_account, line_currency,
        line_amount, order_id, bt, stripe_id) from ''' || :'dir' || '/entries.copy'''],
    array['benchmark.plain_entry']);
call benchmark.measure('ledger.entry with all its checks and triggers', array[
    'copy ledger.entry (entry_id, occurred_at, booked_on, effective_on, source_key, line_account, line_currency,
        line_amount, order_id, bt, stripe_id) from ''' || :'dir' || '/entries.copy'''],
    array['ledger.entry']);
