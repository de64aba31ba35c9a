-- What we booked: an entry is one row whose lines stand in arrays, so that no statement can add half of it or an unbalanced one.
set local role ledger_owner;

create table ledger.account (
    account_id integer generated always as identity primary key,
    path text not null,
    constraint account_path_is_unique unique (path),
    constraint account_path_must_be_a_path check (path ~ '^[a-z]+(:[A-Za-z0-9][A-Za-z0-9._-]{0,63})+$')
);

-- An accounting day: entries are added while it is OPEN, nothing after that.
create table ledger.day (
    day date primary key,
    state text not null default 'OPEN',
    constraint day_state_must_be_known check (state in ('OPEN', 'CLOSING', 'SEALED'))
);

create function ledger.day_must_go_forward() returns trigger
language plpgsql set search_path = ''
as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'OPEN' then
            raise exception 'day % must begin OPEN, not %', new.day, new.state using errcode = 'ZF003';
        end if;
    elsif new.day <> old.day
        or (old.state, new.state) not in (('OPEN', 'OPEN'), ('OPEN', 'CLOSING'), ('CLOSING', 'CLOSING'),
                                          ('CLOSING', 'SEALED'), ('SEALED', 'SEALED')) then
        raise exception 'day % is % and cannot become % (%)', old.day, old.state, new.state, new.day
            using errcode = 'ZF003';
    end if;
    return new;
end
$$;
create trigger day_must_go_forward before insert or update on ledger.day
    for each row execute function ledger.day_must_go_forward();
alter table ledger.day enable always trigger day_must_go_forward;

-- The identity of an entry: 16 bytes of SHA-256 over 'illuvrse-finance/entry/1', a line feed and the source key, written
-- as a UUID of version 8 (bits 55 to 52 are 1000) and variant 10 (bits 71 and 70).
create function ledger.entry_id(source_key text) returns uuid
language sql immutable strict parallel safe
return encode(
    set_bit(set_bit(set_bit(set_bit(set_bit(set_bit(
        substr(sha256('\x696c6c75767273652d66696e616e63652f656e7472792f310a'::bytea || convert_to(source_key, 'UTF8')), 1, 16),
        55, 1), 54, 0), 53, 0), 52, 0), 71, 1), 70, 0),
    'hex')::uuid;

-- Whether signed amounts add up to zero in every currency; summed as numeric, so nothing can wrap around.
create function ledger.is_balanced(currencies text[], amounts bigint[]) returns boolean
language plpgsql immutable parallel safe
as $$
declare
    difference numeric := 0;
begin
    if array_length(currencies, 1) is null or currencies[1] = all (currencies) then
        for i in 1 .. cardinality(amounts) loop
            difference := difference + amounts[i];
        end loop;
        return difference = 0;
    end if;
    return not exists (
        select from unnest(currencies, amounts) as line (currency, amount)
        group by line.currency
        having sum(line.amount) is distinct from 0);
end
$$;

-- line_amount: minor units, debit positive. Lines are sorted: debits first, then account path, then currency.
-- fx and trace: canonical JSON, null when empty.
create table ledger.entry (
    entry_key bigint generated always as identity primary key,
    entry_id uuid not null,
    occurred_at timestamptz not null,
    booked_on date not null,
    effective_on date not null,
    source_key text not null,
    line_account integer[] not null,
    line_currency text[] not null,
    line_amount bigint[] not null,
    order_id text,
    bt text,
    stripe_id text,
    payee text,
    contract text,
    batch text,
    journal text,
    dispute text,
    statement text,
    doc text,
    memo text,
    reverses uuid,
    fx text,
    trace text,
    constraint entry_is_booked_once unique (entry_id),
    constraint entry_id_must_come_from_the_source_key check (entry_id = ledger.entry_id(source_key)),
    constraint source_key_must_be_visible_ascii check (
        length(source_key) between 1 and 255 and source_key !~ '[^!-~]'),
    constraint entry_must_not_be_booked_before_it_is_effective check (effective_on <= booked_on),
    constraint instant_must_be_whole_milliseconds check (occurred_at = date_trunc('milliseconds', occurred_at)),
    constraint entry_must_have_two_lines_or_be_a_zero_movement check (
        cardinality(line_amount) >= 2 or cardinality(line_amount) = 0 and source_key ~ '^stripe:[^:]+:bt:[^:]+$'),
    constraint line_must_have_account_currency_and_amount check (
        cardinality(line_account) = cardinality(line_amount)
        and cardinality(line_currency) = cardinality(line_amount)
        and array_dims(line_account) is not distinct from array_dims(line_amount)
        and array_dims(line_currency) is not distinct from array_dims(line_amount)
        and coalesce(array_lower(line_amount, 1), 1) = 1
        and array_position(line_account, null) is null),
    constraint line_amount_must_not_be_zero check (
        (0 <> all (line_amount)) is true and (-9223372036854775808 <> all (line_amount)) is true),
    constraint line_currency_must_be_three_capitals check (
        array_to_string(line_currency, ',', '?') ~ '^([A-Z]{3}(,[A-Z]{3})*)?$'),
    constraint entry_must_balance_in_every_currency check (ledger.is_balanced(line_currency, line_amount) is true),
    constraint reversed_entry_must_exist foreign key (reverses) references ledger.entry (entry_id)
);
create index entry_by_booked_on on ledger.entry (booked_on);

-- What arrays cannot refer to: known accounts and open days. Holds the days until commit, so that a close waits.
create function ledger.refuse_entries_out_of_place() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
    missing text;
begin
    perform from ledger.day d where d.day in (select a.booked_on from added a) for share;
    select string_agg(distinct a.booked_on::text, ', ') into missing
    from added a left join ledger.day d on d.day = a.booked_on
    where d.state is distinct from 'OPEN';
    if missing is not null then
        raise exception 'entries can only be booked into an open day; not open: %', missing using errcode = 'ZF004';
    end if;
    select string_agg(distinct used.account_id::text, ', ') into missing
    from (select distinct unnest(a.line_account) as account_id from added a) used
        left join ledger.account account on account.account_id = used.account_id
    where account.account_id is null;
    if missing is not null then
        raise exception 'entries name accounts that do not exist: %', missing using errcode = 'ZF005';
    end if;
    return null;
end
$$;
create trigger entry_must_have_an_open_day_and_known_accounts after insert on ledger.entry
    referencing new table as added
    for each statement execute function ledger.refuse_entries_out_of_place();
alter table ledger.entry enable always trigger entry_must_have_an_open_day_and_known_accounts;

-- The place the seal gives an entry: 1, 2, 3 … over the whole ledger, written at the cut and never by a sequence.
create table ledger.entry_seq (
    seq bigint primary key,
    entry_key bigint not null,
    constraint entry_has_one_place unique (entry_key),
    constraint places_begin_at_one check (seq > 0)
);

-- The signed line of an entry, as it stands in ledger.jsonl.
create table ledger.sealed_line (
    seq bigint primary key references ledger.entry_seq,
    canonical text not null
);

create table ledger.balance_day (
    day date not null,
    account_id integer not null references ledger.account,
    currency text not null,
    opening bigint not null,
    debit bigint not null,
    credit bigint not null,
    closing bigint not null,
    constraint balance_is_drawn_once_a_day primary key (day, account_id, currency),
    constraint balance_must_add_up check (closing::numeric = opening::numeric + debit - credit),
    constraint turnover_must_not_be_negative check (debit >= 0 and credit >= 0)
);
create index balance_day_by_account on ledger.balance_day (account_id, currency, day);

-- The cut of a day. Segments follow each other without a gap in number, date or entries.
create table ledger.segment (
    segment integer primary key,
    day date not null,
    sealed_at timestamptz not null,
    seq_before bigint not null,
    seq_after bigint not null,
    previous integer generated always as (nullif(segment, 0) - 1) stored,
    day_before date generated always as (day - 1) stored,
    constraint segment_has_one_day unique (day),
    constraint segment_can_be_followed_by_day unique (segment, day),
    constraint segment_can_be_followed_by_seq unique (segment, seq_after),
    constraint segment_numbers_begin_at_zero check (segment >= 0),
    constraint genesis_must_be_empty check (segment > 0 or seq_before = 0 and seq_after = 0),
    constraint segment_must_not_take_entries_back check (seq_after >= seq_before),
    constraint segment_must_follow_the_day_before
        foreign key (previous, day_before) references ledger.segment (segment, day),
    constraint segment_must_begin_where_the_last_ended
        foreign key (previous, seq_before) references ledger.segment (segment, seq_after)
);

-- Kept before it is signed, so that a re-run signs the same bytes.
create table ledger.segment_manifest (
    segment integer primary key references ledger.segment,
    manifest_id text not null,
    entries_root text not null,
    manifest text not null,
    constraint manifest_is_unique unique (manifest_id),
    constraint manifest_id_must_be_its_digest check (manifest_id = encode(sha256(convert_to(manifest, 'UTF8')), 'hex')),
    constraint entries_root_must_be_sha256 check (entries_root ~ '^[0-9a-f]{64}$')
);

create table ledger.segment_seal (
    segment integer primary key references ledger.segment_manifest,
    checkpoint text not null
);

-- A file of a day that lies in the archive.
create table ledger.delivery (
    day date not null,
    object_key text not null,
    bucket text not null,
    sha256 text not null,
    size_bytes bigint not null,
    version_id text,
    constraint object_is_delivered_once primary key (day, bucket, object_key)
);

-- What the steps of a day found; the breaks of the day are drawn from it and from yesterday's.
create table ledger.finding (
    day date not null,
    type text not null,
    ref text not null,
    severity text not null,
    account text,
    amount bigint,
    currency text,
    detail text not null,
    constraint finding_is_kept_once_a_day primary key (day, type, ref),
    constraint severity_must_be_known check (severity in ('LOW', 'MEDIUM', 'HIGH', 'INFO')),
    constraint amount_needs_its_currency check ((amount is null) = (currency is null))
);

create table ledger.break_day (
    day date not null,
    type text not null,
    ref text not null,
    severity text not null,
    account text,
    amount bigint,
    currency text,
    opened_on date not null,
    age_days integer not null,
    status text not null,
    resolution text,
    resolved_on date,
    constraint break_stands_once_a_day primary key (day, type, ref),
    constraint severity_must_be_known check (severity in ('LOW', 'MEDIUM', 'HIGH')),
    constraint break_status_must_be_known check (status in ('OPEN', 'AUTO_RESOLVED', 'RESOLVED', 'INFO')),
    constraint amount_needs_its_currency check ((amount is null) = (currency is null)),
    constraint age_must_count_from_the_opening check (age_days = day - opened_on and age_days >= 0),
    constraint resolved_break_must_say_how check (
        (resolution is not null) = (status in ('AUTO_RESOLVED', 'RESOLVED'))
        and (resolved_on is not null) = (status in ('AUTO_RESOLVED', 'RESOLVED')))
);

-- What a person said of a break; it takes effect on the day that is settled next.
create table ledger.break_resolution (
    type text not null,
    ref text not null,
    reason text not null,
    resolved_by text not null,
    resolved_at timestamptz not null,
    constraint resolution_is_given_once primary key (type, ref, resolved_at)
);

-- What the fold of orders and contracts remembers at the end of a day; the latest before a day is where it goes on.
create table ledger.order_state (
    order_id text not null,
    day date not null,
    state text not null,
    constraint order_state_is_kept_once_a_day primary key (order_id, day)
);

create table ledger.contract_state (
    contract text not null,
    currency text not null,
    day date not null,
    state text not null,
    constraint contract_state_is_kept_once_a_day primary key (contract, currency, day)
);

-- Digits of a currency's minor unit at Stripe.
create function ledger.exponent(currency text) returns integer
language sql immutable strict parallel safe
return case
    when currency in ('BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')
        then 0
    when currency in ('BHD', 'JOD', 'KWD', 'OMR', 'TND') then 3
    else 2
end;

-- The lines of all entries; line counts from 1. An account that is not known shows as null and is never left out.
create view ledger.posting as
select e.entry_id, l.line::integer as line, e.booked_on, e.effective_on, e.occurred_at, a.path as account, l.currency,
    ledger.exponent(l.currency) as exponent, l.amount as amount_minor, e.source_key, e.order_id, e.payee, e.contract,
    e.stripe_id
from ledger.entry e
    cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
        with ordinality as l (account_id, currency, amount, line)
    left join ledger.account a on a.account_id = l.account_id;

-- The entries; seq and canonical are there once the day is sealed.
create view ledger.journal_entry as
select e.entry_id, s.seq, e.source_key, e.booked_on, e.effective_on, e.occurred_at, e.memo,
    e.effective_on < e.booked_on as late, e.reverses, line.canonical
from ledger.entry e
    left join ledger.entry_seq s on s.entry_key = e.entry_key
    left join ledger.sealed_line line on line.seq = s.seq;

-- Balance of an account as of both axes: facts effective up to one day, as known when another day was over.
create function ledger.balance(account text, currency text, effective date, known date) returns numeric
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
    ), since as (
        select sum(l.amount) as amount
        from ledger.entry e
            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount) as l (account_id, currency, amount)
            join asked on asked.account_id = l.account_id
        where l.currency = balance.currency
            and e.booked_on > coalesce((select drawn.day from drawn), '-infinity')
            and e.booked_on <= balance.known
            and e.effective_on <= balance.effective
    )
    select coalesce((select base.closing from base), 0) + coalesce((select since.amount from since), 0);
end;

reset role;
