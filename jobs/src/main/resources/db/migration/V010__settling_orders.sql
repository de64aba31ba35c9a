-- What the fold of orders needs to find its work by itself: who waits, whose reserve is due, and how a night was cut into parts.
set local role ledger_owner;

-- contracts: those of the order's lines; the orders of one contract are settled together.
alter table ledger.order_state
    add column waits boolean not null,
    add column reserve_due_on date,
    add column contracts text[] not null;
-- an order that waits is settled again every night, so the rows of the night before name all of them
create index order_state_that_waits on ledger.order_state (day) where waits;
create index order_state_by_reserve_due_on on ledger.order_state (reserve_due_on) where reserve_due_on is not null;

-- the rows of Stripe that belong to an order, night by night
create index entry_of_row_by_order on ledger.entry (order_id, booked_on)
    where order_id is not null and source_key like 'stripe:%:bt:%';

-- How the night that runs now is cut: whole groups of orders that share contracts, one transaction a part. It is drawn
-- up anew by every run from what is not settled yet, so nothing is lost when it is.
create table run.settlement_part (
    part integer not null,
    order_id text not null
);
create index settlement_part_by_part on run.settlement_part (part);
grant select, insert, delete on run.settlement_part to ledger_writer;

-- The resolution a break was closed by: each is used once, so that an old one never closes a break that comes again.
alter table ledger.break_day add column given_at timestamptz,
    add constraint only_a_person_gives_a_resolution check (given_at is null or status = 'RESOLVED');
create index break_day_by_resolution on ledger.break_day (ref, type) where given_at is not null;
create index break_resolution_by_ref on ledger.break_resolution (ref, type);

reset role;
