package com.illuvrse.finance.jobs.nightly;

import static com.illuvrse.finance.jobs.nightly.AttestedLedger.ENGINEER;
import static com.illuvrse.finance.jobs.nightly.AttestedLedger.LEAD;
import static com.illuvrse.finance.jobs.nightly.SealedLedger.FIRST;
import static com.illuvrse.finance.jobs.nightly.SealedLedger.PAYDAY;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.signing.SigningUnavailableException;
import com.illuvrse.finance.jobs.postgres.Attestations;
import com.illuvrse.finance.jobs.run.AttestationDesk;
import com.illuvrse.finance.jobs.run.AttestationDesk.Done;
import com.illuvrse.finance.jobs.run.AttestationRefusedException;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.sandbox.s3.Fault;
import com.illuvrse.finance.sandbox.s3.Operation;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Signature;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;

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
    void aDayWithEverythingThatWasPromisedIsAttestedAndTheNextSealCoversIt() throws Exception {
        AttestationDesk desk = ledger.desk();
        Night first = ledger.night(FIRST);

        assertThat(desk.offer(null))
                .satisfies(
                        offer -> {
                            assertThat(offer.cut().number()).isEqualTo(1);
                            assertThat(offer.manifest().id())
                                    .isEqualTo(ledger.sealed().segments().manifestIds().get(1));
                            assertThat(offer.turnover())
                                    .contains(Money.of(31_600, Currency.of("USD")));
                        });
        byte[] kept = killedWhileItSigns(desk, first);
        assertThat(desk.sign(LEAD, FIRST))
                .satisfies(done -> assertThat(done.isNew()).isFalse())
                .extracting(Done::missing, InstanceOfAssertFactories.LIST)
                .containsExactly(
                        "sig/security-engineer.p7s",
                        "tst/security-engineer.p7s.tsr",
                        "wit/checkpoint");
        Done done = desk.sign(ENGINEER, FIRST);
        assertThat(done)
                .isEqualTo(new Done(done.path(), true, List.of(), List.of("wit/checkpoint")));
        assertThat(desk.cosign(cosigned(1), FIRST).missing()).isEmpty();
        assertThat(ledger.archived(1, SIGNED)).isEqualTo(kept);
        assertThat(desk.standings().getLast().isAttested()).isTrue();
        ledger.sealed().verifyDelivered().check(first);
        ledger.night(PAYDAY);

        Path archive = home.resolve("copy");
        ledger.copyTo(archive);
        assertThat(Files.readAllLines(archive.resolve("segment-000002/seals.txt")))
                .containsExactly(
                        line("checkpoint", archive),
                        line(SIGNED, archive),
                        line("sig/security-engineer.p7s", archive),
                        line("tst/checkpoint.tsr", archive),
                        line("tst/finance-lead.p7s.tsr", archive),
                        line("tst/security-engineer.p7s.tsr", archive),
                        line("wit/checkpoint", archive));
        assertThat(Files.readString(archive.resolve("segment-000002/manifest.json")))
                .contains(
                        "\"policy\":{\"signatures\":[\"finance-lead\",\"security-engineer\"],\"timestamps\":1}");
        TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.sealed().trustFile()));
        SegmentVerifier.of(archive, trust, PAYDAY.plusDays(1)).verify();
        openSslVerifies(archive.resolve("segment-000001"));
    }

    /** The archive fails after the signature is kept; then one puts it and is killed. */
    private byte[] killedWhileItSigns(AttestationDesk desk, Night night) throws Exception {
        String key = PackageDelivery.prefix("ledger.example.com/test", 1) + SIGNED;
        ledger.sealed()
                .s3()
                .faults()
                .next(1_000, Operation.PUT_OBJECT, "audit/" + key, Fault.PRECONDITION_FAILED);
        assertThatThrownBy(() -> desk.sign(LEAD, FIRST)).hasMessageContaining(SIGNED);
        ledger.sealed().s3().faults().clear();
        ledger.sealed().verifyDelivered().check(night);
        byte[] kept = new Attestations(ledger.sealed().database()).find(1, SIGNED).orElseThrow();
        ledger.sealed()
                .archive()
                .audit()
                .putOnce(
                        key,
                        Files.write(home.resolve("signature"), kept),
                        PackageDelivery.lock(
                                night.settings(), ledger.sealed().segments().require(FIRST)));
        ledger.sealed().verifyDelivered().check(night);
        return kept;
    }

    private static String line(String path, Path archive) throws IOException {
        byte[] bytes = Files.readAllBytes(archive.resolve("segment-000001").resolve(path));
        return Sha256.hexOf(bytes) + "  segment-000001/" + path;
    }

    /** The commands an auditor types, without any program of ours. */
    private void openSslVerifies(Path segment) throws Exception {
        String commands =
                """
                set -e
                openssl cms -verify -binary -inform DER -in sig/finance-lead.p7s -content manifest.json -noverify -out signed
                cmp signed manifest.json
                openssl cms -verify -binary -inform DER -in sig/finance-lead.p7s -content manifest.json -noverify \\
                    -certsout finance-lead.crt -out signed
                openssl cms -verify -binary -inform DER -in sig/finance-lead.p7s -content manifest.json \\
                    -CAfile finance-lead.crt -out signed
                openssl ts -verify -in tst/finance-lead.p7s.tsr -data sig/finance-lead.p7s -CAfile ROOT
                openssl ts -verify -in tst/checkpoint.tsr -data checkpoint -CAfile ROOT
                ! openssl cms -verify -binary -inform DER -in sig/finance-lead.p7s -content settings.json -noverify -out no
                ! openssl ts -verify -in tst/checkpoint.tsr -data sig/finance-lead.p7s -CAfile ROOT
                """
                        .replace("ROOT", ledger.root().toString());
        Process process =
                new ProcessBuilder("sh", "-c", commands)
                        .directory(segment.toFile())
                        .redirectErrorStream(true)
                        .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(told).isZero();
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
        String cosigned = new String(cosigned(0), StandardCharsets.UTF_8);
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
                () -> ledger.desk(AttestationSettings.NONE).cosign(cosigned(0), GENESIS),
                "see attestation.witness");

        assertThat(cosign(desk, cosigned).isNew()).isTrue();
        assertThat(ledger.archived(0, "wit/checkpoint")).asString().isEqualTo(cosigned);
    }

    private static Done cosign(AttestationDesk desk, String note) throws Exception {
        return desk.cosign(note.getBytes(StandardCharsets.UTF_8), GENESIS);
    }

    /** The checkpoint of a segment as the witness gives it back. */
    private byte[] cosigned(int segment) throws Exception {
        String checkpoint = ledger.sealed().segments().checkpoint(segment).orElseThrow();
        long seen = ledger.clock().instant().getEpochSecond();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(ledger.witnessPair().getPrivate());
        String body = checkpoint.substring(0, checkpoint.lastIndexOf("\n\n") + 1);
        signature.update(
                ("cosignature/v1\ntime " + seen + "\n" + body).getBytes(StandardCharsets.UTF_8));
        byte[] bytes =
                ByteBuffer.allocate(4 + 8 + 64)
                        .put(ledger.witnessKey().keyId())
                        .putLong(seen)
                        .put(signature.sign())
                        .array();
        return (checkpoint
                        + "\u2014 witness.example.com/w1 "
                        + Base64.getEncoder().encodeToString(bytes)
                        + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String sentence) {
        assertThatThrownBy(work)
                .isInstanceOf(AttestationRefusedException.class)
                .hasMessageContaining(sentence);
    }
}
