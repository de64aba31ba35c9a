package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.order.Payment;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.posting.PostingRules;
import com.illuvrse.finance.reconciliation.BreakKey;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** A ledger with a database of its own, filled with facts by hand. */
public final class ScratchLedger implements AutoCloseable {

    private final TestDatabase test;
    private final Database database;
    private final ZoneId zone;
    private int file;

    private ScratchLedger(TestDatabase test, ZoneId zone) {
        this.test = test;
        this.database = test.database();
        this.zone = zone;
    }

    public static ScratchLedger create(ZoneId zone) {
        return new ScratchLedger(TestDatabase.create(), zone);
    }

    public long epoch() {
        return test.epoch();
    }

    public Database database() {
        return database;
    }

    /** What another process connects with. */
    public DatabaseSettings settings() {
        return test.settings();
    }

    /** A connection of one's own as one of the server's logins, past the program. */
    public Connection connect(String login) throws SQLException {
        return test.connect(login);
    }

    /** The same ledger in a copy of its database. */
    public ScratchLedger copy() {
        return new ScratchLedger(test.copy(), zone);
    }

    /** Another process takes over: what writes for the epoch before is over. */
    public void takeOver() {
        test.takeOver();
    }

    /** Does one statement within the running transaction. */
    public void statement(String statement) {
        database.jdbc().execute(statement);
    }

    @Override
    public void close() {
        test.close();
    }

    public void open(LocalDate day) {
        write("insert into ledger.day (day) values (:day)", "day", day);
    }

    /** Cuts a day as the seal does, as far as the next day needs it. */
    public void close(LocalDate day) {
        database.write(
                LedgerRole.SEALER,
                test.epoch(),
                () -> {
                    List<Object[]> rows =
                            new Balances(database)
                                    .of(day).stream()
                                            .map(
                                                    b ->
                                                            new Object[] {
                                                                b.account().path(),
                                                                b.currency().code(),
                                                                b.opening(),
                                                                b.debit(),
                                                                b.credit(),
                                                                b.closing()
                                                            })
                                            .toList();
                    database.sql()
                            .sql("update ledger.day set state = 'CLOSING' where day = :day")
                            .param("day", day)
                            .update();
                    for (Object[] row : rows) {
                        database.sql()
                                .sql(
                                        """
                                        insert into ledger.balance_day (day, account_id, currency, opening, debit, credit, closing)
                                        select ?, a.account_id, ?, ?, ?, ?, ? from ledger.account a where a.path = ?
                                        """)
                                .params(day, row[1], row[2], row[3], row[4], row[5], row[0])
                                .update();
                    }
                });
    }

    /** An order event as the feed has it. */
    public void tell(LocalDate day, String order, String event, String kind, String body) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    database.sql()
                            .sql(
                                    """
                                    insert into fact.order_event (order_id, event, kind, occurred_at, body, content_sha256,
                                        file_key, line_no, accepted_on)
                                    values (:order, :event, :kind, (:body::json ->> 'occurredAt')::timestamptz, :body,
                                        'x', 1, 1, :day)
                                    """)
                            .param("order", order)
                            .param("event", event)
                            .param("kind", kind)
                            .param("body", body)
                            .param("day", day)
                            .update();
                });
    }

    public void contract(LocalDate day, String contract, int version, String body) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    database.sql()
                            .sql(
                                    """
                                    insert into fact.contract (contract, version, valid_from, body, file_key, accepted_on)
                                    values (:contract, :version, (:body::json ->> 'validFrom')::date, :body, :file, :day)
                                    """)
                            .param("contract", contract)
                            .param("version", version)
                            .param("body", body)
                            .param("file", file(day))
                            .param("day", day)
                            .update();
                });
    }

    public void payee(LocalDate day, String payee, String body) {
        payee(day, payee, 1, body);
    }

    public void payee(LocalDate day, String payee, int version, String body) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    database.sql()
                            .sql(
                                    """
                                    insert into fact.payee (payee, version, valid_from, body, file_key, accepted_on)
                                    values (:payee, :version, (:body::json ->> 'validFrom')::date, :body, :file, :day)
                                    """)
                            .param("payee", payee)
                            .param("version", version)
                            .param("body", body)
                            .param("file", file(day))
                            .param("day", day)
                            .update();
                });
    }

    /** A line of the bank's statement, credit positive. */
    public void bankLine(LocalDate day, String line, String reference, long amount) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    database.sql()
                            .sql(
                                    """
                                    insert into fact.bank_line (statement, line, account, booked_on, amount, currency,
                                        reference, file_key, accepted_on)
                                    values ('s-1', :line, 'operating', :day, :amount, 'USD', :reference, :file, :day)
                                    """)
                            .param("line", line)
                            .param("reference", reference)
                            .param("amount", amount)
                            .param("file", file(day))
                            .param("day", day)
                            .update();
                });
    }

    /** What Stripe says of one of its payouts on a day. */
    public void payout(LocalDate day, String payout, boolean automatic) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    database.sql()
                            .sql(
                                    """
                                    insert into fact.stripe_payout (payout_id, seen_on, status, automatic, amount, currency,
                                        arrival_on, body)
                                    values (?, ?, 'paid', ?, 1, 'USD', ?, '{}')
                                    """)
                            .params(payout, day, automatic, day.plusDays(2))
                            .update();
                });
    }

    /** Stripe names a row as part of an automatic payout. */
    public void listed(LocalDate day, String payout, String row) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    database.sql()
                            .sql(
                                    """
                                    insert into fact.stripe_payout_row (payout_id, bt_id, listed_on) values (?, ?, ?)
                                    """)
                            .params(payout, row, day)
                            .update();
                });
    }

    private long file(LocalDate day) {
        file++;
        return database.sql()
                .sql(
                        """
                        insert into fact.source_file (feed, day, name, sha256, size_bytes, line_count, status, read_on)
                        values ('test', :day, :name, repeat('0', 64), 1, 1, 'ACCEPTED', :day)
                        returning file_key
                        """)
                .param("day", day)
                .param("name", "file-" + file)
                .query(Long.class)
                .single();
    }

    /** A row of Stripe's, kept and booked on a day. */
    public void row(LocalDate day, BalanceTransaction row) {
        keep(day, row);
        post(PostingRules.post(row, day, zone).entry());
    }

    /** A row of Stripe's that is only kept. */
    public void keep(LocalDate seenOn, BalanceTransaction row) {
        Links links = row.links();
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    BulkInsert insert = BulkInsert.into("fact.balance_transaction");
                    String[] texts = {
                        "account", "id", "type", "reporting_category", "balance_type", "currency",
                        "fee_details", "raw", "source_id", "charge_id", "order_id", "dispute_id",
                        "payout_id", "transfer_id", "transfer_destination", "payout_intent"
                    };
                    for (String name : texts) {
                        insert.column(name, "text");
                    }
                    insert.column("created", "timestamptz")
                            .column("available_on", "timestamptz")
                            .column("amount", "bigint")
                            .column("fee", "bigint")
                            .column("net", "bigint")
                            .column("first_seen_on", "date")
                            .row(
                                    row.account(),
                                    row.id(),
                                    row.type(),
                                    row.reportingCategory(),
                                    row.balanceType(),
                                    row.currency().code(),
                                    "[]",
                                    "{}",
                                    links.source(),
                                    links.charge(),
                                    Payment.kindOf(row)
                                                    .equals(
                                                            java.util.Optional.of(
                                                                    Payment.Kind.CHARGE))
                                            ? links.order()
                                            : null,
                                    links.dispute(),
                                    links.payout(),
                                    links.transfer(),
                                    links.destination(),
                                    links.intent(),
                                    row.created(),
                                    row.availableOn(),
                                    row.amount(),
                                    row.fee(),
                                    row.net(),
                                    seenOn)
                            .execute(database.jdbc());
                });
    }

    /** As many creators that can be paid over Stripe, {@code c0} and on. */
    public void creators(LocalDate day, int number) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    database.sql()
                            .sql(
                                    """
                                    insert into fact.payee (payee, version, valid_from, body, file_key, accepted_on)
                                    select 'c' || i, 1, '2026-01-01', format('{"type":"payee","payee":"c%s","version":1,'
                                        '"validFrom":"2026-01-01","country":"US","stripeAccount":"acct_c%s",'
                                        '"payoutCurrency":"USD","payoutMinimum":1,"rail":"stripe","tax":{"form":"W-9",'
                                        '"tinRef":"vault:c%s","backupWithholding":false},"hold":null}', i, i, i), :file, :day
                                    from generate_series(0, :number - 1) i
                                    """)
                            .param("number", number)
                            .param("file", file(day))
                            .param("day", day)
                            .update();
                });
    }

    public void postAll(List<JournalEntry> entries) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    new Journal(database).post(entries);
                });
    }

    public void post(JournalEntry entry) {
        Journal journal = new Journal(database);
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    journal.post(List.of(entry));
                });
    }

    /** What Stripe said of a dispute when it was asked on a day. */
    public void dispute(LocalDate day, String dispute, String charge, String status) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    database.sql()
                            .sql(
                                    """
                                    insert into fact.stripe_dispute (dispute_id, seen_on, status, charge_id, amount, currency, body)
                                    values (?, ?, ?, ?, 1, 'USD', '{}')
                                    """)
                            .params(dispute, day, status, charge)
                            .update();
                });
    }

    /** Stripe's balance in US dollars after the pull of a day. */
    public void stripeBalance(LocalDate day, long available) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    database.sql()
                            .sql(
                                    """
                                    insert into fact.stripe_balance (day, moment, observed_at, body)
                                    values (:day, 'AFTER', (:day::date + 1)::timestamptz + interval '8 hours', :body)
                                    """)
                            .param("day", day)
                            .param(
                                    "body",
                                    "{\"available\":[{\"amount\":"
                                            + available
                                            + ",\"currency\":\"usd\"}],\"pending\":[]}")
                            .update();
                });
    }

    /** Something a step of the day found. */
    public void find(LocalDate day, String type, String ref) {
        Findings findings = new Findings(database);
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () ->
                        findings.keep(
                                day, List.of(Finding.of(BreakType.valueOf(type), ref, "planted"))));
    }

    /** A person's word on a break as it stood at the end of a day. */
    public void resolve(LocalDate seenOn, String type, String ref, String... journals) {
        resolveFrom(seenOn.plusDays(1), seenOn, type, ref, journals);
    }

    /** The same while a night had begun already: it counts from the one after. */
    public void resolveFrom(
            LocalDate countsFrom, LocalDate seenOn, String type, String ref, String... journals) {
        BreakResolutions.Word word =
                new BreakResolutions.Word(
                        new BreakKey(BreakType.valueOf(type), ref),
                        "looked at",
                        Set.of(journals),
                        "u-1",
                        seenOn,
                        countsFrom);
        BreakResolutions resolutions = new BreakResolutions(database);
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    resolutions.keep(word, Instant.parse("2026-03-04T06:00:00Z"));
                });
    }

    private void write(String statement, String name, Object value) {
        database.write(
                LedgerRole.WRITER,
                test.epoch(),
                () -> {
                    database.sql().sql(statement).param(name, value).update();
                });
    }

    /** Does what only the owner of the schema may, such as planting a fault. */
    public void asOwner(String statement) throws SQLException {
        DatabaseSettings.Login owner = test.settings().owner();
        try (Connection connection =
                        DriverManager.getConnection(
                                test.settings().url(), owner.user(), owner.password());
                var sql = connection.createStatement()) {
            sql.execute("set role ledger_owner");
            sql.execute(statement);
        }
    }

    /** One text of each row a query gives. */
    public List<String> texts(String query) {
        return database.read(
                () -> database.sql().sql(query).query((row, n) -> row.getString(1)).list());
    }

    /**
     * All that the night's steps have written about orders, without the order it was written in.
     */
    public List<String> outcome() {
        return texts(
                """
                select concat_ws(' | ', 'entry', source_key, occurred_at, effective_on, order_id, bt, trace, fx,
                    (select string_agg(a.path || ' ' || l.currency || ' ' || l.amount, ', ' order by l.n)
                     from unnest(e.line_account, e.line_currency, e.line_amount)
                        with ordinality as l (id, currency, amount, n) join ledger.account a on a.account_id = l.id))
                from ledger.entry e
                union all
                select concat_ws(' | ', 'order', order_id, day, waits, reserve_due_on, contracts, state)
                from ledger.order_state
                union all
                select concat_ws(' | ', 'contract', contract, currency, day, state) from ledger.contract_state
                union all
                select concat_ws(' | ', 'finding', day, type, ref, account, amount, currency, detail)
                from ledger.finding
                order by 1
                """);
    }
}
