-- A refund or dispute that was posted before its late charge: the order it belongs to became known with the charge.
set local role ledger_owner;

create table ledger.order_of_row (
    bt_id text not null,
    order_id text not null,
    found_on date not null,
    constraint order_of_a_row_is_found_once primary key (bt_id),
    constraint row_was_without_order foreign key (bt_id) references ledger.row_without_order (bt_id)
);
create index order_of_row_by_found_on on ledger.order_of_row (found_on);

create trigger rows_need_a_live_epoch before insert or update on ledger.order_of_row
    for each statement execute function run.refuse_without_epoch();
alter table ledger.order_of_row enable always trigger rows_need_a_live_epoch;
create trigger rows_stay_as_they_are before update or delete or truncate on ledger.order_of_row
    for each statement execute function run.refuse_change();
alter table ledger.order_of_row enable always trigger rows_stay_as_they_are;
grant select on ledger.order_of_row to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;
grant insert on ledger.order_of_row to ledger_writer;

-- payouts whose rows are listed are few among all that were ever seen
create index stripe_payout_that_is_completed on fact.stripe_payout (payout_id, seen_on)
    where automatic and reconciliation_status = 'completed';
create index row_without_order_by_booked_on on ledger.row_without_order (booked_on);

reset role;
