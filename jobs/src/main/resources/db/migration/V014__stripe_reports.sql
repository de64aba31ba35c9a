-- Stripe asked a second time: a wider reading when its balance does not agree, and its own itemised report beside its list.
set local role ledger_owner;

-- search_from: the first day of a round that looked further back, newest day first; null for a round over the days of overlap
alter table fact.stripe_round add column search_from date;

-- A file of the itemised balance report. body: the bytes as they came, packed with gzip; the digest, size and rows are those of the bytes.
create table fact.stripe_report_file (
    sha256 text primary key,
    size_bytes bigint not null,
    row_count integer not null,
    body bytea not null,
    constraint report_digest_must_be_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint report_figures_must_not_be_negative check (size_bytes >= 0 and row_count >= 0)
);

-- What a file adds up to, in minor units.
create table fact.stripe_report_sum (
    sha256 text not null references fact.stripe_report_file,
    currency text not null,
    reporting_category text not null,
    row_count integer not null,
    gross bigint not null,
    fee bigint not null,
    net bigint not null,
    constraint report_sum_is_kept_once primary key (sha256, currency, reporting_category),
    constraint currency_must_be_three_capitals check (currency ~ '^[A-Z]{3}$')
);

-- Which file Stripe gave for a day of UTC on which night; the latest is what it says now.
create table fact.stripe_report (
    report_day date not null,
    fetched_on date not null,
    report_type text not null,
    run_id text not null,
    file_id text not null,
    sha256 text not null references fact.stripe_report_file,
    constraint report_is_fetched_once_a_night primary key (report_day, fetched_on)
);
create index stripe_report_by_fetched_on on fact.stripe_report (fetched_on);

-- A night's comparison of the rows of a day of UTC with its report. differences: how many rows differ that no person has accepted.
create table ledger.report_comparison (
    report_day date not null,
    compared_on date not null,
    sha256 text not null references fact.stripe_report_file,
    differences integer not null,
    constraint report_is_compared_once_a_night primary key (report_day, compared_on),
    constraint differences_must_not_be_negative check (differences >= 0)
);

-- What our books had above Stripe's answer when the pull of a night ended, and whether the rows were searched for.
create table ledger.stripe_difference (
    day date not null,
    balance_type text not null,
    currency text not null,
    amount bigint not null,
    searched boolean not null,
    constraint difference_is_kept_once_a_night primary key (day, balance_type, currency),
    constraint difference_must_not_be_zero check (amount <> 0)
);

do $$
declare
    table_name text;
begin
    foreach table_name in array array['fact.stripe_report_file', 'fact.stripe_report_sum', 'fact.stripe_report',
        'ledger.report_comparison', 'ledger.stripe_difference']
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
