package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.attestation.TimeStampAuthority;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.jobs.run.AttestationDesk;
import com.illuvrse.finance.sandbox.tsa.TimeStampServer;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A sealed ledger with a time-stamp authority, a witness, and a desk where persons sign. */
final class AttestedLedger implements AutoCloseable {

    static final Duration WITHIN = Duration.ofHours(36);
    static final String LEAD = "finance-lead";
    static final String ENGINEER = "security-engineer";

    private static final Instant GENESIS = Instant.parse("2026-03-01T15:00:00Z");

    private final TestClock clock = new TestClock(GENESIS);
    private final KeyPair witness = witness();
    private final TimeStampServer authority;
    private final SealedLedger ledger;
    private final Path root;

    AttestedLedger(Path home) throws IOException {
        this.authority = TimeStampServer.start(home.resolve("tsa"), 0, clock);
        this.root = home.resolve("tsa/root.pem");
        this.ledger = new SealedLedger(home, settings(authority.endpoint()));
    }

    private static KeyPair witness() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Both roles, this authority, the one witness. */
    AttestationSettings settings(URI url) {
        return new AttestationSettings(
                List.of(LEAD, ENGINEER),
                WITHIN,
                List.of(new TimeStampAuthority(url, root, Duration.ofSeconds(20))),
                Map.of(),
                List.of(witnessKey()),
                1);
    }

    private VerifierKey witnessKey() {
        return VerifierKey.of("witness.example.com/w1", witness.getPublic()).asWitness();
    }

    SealedLedger sealed() {
        return ledger;
    }

    TestClock clock() {
        return clock;
    }

    Path root() {
        return root;
    }

    /** The desk, whose clock is the authority's. */
    AttestationDesk desk() {
        return desk(ledger.attestation());
    }

    /** A desk with other settings. */
    AttestationDesk desk(AttestationSettings attestation) {
        SettlementSettings settings = ledger.settings();
        return new AttestationDesk(
                ledger.database(),
                ledger.addedFiles(),
                new TimeStamps(ledger.database(), ledger.addedFiles(), attestation),
                new SealingKeys(settings.ledger(), ledger.keys(), ledger.workshop()),
                ledger.keys(),
                settings,
                attestation,
                clock,
                "test");
    }

    /** The whole night of a day, with the clock at its beginning and a life of its own. */
    Night night(LocalDate day) throws IOException {
        ledger.test().takeOver();
        clock.set(ledger.night(day).now());
        return ledger.wholeNight(day);
    }

    /** Where a file of a segment lies in the archive, which it is copied from. */
    byte[] archived(int segment, String path) throws IOException {
        ArchiveBucket audit = ledger.archive().audit();
        String key = PackageDelivery.prefix("ledger.example.com/test", segment) + path;
        Path file = Files.createTempFile("archived", "");
        audit.get(key, file, audit.head(key).sha256());
        return Files.readAllBytes(file);
    }

    /** The checkpoint of a segment as the witness gives it back. */
    byte[] cosigned(int segment) throws GeneralSecurityException {
        String checkpoint = ledger.segments().checkpoint(segment).orElseThrow();
        long seen = clock.instant().getEpochSecond();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(witness.getPrivate());
        String body = checkpoint.substring(0, checkpoint.lastIndexOf("\n\n") + 1);
        signature.update(
                ("cosignature/v1\ntime " + seen + "\n" + body).getBytes(StandardCharsets.UTF_8));
        byte[] bytes =
                ByteBuffer.allocate(4 + 8 + 64)
                        .put(witnessKey().keyId())
                        .putLong(seen)
                        .put(signature.sign())
                        .array();
        return (checkpoint
                        + "\u2014 witness.example.com/w1 "
                        + Base64.getEncoder().encodeToString(bytes)
                        + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        ledger.close();
        authority.close();
    }
}
