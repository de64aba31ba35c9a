-- Who persons are: names, addresses, tax numbers, birth dates, bank accounts, sealed. Nobody reads the table; it is opened by a function
-- that writes down who opened what for which purpose, and only the roles payouts and tax may call it.
create schema vault authorization ledger_owner;
set local role ledger_owner;

-- wrapped_key, sealed: base64; the data key of this one person, wrapped by the key store, and nonce with ciphertext.
-- content_mac, tin_lookup: digests by the key store's HMAC. *_fault: why the person cannot be paid on a rail, in words that tell nothing else.
create table vault.identity (
    ref text primary key,
    wrapped_key text not null,
    sealed text not null,
    content_mac text not null,
    tin_lookup text,
    sepa_fault text,
    ach_fault text,
    kept_at timestamptz not null,
    constraint reference_must_be_of_the_vault check (ref ~ '^vault:[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
    constraint identity_must_be_sealed check (wrapped_key ~ '^[A-Za-z0-9+/]{40,}={0,2}$' and sealed ~ '^[A-Za-z0-9+/]{40,}={0,2}$'),
    constraint digests_must_be_hmacs check (content_mac ~ '^[0-9a-f]{64}$' and tin_lookup ~ '^[0-9a-f]{64}$'),
    constraint faults_must_be_words check (sepa_fault ~ '^[A-Z_]{1,40}$' and ach_fault ~ '^[A-Z_]{1,40}$')
);
create index identity_by_tax_number on vault.identity (tin_lookup) where tin_lookup is not null;

-- One row each time an identity was handed out: by which role and process, for what, when.
create table vault.opening (
    opening_key bigint generated always as identity primary key,
    ref text not null references vault.identity,
    opened_as text not null,
    opened_by text not null,
    purpose text not null,
    subject text not null,
    opened_at timestamptz not null,
    constraint opening_must_say_why check (purpose ~ '[^[:space:]]' and subject ~ '[^[:space:]]' and opened_by ~ '[^[:space:]]')
);
create index opening_by_reference on vault.opening (ref, opening_key);

create trigger rows_need_a_live_epoch before insert or update on vault.identity
    for each statement execute function run.refuse_without_epoch();
alter table vault.identity enable always trigger rows_need_a_live_epoch;
create trigger rows_stay_as_they_are before update or delete or truncate on vault.identity
    for each statement execute function run.refuse_change();
alter table vault.identity enable always trigger rows_stay_as_they_are;
create trigger rows_stay_as_they_are before update or delete or truncate on vault.opening
    for each statement execute function run.refuse_change();
alter table vault.opening enable always trigger rows_stay_as_they_are;

-- Keeps an identity: KEPT, SAME when the content is there already, DIFFERS when another one is; a change has to come under a new reference.
create function vault.keep(new_ref text, new_key text, new_sealed text, new_mac text, new_lookup text, sepa text, ach text, at timestamptz)
    returns text
language plpgsql security definer set search_path = ''
as $$
begin
    insert into vault.identity (ref, wrapped_key, sealed, content_mac, tin_lookup, sepa_fault, ach_fault, kept_at)
    values (new_ref, new_key, new_sealed, new_mac, new_lookup, sepa, ach, at)
    on conflict do nothing;
    if found then
        return 'KEPT';
    end if;
    return vault.state(new_ref, new_mac);
end
$$;

-- What is there under a reference, compared by the digest of the content: NONE, SAME, DIFFERS.
create function vault.state(asked text, mac text) returns text
language sql stable security definer set search_path = ''
as $$
    select coalesce((select case when i.content_mac = mac then 'SAME' else 'DIFFERS' end
        from vault.identity i where i.ref = asked), 'NONE')
$$;

-- Why some cannot be paid on a rail; a reference the vault does not know is not in the answer.
create function vault.faults(asked text[], rail text) returns table (ref text, fault text)
language sql stable security definer set search_path = ''
as $$
    select i.ref, case rail when 'sepa' then i.sepa_fault when 'ach' then i.ach_fault else 'NO_ACCOUNT_FOR_THE_RAIL' end
    from vault.identity i
    where i.ref = any(asked)
$$;

-- Hands out identities as they are sealed, and writes down each.
create function vault.take(asked text[], taker text, why text, about text, at timestamptz)
    returns table (ref text, wrapped_key text, sealed text, content_mac text, tin_lookup text)
language plpgsql security definer set search_path = ''
as $$
begin
    insert into vault.opening (ref, opened_as, opened_by, purpose, subject, opened_at)
    select i.ref, pg_catalog.current_setting('role'), taker, why, about, at
    from vault.identity i
    where i.ref = any(asked)
    order by i.ref collate "C";
    return query
        select i.ref, i.wrapped_key, i.sealed, i.content_mac, i.tin_lookup
        from vault.identity i
        where i.ref = any(asked)
        order by i.ref collate "C";
end
$$;

revoke all on all functions in schema vault from public;
grant usage on schema vault to ledger_writer, ledger_reader, ledger_payouts, ledger_tax;
grant execute on function vault.keep(text, text, text, text, text, text, text, timestamptz), vault.state(text, text),
    vault.faults(text[], text) to ledger_writer;
grant execute on function vault.take(text[], text, text, text, timestamptz) to ledger_payouts, ledger_tax;
grant select on vault.opening to ledger_reader, ledger_payouts, ledger_tax;

reset role;
