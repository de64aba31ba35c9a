-- What a batch pays elsewhere than before, and in another currency than it is owed in.
set local role ledger_owner;

-- raised: what it needs besides the tier of its total, 0 when nothing raises it; the greater of the two counts.
alter table payout.votes_needed add column raised integer not null default 0,
    add constraint raised_votes_must_not_be_negative check (raised >= 0);

-- Payments of a batch that go elsewhere than the creator's payment before, as it was when the batch was drawn.
create table payout.new_destination (
    batch text not null references payout.batch,
    payee text not null,
    currency text not null,
    rail_before text not null,
    destination_before text not null,
    constraint payment_moves_once primary key (batch, payee, currency),
    constraint only_an_item_moves foreign key (batch, payee, currency) references payout.item (batch, payee, currency)
);
create index item_that_paid_a_payee on payout.item (payee) where reason = 'PAID';

-- exchange: {"rate", "date", "source"} of an item that is paid in another currency than it is owed in, else null.
alter table payout.item add column exchange text,
    add constraint other_currency_needs_its_rate check ((exchange is not null) = (pay_currency <> currency)),
    add constraint same_currency_pays_the_net check (pay_currency <> currency or pay_amount = net);

create or replace function payout.release_needs_its_votes() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
    needed integer;
    raised integer;
    roles integer;
begin
    if new.state <> 'RELEASED' or old.state = 'RELEASED' then
        return new;
    end if;
    select n.votes, n.raised into needed, raised from payout.votes_needed n where n.batch = new.batch;
    if exists (select from payout.statement s where s.batch = new.batch) then
        select (tier.value ->> 'votes')::integer into needed
        from payout.statement s
            cross join lateral json_array_elements(s.policy::json -> 'tiers') tier
        where s.batch = new.batch
            and (tier.value ->> 'from')::numeric <= (s.statement::json -> 'base' ->> 'total')::numeric
        order by (tier.value ->> 'from')::numeric desc
        limit 1;
    end if;
    needed := greatest(needed, raised);
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

do $$
declare
    table_name text;
begin
    foreach table_name in array array['payout.new_destination']
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
grant insert on payout.new_destination to ledger_writer;

reset role;
