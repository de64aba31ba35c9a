package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.CHAIN_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.GAP;
import static com.illuvrse.finance.segment.VerificationCode.MALFORMED;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.SEAL_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.UNTRUSTED_KEY;

import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.AccountingDay;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Damage of what holds segments together, by the holder of the log keys. */
class TamperedChainTest {

    private static final String MANIFEST = "manifest.json";

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyDamageHasItsCode() {
        TamperTable table = new TamperTable(folder);
        byTheHolderOfTheLogKey(table);
        return table.tests();
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
