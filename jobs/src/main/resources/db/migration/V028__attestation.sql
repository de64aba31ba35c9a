-- What is added to a sealed day: signatures of persons, time stamps, cosignatures; and which of them a later cut seals.
set local role ledger_owner;

-- A signature about to be made, kept before the key is used: no use of a person's key is unknown here.
create table ledger.signature_intent (
    segment integer not null references ledger.segment_seal,
    role text not null,
    key_id text not null,
    intended_at timestamptz not null,
    constraint signature_is_intended_once primary key (segment, role, key_id),
    constraint key_id_must_be_sha256 check (key_id ~ '^[0-9a-f]{64}$')
);

-- A file added to a package, whole, kept before it is delivered. The first one stays: ECDSA gives others each time.
create table ledger.attestation (
    segment integer not null references ledger.segment_seal,
    path text not null,
    sha256 text not null,
    content bytea not null,
    kept_at timestamptz not null,
    constraint file_is_added_once primary key (segment, path),
    constraint file_must_be_its_digest check (sha256 = encode(sha256(content), 'hex')),
    constraint file_must_be_one_that_may_come_later check (
        path ~ '^(sig/[a-z0-9][a-z0-9-]{0,63}\.p7s|tst/(checkpoint|[a-z0-9][a-z0-9-]{0,63}\.p7s)(\.2)?\.tsr|wit/checkpoint)$'),
    constraint file_must_be_small check (octet_length(content) between 1 and 1048576)
);
comment on table ledger.attestation is
    'Files added to sealed packages after their seal: signatures of persons, RFC 3161 time stamps, witness cosignatures.';

create function ledger.file_must_follow_its_cause() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
    if new.path like 'sig/%' and not exists (
            select from ledger.signature_intent i
            where i.segment = new.segment and 'sig/' || i.role || '.p7s' = new.path) then
        raise exception '% of segment % was made without an intent', new.path, new.segment using errcode = 'ZF009';
    end if;
    if new.path like 'tst/%.p7s.%' and not exists (
            select from ledger.attestation a
            where a.segment = new.segment and a.path = regexp_replace(new.path, '^tst/(.*\.p7s)(\.2)?\.tsr$', 'sig/\1')) then
        raise exception '% of segment % stamps a signature that is not kept', new.path, new.segment
            using errcode = 'ZF009';
    end if;
    return new;
end
$$;
create trigger file_must_follow_its_cause before insert on ledger.attestation
    for each row execute function ledger.file_must_follow_its_cause();
alter table ledger.attestation enable always trigger file_must_follow_its_cause;

-- The lines of seals.txt besides the checkpoint of the segment before, fixed at the cut: every file in one seal.
-- attested, path: which file; segment: whose seals.txt has it.
create table ledger.seal_line (
    attested integer not null,
    path text not null,
    segment integer not null references ledger.segment,
    constraint file_is_sealed_once primary key (attested, path),
    constraint sealed_file_must_be_kept foreign key (attested, path) references ledger.attestation (segment, path),
    constraint file_is_sealed_by_a_later_segment check (attested < segment)
);
create index seal_line_by_segment on ledger.seal_line (segment);

create function ledger.seal_is_not_written_yet() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
    if exists (select from ledger.segment_manifest m where m.segment = new.segment) then
        raise exception 'segment % is written, its seals.txt takes no further line', new.segment using errcode = 'ZF009';
    end if;
    return new;
end
$$;
create trigger seal_is_not_written_yet before insert on ledger.seal_line
    for each row execute function ledger.seal_is_not_written_yet();
alter table ledger.seal_line enable always trigger seal_is_not_written_yet;

-- The added files with the name seals.txt gives them, and whether they lie in the archive.
create view ledger.attested_file as
select a.segment, s.day, a.path, 'segment-' || to_char(a.segment, 'FM000000') || '/' || a.path as name, a.sha256,
    exists (
        select from ledger.delivery d
        where d.day = s.day
            and d.object_key like '%/segment-' || to_char(a.segment, 'FM000000') || '/' || a.path) as delivered
from ledger.attestation a
    join ledger.segment s on s.segment = a.segment;

do $$
declare
    table_name text;
begin
    foreach table_name in array array['ledger.signature_intent', 'ledger.attestation', 'ledger.seal_line']
    loop
        execute format('create trigger rows_need_a_live_epoch before insert or update on %s
            for each statement execute function run.refuse_without_epoch()', table_name);
        execute format('alter table %s enable always trigger rows_need_a_live_epoch', table_name);
        execute format('create trigger rows_stay_as_they_are before update or delete or truncate on %s
            for each statement execute function run.refuse_change()', table_name);
        execute format('alter table %s enable always trigger rows_stay_as_they_are', table_name);
        execute format('grant select on %s
            to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax', table_name);
        execute format('grant insert on %s to ledger_sealer', table_name);
    end loop;
end
$$;
grant select on ledger.attested_file to ledger_writer, ledger_sealer, ledger_reader, ledger_payouts, ledger_tax;
revoke all on function ledger.file_must_follow_its_cause(), ledger.seal_is_not_written_yet() from public;

reset role;
