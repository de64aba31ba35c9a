package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.signing.Pkcs11Keys;
import com.illuvrse.finance.exporters.signing.Pkcs11Settings;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.exporters.signing.TokenPin;
import com.illuvrse.finance.sandbox.keys.SoftToken;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A day that is settled, sealed and delivered with all keys on a PKCS#11 token, which has P-256 and
 * no Ed25519; skipped, and seen to be, without SoftHSM2.
 */
class TokenSealTest {

    private static final List<String> SIGNERS =
            List.of("log", "reports", "root-a", "root-b", "root-c", "finance-lead");

    @TempDir Path home;

    @Test
    void isSealedAndDeliveredWithKeysOnP256AndVerified() throws Exception {
        Assumptions.assumeTrue(
                SoftToken.missing().isEmpty(), () -> SoftToken.missing().orElseThrow());
        try (SigningKeys keys = token();
                SealedLedger ledger = new SealedLedger(home, KeyRotationTest::genesis, keys)) {
            Night night = ledger.settle(SealedLedger.FIRST);
            ledger.run(ledger.closeDay(night));
            ledger.run(ledger.sealSegment(night));
            ledger.run(ledger.exportDatasets(night));
            ledger.run(ledger.exportReports(night));
            ledger.run(ledger.deliverSegment(night));
            ledger.run(ledger.deliverSegment(night));

            TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.trustFile()));
            ledger.packages().sealGenesis(night.settings(), night.epoch());
            SegmentVerifier.of(ledger.workshop().folder(), trust, null).verify();
            VerifierKey log =
                    VerifierKey.of("ledger.example.com/test", keys.signer("log").publicKey());
            assertThat(log.type()).isEqualTo(VerifierKey.Type.ECDSA_P256);
            Path checkpoint = ledger.workshop().segment(1).resolve("checkpoint");
            Note.parse(Files.readAllBytes(checkpoint)).verify(log);
            ledger.run(ledger.verifyDelivered().step(ledger.nights().steps(), night));
        }
    }

    private SigningKeys token() throws IOException {
        SoftToken token = SoftToken.make("night", "4711-open-sesame");
        token.fill(
                SIGNERS,
                List.of(
                        new SoftToken.Secret("salt", "HmacSHA256", "01".repeat(32)),
                        new SoftToken.Secret("wrap", "AES", "02".repeat(32)),
                        new SoftToken.Secret("lookup", "HmacSHA256", "03".repeat(32))));
        Map<String, String> labels =
                SIGNERS.stream().collect(Collectors.toMap(Function.identity(), name -> name));
        return Pkcs11Keys.connect(
                new Pkcs11Settings(
                        token.libraryFile(),
                        token.slot(),
                        TokenPin.in(token.pinFile(home.resolve("pin"))),
                        labels,
                        "salt",
                        "wrap",
                        "lookup"));
    }
}
