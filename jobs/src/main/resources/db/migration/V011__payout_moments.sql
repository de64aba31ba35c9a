-- When a batch was drawn, released and closed, what was withheld of its items, and when the fate of each transfer was known.
set local role ledger_owner;

alter table payout.batch
    add column drafted_at timestamptz not null,
    add column released_at timestamptz,
    add column closed_at timestamptz,
    add constraint batch_is_released_once_and_for_all check ((released_at is not null) = (state in ('RELEASED', 'SENT'))),
    add constraint batch_is_closed_once_and_for_all check ((closed_at is not null) = (state in ('SENT', 'REJECTED', 'EXPIRED')));

-- withholding: [{jurisdiction, rate}] as the item was worked out
alter table payout.item add column withholding text not null;

-- concluded_at: when Stripe's answer, its list or its row told what became of the attempt
alter table payout.intent
    add column concluded_at timestamptz,
    add constraint attempt_is_concluded_when_its_fate_is_known
        check ((concluded_at is not null) = (state in ('SENT', 'FAILED', 'CANCELLED')));
create index intent_by_conclusion on payout.intent (concluded_at) where state = 'SENT';
create index intent_that_is_not_concluded on payout.intent (item_key) where concluded_at is null;

grant update (released_at, closed_at) on payout.batch to ledger_payouts;
grant update (concluded_at) on payout.intent to ledger_payouts;

-- rows of our own money: payouts to the bank, transfers to creators, reserves
create index balance_transaction_of_own_money on fact.balance_transaction (type, created)
    where type in ('payout', 'payout_cancel', 'payout_failure', 'transfer', 'transfer_refund', 'transfer_cancel',
        'transfer_failure', 'reserved_funds', 'reserve_hold', 'reserve_release', 'advance', 'advance_funding',
        'connect_collection_transfer');
create index balance_transaction_by_transfer on fact.balance_transaction (transfer_id) where transfer_id is not null;
create index bank_line_by_reference on fact.bank_line (reference) where reference is not null;

reset role;
