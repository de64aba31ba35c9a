package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PayoutBatches;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import com.illuvrse.finance.payout.Approvers;
import com.illuvrse.finance.payout.Decision;
import com.illuvrse.finance.payout.Quorum;
import com.illuvrse.finance.sandbox.stripe.Fault;
import com.illuvrse.finance.sandbox.stripe.Operation;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A creator is owed 12,750.00, more than may leave without two people of different roles. */
class ApprovedPayoutsTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    private static final String BATCH = "2026-03-02";
    private static final String AGAIN = "2026-03-04";

    private final Approvers approvers = new Approvers();
    private RunningLedger ledger;
    private PayoutDesk desk;

    @BeforeEach
    void settlesTheFirstNight(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        write(
                data,
                "settings.yml",
                """
                settlement:
                  zone: UTC
                  first-day: 2026-03-02
                  payouts:
                    days: ["2026-03-02", "2026-03-04"]
                """);
        write(data, "approval-policy.yml", policy());
        write(data, "stripe/balance_transactions.jsonl", CHARGE.strip().replace("\n", "") + "\n");
        write(
                data,
                "inbox/orders/dt=2026-03-02/a.jsonl",
                """
                {"type":"order.placed","event":"e1","order":"o-1","version":1,"occurredAt":"2026-03-02T10:00:00Z","currency":"USD","buyer":{"id":"b-1","country":"US","region":"CA","vatId":null},"lines":[{"line":"1","sku":"s","kind":"digital_goods","quantity":1,"contract":"ct-c1","net":1500000,"taxes":[]}],"total":1500000}
                {"type":"order.fulfilled","event":"e2","order":"o-1","occurredAt":"2026-03-02T12:00:00Z","portion":"1/1"}
                {"type":"end","count":2}
                """);
        write(
                data,
                "inbox/contracts/dt=2026-03-02/a.jsonl",
                """
                {"type":"contract","contract":"ct-c1","version":1,"validFrom":"2026-01-01","validTo":null,"parties":[{"payee":"c1","share":"85%"},{"payee":"platform","share":"15%"}],"incomeType":"royalty"}
                {"type":"end","count":1}
                """);
        write(
                data,
                "inbox/payees/dt=2026-03-02/a.jsonl",
                """
                {"type":"payee","payee":"c1","version":1,"validFrom":"2026-01-01","name":"Creator","country":"US","region":"NY","stripeAccount":"acct_c1","payoutCurrency":"USD","payoutMinimum":100,"rail":"stripe","tax":{"form":"W-9","tinRef":"vault:c1","certifiedOn":"2025-12-01","treatyRate":null,"backupWithholding":false},"hold":null}
                {"type":"end","count":1}
                """);
        ledger = new RunningLedger(data, Files.createDirectories(folder.resolve("home")));
        ledger.settle(FIRST, FIRST);
        desk = ledger.bean(PayoutDesk.class);
    }

    @AfterEach
    void closes() {
        ledger.close();
    }

    @Test
    void twoPeopleOfDifferentRolesGiveABatchFree() throws Exception {
        assertThat(desk.show(BATCH).waitsFor()).isEqualTo("too few votes");
        assertThat(desk.show(BATCH).needed()).isEqualTo(2);

        vote(BATCH, "ana", Decision.APPROVE);
        assertThatThrownBy(() -> desk.release(BATCH, "ana"))
                .isInstanceOf(PayoutRefusedException.class)
                .hasMessage("batch 2026-03-02 cannot be released: too few votes");
        vote(BATCH, "ben", Decision.APPROVE);
        assertThat(desk.show(BATCH).waitsFor()).isNull();
        PayoutDesk.Listed released = desk.release(BATCH, "ana");

        assertThat(released.batch().state()).isEqualTo(PayoutBatches.State.SENT);
        assertThat(ledger.stripe().faults().transfersMade()).isEqualTo(1);
        assertThatThrownBy(() -> desk.release(BATCH, "ana"))
                .hasMessageStartingWith("batch 2026-03-02 is SENT");
        assertThatThrownBy(() -> vote(BATCH, "cleo", Decision.APPROVE))
                .hasMessageStartingWith("batch 2026-03-02 is SENT");
        ledger.settle(FIRST.plusDays(1), FIRST.plusDays(1));
        assertThat(openBreaks()).isEmpty();
        assertThat(sealedPayouts(2))
                .contains("\"kind\":\"vote\"", "\"person\":\"ana\"", "\"person\":\"ben\"")
                .contains("\"kind\":\"release\"", "\"kind\":\"sent\"");
        verify();
    }

    /** Stripe answers with an error it keeps: the bell looks for it, a person orders it anew. */
    @Test
    void aPayoutStripeDoesNotShowIsOrderedAnewByAPerson() throws Exception {
        vote(BATCH, "ana", Decision.APPROVE);
        vote(BATCH, "ben", Decision.APPROVE);
        ledger.stripe().faults().next(1, Operation.CREATE_TRANSFER, Fault.INTERNAL_ERROR_KEPT);
        assertThat(desk.release(BATCH, "ana").unknown()).hasSize(1);
        assertThatThrownBy(() -> desk.release(BATCH, "ana"))
                .hasMessageStartingWith("payout 2026-03-02:c1:USD may still be found");

        ledger.pass(Duration.ofMinutes(11));
        ledger.bean(RunCoordinator.class).settle(DueDays.allDue());
        assertThat(desk.show(BATCH).unknown().getFirst().mayBeMadeAgain()).isTrue();
        PayoutDesk.Listed again = desk.release(BATCH, "ana");

        assertThat(again.batch().state()).isEqualTo(PayoutBatches.State.SENT);
        assertThat(ledger.stripe().faults().transfersMade()).isEqualTo(1);
        ledger.settle(FIRST.plusDays(1), FIRST.plusDays(1));
        assertThat(openBreaks()).isEmpty();
        verify();
    }

    /**
     * The copy knows neither the transfer nor the day it was sealed in: nobody may go on with it.
     */
    @Test
    void aDatabaseOlderThanTheArchiveSettlesAndPaysNothing() throws Exception {
        vote(BATCH, "ana", Decision.APPROVE);
        vote(BATCH, "ben", Decision.APPROVE);
        TestDatabase copy = ledger.database().copy();
        desk.release(BATCH, "ana");
        LocalDate second = FIRST.plusDays(1);
        ledger.settle(second, second);

        ledger.pass(Duration.ofDays(-1));
        ledger.bringBack(copy);
        desk = ledger.bean(PayoutDesk.class);

        assertThat(desk.show(BATCH).waitsFor()).isNull();
        assertHeld(() -> desk.release(BATCH, "ana"));
        assertHeld(() -> ledger.settle(second, second));
        assertThat(desk.show(BATCH).batch().state()).isEqualTo(PayoutBatches.State.DRAFT);
        assertThat(ledger.bean(Segments.class).manifestIds()).hasSize(2);
        assertThat(ledger.stripe().faults().transfersMade()).isEqualTo(1);
    }

    /** The bell between two nights asks Stripe about nothing either. */
    @Test
    void aDatabaseOlderThanTheArchiveFindsOutNothing() throws Exception {
        vote(BATCH, "ana", Decision.APPROVE);
        vote(BATCH, "ben", Decision.APPROVE);
        ledger.stripe().faults().next(1, Operation.CREATE_TRANSFER, Fault.INTERNAL_ERROR_KEPT);
        assertThat(desk.release(BATCH, "ana").unknown()).hasSize(1);
        TestDatabase copy = ledger.database().copy();
        LocalDate second = FIRST.plusDays(1);
        ledger.settle(second, second);
        ledger.pass(Duration.ofDays(-1));
        ledger.bringBack(copy);
        long asked = ledger.stripe().faults().requests(Operation.LIST_TRANSFERS);

        assertHeld(() -> ledger.bean(RunCoordinator.class).settle(DueDays.allDue()));

        assertThat(ledger.stripe().faults().requests(Operation.LIST_TRANSFERS)).isEqualTo(asked);
        assertThat(ledger.stripe().faults().transfersMade()).isZero();
    }

    private static void assertHeld(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOf(NightHeldException.class)
                .hasMessage(
                        "the archive holds sealed segment 2, this database knows 2 segments: it is"
                                + " older than the archive; bring back a newer copy before anything"
                                + " is settled or paid");
    }

    /** The same creator, the same amount: whoever agreed to the first batch is asked again. */
    @Test
    void aRejectedBatchIsDrawnAnewAndNoApprovalIsUsedTwice() throws Exception {
        String used = signed("ana", Quorum.NAMESPACE, desk.statement(BATCH, Decision.APPROVE));
        desk.approve(BATCH, used, null);
        vote(BATCH, "ben", Decision.REJECT);
        assertThatThrownBy(() -> desk.release(BATCH, "ana")).hasMessageEndingWith(": rejected");

        ledger.settle(FIRST.plusDays(1), FIRST.plusDays(2));

        assertThat(desk.show(BATCH).batch().state()).isEqualTo(PayoutBatches.State.REJECTED);
        assertThat(
                        ledger.database()
                                .lines(
                                        "select source_key from ledger.entry where batch is not"
                                                + " null order by entry_key"))
                .containsExactly(
                        "payout:2026-03-02:c1:USD",
                        "payout-cancel:2026-03-02:c1:USD",
                        "payout:2026-03-04:c1:USD");
        assertThat(ledger.stripe().faults().transfersMade()).isZero();
        assertThatThrownBy(() -> desk.approve(BATCH, used, null))
                .hasMessageStartingWith("batch 2026-03-02 is REJECTED");
        assertThatThrownBy(() -> desk.approve(AGAIN, used, null))
                .hasMessage(
                        "the vote of ana on batch 2026-03-04 does not count: votes are for another"
                                + " version of the batch");
        vote(AGAIN, "cleo", Decision.APPROVE);
        vote(AGAIN, "ben", Decision.APPROVE);
        assertThat(desk.release(AGAIN, "ana").batch().state()).isEqualTo(PayoutBatches.State.SENT);
        ledger.settle(FIRST.plusDays(3), FIRST.plusDays(3));
        assertThat(openBreaks()).isEmpty();
        verify();
    }

    @Test
    void eachVoteThatDoesNotCountIsRefusedWithItsSentence() throws Exception {
        byte[] bytes = desk.statement(BATCH, Decision.APPROVE);

        refused("ssh", "the signature cannot be read");
        refused(signed("zoe", Quorum.NAMESPACE, bytes), "unknown signer");
        refused(signed("ana", "file", bytes), "made for something else than approvals");
        refused(
                signed(
                        "ana",
                        Quorum.NAMESPACE,
                        "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                "votes are for another version of the batch");
        refused(signed("dan", Quorum.NAMESPACE, bytes), "say with --role");
        refused(signed("old", Quorum.NAMESPACE, bytes), "the key was revoked");
        assertThatThrownBy(
                        () ->
                                desk.approve(
                                        BATCH,
                                        signed("ana", Quorum.NAMESPACE, bytes),
                                        "operations"))
                .hasMessageEndingWith("does not count: not in that role");
        vote(BATCH, "ana", Decision.APPROVE);
        refused(signed("ana", Quorum.NAMESPACE, bytes), "one vote per person");
        assertThat(desk.approve(BATCH, signed("dan", Quorum.NAMESPACE, bytes), "finance").votes())
                .hasSize(2);
        assertThatThrownBy(() -> desk.release(BATCH, "ana"))
                .hasMessageEndingWith("as many different roles as votes are needed");
        assertThatThrownBy(() -> desk.show("2026-01-01"))
                .hasMessageStartingWith("there is no batch 2026-01-01");
    }

    @Test
    void theDatabaseReleasesNothingWithoutVotes() throws Exception {
        Database database = ledger.database().database();
        PayoutBatches batches = new PayoutBatches(database);
        Clock clock = ledger.bean(Clock.class);
        long epoch = new Runs(database).takeOver("test", clock.instant());

        assertThatThrownBy(
                        () ->
                                database.write(
                                        LedgerRole.PAYOUTS,
                                        epoch,
                                        () -> batches.release(BATCH, clock.instant())))
                .hasStackTraceContaining("needs 2 votes of different roles and no rejection");
        assertThat(desk.show(BATCH).batch().state()).isEqualTo(PayoutBatches.State.DRAFT);
        assertThatThrownBy(
                        () ->
                                database.write(
                                        LedgerRole.PAYOUTS, epoch, () -> batches.need("b", 0, 0)))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void nobodyReleasesABatchWhoseTimeIsOver() throws Exception {
        vote(BATCH, "ana", Decision.APPROVE);
        vote(BATCH, "ben", Decision.APPROVE);
        Instant expires = desk.show(BATCH).expires();

        ledger.settle(FIRST.plusDays(1), FIRST.plusDays(1));

        assertThat(expires).isEqualTo(Instant.parse("2026-03-04T02:00:00Z"));
        assertThat(ledger.bean(Clock.class).instant()).isEqualTo(expires);
        assertThat(desk.show(BATCH).batch().state()).isEqualTo(PayoutBatches.State.EXPIRED);
    }

    private void vote(String batch, String person, Decision decision) throws SQLException {
        byte[] bytes = desk.statement(batch, decision);
        desk.approve(batch, signed(person, Quorum.NAMESPACE, bytes), null);
    }

    private String signed(String person, String namespace, byte[] bytes) {
        return approvers.signatureFile(person, namespace, bytes);
    }

    private void refused(String signature, String sentence) {
        assertThatThrownBy(() -> desk.approve(BATCH, signature, null))
                .isInstanceOf(PayoutRefusedException.class)
                .hasMessageContaining(sentence);
    }

    private List<String> openBreaks() {
        return ledger.database()
                .lines(
                        """
                        select type || ' ' || ref from ledger.break_day
                        where status = 'OPEN' and day = (select max(day) from ledger.break_day)
                        """);
    }

    private String sealedPayouts(int segment) throws IOException {
        Path folder = ledger.segments().resolve("segment-00000" + segment);
        return Files.readString(folder.resolve("payouts.jsonl"));
    }

    private void verify() throws Exception {
        TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.trustFile()));
        SegmentVerifier.of(ledger.segments(), trust, null).verify();
        assertThat(ledger.replayed()).allMatch(ReplayedDay::isReproduced);
    }

    private static void write(Path data, String file, String text) throws IOException {
        Path path = data.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private String policy() {
        StringBuilder text =
                new StringBuilder(
                        """
                        id: payouts
                        version: 1
                        baseCurrency: USD
                        expiresHours: 24
                        tiers:
                        - {from: 0, votes: 0}
                        - {from: 1000000, votes: 2}
                        approvers:
                        """);
        text.append(approver("ana", "[finance]", "null"));
        text.append(approver("ben", "[operations]", "null"));
        text.append(approver("cleo", "[compliance]", "null"));
        text.append(approver("dan", "[finance, operations]", "null"));
        text.append(approver("old", "[finance]", "\"2026-02-01T00:00:00Z\""));
        return text.toString();
    }

    private String approver(String person, String roles, String revokedAt) {
        return "- {person: %s, roles: %s, keys: [{key: \"%s\", from: \"2026-01-01T00:00:00Z\", to: null, revokedAt: %s}]}\n"
                .formatted(person, roles, approvers.key(person), revokedAt);
    }

    private static final String CHARGE =
            """
            {"id":"txn_1","object":"balance_transaction","amount":1500000,"available_on":1772445660,
            "balance_type":"payments","created":1772445660,"currency":"usd","description":"Order o-1",
            "exchange_rate":null,"fee":0,"fee_details":[],"net":1500000,"reporting_category":"charge",
            "source":{"id":"ch_1","object":"charge","amount":1500000,"currency":"usd","metadata":{"order_id":"o-1"}},
            "status":"available","type":"charge"}
            """;
}
