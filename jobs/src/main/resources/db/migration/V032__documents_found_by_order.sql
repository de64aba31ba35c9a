-- The same check as before, and fast on a day the planner knows nothing of yet. No statistics hold a day that has just come, so it is taken
-- for a day of one row, and with d.day = i.issued_on all of the day was read for each document of it. A day plus nothing is looked up in no
-- index of days: the rows of an order are found by the order.
set local role ledger_owner;

create or replace function ledger.segment_must_number_its_documents() returns trigger
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
        left join ledger.invoice_day d on d.order_id = i.order_id and d.turn = i.turn and d.day + 0 = i.issued_on
    where i.issued_on = new.day and i.place = 0 and ('ISSUED' = any (d.steps)) is not true
    limit 1;
    if wrong is not null then
        raise exception 'segment % of % can only be cut when every invoice of its day is called issued; not that of %',
            new.segment, new.day, wrong using errcode = 'ZF008';
    end if;
    return null;
end
$$;
