-- Invoices and credit notes of orders: documents that stay as they are, numbers without gaps given at the cut, and the life of each invoice.
set local role ledger_owner;

-- Whole minor units of all parts together; as numeric, so nothing can wrap around.
create function ledger.sum_of(amounts bigint[]) returns numeric
language plpgsql immutable parallel safe
as $$
declare
    total numeric := 0;
    amount bigint;
begin
    foreach amount in array amounts loop
        total := total + amount;
    end loop;
    return total;
end
$$;

-- A document without its number. A credit note is negative and stands behind its invoice, which has place 0.
-- turn: 1, and one more each time the order was paid again after its invoice was over.
-- Parts: one for each tax of each line, one for a line without tax. part_taxable is the line's net beside each of its
-- taxes; part_net is the same on the first of them and zero on the others, so that nets add up.
-- buyer: never a name or an address; invoice_to leads to them in the vault.
-- payee: the creator of a destination charge, whose taxes stand in no tax account of ours.
create table ledger.invoice (
    invoice_key bigint generated always as identity primary key,
    entry_id uuid not null,
    cause text not null,
    kind text not null generated always as (case when cause = 'SALE' then 'INVOICE' else 'CREDIT_NOTE' end) stored,
    order_id text not null,
    turn integer not null,
    place integer not null,
    series text not null,
    issued_on date not null,
    year integer not null generated always as (extract(year from issued_on)::integer) stored,
    currency text not null,
    total bigint not null,
    buyer_country text,
    buyer_region text,
    invoice_to text,
    payee text,
    part_line text[] not null,
    part_kind text[] not null,
    part_jurisdiction text[] not null,
    part_rate text[] not null,
    part_taxable bigint[] not null,
    part_net bigint[] not null,
    part_tax bigint[] not null,
    constraint entry_has_one_document unique (entry_id),
    constraint document_has_its_own_place unique (order_id, turn, place),
    constraint cause_must_be_known check (cause in ('SALE', 'REVERSAL', 'REFUND', 'DISPUTE')),
    constraint invoice_comes_before_its_credit_notes check (
        turn > 0 and place >= 0 and (place = 0) = (cause = 'SALE')),
    constraint invoice_is_positive_and_credit_note_negative check (total <> 0 and (total > 0) = (cause = 'SALE')),
    constraint series_must_be_an_id check (series ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,71}$'),
    constraint currency_must_be_three_capitals check (currency ~ '^[A-Z]{3}$'),
    constraint buyer_is_a_place_and_a_reference check (
        (buyer_country is null or buyer_country ~ '^[A-Z]{2}$')
        and (buyer_region is null or buyer_region ~ '^[A-Z0-9]{1,3}$')
        and (invoice_to is null or invoice_to ~ '^vault:[!-~]{1,240}$')),
    constraint document_must_have_whole_parts check (
        cardinality(part_net) > 0 and array_ndims(part_net) = 1 and array_lower(part_net, 1) = 1
        and array_dims(part_line) = array_dims(part_net) and array_dims(part_kind) = array_dims(part_net)
        and array_dims(part_jurisdiction) = array_dims(part_net) and array_dims(part_rate) = array_dims(part_net)
        and array_dims(part_taxable) = array_dims(part_net) and array_dims(part_tax) = array_dims(part_net)
        and array_position(part_line, null) is null and array_position(part_kind, null) is null
        and array_position(part_taxable, null) is null and array_position(part_net, null) is null
        and array_position(part_tax, null) is null),
    constraint document_must_add_up check ((total = ledger.sum_of(part_net) + ledger.sum_of(part_tax)) is true)
);
create index invoice_by_issued_on on ledger.invoice (issued_on);

-- What one row cannot say of itself: its day is open, its entry is there, its invoice has that much left.
create function ledger.refuse_documents_out_of_place() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
    wrong text;
begin
    perform from ledger.day d where d.day in (select a.issued_on from added a) for share;
    select string_agg(distinct a.issued_on::text, ', ') into wrong
    from added a left join ledger.day d on d.day = a.issued_on
    where d.state is distinct from 'OPEN';
    if wrong is not null then
        raise exception 'documents can only be added to an open day; not open: %', wrong using errcode = 'ZF004';
    end if;
    select a.cause || ' of order ' || a.order_id into wrong
    from added a
    where not exists (
        select from ledger.entry e
        where e.entry_id = a.entry_id and e.booked_on = a.issued_on and e.order_id = a.order_id
            and e.source_key like case a.cause when 'SALE' then 'sale:%' when 'REVERSAL' then 'sale-reversal:%'
                when 'REFUND' then 'refund:%' else 'dispute:%:lost' end)
    limit 1;
    if wrong is not null then
        raise exception 'a document needs the entry it follows from, of the same order, day and cause; without it: %', wrong
            using errcode = 'ZF008';
    end if;
    select 'invoice ' || credited.turn || ' of order ' || credited.order_id into wrong
    from (select distinct a.order_id, a.turn from added a where a.place > 0) credited
        cross join lateral (
            select count(*) as documents, min(i.place) as first, max(i.place) as last, sum(i.total) as rest,
                count(distinct i.currency) as currencies,
                bool_and(i.series = case when i.place = 0 then i.series else invoice.series || '-CREDIT' end) as together
            from ledger.invoice i
                join ledger.invoice invoice
                    on invoice.order_id = i.order_id and invoice.turn = i.turn and invoice.place = 0
            where i.order_id = credited.order_id and i.turn = credited.turn) own
    where (own.first = 0 and own.last = own.documents - 1 and own.rest >= 0 and own.currencies = 1 and own.together)
        is not true
    limit 1;
    if wrong is not null then
        raise exception 'credit notes follow their invoice one by one, in its currency and the series of its own, up to what it says; not those of %',
            wrong using errcode = 'ZF008';
    end if;
    select a.order_id into wrong
    from added a
        join ledger.invoice other on other.order_id = a.order_id and other.turn <> a.turn
    where a.place = 0
    group by a.order_id, other.turn
    having sum(other.total) <> 0
    limit 1;
    if wrong is not null then
        raise exception 'order % has an invoice that stands; another comes only when it is credited in full', wrong
            using errcode = 'ZF008';
    end if;
    return null;
end
$$;
create trigger documents_must_have_their_place after insert on ledger.invoice
    referencing new table as added
    for each statement execute function ledger.refuse_documents_out_of_place();
alter table ledger.invoice enable always trigger documents_must_have_their_place;

-- The number of a document, given when its day is cut: 1, 2, 3 … in each series and year, in the order of the entries' places.
create table ledger.invoice_number (
    series text not null,
    year integer not null,
    number bigint not null,
    invoice_key bigint not null,
    constraint number_is_given_once primary key (series, year, number),
    constraint document_has_one_number unique (invoice_key),
    constraint numbers_begin_at_one check (number > 0)
);

create function ledger.refuse_gaps_in_numbers() returns trigger
language plpgsql set search_path = ''
as $$
declare
    wrong text;
begin
    select ranked.series || ' ' || ranked.year || ' ' || ranked.number into wrong
    from (
        select a.series, a.year, a.number, i.series as own_series, i.year as own_year, d.state, s.seq,
            min(a.number) over (partition by a.series, a.year) as first,
            row_number() over (partition by a.series, a.year order by s.seq) as rank
        from added a
            left join ledger.invoice i on i.invoice_key = a.invoice_key
            left join ledger.day d on d.day = i.issued_on
            left join ledger.entry e on e.entry_id = i.entry_id
            left join ledger.entry_seq s on s.entry_key = e.entry_key) ranked
    where (ranked.series, ranked.year) is distinct from (ranked.own_series, ranked.own_year)
        or ranked.state is distinct from 'CLOSING'
        or ranked.seq is null
        or ranked.number <> ranked.first + ranked.rank - 1
        or ranked.rank = 1 and ranked.first > 1 and not exists (
            select from ledger.invoice_number before
                join ledger.invoice i on i.invoice_key = before.invoice_key
                join ledger.entry e on e.entry_id = i.entry_id
                join ledger.entry_seq s on s.entry_key = e.entry_key
            where before.series = ranked.series and before.year = ranked.year
                and before.number = ranked.first - 1 and s.seq < ranked.seq)
    limit 1;
    if wrong is not null then
        raise exception 'numbers follow each other without a gap, in the order of places, while their day is CLOSING; not %', wrong
            using errcode = 'ZF008';
    end if;
    return null;
end
$$;
create trigger numbers_must_follow_each_other after insert on ledger.invoice_number
    referencing new table as added
    for each statement execute function ledger.refuse_gaps_in_numbers();
alter table ledger.invoice_number enable always trigger numbers_must_follow_each_other;

-- Whether steps may follow each other and what was before them; nothing before them means that an invoice begins.
create function ledger.is_life_of_an_invoice(status_before text, steps text[]) returns boolean
language plpgsql immutable parallel safe
as $$
declare
    status text := status_before;
    step text;
begin
    foreach step in array steps loop
        if (coalesce(status, '') || ' ' || step) is null or (coalesce(status, '') || ' ' || step) not in (
                ' DRAFTED',
                'DRAFTED ISSUED', 'DRAFTED VOIDED',
                'ISSUED PAID',
                'PAID FULFILLED', 'PAID CLOSED', 'PAID REFUNDED', 'PAID VOIDED',
                'FULFILLED CLOSED', 'FULFILLED REFUNDED', 'FULFILLED VOIDED',
                'CLOSED REFUNDED', 'CLOSED VOIDED') then
            return false;
        end if;
        status := step;
    end loop;
    return true;
end
$$;

-- The steps an invoice took on a day, with the entry that made each, if any; the latest row says how far it has come.
create table ledger.invoice_day (
    order_id text not null,
    turn integer not null,
    day date not null,
    status_before text,
    steps text[] not null,
    sources text[] not null,
    status text not null generated always as (steps[cardinality(steps)]) stored,
    constraint invoice_moves_once_a_day primary key (order_id, turn, day),
    constraint turns_begin_at_one check (turn > 0),
    constraint each_step_has_its_source check (
        cardinality(steps) > 0 and array_ndims(steps) = 1 and array_lower(steps, 1) = 1
        and array_dims(sources) = array_dims(steps)),
    constraint steps_must_follow_the_lifecycle check (ledger.is_life_of_an_invoice(status_before, steps) is true)
);
create index invoice_day_by_day on ledger.invoice_day (day);

-- Each row goes on where the one before it ended, and says what the documents say.
create function ledger.refuse_impossible_lives() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
    wrong text;
begin
    perform from ledger.day d where d.day in (select a.day from added a) for share;
    select string_agg(distinct a.day::text, ', ') into wrong
    from added a left join ledger.day d on d.day = a.day
    where d.state is distinct from 'OPEN';
    if wrong is not null then
        raise exception 'invoices can only move on an open day; not open: %', wrong using errcode = 'ZF004';
    end if;
    select 'invoice ' || a.turn || ' of order ' || a.order_id into wrong
    from added a
        left join lateral (
            select b.day, b.status from ledger.invoice_day b
            where b.order_id = a.order_id and b.turn = a.turn and b.day <> a.day
            order by b.day desc
            limit 1) last on true
        left join lateral (
            select b.status from ledger.invoice_day b
            where b.order_id = a.order_id and b.turn = a.turn - 1
            order by b.day desc
            limit 1) turn_before on true
    where last.status is distinct from a.status_before
        or last.day > a.day
        or a.turn > 1 and (turn_before.status in ('REFUNDED', 'VOIDED')) is not true
    limit 1;
    if wrong is not null then
        raise exception 'an invoice goes on where it ended the last time, the next one when it is over; not %', wrong
            using errcode = 'ZF008';
    end if;
    select 'invoice ' || a.turn || ' of order ' || a.order_id into wrong
    from added a
        left join lateral (
            select count(*) filter (where i.place = 0 and i.issued_on = a.day) as issued_today, sum(i.total) as rest
            from ledger.invoice i
            where i.order_id = a.order_id and i.turn = a.turn) documents on true
    where 'ISSUED' = any (a.steps) and documents.issued_today is distinct from 1
        or a.status in ('REFUNDED', 'VOIDED') and documents.rest <> 0
        or a.status = 'REFUNDED' and documents.rest is null
    limit 1;
    if wrong is not null then
        raise exception 'an invoice is issued with its document and over when it is credited in full; not %', wrong
            using errcode = 'ZF008';
    end if;
    return null;
end
$$;
create trigger invoices_must_live_as_they_may after insert on ledger.invoice_day
    referencing new table as added
    for each statement execute function ledger.refuse_impossible_lives();
alter table ledger.invoice_day enable always trigger invoices_must_live_as_they_may;

-- No day is cut while a document of it has no number, or an invoice of it no life.
create function ledger.segment_must_number_its_documents() returns trigger
language plpgsql set search_path = ''
as $$
declare
    wrong text;
begin
    select i.cause || ' of order ' || i.order_id into wrong
    from ledger.invoice i
        left join ledger.invoice_number n on n.invoice_key = i.invoice_key
    where i.issued_on = new.day and n.invoice_key is null
    limit 1;
    if wrong is not null then
        raise exception 'segment % of % can only be cut when every document of its day has a number; not %',
            new.segment, new.day, wrong using errcode = 'ZF008';
    end if;
    select 'order ' || i.order_id into wrong
    from ledger.invoice i
        left join ledger.invoice_day d on d.order_id = i.order_id and d.turn = i.turn and d.day = i.issued_on
    where i.issued_on = new.day and i.place = 0 and ('ISSUED' = any (d.steps)) is not true
    limit 1;
    if wrong is not null then
        raise exception 'segment % of % can only be cut when every invoice of its day is called issued; not that of %',
            new.segment, new.day, wrong using errcode = 'ZF008';
    end if;
    return null;
end
$$;
create trigger segment_must_number_its_documents after insert on ledger.segment
    for each row execute function ledger.segment_must_number_its_documents();
alter table ledger.segment enable always trigger segment_must_number_its_documents;

-- A number as it stands on paper.
create function ledger.number_text(series text, year integer, number bigint) returns text
language sql immutable strict parallel safe
return series || '-' || year || '-' || case when number < 1000000 then lpad(number::text, 6, '0') else number::text end;

-- The documents; their number is there once their day is closed. status: how far the invoice, or the one credited, is now.
create view ledger.invoice_document as
select i.kind, ledger.number_text(n.series, n.year, n.number) as number,
    case when i.place > 0 then ledger.number_text(credited.series, credited.year, credited.number) end as credits,
    i.cause, i.order_id, i.turn, i.series, i.issued_on, i.currency, ledger.exponent(i.currency) as exponent,
    ledger.sum_of(i.part_net)::bigint as net_minor, ledger.sum_of(i.part_tax)::bigint as tax_minor,
    i.total as total_minor, i.buyer_country, i.buyer_region, i.invoice_to, i.payee, i.entry_id,
    (select d.status from ledger.invoice_day d
        where d.order_id = i.order_id and d.turn = i.turn order by d.day desc limit 1) as status
from ledger.invoice i
    left join ledger.invoice_number n on n.invoice_key = i.invoice_key
    left join ledger.invoice invoice
        on i.place > 0 and invoice.order_id = i.order_id and invoice.turn = i.turn and invoice.place = 0
    left join ledger.invoice_number credited on credited.invoice_key = invoice.invoice_key;

-- Their lines, one row for each tax of each line; nets and taxes add up.
create view ledger.invoice_line as
select ledger.number_text(n.series, n.year, n.number) as number, i.order_id, i.turn, i.kind, i.issued_on, i.currency,
    p.part::integer as part, p.line, p.sold_as, p.jurisdiction, p.rate, p.taxable as taxable_minor,
    p.net as net_minor, p.tax as tax_minor
from ledger.invoice i
    left join ledger.invoice_number n on n.invoice_key = i.invoice_key
    cross join lateral unnest(i.part_line, i.part_kind, i.part_jurisdiction, i.part_rate, i.part_taxable,
        i.part_net, i.part_tax) with ordinality as p (line, sold_as, jurisdiction, rate, taxable, net, tax, part);

-- The steps, one row each.
create view ledger.invoice_step as
select d.order_id, d.turn, d.day, s.step::integer as step, s.status, s.source_key
from ledger.invoice_day d
    cross join lateral unnest(d.steps, d.sources) with ordinality as s (status, source_key, step);

do $$
declare
    table_name text;
begin
    foreach table_name in array array['ledger.invoice', 'ledger.invoice_number', 'ledger.invoice_day']
    loop
        execute format('create trigger rows_need_a_live_epoch before insert or update on %s
            for each statement execute function run.refuse_without_epoch()', table_name);
        execute format('alter table %s enable always trigger rows_need_a_live_epoch', table_name);
        execute format('create trigger rows_stay_as_they_are before update or delete or truncate on %s
            for each statement execute function run.refuse_change()', table_name);
        execute format('alter table %s enable always trigger rows_stay_as_they_are', table_name);
    end loop;
end
$$;

revoke all on all functions in schema ledger from public;
grant select on ledger.invoice, ledger.invoice_number, ledger.invoice_day, ledger.invoice_document, ledger.invoice_line,
    ledger.invoice_step
    to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;
grant execute on function ledger.number_text(text, integer, bigint), ledger.sum_of(bigint[])
    to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;
grant execute on function ledger.is_life_of_an_invoice(text, text[]) to ledger_writer;
grant insert on ledger.invoice, ledger.invoice_day to ledger_writer;
grant insert on ledger.invoice_number to ledger_sealer;

reset role;
