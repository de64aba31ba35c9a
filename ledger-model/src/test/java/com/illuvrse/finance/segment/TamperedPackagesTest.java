package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.CHAIN_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.FILE_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.FORK;
import static com.illuvrse.finance.segment.VerificationCode.GAP;
import static com.illuvrse.finance.segment.VerificationCode.GENESIS_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.KEY_NOT_VALID_AT;
import static com.illuvrse.finance.segment.VerificationCode.MALFORMED;
import static com.illuvrse.finance.segment.VerificationCode.NOT_CANONICAL;
import static com.illuvrse.finance.segment.VerificationCode.ROLLBACK;
import static com.illuvrse.finance.segment.VerificationCode.ROOT_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_MISSING;
import static com.illuvrse.finance.segment.VerificationCode.UNTRUSTED_KEY;

import com.illuvrse.finance.canonical.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Damage of files, folders, chain, keys and signatures. */
class TamperedPackagesTest {

    private static final String LEDGER = "ledger.jsonl";
    private static final String BREAKS = "breaks.jsonl";
    private static final String MANIFEST = "manifest.json";
    private static final String CHECKPOINT = "checkpoint";

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyDamageHasItsCode() {
        TamperTable table = new TamperTable(folder);
        byAnybody(table);
        ofTheFolder(table);
        ofTheTrustFile(table);
        return table.tests();
    }

    private static void byAnybody(TamperTable table) {
        table.row(
                "one byte of a ledger file",
                FILE_MISMATCH,
                ledger -> ledger.replace(1, LEDGER, "\"amount\":\"800\"", "\"amount\":\"900\""));
        table.row(
                "the last line dropped",
                FILE_MISMATCH,
                ledger -> ledger.drop(3, LEDGER, "\"seq\":16,"));
        table.row(
                "two segments exchanged",
                CHAIN_MISMATCH,
                ledger -> {
                    Path first = ledger.folder().resolve("segment-000001");
                    Path second = ledger.folder().resolve("segment-000002");
                    Path aside = ledger.folder().resolve("aside");
                    ledger.move(first, aside).move(second, first).move(aside, second);
                });
        table.row(
                "a middle segment missing",
                GAP,
                ledger ->
                        ledger.move(
                                ledger.folder().resolve("segment-000002"),
                                ledger.folder().resolve("aside")));
        table.row(
                "a checkpoint by another key",
                UNTRUSTED_KEY,
                ledger -> ledger.write(2, CHECKPOINT, checkpoint(ledger, 2, "witness")));
        table.row(
                "a checkpoint by a key nobody had registered yet",
                UNTRUSTED_KEY,
                ledger -> ledger.reseal(1, segment -> "log-2"));
        table.row(
                "a checkpoint by the key of earlier segments",
                KEY_NOT_VALID_AT,
                ledger -> ledger.reseal(4, segment -> "log-1"));
        table.row(
                "a checkpoint of the day before",
                ROOT_MISMATCH,
                ledger -> ledger.write(2, CHECKPOINT, ledger.bytes(1, CHECKPOINT)));
        table.row(
                "a checkpoint of another ledger",
                FORK,
                ledger -> ledger.replace(4, CHECKPOINT, "marketplace-test\n5", "another\n5"));
        table.row(
                "a signature exchanged",
                SIGNATURE_INVALID,
                ledger -> {
                    String line = ledger.text(1, CHECKPOINT).lines().toList().getLast();
                    ledger.edit(
                            2,
                            CHECKPOINT,
                            text -> text.substring(0, text.indexOf('\u2014')) + line + "\n");
                });
        table.row(
                "a signature taken away",
                SIGNATURE_MISSING,
                ledger ->
                        ledger.edit(
                                4, CHECKPOINT, text -> text.substring(0, text.indexOf('\u2014'))));
        table.row(
                "a manifest changed",
                ROOT_MISMATCH,
                ledger -> ledger.replace(4, MANIFEST, "T07:20:00", "T07:20:01"));
    }

    private static void ofTheFolder(TamperTable table) {
        table.row(
                "an extra file", MALFORMED, ledger -> ledger.write(1, "evidence/more.jsonl", "{}"));
        table.row("an extra file below", MALFORMED, ledger -> ledger.write(1, "more/file", "x"));
        table.row("a missing file", MALFORMED, ledger -> ledger.delete(1, BREAKS));
        table.row("a missing checkpoint", MALFORMED, ledger -> ledger.delete(4, CHECKPOINT));
        table.row(
                "a missing registry",
                MALFORMED,
                ledger -> ledger.delete(4, "keys/registry-0002.note"));
        table.row(
                "a registry nobody lists",
                MALFORMED,
                ledger -> ledger.write(1, "keys/registry-0002.note", "x"));
        table.row(
                "a link to the same bytes",
                MALFORMED,
                ledger -> {
                    Path file = ledger.path(1, LEDGER);
                    Path aside = ledger.folder().resolve("aside");
                    ledger.move(file, aside);
                    link(file, aside);
                });
        table.row(
                "a link to a segment",
                MALFORMED,
                ledger -> {
                    Path segment = ledger.folder().resolve("segment-000004");
                    Path aside = ledger.folder().resolve("aside");
                    ledger.move(segment, aside);
                    link(segment, aside);
                });
        table.row(
                "another name for a segment",
                MALFORMED,
                ledger ->
                        ledger.move(
                                ledger.folder().resolve("segment-000004"),
                                ledger.folder().resolve("segment-4")));
        table.row(
                "a huge manifest",
                MALFORMED,
                ledger -> ledger.write(1, MANIFEST, "{\"a\":\"" + "x".repeat(1 << 20) + "\"}"));
        table.row(
                "a manifest with spaces",
                NOT_CANONICAL,
                ledger -> ledger.replace(1, MANIFEST, ",\"kind\"", ", \"kind\""));
        table.row(
                "a manifest with an unknown member",
                MALFORMED,
                ledger -> ledger.replace(1, MANIFEST, ",\"kind\"", ",\"key\":1,\"kind\""));
        table.row("a manifest that is none", MALFORMED, ledger -> ledger.write(1, MANIFEST, "{"));
    }

    private static void ofTheTrustFile(TamperTable table) {
        String zeros = "0".repeat(64);
        table.row(
                "another genesis",
                GENESIS_MISMATCH,
                ledger -> ledger.trust("genesis", Json.text(zeros)));
        table.row(
                "another ledger",
                FORK,
                ledger -> ledger.trust("ledger", Json.text("other/ledger")));
        table.row(
                "a ledger shorter than the head",
                ROLLBACK,
                ledger -> ledger.trust("head", head(6, zeros)));
        table.row(
                "a ledger that differs from the head",
                FORK,
                ledger -> ledger.trust("head", head(3, zeros)));
        table.row(
                "root keys that did not sign",
                UNTRUSTED_KEY,
                ledger ->
                        ledger.trust(
                                "root",
                                Json.object()
                                        .put(
                                                "keys",
                                                Json.texts(
                                                        List.of(
                                                                TestKeys.verifier("root-d")
                                                                        .toString())))
                                        .put("threshold", 1)
                                        .build()));
    }

    private static byte[] checkpoint(CopiedLedger ledger, int segment, String key) {
        VerifierKey named = VerifierKey.ofSpki(TestKeys.LEDGER, TestKeys.verifier(key).spki());
        return Note.of(Note.parse(ledger.bytes(segment, CHECKPOINT)).body())
                .signedBy(named, TestKeys.signer(key))
                .bytes();
    }

    private static void link(Path link, Path target) {
        try {
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Json head(long size, String root) {
        return Json.object().put("size", size).put("root", root).build();
    }
}
