package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.CHAIN_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.GAP;
import static com.illuvrse.finance.segment.VerificationCode.KEY_NOT_VALID_AT;
import static com.illuvrse.finance.segment.VerificationCode.MALFORMED;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.POLICY_HASH_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.SEAL_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.UNTRUSTED_KEY;

import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.segment.KeyRegistry.LogKey;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Damage of what holds segments together, by the holder of the log keys. */
class TamperedChainTest {

    private static final String MANIFEST = "manifest.json";
    private static final String LEDGER = TestKeys.LEDGER;

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyDamageHasItsCode() {
        TamperTable table = new TamperTable(folder);
        byTheHolderOfTheLogKey(table);
        byTheHoldersOfTheRootKeys(table);
        ofHistory(table);
        return table.tests();
    }

    private static void byTheHoldersOfTheRootKeys(TamperTable table) {
        registered(
                table,
                "a root key that is to sign checkpoints",
                before ->
                        withLog(
                                before,
                                new LogKey(9, VerifierKey.of(LEDGER, pair("root-a")), null)));
        registered(
                table,
                "a key of a person that is to sign checkpoints",
                before -> withLog(before, new LogKey(9, ofRole(before), null)));
        registered(
                table,
                "the key of a witness as log key",
                before ->
                        withLog(
                                before,
                                new LogKey(
                                        9,
                                        VerifierKey.of(LEDGER, pair("log-3")).asWitness(),
                                        null)));
        registered(
                table,
                "two log keys for one segment",
                before ->
                        withLog(
                                before,
                                new LogKey(4, VerifierKey.of(LEDGER, pair("log-3")), null)));
        registered(
                table,
                "a key of a person that is not on P-256",
                before ->
                        new KeyRegistry(
                                before.version(),
                                before.ledger(),
                                before.prev(),
                                before.root(),
                                before.log(),
                                with(before.signers(), ed25519()),
                                before.approvalPolicies()));
        registered(
                table,
                "two policies for one segment",
                before -> withPolicies(before, with(before.approvalPolicies(), policy(0))));
    }

    /** What root keys sign that says something else of sealed days than was said then. */
    private static void ofHistory(TamperTable table) {
        registered(
                table,
                "the log key of sealed days left out",
                UNTRUSTED_KEY,
                before -> withLog(before, List.of(before.log().getLast())));
        registered(
                table,
                "a log key that begins with a sealed day",
                KEY_NOT_VALID_AT,
                before -> withLog(before, beginning(before.log(), 1, 3)));
        registered(
                table,
                "a log key that begins later than it signed",
                KEY_NOT_VALID_AT,
                before -> withLog(before, beginning(before.log(), 0, 1)));
        registered(
                table,
                "the policy of sealed days left out",
                POLICY_HASH_MISMATCH,
                before -> withPolicies(before, List.of(again(before, 4))));
        registered(
                table,
                "a policy that begins with a sealed day",
                POLICY_HASH_MISMATCH,
                before ->
                        withPolicies(
                                before,
                                with(
                                        with(before.approvalPolicies(), policy(3)),
                                        again(before, 4))));
    }

    /** The policy of today, from a segment on. */
    private static KeyRegistry.ApprovalPolicy again(KeyRegistry before, long fromSegment) {
        return new KeyRegistry.ApprovalPolicy(
                fromSegment, before.approvalPolicies().getFirst().sha256());
    }

    private static List<LogKey> beginning(List<LogKey> keys, int index, long fromSegment) {
        List<LogKey> moved = new ArrayList<>(keys);
        moved.set(index, new LogKey(fromSegment, keys.get(index).key(), null));
        return moved;
    }

    private static KeyRegistry.ApprovalPolicy policy(long fromSegment) {
        return new KeyRegistry.ApprovalPolicy(fromSegment, "0".repeat(64));
    }

    /** A second registry with all the signatures it needs. */
    private static void registered(
            TamperTable table, String name, UnaryOperator<KeyRegistry> change) {
        registered(table, name, MALFORMED, change);
    }

    private static void registered(
            TamperTable table,
            String name,
            VerificationCode code,
            UnaryOperator<KeyRegistry> change) {
        table.sealed(name, code, 4, ledger -> ledger.registry2(change));
    }

    private static KeyRegistry withLog(KeyRegistry before, LogKey key) {
        return withLog(before, with(before.log(), key));
    }

    private static KeyRegistry withLog(KeyRegistry before, List<LogKey> keys) {
        return new KeyRegistry(
                before.version(),
                before.ledger(),
                before.prev(),
                before.root(),
                keys,
                before.signers(),
                before.approvalPolicies());
    }

    private static KeyRegistry withPolicies(
            KeyRegistry before, List<KeyRegistry.ApprovalPolicy> policies) {
        return new KeyRegistry(
                before.version(),
                before.ledger(),
                before.prev(),
                before.root(),
                before.log(),
                before.signers(),
                policies);
    }

    private static <T> List<T> with(List<T> before, T more) {
        List<T> all = new ArrayList<>(before);
        all.add(more);
        return all;
    }

    private static PublicKey pair(String name) {
        return TestKeys.pair(name).getPublic();
    }

    private static VerifierKey ofRole(KeyRegistry registry) {
        return VerifierKey.ofSpki(
                LEDGER, Base64.getDecoder().decode(registry.signers().getFirst().spki()));
    }

    private static KeyRegistry.Signer ed25519() {
        byte[] spki = pair("log-3").getEncoded();
        return new KeyRegistry.Signer(
                "auditor",
                Sha256.hexOf(spki),
                Base64.getEncoder().encodeToString(spki),
                4,
                null,
                null);
    }

    private static void byTheHolderOfTheLogKey(TamperTable table) {
        table.row(
                "a day left out",
                GAP,
                ledger -> ledger.manifest(3, manifest -> period(manifest, "2026-11-02")).reseal(3));
        table.row(
                "a day twice",
                PERIOD_MISMATCH,
                ledger -> ledger.manifest(3, manifest -> period(manifest, "2026-10-31")).reseal(3));
        table.row(
                "another end of a day",
                PERIOD_MISMATCH,
                ledger ->
                        ledger.replace(3, MANIFEST, "2026-11-02T05:00", "2026-11-02T04:00")
                                .reseal(3));
        table.row(
                "sealed before the day was over",
                PERIOD_MISMATCH,
                ledger ->
                        ledger.replace(4, MANIFEST, "2026-11-03T07:20", "2026-11-02T07:20")
                                .reseal(4));
        table.row(
                "another zone",
                PERIOD_MISMATCH,
                ledger ->
                        ledger.replace(3, MANIFEST, "America/New_York", "America/Toronto")
                                .reseal(3));
        table.row(
                "a sequence number range",
                GAP,
                ledger -> ledger.replace(3, MANIFEST, "seqBefore\":8", "seqBefore\":9").reseal(3));
        table.row(
                "another number of digits",
                MALFORMED,
                ledger -> ledger.replace(3, MANIFEST, "\"KWD\":3", "\"KWD\":2").reseal(3));
        table.row(
                "a chain file edited",
                CHAIN_MISMATCH,
                ledger -> {
                    ledger.edit(3, "chain.txt", text -> "0" + text.substring(1));
                    ledger.resealKeeping(3, "chain.txt");
                });
        table.row(
                "a seals file edited",
                SEAL_MISMATCH,
                ledger -> {
                    ledger.edit(
                            3,
                            "seals.txt",
                            text -> (text.startsWith("0") ? "1" : "0") + text.substring(1));
                    ledger.resealKeeping(3, "seals.txt");
                });
        table.row(
                "a seals file emptied",
                SEAL_MISMATCH,
                ledger -> {
                    ledger.write(3, "seals.txt", "");
                    ledger.resealKeeping(3, "seals.txt");
                });
        table.sealed(
                "an earlier registry exchanged",
                CHAIN_MISMATCH,
                4,
                ledger -> {
                    String second = ledger.text(4, "keys/registry-0002.note");
                    ledger.write(4, "keys/registry-0001.note", second);
                });
        table.sealed(
                "a registry without its second root key",
                UNTRUSTED_KEY,
                4,
                ledger ->
                        ledger.edit(
                                4,
                                "keys/registry-0002.note",
                                text -> {
                                    List<String> lines = new ArrayList<>(text.lines().toList());
                                    lines.removeIf(line -> line.startsWith("\u2014 root-b"));
                                    lines.removeIf(line -> line.startsWith("\u2014 root-d"));
                                    return String.join("\n", lines) + "\n";
                                }));
        table.sealed(
                "a registry with a changed key",
                SIGNATURE_INVALID,
                4,
                ledger ->
                        ledger.replace(
                                4,
                                "keys/registry-0002.note",
                                "\"fromSegment\":4,\"vkey\"",
                                "\"fromSegment\":3,\"vkey\""));
    }

    private static Json.Obj period(Json.Obj manifest, String date) {
        ZoneId zone = ZoneId.of("America/New_York");
        AccountingDay period = AccountingDay.of(LocalDate.parse(date), zone);
        return CopiedLedger.with(
                manifest,
                "period",
                Json.object()
                        .put("date", date)
                        .put("zone", zone.getId())
                        .put("from", InstantText.of(period.from()))
                        .put("to", InstantText.of(period.to()))
                        .build());
    }
}
