package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A small ledger for attacks: the genesis, a sealed day, an open one, one that is closing, and two
 * payout batches. Whatever is tried is rolled back, so that every attack meets the same rows.
 */
final class AttackedLedger implements AutoCloseable {

    static final LocalDate SEALED = LocalDate.of(2026, 3, 2);
    static final LocalDate CLOSING = LocalDate.of(2026, 3, 3);
    static final LocalDate OPEN = LocalDate.of(2026, 3, 4);

    private final TestDatabase database = TestDatabase.create();
    private final Segments segments = new Segments(database.database());
    private final Attacks attacks = new Attacks(database);

    AttackedLedger() {
        book();
        seal();
        payouts();
    }

    TestDatabase database() {
        return database;
    }

    /** The sentence the database says no with, or an empty text when it does not. */
    String refusalOf(Attacker who, String sql) throws SQLException {
        return attacks.refusalOf(who, sql);
    }

    @Override
    public void close() throws SQLException {
        attacks.close();
        database.close();
    }

    private void book() {
        Journal journal = new Journal(database.database());
        Findings findings = new Findings(database.database());
        for (LocalDate day : List.of(SEALED, CLOSING, OPEN)) {
            database.open(day);
            database.database()
                    .write(
                            LedgerRole.WRITER,
                            database.epoch(),
                            () -> {
                                journal.post(List.of(movement(day)));
                                findings.keep(
                                        day,
                                        List.of(
                                                Finding.of(
                                                        BreakType.SOURCE_CHANGED, "txn_1", "it")));
                            });
        }
        database.write(
                """
                insert into fact.source_file (feed, day, name, sha256, size_bytes, line_count, status, read_on)
                values ('orders', '2026-03-02', 'a.jsonl', repeat('0', 64), 10, 1, 'ACCEPTED', '2026-03-02');
                insert into fact.balance_transaction (account, id, type, reporting_category, balance_type, currency,
                    created, available_on, amount, fee, net, fee_details, raw, first_seen_on)
                values ('acct_1', 'txn_1', 'charge', 'charge', 'payments', 'USD', '2026-03-02T12:00:00Z',
                    '2026-03-04T00:00:00Z', 10000, 350, 9650, '[]', '{}', '2026-03-02')
                """);
    }

    private static JournalEntry movement(LocalDate day) {
        Currency usd = Currency.of("USD");
        return JournalEntry.of(
                        SourceKey.of("stripe", "acct_1", "bt", "txn_" + day),
                        day,
                        day.atTime(12, 0).toInstant(ZoneOffset.UTC))
                .debit(Accounts.STRIPE_PENDING, Money.of(9650, usd))
                .debit(Accounts.FEES_PROCESSING, Money.of(350, usd))
                .credit(Accounts.CLEARING_CHARGE, Money.of(10000, usd))
                .build();
    }

    private void seal() {
        LocalDate genesis = SEALED.minusDays(1);
        AccountingDay day = AccountingDay.of(SEALED, ZoneOffset.UTC);
        asSealer(
                () -> {
                    segments.addGenesis(genesis, day.from());
                    sign(0);
                });
        asSealer(() -> new DayCut(database.database()).close(day, day.to()));
        asSealer(
                () -> {
                    database.database()
                            .jdbc()
                            .execute(
                                    "insert into ledger.sealed_line (seq, canonical) values (1, '{}')");
                    sign(1);
                });
        asSealer(
                () ->
                        database.database()
                                .jdbc()
                                .execute(
                                        "update ledger.day set state = 'CLOSING' where day = '%s'"
                                                .formatted(CLOSING)));
    }

    private void sign(int segment) {
        String text = "{\"segment\":" + segment + "}";
        String id = Sha256.hexOf(text.getBytes(StandardCharsets.UTF_8));
        segments.keep(new Segments.Manifest(segment, id, "0".repeat(64), text));
        segments.keepSeal(segment, "checkpoint " + segment);
    }

    private void payouts() {
        for (String batch : List.of("2026-03-02", "2026-03-03")) {
            database.write(
                    """
                    insert into payout.batch (batch, day, drafted_at) values ('%1$s', '%1$s', now());
                    insert into payout.votes_needed (batch, votes) values ('%1$s', 0);
                    insert into payout.item (batch, payee, currency, available, gross, withheld, net, pay_currency,
                        pay_amount, reason, destination, rail, withholding)
                    values ('%1$s', 'c-1', 'USD', 500, 500, 0, 500, 'USD', 500, 'PAID', 'acct_c1', 'stripe', '{}'),
                        ('%1$s', 'c-2', 'USD', 10, 0, 0, 0, 'USD', 0, 'BELOW_MINIMUM', null, null, '{}');
                    insert into payout.intent (item_key, attempt, idempotency_key, destination, amount, currency)
                    select item_key, 1, 'po_%1$s:c-1:USD_1', 'acct_c1', 500, 'USD'
                    from payout.item where batch = '%1$s' and payee = 'c-1'
                    """
                            .formatted(batch));
        }
        PayoutBatches batches = new PayoutBatches(database.database());
        database.database()
                .write(
                        LedgerRole.PAYOUTS,
                        database.epoch(),
                        () -> batches.release("2026-03-03", java.time.Instant.EPOCH));
    }

    private void asSealer(Runnable work) {
        database.database().write(LedgerRole.SEALER, database.epoch(), work);
    }
}
