-- What came in, as it came: Stripe's movements and the marketplace's feeds. Rows are added and never changed.
set local role ledger_owner;

create table fact.source_file (
    file_key bigint generated always as identity primary key,
    feed text not null,
    day date not null,
    name text not null,
    sha256 text not null,
    size_bytes bigint not null,
    line_count integer not null,
    status text not null,
    reason text,
    raw bytea,
    read_on date not null,
    constraint source_file_is_read_once unique (feed, day, name, sha256),
    constraint file_digest_must_be_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint file_status_must_be_known check (status in ('ACCEPTED', 'REJECTED', 'CHANGED')),
    constraint refused_file_needs_a_reason check ((reason is not null) = (status <> 'ACCEPTED')),
    constraint refused_file_is_kept_raw check ((raw is not null) = (status <> 'ACCEPTED'))
);
create index source_file_by_read_on on fact.source_file (read_on);

create table fact.refused_line (
    file_key bigint not null references fact.source_file,
    line_no integer not null,
    raw bytea not null,
    reason text not null,
    read_on date not null,
    constraint line_is_refused_once primary key (file_key, line_no),
    constraint line_number_must_be_positive check (line_no > 0)
);
create index refused_line_by_read_on on fact.refused_line (read_on);

-- Stripe's names. raw: the allowed members of Stripe's object, without status and expansion, as compared when pulled again.
create table fact.balance_transaction (
    bt_key bigint generated always as identity primary key,
    account text not null,
    id text not null,
    type text not null,
    reporting_category text not null,
    balance_type text not null,
    currency text not null,
    created timestamptz not null,
    available_on timestamptz not null,
    amount bigint not null,
    fee bigint not null,
    net bigint not null,
    fee_details text not null,
    exchange_rate text,
    source_id text,
    charge_id text,
    order_id text,
    presentment_amount bigint,
    presentment_currency text,
    dispute_id text,
    dispute_status text,
    payout_id text,
    transfer_id text,
    transfer_group text,
    transfer_destination text,
    payout_intent text,
    raw text not null,
    first_seen_on date not null,
    constraint balance_transaction_is_kept_once unique (id),
    constraint currency_must_be_three_capitals check (currency ~ '^[A-Z]{3}$'),
    constraint presentment_amount_needs_its_currency
        check ((presentment_amount is null) = (presentment_currency is null))
);
create index balance_transaction_by_created on fact.balance_transaction (created);
create index balance_transaction_by_first_seen_on on fact.balance_transaction (first_seen_on);

-- A movement pulled again with other content: the first stays, this says what came instead.
create table fact.balance_transaction_change (
    id text not null,
    seen_on date not null,
    raw_sha256 text not null,
    raw text not null,
    constraint change_is_kept_once primary key (id, raw_sha256)
);
create index balance_transaction_change_by_seen_on on fact.balance_transaction_change (seen_on);

-- Stripe's own balance, one row for each answer; moment says on which side of the pull it was asked.
create table fact.stripe_balance (
    day date not null,
    moment text not null,
    observed_at timestamptz not null,
    body text not null,
    constraint answer_is_kept_once primary key (day, moment, observed_at),
    constraint moment_must_be_before_or_after check (moment in ('BEFORE', 'AFTER'))
);

create table fact.stripe_payout (
    payout_id text not null,
    seen_on date not null,
    status text not null,
    automatic boolean not null,
    reconciliation_status text,
    amount bigint not null,
    currency text not null,
    arrival_on date not null,
    body text not null,
    constraint stripe_payout_is_seen_once_a_day primary key (payout_id, seen_on)
);
create index stripe_payout_by_seen_on on fact.stripe_payout (seen_on);

create table fact.stripe_payout_row (
    payout_id text not null,
    bt_id text not null,
    listed_on date not null,
    constraint movement_is_in_one_payout primary key (bt_id),
    constraint payout_row_is_listed_once unique (payout_id, bt_id)
);

create table fact.stripe_dispute (
    dispute_id text not null,
    seen_on date not null,
    status text not null,
    charge_id text not null,
    amount bigint not null,
    currency text not null,
    body text not null,
    constraint dispute_is_seen_once_a_day primary key (dispute_id, seen_on)
);
create index stripe_dispute_by_seen_on on fact.stripe_dispute (seen_on);

create table fact.order_event (
    event_key bigint generated always as identity primary key,
    order_id text not null,
    event text not null,
    kind text not null,
    version integer,
    occurred_at timestamptz not null,
    body text not null,
    content_sha256 text not null,
    file_key bigint not null,
    line_no integer not null,
    accepted_on date not null,
    constraint order_event_is_kept_once unique (order_id, event)
);
create index order_event_by_accepted_on on fact.order_event (accepted_on);

create table fact.contract (
    contract text not null,
    version integer not null,
    valid_from date not null,
    valid_to date,
    body text not null,
    invalid_because text,
    file_key bigint not null references fact.source_file,
    accepted_on date not null,
    constraint contract_version_is_kept_once primary key (contract, version)
);
create index contract_by_accepted_on on fact.contract (accepted_on);

create table fact.payee (
    payee text not null,
    version integer not null,
    valid_from date not null,
    body text not null,
    file_key bigint not null references fact.source_file,
    accepted_on date not null,
    constraint payee_version_is_kept_once primary key (payee, version)
);
create index payee_by_accepted_on on fact.payee (accepted_on);

create table fact.journal (
    journal text not null,
    content_sha256 text not null,
    effective_on date not null,
    body text not null,
    status text not null,
    reason text,
    file_key bigint references fact.source_file,
    accepted_on date not null,
    constraint journal_content_is_kept_once primary key (journal, content_sha256),
    constraint journal_status_must_be_known check (status in ('ACCEPTED', 'REFUSED')),
    constraint refused_journal_needs_a_reason check ((reason is not null) = (status = 'REFUSED'))
);
create unique index journal_is_accepted_once on fact.journal (journal) where status = 'ACCEPTED';
create index journal_by_accepted_on on fact.journal (accepted_on);

-- rate: decimal text, never rounded by us.
create table fact.rate (
    rate_on date not null,
    base text not null,
    quote text not null,
    source text not null,
    rate text not null,
    file_key bigint not null references fact.source_file,
    accepted_on date not null,
    constraint rate_is_kept_once primary key (rate_on, base, quote, source),
    constraint rate_must_be_a_positive_decimal check (rate ~ '^[0-9]+(\.[0-9]+)?$' and rate::numeric > 0)
);

-- amount: credit positive, as the bank writes it.
create table fact.bank_line (
    statement text not null,
    line text not null,
    account text not null,
    booked_on date not null,
    amount bigint not null,
    currency text not null,
    reference text,
    reason text,
    file_key bigint not null references fact.source_file,
    accepted_on date not null,
    constraint bank_line_is_kept_once primary key (statement, line)
);
create index bank_line_by_accepted_on on fact.bank_line (accepted_on);

reset role;
