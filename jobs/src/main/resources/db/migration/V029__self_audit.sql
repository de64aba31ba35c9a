-- One sealed day a night that was worked out again from its facts, and what came of it.
set local role ledger_owner;

-- segment: the newest one when the audit was made; the digest of its checkpoint chose which day was audited.
create table run.self_audit (
    segment integer primary key references ledger.segment_seal,
    checkpoint_sha256 text not null,
    audited integer not null references ledger.segment_seal,
    result text not null,
    sealed_root text not null,
    replayed_root text,
    kept_root text,
    detail text,
    program_sha256 text not null,
    audited_at timestamptz not null,
    constraint checkpoint_digest_must_be_sha256 check (checkpoint_sha256 ~ '^[0-9a-f]{64}$'),
    constraint a_day_with_entries_is_audited check (audited > 0 and audited <= segment),
    constraint result_must_be_known check (result in ('REPRODUCED', 'DIFFERENT', 'FAILED')),
    constraint reproduced_means_the_same_roots check (
        (result = 'REPRODUCED') = (replayed_root is not distinct from sealed_root and kept_root is not distinct from sealed_root)),
    constraint what_is_not_reproduced_says_why check ((detail is not null) = (result <> 'REPRODUCED'))
);
comment on table run.self_audit is 'Nightly replays of one past day each, chosen by the digest of the last checkpoint.';

create trigger rows_need_a_live_epoch before insert or update on run.self_audit
    for each statement execute function run.refuse_without_epoch();
alter table run.self_audit enable always trigger rows_need_a_live_epoch;
create trigger rows_stay_as_they_are before update or delete or truncate on run.self_audit
    for each statement execute function run.refuse_change();
alter table run.self_audit enable always trigger rows_stay_as_they_are;
grant select on run.self_audit to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;
grant insert on run.self_audit to ledger_writer;

reset role;
