-- Who may do what: six roles without login and the schemas they meet in. Logins are made by whoever runs the server and become members.
do $$
declare
    role_name text;
begin
    foreach role_name in array array[
        'ledger_owner', 'ledger_writer', 'ledger_sealer', 'ledger_reader', 'ledger_payouts', 'ledger_tax']
    loop
        if not exists (select from pg_roles where rolname = role_name) then
            execute format('create role %I nologin', role_name);
        end if;
        if not pg_has_role(current_user, role_name, 'set') then
            execute format('grant %I to current_user', role_name);
        end if;
    end loop;
    -- several databases of one server may be prepared at the same moment
exception when duplicate_object or unique_violation then null;
end
$$;

create schema fact authorization ledger_owner;
create schema ledger authorization ledger_owner;
create schema payout authorization ledger_owner;
create schema run authorization ledger_owner;
create schema batch authorization ledger_owner;
create schema quartz authorization ledger_owner;
