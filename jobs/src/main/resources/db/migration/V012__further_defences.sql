-- What attacks on the first eleven versions still could do: entries that never were, an epoch that goes back, cuts and seals that skip, payouts nobody decided.
set local role ledger_owner;

alter table ledger.entry
    add constraint entry_must_not_reverse_itself check (reverses <> entry_id),
    add constraint entry_must_have_a_real_date check (
        isfinite(occurred_at) and isfinite(effective_on) and isfinite(booked_on));

-- A process that was taken over must never be able to come back under its old number.
create function run.epoch_must_go_forward() returns trigger
language plpgsql set search_path = ''
as $$
begin
    if new.epoch <= old.epoch then
        raise exception 'epoch % cannot become %: a takeover adds one', old.epoch, new.epoch using errcode = 'ZF001';
    end if;
    return new;
end
$$;
create trigger epoch_must_go_forward before update on run.epoch
    for each row execute function run.epoch_must_go_forward();
alter table run.epoch enable always trigger epoch_must_go_forward;
create trigger epoch_must_stay before delete or truncate on run.epoch
    for each statement execute function run.refuse_change();
alter table run.epoch enable always trigger epoch_must_stay;

-- The cut of a day has a place for each entry of the day and for nothing else, and comes after the day is closed.
create function ledger.segment_must_hold_its_day() returns trigger
language plpgsql set search_path = ''
as $$
declare
    places bigint;
    own bigint;
    entries bigint;
begin
    if new.segment = 0 then
        return null;
    end if;
    perform from ledger.day d where d.day = new.day and d.state = 'CLOSING';
    if not found then
        raise exception 'segment % can only be cut while day % is CLOSING', new.segment, new.day using errcode = 'ZF007';
    end if;
    select count(*), count(*) filter (where e.booked_on = new.day) into places, own
    from ledger.entry_seq s left join ledger.entry e on e.entry_key = s.entry_key
    where s.seq > new.seq_before and s.seq <= new.seq_after;
    select count(*) into entries from ledger.entry e where e.booked_on = new.day;
    if (places, own, entries) is distinct from
            (new.seq_after - new.seq_before, new.seq_after - new.seq_before, new.seq_after - new.seq_before) then
        raise exception 'segment % of % has % places from % to %, % of them for its entries, of which there are %',
            new.segment, new.day, places, new.seq_before + 1, new.seq_after, own, entries using errcode = 'ZF007';
    end if;
    return null;
end
$$;
create trigger segment_must_hold_its_day after insert on ledger.segment
    for each row execute function ledger.segment_must_hold_its_day();
alter table ledger.segment enable always trigger segment_must_hold_its_day;

create function ledger.day_must_be_sealed_to_be_called_so() returns trigger
language plpgsql set search_path = ''
as $$
begin
    if not exists (
        select from ledger.segment s join ledger.segment_seal seal on seal.segment = s.segment where s.day = new.day) then
        raise exception 'day % cannot become SEALED: its segment has no seal', new.day using errcode = 'ZF003';
    end if;
    return new;
end
$$;
create trigger day_must_be_sealed_to_be_called_so before update on ledger.day
    for each row when (new.state = 'SEALED' and old.state <> 'SEALED')
    execute function ledger.day_must_be_sealed_to_be_called_so();
alter table ledger.day enable always trigger day_must_be_sealed_to_be_called_so;

-- Who votes on a batch votes on all its items: none comes later.
create function payout.refuse_items_of_a_decided_batch() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
    decided text;
begin
    perform from payout.batch b where b.batch in (select a.batch from added a) for share;
    select string_agg(distinct b.batch || ' is ' || b.state, ', ') into decided
    from added a join payout.batch b on b.batch = a.batch
    where b.state <> 'DRAFT';
    if decided is not null then
        raise exception 'items can only be added to a batch that is a draft; batch %', decided using errcode = 'ZF006';
    end if;
    return null;
end
$$;
create trigger items_must_come_before_the_decision after insert on payout.item
    referencing new table as added
    for each statement execute function payout.refuse_items_of_a_decided_batch();
alter table payout.item enable always trigger items_must_come_before_the_decision;

alter table payout.item
    add constraint item_is_paid_as_decided unique (item_key, pay_amount, pay_currency, destination);
alter table payout.intent
    add constraint intent_must_pay_what_its_item_says foreign key (item_key, amount, currency, destination)
        references payout.item (item_key, pay_amount, pay_currency, destination);

create function payout.refuse_to_send_what_is_not_released() returns trigger
language plpgsql set search_path = ''
as $$
begin
    if not exists (
        select from payout.item i join payout.batch b on b.batch = i.batch
        where i.item_key = new.item_key and b.state = 'RELEASED') then
        raise exception 'intent % cannot be sent: its batch is not released', new.idempotency_key using errcode = 'ZF006';
    end if;
    return new;
end
$$;
create trigger only_a_released_batch_is_sent before update on payout.intent
    for each row when (new.state = 'SENDING' and old.state <> 'SENDING')
    execute function payout.refuse_to_send_what_is_not_released();
alter table payout.intent enable always trigger only_a_released_batch_is_sent;

revoke all on all functions in schema run, ledger, payout from public;

reset role;
