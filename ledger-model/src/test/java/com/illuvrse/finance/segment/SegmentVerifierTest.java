package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Json;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentVerifierTest {

    private static final String ROOT =
            "246c53506aabbccc75ce7551224d9fdca63e757940b572598215b100234d7792";

    @TempDir private Path folder;

    @Test
    void theSampleLedgerPassesAndSaysWhatWasNotChecked() throws VerificationException {
        SegmentVerifier verifier = new CopiedLedger(folder).verifier(LocalDate.of(2026, 11, 3));

        verifier.verify();

        assertThat(verifier.head()).hasToString("5:" + ROOT);
        assertThat(verifier.lines())
                .contains(
                        "entries: 22 entries of 5 days follow from their source, stand in their"
                                + " order and balance")
                .contains(
                        "calculation: taxes, shares, tiers, advances, reserves, refunds and"
                                + " guarantees of 8 entries follow from the sealed orders, contracts"
                                + " and rows")
                .contains(
                        "approvals: 1 payout batch has the statement of all that was owed and is"
                                + " paid; 2 votes count and 1 release has the votes its policy asks"
                                + " for")
                .anyMatch(line -> line.contains("witnesses: 0 files, not checked"));
    }

    @Test
    void sealingTheSampleAgainChangesNoByte() throws VerificationException {
        CopiedLedger ledger = new CopiedLedger(folder).reseal(1);

        SegmentVerifier verifier = ledger.verifier(null);
        verifier.verify();

        assertThat(verifier.head()).hasToString("5:" + ROOT);
    }

    @Test
    void aPinnedHeadOnTheWayIsNoObstacle() throws VerificationException {
        CopiedLedger ledger = new CopiedLedger(folder);
        ledger.trust("head", Json.object().put("size", 5).put("root", ROOT).build());

        ledger.verify();
    }

    @Test
    void aFeeThatDoesNotAddUpPassesWithItsBreak() throws VerificationException {
        CopiedLedger ledger =
                new CopiedLedger(folder)
                        .edit(
                                4,
                                "evidence/balance_transactions.jsonl",
                                text ->
                                        text.replaceFirst(
                                                "\"fee\":\"0\"(.*\"txn_3003\")", "\"fee\":\"1\"$1"))
                        .edit(
                                4,
                                "breaks.jsonl",
                                text ->
                                        text.replaceFirst(
                                                "\n",
                                                """
                                                \n{"account":"assets:suspense:stripe","ageDays":0,"amount":"0",\
                                                "currency":"USD","openedOn":"2026-11-02","ref":"txn_3003",\
                                                "severity":"MEDIUM","status":"OPEN","type":"FEE_DETAIL_MISMATCH"}
                                                """))
                        .reseal(4);

        ledger.verify();
    }

    @Test
    void anOrderThatIsNotItsChargePassesWithItsBreak() throws VerificationException {
        CopiedLedger ledger =
                new CopiedLedger(folder)
                        .replace(
                                4,
                                "evidence/orders.jsonl",
                                "\"1500\",\"type\"",
                                "\"1520\",\"type\"")
                        .edit(
                                4,
                                "breaks.jsonl",
                                text ->
                                        text.replaceFirst(
                                                "\n",
                                                """
                                                \n{"ageDays":0,"amount":"-20","currency":"KWD",\
                                                "openedOn":"2026-11-02","ref":"o-202","severity":"MEDIUM",\
                                                "status":"OPEN","type":"AMOUNT_MISMATCH"}
                                                """))
                        .reseal(4);

        ledger.verify();
    }

    @Test
    void everyDayBeforeNowMustBeThere() {
        CopiedLedger ledger = new CopiedLedger(folder);

        assertThatThrownBy(() -> ledger.verifier(LocalDate.of(2026, 11, 4)).verify())
                .hasMessage(
                        "FAIL GAP segment-000004/manifest.json last day: expected 2026-11-03 or"
                                + " later, found 2026-11-02");
    }

    @Test
    void refusesToSayThatASegmentIsAttested() {
        CopiedLedger ledger = new CopiedLedger(folder);
        ledger.trust("require", Json.text("ATTESTED"));

        assertThatThrownBy(() -> ledger.verifier(null))
                .hasMessageContaining("names no roles that must sign");
        ledger.trust("roles", Json.texts(List.of("finance-lead")));
        assertThatThrownBy(() -> ledger.verifier(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot say that a segment is attested");
        ledger.trust("timestamps", Json.number(1));
        assertThatThrownBy(() -> ledger.verifier(null))
                .hasMessageContaining("in tsaRoots, found 0 certificates");
    }

    @Test
    void aTrustFileWithAMisspeltDemandIsNone() {
        CopiedLedger ledger = new CopiedLedger(folder);
        ledger.trust("requires", Json.text("ATTESTED"));

        assertThatThrownBy(() -> ledger.verifier(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("requires: expected no such member");
    }

    @Test
    void laterSignatureFilesAreCountedAndNotBelieved() throws VerificationException {
        CopiedLedger ledger = new CopiedLedger(folder).write(1, "sig/finance-lead.p7s", "x");

        SegmentVerifier verifier = ledger.verifier(null);
        verifier.verify();

        assertThat(verifier.lines()).anyMatch(line -> line.contains("1 files, not checked"));
    }

    @Test
    void flippingAnyBitOfAnyFileFails() {
        CopiedLedger ledger = new CopiedLedger(folder);
        Random random = new Random(20261102);
        List<String> files = new ArrayList<>(SegmentFolder.PAYLOAD);
        files.addAll(List.of("manifest.json", "checkpoint", "keys/registry-0001.note"));

        for (int segment = 0; segment < 5; segment++) {
            for (String file : files) {
                byte[] good = ledger.bytes(segment, file);
                if (good.length == 0) {
                    continue;
                }
                byte[] bad = good.clone();
                int at = random.nextInt(bad.length);
                bad[at] ^= (byte) (1 << random.nextInt(8));
                ledger.write(segment, file, bad);

                assertThatThrownBy(ledger::verify)
                        .as("segment %d, %s, byte %d", segment, file, at)
                        .isInstanceOf(VerificationException.class);
                ledger.write(segment, file, good);
            }
        }
    }

    @Test
    void anyByteOfTheLastCheckpointCounts() {
        CopiedLedger ledger = new CopiedLedger(folder);
        byte[] good = ledger.bytes(4, "checkpoint");

        for (int at = 0; at < good.length; at += 9) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            ledger.write(4, "checkpoint", bad);

            assertThatThrownBy(ledger::verify)
                    .as("byte %d", at)
                    .isInstanceOf(VerificationException.class);
        }
    }
}
