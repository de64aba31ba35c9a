-- Periods that are locked, what came after them, and balances of all accounts on both axes.
set local role ledger_owner;

-- A month, quarter or year nothing is booked into any more. A row for each, never changed and never taken back.
create table ledger.period_lock (
    period text primary key,
    first_day date not null,
    last_day date not null,
    locked_by text not null,
    reason text not null,
    locked_at timestamptz not null,
    constraint period_must_be_a_month_a_quarter_or_a_year check (case
        when period ~ '^[0-9]{4}$' then
            first_day = make_date(period::integer, 1, 1) and last_day = make_date(period::integer, 12, 31)
        when period ~ '^[0-9]{4}-Q[1-4]$' then
            first_day = make_date(left(period, 4)::integer, 3 * right(period, 1)::integer - 2, 1)
            and last_day = (first_day + interval '3 months')::date - 1
        when period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$' then
            first_day = make_date(left(period, 4)::integer, right(period, 2)::integer, 1)
            and last_day = (first_day + interval '1 month')::date - 1
        else false end),
    constraint lock_must_say_by_whom_and_why check (locked_by <> '' and reason <> '')
);
comment on table ledger.period_lock is
    'Periods nobody can book into any more: neither entries nor days, cuts or balances. Who locked each, when and why.';

create trigger rows_need_a_live_epoch before insert or update on ledger.period_lock
    for each statement execute function run.refuse_without_epoch();
alter table ledger.period_lock enable always trigger rows_need_a_live_epoch;
create trigger rows_stay_as_they_are before update or delete or truncate on ledger.period_lock
    for each statement execute function run.refuse_change();
alter table ledger.period_lock enable always trigger rows_stay_as_they_are;
grant select on ledger.period_lock to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;
grant insert on ledger.period_lock to ledger_writer;

-- The first day of a period that has no seal yet, null when all have; days before the ledger began are none of its days.
create function ledger.first_unsealed_day(first_day date, last_day date) returns date
language sql stable
begin atomic
    select min(each.day)::date
    from generate_series(
        greatest(first_unsealed_day.first_day, (select g.day + 1 from ledger.segment g where g.segment = 0))::timestamp,
        first_unsealed_day.last_day::timestamp, interval '1 day') as each (day)
    where not exists (
            select from ledger.segment s join ledger.segment_seal seal on seal.segment = s.segment
            where s.day = each.day::date)
        or not exists (select from ledger.day d where d.day = each.day::date and d.state = 'SEALED');
end;

-- Waits for whoever books at the moment, so that nothing slips in between the look at the days and the lock.
create function ledger.period_must_be_sealed() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
    began date;
    unsealed date;
begin
    lock table ledger.day, ledger.entry, ledger.segment, ledger.balance_day in share mode;
    select g.day + 1 into began from ledger.segment g where g.segment = 0;
    if began is null or new.last_day < began then
        raise exception 'period % cannot be locked: no day of it is in this ledger', new.period using errcode = 'ZF008';
    end if;
    unsealed := ledger.first_unsealed_day(new.first_day, new.last_day);
    if unsealed is not null then
        raise exception 'period % cannot be locked: its day % is not sealed yet', new.period, unsealed
            using errcode = 'ZF008';
    end if;
    return new;
end
$$;
create trigger period_must_be_sealed before insert on ledger.period_lock
    for each row execute function ledger.period_must_be_sealed();
alter table ledger.period_lock enable always trigger period_must_be_sealed;

-- Says no when one of the days a statement wrote for lies in a locked period.
create function ledger.refuse_locked_days(days date[], what regclass) returns void
language plpgsql stable security definer set search_path = ''
as $$
declare
    locked text;
begin
    select string_agg(distinct written.day || ' (' || l.period || ')', ', ') into locked
    from unnest(days) as written (day) join ledger.period_lock l on written.day between l.first_day and l.last_day;
    if locked is not null then
        raise exception '% takes nothing for a locked period: %; book into an open day, what is late is effective on its own',
            what, locked using errcode = 'ZF008';
    end if;
end
$$;

create function ledger.refuse_entries_of_a_locked_period() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
    perform ledger.refuse_locked_days((select array_agg(distinct a.booked_on) from added a), tg_relid::regclass);
    return null;
end
$$;
create trigger period_must_not_be_locked after insert on ledger.entry
    referencing new table as added
    for each statement execute function ledger.refuse_entries_of_a_locked_period();
alter table ledger.entry enable always trigger period_must_not_be_locked;

create function ledger.refuse_rows_of_a_locked_period() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
    perform ledger.refuse_locked_days((select array_agg(distinct a.day) from added a), tg_relid::regclass);
    return null;
end
$$;
create trigger period_must_not_be_locked after insert on ledger.balance_day
    referencing new table as added
    for each statement execute function ledger.refuse_rows_of_a_locked_period();
alter table ledger.balance_day enable always trigger period_must_not_be_locked;

-- after, not before: a day that is there and is not added again does nothing
create function ledger.refuse_a_day_of_a_locked_period() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
    perform ledger.refuse_locked_days(array[new.day], tg_relid::regclass);
    return null;
end
$$;
create trigger period_must_not_be_locked after insert or update on ledger.day
    for each row execute function ledger.refuse_a_day_of_a_locked_period();
alter table ledger.day enable always trigger period_must_not_be_locked;
create trigger period_must_not_be_locked after insert on ledger.segment
    for each row execute function ledger.refuse_a_day_of_a_locked_period();
alter table ledger.segment enable always trigger period_must_not_be_locked;

-- what is late is found without reading what is not
create index entry_that_is_late on ledger.entry (booked_on) where effective_on < booked_on;

-- The lines of all late entries: facts of a day that was over before they could be booked. line counts from 1.
create view ledger.late_entry as
select e.entry_id, e.source_key, e.booked_on, e.effective_on, e.booked_on - e.effective_on as days_late, e.memo,
    l.line::integer as line, a.path as account, l.currency, ledger.exponent(l.currency) as exponent,
    l.amount as amount_minor
from ledger.entry e
    cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
        with ordinality as l (account_id, currency, amount, line)
    left join ledger.account a on a.account_id = l.account_id
where e.effective_on < e.booked_on;
grant select on ledger.late_entry to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;

-- The balance of every account that is not zero, as of both axes: facts effective up to one day, as known when another
-- day was over. Begins with the last balances drawn up to both days and adds what was booked since: up to the earlier of
-- the two days everything, after it only what is late. Agrees with ledger.balance for every account.
create function ledger.trial_balance(effective date, known date)
returns table (account text, currency text, exponent integer, balance_minor numeric)
language sql stable
begin atomic
    with drawn as (
        select max(b.day) as day
        from ledger.balance_day b
        where b.day <= least(trial_balance.effective, trial_balance.known)
    ), part as (
        select b.account_id, b.currency, b.closing::numeric as amount
        from ledger.balance_day b
        where b.day = (select drawn.day from drawn) and b.closing <> 0
        union all
        select l.account_id, l.currency, l.amount
        from ledger.entry e
            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount) as l (account_id, currency, amount)
        where e.booked_on > coalesce((select drawn.day from drawn), '-infinity')
            and e.booked_on <= least(trial_balance.effective, trial_balance.known)
        union all
        select l.account_id, l.currency, l.amount
        from ledger.entry e
            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount) as l (account_id, currency, amount)
        where e.effective_on < e.booked_on and e.effective_on <= trial_balance.effective
            and e.booked_on > trial_balance.effective and e.booked_on <= trial_balance.known
    ), summed as (
        select part.account_id, part.currency, sum(part.amount) as amount
        from part
        group by part.account_id, part.currency
        having sum(part.amount) <> 0
    )
    select a.path, summed.currency, ledger.exponent(summed.currency), summed.amount
    from summed left join ledger.account a on a.account_id = summed.account_id
    order by a.path collate "C", summed.currency collate "C";
end;

-- As before, by the same parts: what is booked after the effective day counts only when it is late.
create or replace function ledger.balance(account text, currency text, effective date, known date) returns numeric
language sql stable
begin atomic
    with asked as (
        select a.account_id from ledger.account a where a.path = balance.account
    ), drawn as (
        select max(b.day) as day from ledger.balance_day b where b.day <= least(balance.effective, balance.known)
    ), base as (
        select b.closing
        from ledger.balance_day b join asked on asked.account_id = b.account_id
        where b.currency = balance.currency and b.day <= (select drawn.day from drawn)
        order by b.day desc
        limit 1
    ), booked as (
        select l.account_id, l.amount
        from ledger.entry e
            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount) as l (account_id, currency, amount)
        where l.currency = balance.currency
            and e.booked_on > coalesce((select drawn.day from drawn), '-infinity')
            and e.booked_on <= least(balance.effective, balance.known)
        union all
        select l.account_id, l.amount
        from ledger.entry e
            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount) as l (account_id, currency, amount)
        where l.currency = balance.currency
            and e.effective_on < e.booked_on and e.effective_on <= balance.effective
            and e.booked_on > balance.effective and e.booked_on <= balance.known
    ), since as (
        select sum(booked.amount) as amount from booked join asked on asked.account_id = booked.account_id
    )
    select coalesce((select base.closing from base), 0) + coalesce((select since.amount from since), 0);
end;

-- the entry a journal takes back, so that none is taken back twice
alter table fact.journal add column reverses uuid;
create index journal_by_what_it_reverses on fact.journal (reverses) where reverses is not null;
create index journal_by_entry_id on fact.journal (ledger.entry_id('journal:' || journal));
create index entry_by_what_it_reverses on ledger.entry (reverses) where reverses is not null;

-- a file of the inbox stays in its bucket; one that was posted by hand is kept here, byte by byte
alter table fact.source_file drop constraint refused_file_is_kept_raw,
    add constraint refused_file_is_kept_raw check (raw is not null or status = 'ACCEPTED');

revoke all on function ledger.first_unsealed_day(date, date), ledger.period_must_be_sealed(),
    ledger.refuse_locked_days(date[], regclass), ledger.refuse_entries_of_a_locked_period(),
    ledger.refuse_rows_of_a_locked_period(), ledger.refuse_a_day_of_a_locked_period(),
    ledger.trial_balance(date, date) from public;
grant execute on function ledger.first_unsealed_day(date, date), ledger.trial_balance(date, date)
    to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;

reset role;
