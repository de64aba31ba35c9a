package com.illuvrse.finance.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Attacks on what was added to sealed days: segment 1 has a signature, which the seals of segment 2
 * have.
 */
final class AttestationDefenceTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    private static final Instant NOW = Instant.parse("2026-03-03T08:00:00Z");
    private static final String SIGNATURE = "sig/finance-lead.p7s";
    private static final SealedDays DAYS = SealedDays.create(FIRST);
    private static final Attestations ATTESTATIONS = new Attestations(DAYS.database());
    private static final Attacks LEDGER = new Attacks(DAYS.test());

    @BeforeAll
    static void signAndSeal() {
        night(FIRST);
        asSealer(
                () -> {
                    ATTESTATIONS.intend(1, "finance-lead", "a".repeat(64), NOW);
                    ATTESTATIONS.keep(1, SIGNATURE, bytes("signed"), NOW);
                    ATTESTATIONS.keep(1, "tst/checkpoint.tsr", bytes("kept only"), NOW);
                    new Deliveries(DAYS.database())
                            .keep(
                                    FIRST,
                                    List.of(
                                            new Deliveries.Delivery(
                                                    "audit",
                                                    "v1/a/b/segment-000001/" + SIGNATURE,
                                                    "0".repeat(64),
                                                    6,
                                                    "v")));
                });
        night(FIRST.plusDays(1));
        night(FIRST.plusDays(2));
    }

    private static void night(LocalDate day) {
        DAYS.open(day);
        DAYS.book(day, day, "first:" + day, 9650);
        DAYS.seal(day);
    }

    @AfterAll
    static void close() throws SQLException {
        LEDGER.close();
        DAYS.close();
    }

    @Test
    void whatLiesInTheArchiveIsInTheNextSealAndInNoOther() {
        assertThat(ATTESTATIONS.sealedBy(1)).isEmpty();
        assertThat(ATTESTATIONS.sealedBy(2)).containsOnlyKeys("segment-000001/" + SIGNATURE);
        assertThat(ATTESTATIONS.sealedBy(3)).isEmpty();
        assertThat(ATTESTATIONS.undelivered(FIRST)).containsExactly("tst/checkpoint.tsr");
    }

    @Test
    void theFirstFileStays() {
        asSealer(
                () ->
                        assertThat(ATTESTATIONS.keep(1, SIGNATURE, bytes("another"), NOW))
                                .asString(StandardCharsets.UTF_8)
                                .isEqualTo("signed"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SEALER  | insert into ledger.attestation values (1, 'sig/finance-lead.p7s', encode(sha256('x'), 'hex'), 'x', now()) | file_is_added_once
                    SEALER  | insert into ledger.attestation values (1, 'sig/security-engineer.p7s', encode(sha256('x'), 'hex'), 'x', now()) | was made without an intent
                    SUPERUSER_AS_REPLICA | insert into ledger.attestation values (1, 'sig/security-engineer.p7s', encode(sha256('x'), 'hex'), 'x', now()) | was made without an intent
                    SEALER  | insert into ledger.attestation values (1, 'tst/security-engineer.p7s.2.tsr', encode(sha256('x'), 'hex'), 'x', now()) | stamps a signature that is not kept
                    SEALER  | insert into ledger.attestation values (2, 'tst/finance-lead.p7s.tsr', encode(sha256('x'), 'hex'), 'x', now()) | stamps a signature that is not kept
                    SEALER  | insert into ledger.attestation values (1, 'tst/finance-lead.p7s.2.tsr', encode(sha256('x'), 'hex'), 'x', now()) | ''
                    SEALER  | insert into ledger.attestation values (1, 'wit/checkpoint', repeat('0', 64), 'x', now()) | file_must_be_its_digest
                    SEALER  | insert into ledger.attestation values (1, 'sig/../../manifest.p7s', encode(sha256('x'), 'hex'), 'x', now()) | was made without an intent
                    SEALER  | insert into ledger.attestation values (1, 'tst/../checkpoint.tsr', encode(sha256('x'), 'hex'), 'x', now()) | file_must_be_one_that_may_come_later
                    SEALER  | insert into ledger.attestation values (1, 'ledger.jsonl', encode(sha256('x'), 'hex'), 'x', now()) | file_must_be_one_that_may_come_later
                    SEALER  | insert into ledger.attestation values (1, 'wit/checkpoint', encode(sha256(''), 'hex'), '', now()) | file_must_be_small
                    SEALER  | insert into ledger.attestation values (9, 'wit/checkpoint', encode(sha256('x'), 'hex'), 'x', now()) | violates foreign key
                    WRITER  | insert into ledger.attestation values (1, 'wit/checkpoint', encode(sha256('x'), 'hex'), 'x', now()) | permission denied
                    PAYOUTS | insert into ledger.signature_intent values (1, 'mine', repeat('b', 64), now()) | permission denied
                    READER  | insert into ledger.seal_line values (1, 'tst/checkpoint.tsr', 3) | permission denied
                    OWNER   | update ledger.attestation set content = 'x', sha256 = encode(sha256('x'), 'hex') | is append-only
                    OWNER   | delete from ledger.signature_intent | is append-only
                    SUPERUSER_AS_REPLICA | truncate ledger.seal_line | is append-only
                    SEALER  | delete from ledger.attestation | permission denied
                    SEALER  | insert into ledger.seal_line values (1, 'sig/finance-lead.p7s', 3) | is written
                    SEALER  | insert into ledger.seal_line values (1, 'tst/checkpoint.tsr', 2) | segment 2 is written, its seals.txt takes no further line
                    SUPERUSER_AS_REPLICA | insert into ledger.seal_line values (1, 'tst/checkpoint.tsr', 3) | is written
                    """)
    void whatWasAddedStaysAndIsWhatItSays(Attacker who, String sql, String rule)
            throws SQLException {
        if (rule.isEmpty()) {
            assertThat(LEDGER.refusalOf(who, sql)).isEmpty();
        } else {
            assertThat(LEDGER.refusalOf(who, sql)).contains(rule);
        }
    }

    @Test
    void whoHasNoLiveEpochAddsNothing() throws SQLException {
        assertThat(
                        LEDGER.refusalOf(
                                Attacker.SEALER,
                                "set local finance.epoch = ''; insert into ledger.attestation values"
                                        + " (1, 'wit/checkpoint', encode(sha256('x'), 'hex'), 'x', now())"))
                .contains("needs the epoch of a run");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void asSealer(Runnable work) {
        DAYS.database().write(LedgerRole.SEALER, DAYS.test().epoch(), work);
    }
}
