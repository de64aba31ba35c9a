package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.KEY_NOT_VALID_AT;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_MISSING;
import static com.illuvrse.finance.segment.VerificationCode.TIMESTAMP_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.UNTRUSTED_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.segment.KeyRegistry.LogKey;
import com.illuvrse.finance.segment.KeyRegistry.Revocation;
import com.illuvrse.finance.segment.KeyRegistry.Signer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What lost keys still vouch for: signatures that were stamped before the loss, and checkpoints
 * that a later one by a good key covers (segment format, section 10).
 */
class LostKeysTest {

    private static final String ROLE = "finance-lead";
    private static final String LEAD = "sig/finance-lead.p7s";
    private static final String LEAD_STAMP = "tst/finance-lead.p7s.tsr";
    private static final String SECOND_STAMP = "tst/finance-lead.p7s.2.tsr";
    private static final Instant SEALED = Instant.parse("2026-10-31T06:20:00Z");
    private static final Instant STAMPED = SEALED.plusSeconds(600);

    @TempDir private Path folder;

    private CopiedLedger ledger;

    @BeforeEach
    void copiesTheSample() {
        ledger = new CopiedLedger(folder).trust("tsaRoots", Json.texts(List.of("an authority")));
    }

    @Test
    void aSignatureOlderThanTheLossOfItsKeyCounts() throws VerificationException {
        signLead();
        stamp(1, LEAD, LEAD_STAMP, STAMPED, "a");
        loseLead("2026-10-31T06:30:01.000Z");

        verify();
    }

    @Test
    void aSignatureAsYoungAsTheLossOfItsKeyDoesNot() {
        signLead();
        stamp(1, LEAD, LEAD_STAMP, STAMPED, "a");
        loseLead("2026-10-31T06:30:00.000Z");

        assertRefused(KEY_NOT_VALID_AT, "sig/finance-lead.p7s key: expected a time stamp older");
    }

    @Test
    void aSignatureByALostKeyThatNobodyStampedDoesNot() {
        signLead();
        loseLead("2026-12-01T00:00:00.000Z");

        assertRefused(KEY_NOT_VALID_AT, "found none");
    }

    @Test
    void aStampNobodyCanReadShowsNothing() {
        signLead();
        stamp(1, LEAD, LEAD_STAMP, STAMPED, "a");
        loseLead("2026-12-01T00:00:00.000Z");
        ledger.trust("tsaRoots", Json.texts(List.of()));

        assertRefused(KEY_NOT_VALID_AT, "found none");
    }

    @Test
    void theStampOfASecondAuthorityCountsAsWell() throws VerificationException {
        signLead();
        stamp(1, LEAD, LEAD_STAMP, STAMPED.plusSeconds(60), "a");
        stamp(1, LEAD, SECOND_STAMP, STAMPED, "b");
        loseLead("2026-10-31T06:30:01.000Z");

        verify();
    }

    @Test
    void theStampOfASecondAuthorityIsCheckedAsWell() {
        signLead();
        stamp(1, LEAD, LEAD_STAMP, STAMPED, "a");
        stamp(1, "manifest.json", SECOND_STAMP, STAMPED, "b");
        assertRefused(TIMESTAMP_INVALID, SECOND_STAMP + " token");

        stamp(1, LEAD, SECOND_STAMP, SEALED.plusSeconds(36 * 3600 + 1), "b");
        assertRefused(TIMESTAMP_INVALID, SECOND_STAMP + " time");
    }

    @Test
    void twoAuthoritiesAreTwo() throws VerificationException {
        ledger.trust("require", Json.text("ATTESTED"))
                .trust("roles", Json.texts(List.of(ROLE)))
                .trust("timestamps", Json.number(2))
                .trust("tsaRoots", Json.texts(List.of("an authority", "another")));
        for (int segment = 0; segment < 5; segment++) {
            Instant at = sealedAt(segment);
            sign(segment, key(ROLE, segment));
            for (String over : List.of(LEAD, "checkpoint")) {
                String token = "tst/" + over.replace("sig/", "");
                stamp(segment, over, token + ".tsr", at, "a");
                stamp(segment, over, token + ".2.tsr", at, "b");
            }
        }
        verify();

        stamp(3, LEAD, SECOND_STAMP, sealedAt(3), "a");
        assertRefused(SIGNATURE_MISSING, "segment-000003/" + SECOND_STAMP);
    }

    @Test
    void aCheckpointByALostKeyCountsWhereALaterOneCoversIt() throws VerificationException {
        loseLogKey(0, "2026-10-30T00:00:00.000Z");

        verify();
    }

    @Test
    void theLastCheckpointByALostKeyCountsWhenItWasStampedBefore() throws VerificationException {
        loseLogKey(1, "2026-11-03T08:00:00.000Z");
        assertRefused(KEY_NOT_VALID_AT, "a later checkpoint by a key that is not revoked");

        stamp(4, "checkpoint", "tst/checkpoint.tsr", Instant.parse("2026-11-03T08:00:00Z"), "a");
        assertRefused(KEY_NOT_VALID_AT, "a later checkpoint by a key that is not revoked");

        stamp(4, "checkpoint", "tst/checkpoint.tsr", Instant.parse("2026-11-03T07:59:59Z"), "a");
        verify();
    }

    @Test
    void aPersonSignsWithTheKeyOfTheRoleAndTheDay() {
        sign(1, key("security-engineer", 1));
        assertRefused(UNTRUSTED_KEY, "a registered key of finance-lead");

        sign(1, key(ROLE, 4));
        assertRefused(KEY_NOT_VALID_AT, "a key of finance-lead for segment 1");

        ledger.write(1, LEAD, PlainAttestation.signature(new byte[0], key(ROLE, 1).spki()));
        assertRefused(SIGNATURE_INVALID, "over other bytes");
    }

    @Test
    void aPersonWhoseKeyIsLeftOutOrEndsBeforeTheDayDidNotSign() throws VerificationException {
        signLead();
        verify();
        Signer signer = key(ROLE, 1);

        signers(signers -> signers.stream().filter(key -> !key.equals(signer)).toList());
        assertRefused(UNTRUSTED_KEY, "a registered key of finance-lead");

        Signer ended =
                new Signer(signer.role(), signer.keyId(), signer.spki(), 0, 0L, signer.revoked());
        signers(
                signers -> {
                    List<Signer> again = new ArrayList<>(signers);
                    again.add(ended);
                    return again;
                });
        assertRefused(KEY_NOT_VALID_AT, "a key of finance-lead for segment 1");
    }

    private void signers(UnaryOperator<List<Signer>> change) {
        ledger.registry2(before -> with(before, before.log(), change.apply(before.signers())));
        ledger.reseal(4);
    }

    private void signLead() {
        sign(1, key(ROLE, 1));
    }

    private void sign(int segment, Signer key) {
        byte[] manifest = ledger.bytes(segment, "manifest.json");
        ledger.write(segment, LEAD, PlainAttestation.signature(manifest, key.spki()));
    }

    private void stamp(int segment, String over, String token, Instant at, String authority) {
        byte[] content = ledger.bytes(segment, over);
        ledger.write(segment, token, PlainAttestation.stamp(content, at, authority));
    }

    private Instant sealedAt(int segment) {
        String text = ledger.text(segment, "manifest.json");
        int from = text.indexOf("\"sealedAt\":\"") + 12;
        return Instant.parse(text.substring(from, from + 24));
    }

    /** The key of a role that begins last, up to a segment. */
    private Signer key(String role, long segment) {
        Note note = Note.parse(ledger.bytes(4, "keys/registry-0002.note"));
        return KeyRegistry.parse(note.body()).signers().stream()
                .filter(key -> key.role().equals(role) && key.fromSegment() <= segment)
                .max(Comparator.comparingLong(Signer::fromSegment))
                .orElseThrow();
    }

    /** Registers in the second version that a person's key is lost. */
    private void loseLead(String since) {
        String lost = key(ROLE, 1).keyId();
        ledger.registry2(
                before ->
                        with(
                                before,
                                before.log(),
                                each(
                                        before.signers(),
                                        key -> key.keyId().equals(lost) ? lost(key, since) : key)));
        ledger.reseal(4);
    }

    private static Signer lost(Signer key, String since) {
        return new Signer(
                key.role(),
                key.keyId(),
                key.spki(),
                key.fromSegment(),
                key.toSegment(),
                new Revocation(since, "laptop stolen"));
    }

    private void loseLogKey(int index, String since) {
        ledger.registry2(
                before -> {
                    List<LogKey> keys = new ArrayList<>(before.log());
                    LogKey key = keys.get(index);
                    keys.set(
                            index,
                            new LogKey(
                                    key.fromSegment(),
                                    key.key(),
                                    new Revocation(since, "key store broken into")));
                    return with(before, keys, before.signers());
                });
        ledger.reseal(4);
    }

    private static KeyRegistry with(KeyRegistry before, List<LogKey> log, List<Signer> signers) {
        return new KeyRegistry(
                before.version(),
                before.ledger(),
                before.prev(),
                before.root(),
                log,
                signers,
                before.approvalPolicies());
    }

    private static List<Signer> each(List<Signer> signers, UnaryOperator<Signer> change) {
        return signers.stream().map(change).toList();
    }

    private void verify() throws VerificationException {
        ledger.readingVerifier(new PlainAttestation()).verify();
    }

    private void assertRefused(VerificationCode code, String part) {
        VerificationException refusal =
                catchThrowableOfType(VerificationException.class, this::verify);
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
        assertThat(refusal).hasMessageContaining(part);
    }
}
