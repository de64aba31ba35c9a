package com.illuvrse.finance.jobs.nightly;

import static com.illuvrse.finance.jobs.nightly.AttestedLedger.ENGINEER;
import static com.illuvrse.finance.jobs.nightly.AttestedLedger.LEAD;
import static com.illuvrse.finance.jobs.nightly.SealedLedger.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.signing.SigningUnavailableException;
import com.illuvrse.finance.jobs.run.AttestationDesk;
import com.illuvrse.finance.jobs.run.AttestationDesk.Done;
import com.illuvrse.finance.jobs.run.AttestationRefusedException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persons, a time-stamp authority and a witness add to sealed days what was promised. */
final class AttestationTest {

    private static final LocalDate GENESIS = FIRST.minusDays(1);
    private static final String SIGNED = "sig/finance-lead.p7s";

    @TempDir Path home;
    private AttestedLedger ledger;

    @BeforeEach
    void start() throws IOException {
        ledger = new AttestedLedger(home);
    }

    @AfterEach
    void stop() throws IOException {
        ledger.close();
    }

    @Test
    void anAuthorityThatIsAwayStopsNobodyAndTheNextNightCatchesUp() throws Exception {
        URI nowhere;
        try (ServerSocket free = new ServerSocket(0)) {
            nowhere = URI.create("http://127.0.0.1:%d/".formatted(free.getLocalPort()));
        }

        Done done = ledger.desk(ledger.settings(nowhere)).sign(LEAD, GENESIS);

        assertThat(done.isNew()).isTrue();
        assertThat(done.away()).singleElement().asString().contains(nowhere.toString());
        assertThat(done.missing()).contains("tst/finance-lead.p7s.tsr").doesNotContain(SIGNED);
        long epoch = ledger.sealed().test().takeOver();
        assertThat(
                        ledger.sealed()
                                .timeStamps()
                                .complete(
                                        ledger.sealed().settings(),
                                        epoch,
                                        ledger.clock().instant()))
                .isEmpty();
        assertThat(ledger.desk().standings().getFirst().missing())
                .doesNotContain(SIGNED, "tst/finance-lead.p7s.tsr", "tst/checkpoint.tsr");
    }

    @Test
    void theFirstSignatureStays() throws Exception {
        ledger.desk().sign(LEAD, GENESIS);
        byte[] first = ledger.archived(0, SIGNED);

        Done again = ledger.desk().sign(LEAD, GENESIS);

        assertThat(again.isNew()).isFalse();
        assertThat(ledger.archived(0, SIGNED)).isEqualTo(first);
        assertThat(ledger.sealed().test().number("select count(*) from ledger.signature_intent"))
                .isEqualTo(1);
    }

    @Test
    void signsNothingThatIsNotSealedOrNotTheirs() throws Exception {
        AttestationDesk desk = ledger.desk();

        assertRefused(() -> desk.sign(LEAD, FIRST), "day 2026-03-02 is not sealed");
        assertRefused(
                () -> desk.sign("auditor", GENESIS),
                "lists no key of role auditor for segment 0, only of [finance-lead, security-engineer]");
        for (String file : List.of(".pem", ".pub.pem")) {
            Files.copy(
                    home.resolve("keys/" + ENGINEER + file),
                    home.resolve("keys/" + LEAD + file),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        assertRefused(() -> desk.sign(LEAD, GENESIS), "the key store has");
        ledger.sealed().keys().away(true);
        assertThatThrownBy(() -> desk.sign(ENGINEER, GENESIS))
                .isInstanceOf(SigningUnavailableException.class);
        ledger.sealed().keys().away(false);
        ledger.clock().set(ledger.clock().instant().plus(AttestedLedger.WITHIN).plusSeconds(1));
        assertRefused(() -> desk.sign(ENGINEER, GENESIS), "is signed within 36 hours");
        assertThat(ledger.sealed().test().number("select count(*) from ledger.signature_intent"))
                .isZero();
        assertThat(ledger.sealed().test().lines("select path from ledger.attestation")).isEmpty();
    }

    @Test
    void takesOnlyWhatItsWitnessesCosigned() throws Exception {
        AttestationDesk desk = ledger.desk();
        String ours = ledger.sealed().segments().checkpoint(0).orElseThrow();
        String cosigned = new String(ledger.cosigned(0), StandardCharsets.UTF_8);
        String stranger = "\u2014 witness.example.com/w2 6A81wQAAAABq5ZV0\n";

        assertRefused(() -> cosign(desk, ours), "found 0 lines more than ours");
        assertRefused(() -> cosign(desk, cosigned + stranger), "found 2 lines more");
        assertRefused(
                () -> cosign(desk, cosigned.replaceFirst("\n1\n", "\n2\n")),
                "the checkpoint of segment 0, 2026-03-01");
        assertRefused(() -> cosign(desk, cosigned.replace("w1 ", "w2 ")), "of 0 of them");
        char last = cosigned.charAt(cosigned.length() - 10);
        String wrong =
                cosigned.substring(0, cosigned.length() - 10)
                        + (last == 'A' ? 'B' : 'A')
                        + cosigned.substring(cosigned.length() - 9);
        assertRefused(() -> cosign(desk, wrong), "is not one of witness.example.com/w1");
        assertRefused(
                () -> ledger.desk(AttestationSettings.NONE).cosign(ledger.cosigned(0), GENESIS),
                "see attestation.witness");

        assertThat(cosign(desk, cosigned).isNew()).isTrue();
        assertThat(ledger.archived(0, "wit/checkpoint")).asString().isEqualTo(cosigned);
    }

    private static Done cosign(AttestationDesk desk, String note) throws Exception {
        return desk.cosign(note.getBytes(StandardCharsets.UTF_8), GENESIS);
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String sentence) {
        assertThatThrownBy(work)
                .isInstanceOf(AttestationRefusedException.class)
                .hasMessageContaining(sentence);
    }
}
