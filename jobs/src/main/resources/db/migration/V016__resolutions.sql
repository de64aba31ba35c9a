-- A person's word on a break says what was seen, from which night on it counts and which journals moved the money; what closed together is known.
set local role ledger_owner;

-- seen_on: the day whose row of the break the person saw; its amount is the one the word covers.
-- counts_from: the first night that had not begun when the word was given, so that a night begun again does what it did.
alter table ledger.break_resolution
    add column seen_on date,
    add column counts_from date,
    add column journals text[] not null default '{}',
    add constraint resolution_must_be_of_a_break_that_stood foreign key (seen_on, type, ref)
        references ledger.break_day (day, type, ref),
    add constraint resolution_must_count_after_it_was_given check (seen_on is not null and counts_from > seen_on) not valid,
    -- the reason is sealed, so it must be a text that can be
    add constraint resolution_must_give_a_reason check (
        reason ~ '[^[:space:]]' and length(reason) <= 1000 and reason is nfc normalized
        and reason !~ U&'[\0001-\001F\007F\FEFF]') not valid,
    add constraint resolution_must_say_who check (resolved_by ~ '[^[:space:]]') not valid,
    add constraint journals_must_be_named check (array_position(journals, null) is null);
comment on column ledger.break_resolution.seen_on is 'the day whose row of the break the person saw; the word covers the amount it had';
comment on column ledger.break_resolution.counts_from is 'the first night that had not begun when the word was given';
comment on column ledger.break_resolution.journals is 'the journals that moved the money, by their ids';

-- Breaks of one day with the same name here were closed together and are opened together.
alter table ledger.break_day add column closed_with text,
    add constraint only_a_closed_break_is_closed_with_others
        check (closed_with is null or status in ('AUTO_RESOLVED', 'RESOLVED'));
comment on column ledger.break_day.closed_with is 'breaks of one day with the same name here were closed together; a person''s word stands as long as the last row of a break has it';
create index break_day_closed_by_a_word on ledger.break_day (ref, type, day)
    where closed_with is not null or given_at is not null;
create index break_day_by_ref on ledger.break_day (ref, type, day);
drop index ledger.break_day_by_resolution;

reset role;
