-- Tables of the two designs and of none, beside the ledger's own: BalanceDesignBenchmark fills and times them.
create schema benchmark;

-- an entry as a header and a row for each line
create table benchmark.header (
    entry_key bigint primary key,
    entry_id uuid not null unique,
    occurred_at timestamptz not null,
    booked_on date not null,
    effective_on date not null,
    source_key text not null,
    order_id text,
    bt text,
    stripe_id text
);
create index on benchmark.header (booked_on);
create table benchmark.line (
    entry_key bigint not null,
    line smallint not null,
    account_id integer not null,
    currency text not null,
    amount bigint not null,
    primary key (entry_key, line)
);
create table benchmark.checked_line (like benchmark.line including all);

create function benchmark.refuse_unbalanced() returns trigger language plpgsql as $$
begin
    if exists (select from added group by entry_key, currency having sum(amount) <> 0) then
        raise exception 'unbalanced';
    end if;
    return null;
end $$;
create trigger balanced after insert on benchmark.checked_line referencing new table as added
    for each statement execute function benchmark.refuse_unbalanced();

-- an entry as one row, its lines in arrays; the ledger's columns and indexes, none of its checks
create table benchmark.entry (like ledger.entry including identity including defaults);
alter table benchmark.entry add primary key (entry_key), add unique (entry_id);
create index on benchmark.entry (booked_on);
create index on benchmark.entry (order_id, booked_on) where order_id is not null and source_key like 'stripe:%:bt:%';
create table benchmark.checked_entry (like benchmark.entry including all);
alter table benchmark.checked_entry
    add constraint balanced check (ledger.is_balanced(line_currency, line_amount) is true);

insert into ledger.day (day) values ('2026-03-02');
insert into ledger.account (path) select 'liabilities:creator:c' || i || ':payable' from generate_series(1, 1000) i;
