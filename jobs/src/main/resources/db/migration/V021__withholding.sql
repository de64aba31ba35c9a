-- Who can be withheld of, and what exactly is owed to them: entries by account, payees by person.
set local role ledger_owner;

-- withholding of payout.item: {"taxes": [{jurisdiction, rate, regime, nominalRate, base}]}; rate is the sealed one on the
-- gross, nominalRate the rule's own on base, the part of the gross that is subject. Items from before have the first two.
alter table payout.item add constraint tax_withheld_needs_its_rule check (withheld = 0 or withholding like '%"rate"%');

-- The entries that touch some accounts. Rows of Stripe never touch a creator's account and are by far the most.
create index entry_by_account on ledger.entry using gin (line_account) where source_key not like 'stripe:%';

-- Payees with the same tax number are one person.
create index payee_by_tin_ref on fact.payee ((substring(body from '"tinRef"\s*:\s*"([^"]*)"')));

reset role;
