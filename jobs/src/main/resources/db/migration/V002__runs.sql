-- Who runs the night: one epoch at a time may write, whatever else is still alive.
set local role ledger_owner;

-- The one epoch whose owner may write; a takeover adds one and waits for the transactions that hold the row.
create table run.epoch (
    one boolean primary key default true,
    epoch bigint not null,
    owner text not null,
    taken_at timestamptz not null,
    constraint there_is_one_epoch check (one),
    constraint epoch_must_not_be_negative check (epoch >= 0)
);

-- Life signs of the owner, apart from the epoch row: a heartbeat must not wait for a long transaction.
create table run.heartbeat (
    one boolean primary key default true,
    epoch bigint not null,
    beaten_at timestamptz not null,
    lock_backend integer not null,
    constraint there_is_one_heartbeat check (one)
);

-- One row a settled day: what it was settled with, and how far its runs have come.
create table run.night (
    business_date date primary key,
    state text not null,
    epoch bigint not null,
    owner text not null,
    settings_sha256 text not null,
    program_sha256 text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    constraint night_state_must_be_known check (state in ('RUNNING', 'FAILED', 'HELD', 'DONE')),
    constraint night_ends_when_it_is_not_running check ((ended_at is null) = (state = 'RUNNING')),
    constraint settings_digest_must_be_sha256 check (settings_sha256 ~ '^[0-9a-f]{64}$'),
    constraint program_digest_must_be_sha256 check (program_sha256 ~ '^[0-9a-f]{64}$')
);

insert into run.epoch (epoch, owner, taken_at) values (0, 'nobody', 'epoch');
insert into run.heartbeat (epoch, beaten_at, lock_backend) values (0, 'epoch', 0);

-- First statement of every writing transaction: holds the epoch until commit, so that a takeover waits for us.
create function run.hold(mine bigint) returns void
language plpgsql security definer set search_path = ''
as $$
begin
    perform from run.epoch e where e.epoch = mine for share;
    if not found then
        raise exception 'epoch % is over, another process settles now; nothing of this transaction is written', mine
            using errcode = 'ZF001';
    end if;
    perform set_config('finance.epoch', mine::text, true);
end
$$;

-- Every table rows are added to asks this before the statement: a transaction that holds no live epoch adds nothing.
create function run.refuse_without_epoch() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
    mine text := current_setting('finance.epoch', true);
begin
    if coalesce(mine, '') = '' then
        raise exception '% % needs the epoch of a run: call run.hold(epoch) first in the transaction',
            lower(tg_op), tg_relid::regclass using errcode = 'ZF001';
    end if;
    perform from run.epoch e where e.epoch = mine::bigint for share;
    if not found then
        raise exception 'epoch % is over, another process settles now; % % is refused',
            mine, lower(tg_op), tg_relid::regclass using errcode = 'ZF001';
    end if;
    return null;
end
$$;

-- Facts, entries and seals stay as they are, whoever asks.
create function run.refuse_change() returns trigger
language plpgsql set search_path = ''
as $$
begin
    raise exception '% is append-only: % is refused; a correction is another row', tg_relid::regclass, lower(tg_op)
        using errcode = 'ZF002';
end
$$;

reset role;
