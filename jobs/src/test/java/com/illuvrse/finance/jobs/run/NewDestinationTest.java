package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PayoutBatches;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.NewDestination;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.State;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.Approvers;
import com.illuvrse.finance.payout.Decision;
import com.illuvrse.finance.payout.Quorum;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A creator is paid 100.00 three times, sums nobody has to vote on; before the second time the
 * account to pay to is changed, and a new creator is paid for the first time.
 */
class NewDestinationTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    private static final String SECOND = "2026-03-03";
    private static final String THIRD = "2026-03-04";

    private final Approvers approvers = new Approvers();

    @Test
    void aPaymentThatGoesElsewhereThanBeforeNeedsVotes(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        deliver(data);
        try (RunningLedger ledger =
                new RunningLedger(data, Files.createDirectories(folder.resolve("home")))) {
            PayoutDesk desk = ledger.bean(PayoutDesk.class);

            ledger.settle(FIRST, FIRST.plusDays(1));

            assertThat(desk.show("2026-03-02").batch().state()).isEqualTo(State.SENT);
            assertThat(desk.show("2026-03-02").moved()).isEmpty();
            PayoutDesk.Listed changed = desk.show(SECOND);
            assertThat(changed.needed()).isEqualTo(2);
            assertThat(changed.waitsFor()).isEqualTo("too few votes");
            assertThat(changed.moved())
                    .containsExactly(
                            new NewDestination(
                                    "c1",
                                    Currency.of("USD"),
                                    "acct_c9",
                                    "stripe",
                                    "acct_c1",
                                    "stripe"));
            refusedByTheDatabase(ledger);

            vote(desk, "ana");
            assertThatThrownBy(() -> desk.release(SECOND, "ana"))
                    .hasMessageEndingWith(": too few votes");
            vote(desk, "ben");
            assertThat(desk.release(SECOND, "ana").batch().state()).isEqualTo(State.SENT);
            ledger.settle(FIRST.plusDays(2), FIRST.plusDays(2));

            PayoutDesk.Listed same = desk.show(THIRD);
            assertThat(same.needed()).isZero();
            assertThat(same.batch().state()).isEqualTo(State.SENT);
            assertThat(same.moved()).isEmpty();
            TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.trustFile()));
            SegmentVerifier.of(ledger.segments(), trust, null).verify();
        }
    }

    /** Whatever the program believes. */
    private static void refusedByTheDatabase(RunningLedger ledger) {
        Database database = ledger.database().database();
        Clock clock = ledger.bean(Clock.class);
        long epoch = new Runs(database).takeOver("test", clock.instant());
        assertThatThrownBy(
                        () ->
                                database.write(
                                        LedgerRole.PAYOUTS,
                                        epoch,
                                        () ->
                                                new PayoutBatches(database)
                                                        .release(SECOND, clock.instant())))
                .hasStackTraceContaining(
                        "batch 2026-03-03 needs 2 votes of different roles and no rejection, it has"
                                + " 0");
    }

    private void vote(PayoutDesk desk, String person) throws SQLException {
        byte[] bytes = desk.statement(SECOND, Decision.APPROVE);
        desk.approve(SECOND, approvers.signatureFile(person, Quorum.NAMESPACE, bytes), null);
    }

    private void deliver(Path data) throws IOException {
        write(
                data,
                "settings.yml",
                """
                settlement:
                  zone: UTC
                  first-day: 2026-03-02
                  payouts:
                    days: ["2026-03-02", "2026-03-03", "2026-03-04"]
                """);
        write(
                data,
                "approval-policy.yml",
                """
                id: payouts
                version: 1
                baseCurrency: USD
                expiresHours: 24
                tiers:
                - {from: 0, votes: 0}
                - {from: 1000000, votes: 2}
                approvers:
                - {person: ana, roles: [finance], keys: [{key: "%s", from: "2026-01-01T00:00:00Z"}]}
                - {person: ben, roles: [operations], keys: [{key: "%s", from: "2026-01-01T00:00:00Z"}]}
                """
                        .formatted(approvers.key("ana"), approvers.key("ben")));
        write(data, "stripe/balance_transactions.jsonl", OPENING.strip().replace("\n", "") + "\n");
        journal(data, "2026-03-02", "c1");
        journal(data, "2026-03-03", "c1");
        journal(data, "2026-03-04", "c1");
        Files.writeString(
                data.resolve("inbox/journals/dt=2026-03-03/b.jsonl"),
                owed("two", "2026-03-03", "c2"));
        payee(data, "2026-03-02", "c1", 1, "acct_c1");
        payee(data, "2026-03-03", "c1", 2, "acct_c9");
        Files.writeString(
                data.resolve("inbox/payees/dt=2026-03-03/b.jsonl"),
                payee("c2", 1, "2026-03-03", "acct_c2"));
    }

    private static void journal(Path data, String day, String payee) throws IOException {
        write(data, "inbox/journals/dt=" + day + "/a.jsonl", owed("j" + day, day, payee));
    }

    /** 100.00 owed to a creator, brought over from an earlier system. */
    private static String owed(String id, String day, String payee) {
        return """
        {"type":"journal","journal":"%s","effectiveOn":"%s","memo":"owed","reason":"migration","lines":[{"account":"equity:opening","side":"debit","amount":10000,"currency":"USD"},{"account":"liabilities:creator:%s:payable","side":"credit","amount":10000,"currency":"USD"}],"enteredBy":"u-1","approvedBy":"u-2","reverses":null}
        {"type":"end","count":1}
        """
                .formatted(id, day, payee);
    }

    private static void payee(Path data, String day, String payee, int version, String account)
            throws IOException {
        write(data, "inbox/payees/dt=" + day + "/a.jsonl", payee(payee, version, day, account));
    }

    private static String payee(String payee, int version, String day, String account) {
        return """
        {"type":"payee","payee":"%s","version":%d,"validFrom":"%s","name":"Creator","country":"US","region":"NY","stripeAccount":"%s","payoutCurrency":"USD","payoutMinimum":100,"rail":"stripe","tax":{"form":"W-9","tinRef":"vault:%s","certifiedOn":"2025-12-01","treatyRate":null,"backupWithholding":false},"hold":null}
        {"type":"end","count":1}
        """
                .formatted(payee, version, day, account, payee);
    }

    private static void write(Path data, String file, String text) throws IOException {
        Path path = data.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static final String OPENING =
            """
            {"id":"txn_1","object":"balance_transaction","amount":100000,"available_on":1772445660,
            "balance_type":"payments","created":1772445660,"currency":"usd","description":"From the bank",
            "exchange_rate":null,"fee":0,"fee_details":[],"net":100000,"reporting_category":"topup",
            "source":{"id":"tu_1","object":"topup","amount":100000,"currency":"usd"},
            "status":"available","type":"topup"}
            """;
}
