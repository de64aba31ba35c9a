-- What tax authorities said of forms and returns that were filed. A report set asks which record of a payee, or which period, an authority
-- has accepted, and how much of the ledger was known then: what differs from that is a correction.
set local role ledger_owner;

create table fact.filing (
    filing_key bigint generated always as identity primary key,
    kind text not null,
    period text not null,
    form text not null,
    payee text not null,
    record text not null,
    receipt text not null,
    filed_on date not null,
    status text not null,
    file_key bigint not null references fact.source_file,
    line_no integer not null,
    accepted_on date not null,
    constraint filing_is_kept_once unique (kind, period, form, payee, record, receipt, status),
    constraint filing_status_must_be_known check (status in ('accepted', 'rejected'))
);
create index filing_by_period on fact.filing (kind, period);

comment on column fact.filing.form is 'empty where a period is filed as a whole';
comment on column fact.filing.payee is 'empty where a period is filed as a whole';

create trigger rows_need_a_live_epoch before insert or update on fact.filing
    for each statement execute function run.refuse_without_epoch();
alter table fact.filing enable always trigger rows_need_a_live_epoch;
create trigger rows_stay_as_they_are before update or delete or truncate on fact.filing
    for each statement execute function run.refuse_change();
alter table fact.filing enable always trigger rows_stay_as_they_are;

grant select on fact.filing to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;
grant insert on fact.filing to ledger_writer;

reset role;
