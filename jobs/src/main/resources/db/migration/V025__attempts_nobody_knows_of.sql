-- Attempts Stripe was asked for and shows nothing of: when they were looked for, and a person's word that the same payout may be
-- ordered anew. No second attempt while the first may still be found.
set local role ledger_owner;

-- A look at the transfers of a batch that did not show this attempt.
create table payout.probe (
    intent_key bigint not null references payout.intent,
    looked_at timestamptz not null,
    constraint attempt_is_looked_for_once_a_moment primary key (intent_key, looked_at)
);

create table payout.new_attempt (
    intent_key bigint primary key references payout.intent,
    approved_at timestamptz not null,
    approved_by text not null
);

create function payout.new_attempt_needs_two_looks() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from payout.intent n where n.intent_key = new.intent_key and n.state = 'UNKNOWN') then
        raise exception 'attempt % is not one nobody knows of', new.intent_key using errcode = 'ZF006';
    end if;
    if not exists (
        select from payout.probe p where p.intent_key = new.intent_key
        having max(p.looked_at) - min(p.looked_at) >= interval '10 minutes') then
        raise exception 'attempt % was not looked for twice, ten minutes apart', new.intent_key using errcode = 'ZF006';
    end if;
    return new;
end
$$;
create trigger new_attempt_needs_two_looks before insert on payout.new_attempt
    for each row execute function payout.new_attempt_needs_two_looks();
alter table payout.new_attempt enable always trigger new_attempt_needs_two_looks;

create function payout.attempt_follows_one_that_failed() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
    if new.attempt > 1 and not exists (
        select from payout.intent before
        where before.item_key = new.item_key and before.attempt = new.attempt - 1 and before.state = 'FAILED'
            and before.failure in ('balance_insufficient', 'not_found')) then
        raise exception 'attempt % of item % follows none that may be made again', new.attempt, new.item_key
            using errcode = 'ZF006';
    end if;
    return new;
end
$$;
create trigger attempt_follows_one_that_failed before insert on payout.intent
    for each row execute function payout.attempt_follows_one_that_failed();
alter table payout.intent enable always trigger attempt_follows_one_that_failed;

create function payout.not_found_is_a_persons_word() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
    if not exists (select from payout.new_attempt a where a.intent_key = new.intent_key) then
        raise exception 'nobody has said that attempt % may be made again', new.idempotency_key using errcode = 'ZF006';
    end if;
    return new;
end
$$;
create trigger not_found_is_a_persons_word before update on payout.intent
    for each row when (new.failure = 'not_found' and old.failure is distinct from new.failure)
    execute function payout.not_found_is_a_persons_word();
alter table payout.intent enable always trigger not_found_is_a_persons_word;

do $$
declare
    table_name text;
begin
    foreach table_name in array array['payout.probe', 'payout.new_attempt']
    loop
        execute format('create trigger rows_need_a_live_epoch before insert or update on %s
            for each statement execute function run.refuse_without_epoch()', table_name);
        execute format('alter table %s enable always trigger rows_need_a_live_epoch', table_name);
        execute format('create trigger rows_stay_as_they_are before update or delete or truncate on %s
            for each statement execute function run.refuse_change()', table_name);
        execute format('alter table %s enable always trigger rows_stay_as_they_are', table_name);
        execute format('grant select on %s
            to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax', table_name);
        execute format('grant insert on %s to ledger_payouts', table_name);
    end loop;
end
$$;
revoke all on function payout.new_attempt_needs_two_looks(), payout.attempt_follows_one_that_failed(),
    payout.not_found_is_a_persons_word() from public;

reset role;
