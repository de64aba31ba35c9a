-- What manual payouts are made of, and the few rows of Stripe that move the platform's own money.
set local role ledger_owner;

-- Parts of a manual payout: Stripe does not itemise it, so it takes the oldest money first. source: a balance
-- transaction, or a journal that opened the books with money at Stripe.
create table ledger.payout_part (
    payout_id text not null,
    source text not null,
    net bigint not null,
    currency text not null,
    attributed_on date not null,
    constraint payout_takes_a_source_once primary key (payout_id, source)
);
create index payout_part_by_source on ledger.payout_part (source);
create index payout_part_by_attributed_on on ledger.payout_part (currency, attributed_on);

create trigger rows_need_a_live_epoch before insert or update on ledger.payout_part
    for each statement execute function run.refuse_without_epoch();
alter table ledger.payout_part enable always trigger rows_need_a_live_epoch;
create trigger rows_stay_as_they_are before update or delete or truncate on ledger.payout_part
    for each statement execute function run.refuse_change();
alter table ledger.payout_part enable always trigger rows_stay_as_they_are;
grant select on ledger.payout_part to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;
grant insert on ledger.payout_part to ledger_writer;

-- What every payout of Stripe's to the bank is made of. derived: not named by Stripe, taken first in, first out.
create view ledger.payout_composition as
select r.payout_id, r.bt_id as source, b.net, false as derived
from fact.stripe_payout_row r
    join fact.balance_transaction b on b.id = r.bt_id
where b.source_id is distinct from r.payout_id
union all
select p.payout_id, p.source, p.net, true as derived
from ledger.payout_part p;
grant select on ledger.payout_composition to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;

-- the same index as before, with top-ups
drop index fact.balance_transaction_of_own_money;
create index balance_transaction_of_own_money on fact.balance_transaction (type, created)
    where type in ('payout', 'payout_cancel', 'payout_failure', 'topup', 'topup_reversal', 'transfer', 'transfer_refund',
        'transfer_cancel', 'transfer_failure', 'reserved_funds', 'reserve_hold', 'reserve_release', 'advance',
        'advance_funding', 'connect_collection_transfer');
create index balance_transaction_in_payout_order on fact.balance_transaction (currency, available_on, created, id collate "C")
    where balance_type = 'payments' and type <> 'payout';

reset role;
