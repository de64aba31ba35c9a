-- Money that leaves: what a batch would pay, and each attempt to send it, exactly once.
set local role ledger_owner;

create table payout.batch (
    batch text primary key,
    day date not null,
    state text not null default 'DRAFT',
    constraint batch_is_drawn_once_a_day unique (day),
    constraint batch_state_must_be_known check (state in ('DRAFT', 'RELEASED', 'REJECTED', 'EXPIRED', 'SENT'))
);

-- Every creator with a balance, paid or not; pay_*: what the rail sends, in the creator's payout currency.
create table payout.item (
    item_key bigint generated always as identity primary key,
    batch text not null references payout.batch,
    payee text not null,
    currency text not null,
    available bigint not null,
    gross bigint not null,
    withheld bigint not null,
    net bigint not null,
    pay_currency text not null,
    pay_amount bigint not null,
    reason text not null,
    destination text,
    rail text,
    constraint creator_is_considered_once_a_batch unique (batch, payee, currency),
    constraint payout_must_add_up check (gross::numeric = withheld::numeric + net),
    constraint payout_must_not_be_negative check (gross >= 0 and withheld >= 0 and net >= 0 and pay_amount >= 0),
    constraint payout_must_be_covered check (gross = 0 or gross <= available),
    constraint only_a_paid_item_has_an_amount check ((reason = 'PAID') = (gross > 0)),
    constraint paid_item_needs_a_destination check (reason <> 'PAID' or destination is not null and rail is not null)
);

create table payout.intent (
    intent_key bigint generated always as identity primary key,
    item_key bigint not null references payout.item,
    attempt integer not null,
    idempotency_key text not null,
    destination text not null,
    amount bigint not null,
    currency text not null,
    state text not null default 'PLANNED',
    first_sent_at timestamptz,
    transfer_id text,
    failure text,
    constraint attempt_is_made_once unique (item_key, attempt),
    constraint idempotency_key_is_unique unique (idempotency_key),
    constraint transfer_pays_one_intent unique (transfer_id),
    constraint attempt_must_be_positive check (attempt > 0),
    constraint intent_amount_must_be_positive check (amount > 0),
    constraint intent_state_must_be_known
        check (state in ('PLANNED', 'APPROVED', 'SENDING', 'SENT', 'FAILED', 'UNKNOWN', 'CANCELLED')),
    constraint sending_needs_its_instant
        check ((first_sent_at is not null) = (state in ('SENDING', 'SENT', 'FAILED', 'UNKNOWN'))),
    constraint sent_needs_its_transfer check ((transfer_id is not null) = (state = 'SENT')),
    constraint failed_needs_its_reason check ((failure is not null) = (state = 'FAILED'))
);
-- No second attempt while the first may still arrive.
create unique index item_has_one_living_intent on payout.intent (item_key) where state not in ('FAILED', 'CANCELLED');

create function payout.batch_must_go_forward() returns trigger
language plpgsql set search_path = ''
as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'DRAFT' then
            raise exception 'batch % must begin as DRAFT, not %', new.batch, new.state using errcode = 'ZF006';
        end if;
    elsif (new.batch, new.day) is distinct from (old.batch, old.day)
        or old.state <> new.state and (old.state, new.state) not in (
            ('DRAFT', 'RELEASED'), ('DRAFT', 'REJECTED'), ('DRAFT', 'EXPIRED'), ('RELEASED', 'SENT')) then
        raise exception 'batch % is % and cannot become %', old.batch, old.state, new.state using errcode = 'ZF006';
    end if;
    return new;
end
$$;
create trigger batch_must_go_forward before insert or update on payout.batch
    for each row execute function payout.batch_must_go_forward();
alter table payout.batch enable always trigger batch_must_go_forward;

create function payout.intent_must_go_forward() returns trigger
language plpgsql set search_path = ''
as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'PLANNED' then
            raise exception 'intent % must begin as PLANNED, not %', new.idempotency_key, new.state
                using errcode = 'ZF006';
        end if;
    elsif (new.intent_key, new.item_key, new.attempt, new.idempotency_key, new.destination, new.amount, new.currency)
            is distinct from
            (old.intent_key, old.item_key, old.attempt, old.idempotency_key, old.destination, old.amount, old.currency)
        or old.first_sent_at is not null and new.first_sent_at is distinct from old.first_sent_at
        or (old.state, new.state) not in (
            ('PLANNED', 'APPROVED'), ('PLANNED', 'CANCELLED'), ('APPROVED', 'SENDING'), ('APPROVED', 'CANCELLED'),
            ('SENDING', 'SENT'), ('SENDING', 'FAILED'), ('SENDING', 'UNKNOWN'),
            ('UNKNOWN', 'SENT'), ('UNKNOWN', 'FAILED')) then
        raise exception 'intent % is % and cannot become %', old.idempotency_key, old.state, new.state
            using errcode = 'ZF006';
    end if;
    return new;
end
$$;
create trigger intent_must_go_forward before insert or update on payout.intent
    for each row execute function payout.intent_must_go_forward();
alter table payout.intent enable always trigger intent_must_go_forward;

reset role;
