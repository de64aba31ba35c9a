-- What approvers sign of a payout batch, and their votes. A batch whose statement is sealed is released with enough votes only.
set local role ledger_owner;

-- statement: the canonical text as it was sealed with the day; policy: the row of the policy it names.
create table payout.statement (
    batch text primary key references payout.batch,
    statement text not null,
    policy text not null,
    constraint statement_must_be_of_its_batch check (statement::json ->> 'batch' = batch),
    constraint policy_must_be_the_one_the_statement_names check (
        statement::json ->> 'policy_sha256' = encode(sha256(convert_to(policy, 'UTF8')), 'hex'))
);

-- How many votes a batch needs, noted when it is drawn; the statement says it again once it is sealed.
create table payout.votes_needed (
    batch text primary key references payout.batch,
    votes integer not null,
    constraint votes_must_not_be_negative check (votes >= 0)
);

create table payout.vote (
    batch text not null references payout.statement,
    person text not null,
    role text not null,
    public_key text not null,
    decision text not null,
    voted_at timestamptz not null,
    signature text not null,
    constraint person_votes_once primary key (batch, person),
    constraint decision_must_be_known check (decision in ('APPROVE', 'REJECT'))
);
create index vote_by_instant on payout.vote (voted_at);

-- The program verifies each signature before it is kept and again before money leaves; here votes are only counted.
create function payout.release_needs_its_votes() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
    needed integer;
    roles integer;
begin
    if new.state <> 'RELEASED' or old.state = 'RELEASED' then
        return new;
    end if;
    select n.votes into needed from payout.votes_needed n where n.batch = new.batch;
    if exists (select from payout.statement s where s.batch = new.batch) then
        select (tier.value ->> 'votes')::integer into needed
        from payout.statement s
            cross join lateral json_array_elements(s.policy::json -> 'tiers') tier
        where s.batch = new.batch
            and (tier.value ->> 'from')::numeric <= (s.statement::json -> 'base' ->> 'total')::numeric
        order by (tier.value ->> 'from')::numeric desc
        limit 1;
    end if;
    select count(distinct v.role) into roles
    from payout.vote v where v.batch = new.batch and v.decision = 'APPROVE';
    if needed is null or roles < needed or exists (
            select from payout.vote v where v.batch = new.batch and v.decision = 'REJECT') then
        raise exception 'batch % needs % votes of different roles and no rejection, it has %', new.batch, needed, roles
            using errcode = 'ZF006';
    end if;
    return new;
end
$$;
create trigger release_needs_its_votes before update on payout.batch
    for each row execute function payout.release_needs_its_votes();
alter table payout.batch enable always trigger release_needs_its_votes;

do $$
declare
    table_name text;
begin
    foreach table_name in array array['payout.statement', 'payout.votes_needed', 'payout.vote']
    loop
        execute format('create trigger rows_need_a_live_epoch before insert or update on %s
            for each statement execute function run.refuse_without_epoch()', table_name);
        execute format('alter table %s enable always trigger rows_need_a_live_epoch', table_name);
        execute format('create trigger rows_stay_as_they_are before update or delete or truncate on %s
            for each statement execute function run.refuse_change()', table_name);
        execute format('alter table %s enable always trigger rows_stay_as_they_are', table_name);
        execute format('grant select on %s
            to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax', table_name);
    end loop;
end
$$;
grant insert on payout.statement to ledger_sealer;
grant insert on payout.votes_needed to ledger_writer;
grant insert on payout.vote to ledger_payouts;
revoke all on function payout.release_needs_its_votes() from public;

reset role;
