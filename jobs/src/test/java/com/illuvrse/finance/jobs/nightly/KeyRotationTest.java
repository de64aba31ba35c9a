package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.audit.DrawnKeys;
import com.illuvrse.finance.jobs.audit.HandedKeys;
import com.illuvrse.finance.jobs.audit.KeyCeremony;
import com.illuvrse.finance.jobs.audit.RegistryChange;
import com.illuvrse.finance.jobs.audit.RegistryChange.EndSigner;
import com.illuvrse.finance.jobs.audit.RegistryChange.NewLogKey;
import com.illuvrse.finance.jobs.audit.RegistryChange.NewPolicy;
import com.illuvrse.finance.jobs.audit.RegistryChange.NewRoot;
import com.illuvrse.finance.jobs.audit.RegistryChange.NewSigner;
import com.illuvrse.finance.jobs.audit.RegistryChange.Revoke;
import com.illuvrse.finance.jobs.audit.RegistryDraft;
import com.illuvrse.finance.jobs.audit.TrustDraft;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.KeyRegistry.Revocation;
import com.illuvrse.finance.segment.KeyRegistry.Root;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import com.illuvrse.finance.segment.VerificationException;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four ceremonies in the life of one ledger, and what an auditor's check says after each. */
class KeyRotationTest {

    private static final String LEDGER = DrawnKeys.LEDGER;
    private static final Revocation STOLEN =
            new Revocation("2026-03-04T12:00:00.000Z", "laptop stolen");

    @TempDir Path home;
    private DrawnKeys keys;
    private SealedLedger ledger;
    private TrustFile trust;

    @BeforeEach
    void holdTheGenesis() throws IOException {
        keys = new DrawnKeys(home.resolve("keys"));
        ledger = new SealedLedger(home, KeyRotationTest::genesis);
        KeyRegistry first = folder().versions().getFirst();
        String text = TrustDraft.SEALED.text(first, ledger.segments().manifestIds().getFirst());
        trust = TrustFile.parse(text.getBytes(StandardCharsets.UTF_8));
        Night night = ledger.night(SealedLedger.FIRST);
        ledger.packages().sealGenesis(night.settings(), night.epoch());
    }

    /** Version 1, drafted, signed by two root keys of the store, and published. */
    static void genesis(Path registry, SettlementSettings settings, SigningKeys store)
            throws IOException {
        HandedKeys handed = new HandedKeys(LEDGER, store);
        KeyCeremony ceremony =
                new KeyCeremony(
                        new RegistryFolder(registry, LEDGER),
                        0,
                        Instant.parse("2026-03-01T15:00:00Z"));
        byte[] policy = settings.approvals().canonical().getBytes(StandardCharsets.UTF_8);
        Note first =
                ceremony.draftFirst(
                                new Root(
                                        Stream.of("root-a", "root-b", "root-c")
                                                .map(handed::root)
                                                .toList(),
                                        2),
                                List.of(
                                        new NewLogKey(handed.log("log"), 0),
                                        new NewSigner(
                                                "finance-lead",
                                                handed.signer("finance-lead", "finance-lead"),
                                                0),
                                        new NewPolicy(Sha256.hexOf(policy), 0)))
                        .note();
        ceremony.publish(signed(ceremony, store, first, "root-a", "root-b"));
    }

    @AfterEach
    void stop() throws IOException {
        ledger.close();
    }

    private RegistryFolder folder() {
        return new RegistryFolder(ledger.workshop().registry(), LEDGER);
    }

    private int nextSegment() {
        return ledger.segments().manifestIds().size();
    }

    private KeyCeremony ceremony(LocalDate day) {
        return new KeyCeremony(folder(), nextSegment(), ledger.night(day).now());
    }

    private static Note signed(
            KeyCeremony ceremony, SigningKeys store, Note note, String... roots) {
        Note all = note;
        for (String root : roots) {
            all = ceremony.sign(all, root, store.signer(root)).note();
        }
        return all;
    }

    private void publish(LocalDate day, List<RegistryChange> changes, String... roots)
            throws IOException {
        KeyCeremony ceremony = ceremony(day);
        ceremony.publish(signed(ceremony, keys.store(), ceremony.draft(changes).note(), roots));
    }

    private String keyId(String named) {
        return new HandedKeys(LEDGER, keys.store())
                .registered(folder().versions().getLast(), named);
    }

    /** The night of a day as far as its seal. */
    private void seal(LocalDate day) throws IOException {
        Night night = ledger.settle(day);
        ledger.run(ledger.closeDay(night));
        ledger.run(ledger.sealSegment(night));
    }

    /** Everything that is sealed, as an auditor checks it who pinned the genesis. */
    private void verify() throws VerificationException {
        SegmentVerifier verifier = SegmentVerifier.of(ledger.workshop().folder(), trust, null);
        verifier.verify();
        assertThat(verifier.head().size()).isEqualTo(nextSegment());
    }

    private boolean isSealedBy(int segment, VerifierKey key) {
        String checkpoint = ledger.segments().checkpoint(segment).orElseThrow();
        return Note.parse(checkpoint.getBytes(StandardCharsets.UTF_8)).namesKey(key);
    }

    @Test
    void isSealedByTheRegisteredKeyAndVerifiedThroughAllFourCeremonies() throws Exception {
        VerifierKey log2 = keys.log("log-2");
        LocalDate day = SealedLedger.FIRST;
        seal(day);
        verify();

        day = day.plusDays(1);
        publish(day, List.of(new NewLogKey(log2, 2)), "root-c", "root-a");
        seal(day);
        verify();
        assertThat(isSealedBy(1, keys.log("log"))).isTrue();
        assertThat(isSealedBy(2, log2)).isTrue();

        day = day.plusDays(1);
        seal(day);
        verify();
        publish(
                day,
                List.of(
                        new Revoke(keyId("log-2"), STOLEN),
                        new NewLogKey(keys.log("log-3"), 4),
                        new Revoke(keyId("finance-lead"), STOLEN),
                        new EndSigner("finance-lead", 3),
                        new NewSigner("finance-lead", keys.role("finance-lead-2"), 4)),
                "root-a",
                "root-b");
        Files.delete(keys.privateKey("log-2"));
        day = day.plusDays(1);
        seal(day);
        verify();
        assertThat(isSealedBy(3, log2)).isTrue();
        assertThat(isSealedBy(4, keys.log("log-3"))).isTrue();

        Root roots = new Root(List.of(keys.root("root-b"), keys.root("root-d")), 1);
        publish(day, List.of(new NewRoot(roots)), "root-a", "root-b");
        day = day.plusDays(1);
        seal(day);
        verify();
        assertThat(folder().versions()).hasSize(4);
        assertThat(ledger.workshop().segment(5).resolve("keys/registry-0004.note")).exists();
    }

    @Test
    void neitherALostLogKeyNorAnEarlierOneSeals() throws Exception {
        LocalDate day = SealedLedger.FIRST;
        Night night = ledger.settle(day);
        ledger.run(ledger.closeDay(night));
        KeyRegistry lost =
                RegistryDraft.next(
                        folder().versions().getLast(),
                        List.of(
                                new Revoke(
                                        keyId("log"),
                                        new Revocation("2026-03-02T12:00:00.000Z", "stolen"))));
        Note byHand = Note.of(lost.body());
        for (String root : List.of("root-a", "root-b")) {
            byHand = byHand.signedBy(keys.root(root), keys.store().signer(root)::sign);
        }
        Files.write(folder().file(2), byHand.bytes());

        assertThatThrownBy(() -> ledger.run(ledger.sealSegment(night)))
                .hasStackTraceContaining("the log key of segment 1, " + keys.log("log"))
                .hasStackTraceContaining("is lost since 2026-03-02T12:00:00.000Z: stolen");

        VerifierKey next = keys.log("log-2");
        publish(day, List.of(new NewLogKey(next, 1)), "root-a", "root-b");
        Path hidden = Files.move(keys.publicKey("log-2"), home.resolve("hidden"));
        assertThatThrownBy(() -> ledger.run(ledger.sealSegment(night)))
                .hasStackTraceContaining("the key registry says that the log key is " + next)
                .hasStackTraceContaining("the key store has log " + keys.log("log"))
                .hasStackTraceContaining("nothing was signed");
        assertThat(ledger.segments().checkpoint(1)).isEmpty();

        Files.move(hidden, keys.publicKey("log-2"));
        ledger.run(ledger.sealSegment(night));
        assertThat(isSealedBy(1, next)).isTrue();
    }
}
