package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.AccountingDay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** One row for each way to damage a ledger, with the code the verifier must say. */
class TamperTest {

    private static final String LEDGER = "ledger.jsonl";
    private static final String BALANCES = "balances.jsonl";
    private static final String BREAKS = "breaks.jsonl";
    private static final String CONTROLS = "controls.json";
    private static final String ROWS = "evidence/balance_transactions.jsonl";
    private static final String AFTER = "evidence/after.jsonl";
    private static final String STRIPE = "evidence/stripe_balance.json";
    private static final String PAYOUTS = "payouts.jsonl";
    private static final String STRIPE_PAYOUTS = "evidence/stripe_payouts.jsonl";
    private static final String ORDERS = "evidence/orders.jsonl";
    private static final String CONTRACTS = "evidence/contracts.jsonl";
    private static final String POLICIES = "evidence/policies.jsonl";
    private static final String MANIFEST = "manifest.json";
    private static final String CHECKPOINT = "checkpoint";

    private record Row(String name, VerificationCode code, Consumer<CopiedLedger> damage) {}

    private final List<Row> rows = new ArrayList<>();

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyDamageHasItsCode() {
        byAnybody();
        ofTheFolder();
        ofTheTrustFile();
        byTheHolderOfTheLogKey();
        ofTheEntries();
        ofTheFigures();
        ofTheEvidence();
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(row.code() + " " + row.name(), () -> run(row)));
    }

    private void run(Row row) {
        CopiedLedger ledger = new CopiedLedger(folder.resolve(row.name().replace(' ', '-')));
        row.damage().accept(ledger);

        VerificationException refusal =
                catchThrowableOfType(VerificationException.class, ledger::verify);

        assertThat(refusal).as(row.name()).isNotNull();
        assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(row.code());
        assertThat(refusal).message().matches("FAIL [A-Z_]+ [!-~]+ .+: expected .+, found .+");
    }

    private void row(String name, VerificationCode code, Consumer<CopiedLedger> damage) {
        rows.add(new Row(name, code, damage));
    }

    /** Damage that is sealed again, as the holder of the log keys could. */
    private void sealed(
            String name, VerificationCode code, int from, Consumer<CopiedLedger> damage) {
        row(
                name,
                code,
                ledger -> {
                    damage.accept(ledger);
                    ledger.reseal(from);
                });
    }

    private void byAnybody() {
        row(
                "one byte of a ledger file",
                FILE_MISMATCH,
                ledger -> ledger.replace(1, LEDGER, "\"amount\":\"800\"", "\"amount\":\"900\""));
        row(
                "the last line dropped",
                FILE_MISMATCH,
                ledger -> ledger.drop(3, LEDGER, "\"seq\":16,"));
        row(
                "two segments exchanged",
                CHAIN_MISMATCH,
                ledger -> {
                    Path first = ledger.folder().resolve("segment-000001");
                    Path second = ledger.folder().resolve("segment-000002");
                    Path aside = ledger.folder().resolve("aside");
                    ledger.move(first, aside).move(second, first).move(aside, second);
                });
        row(
                "a middle segment missing",
                GAP,
                ledger ->
                        ledger.move(
                                ledger.folder().resolve("segment-000002"),
                                ledger.folder().resolve("aside")));
        row(
                "a checkpoint by another key",
                UNTRUSTED_KEY,
                ledger -> ledger.write(2, CHECKPOINT, checkpoint(ledger, 2, "witness")));
        row(
                "a checkpoint by a key nobody had registered yet",
                UNTRUSTED_KEY,
                ledger -> ledger.reseal(1, segment -> "log-2"));
        row(
                "a checkpoint by the key of earlier segments",
                KEY_NOT_VALID_AT,
                ledger -> ledger.reseal(4, segment -> "log-1"));
        row(
                "a checkpoint of the day before",
                ROOT_MISMATCH,
                ledger -> ledger.write(2, CHECKPOINT, ledger.bytes(1, CHECKPOINT)));
        row(
                "a checkpoint of another ledger",
                FORK,
                ledger -> ledger.replace(4, CHECKPOINT, "marketplace-test\n5", "another\n5"));
        row(
                "a signature exchanged",
                SIGNATURE_INVALID,
                ledger -> {
                    String line = ledger.text(1, CHECKPOINT).lines().toList().getLast();
                    ledger.edit(
                            2,
                            CHECKPOINT,
                            text -> text.substring(0, text.indexOf('\u2014')) + line + "\n");
                });
        row(
                "a signature taken away",
                SIGNATURE_MISSING,
                ledger ->
                        ledger.edit(
                                4, CHECKPOINT, text -> text.substring(0, text.indexOf('\u2014'))));
        row(
                "a manifest changed",
                ROOT_MISMATCH,
                ledger -> ledger.replace(4, MANIFEST, "T07:20:00", "T07:20:01"));
    }

    private static byte[] checkpoint(CopiedLedger ledger, int segment, String key) {
        VerifierKey named = VerifierKey.ofSpki(TestKeys.LEDGER, TestKeys.verifier(key).spki());
        return Note.of(Note.parse(ledger.bytes(segment, CHECKPOINT)).body())
                .signedBy(named, TestKeys.signer(key))
                .bytes();
    }

    private void ofTheFolder() {
        row("an extra file", MALFORMED, ledger -> ledger.write(1, "evidence/more.jsonl", "{}"));
        row("an extra file below", MALFORMED, ledger -> ledger.write(1, "more/file", "x"));
        row("a missing file", MALFORMED, ledger -> ledger.delete(1, BREAKS));
        row("a missing checkpoint", MALFORMED, ledger -> ledger.delete(4, CHECKPOINT));
        row("a missing registry", MALFORMED, ledger -> ledger.delete(4, "keys/registry-0002.note"));
        row(
                "a registry nobody lists",
                MALFORMED,
                ledger -> ledger.write(1, "keys/registry-0002.note", "x"));
        row(
                "a link to the same bytes",
                MALFORMED,
                ledger -> {
                    Path file = ledger.path(1, LEDGER);
                    Path aside = ledger.folder().resolve("aside");
                    ledger.move(file, aside);
                    link(file, aside);
                });
        row(
                "a link to a segment",
                MALFORMED,
                ledger -> {
                    Path segment = ledger.folder().resolve("segment-000004");
                    Path aside = ledger.folder().resolve("aside");
                    ledger.move(segment, aside);
                    link(segment, aside);
                });
        row(
                "another name for a segment",
                MALFORMED,
                ledger ->
                        ledger.move(
                                ledger.folder().resolve("segment-000004"),
                                ledger.folder().resolve("segment-4")));
        row(
                "a huge manifest",
                MALFORMED,
                ledger -> ledger.write(1, MANIFEST, "{\"a\":\"" + "x".repeat(1 << 20) + "\"}"));
        row(
                "a manifest with spaces",
                NOT_CANONICAL,
                ledger -> ledger.replace(1, MANIFEST, ",\"kind\"", ", \"kind\""));
        row(
                "a manifest with an unknown member",
                MALFORMED,
                ledger -> ledger.replace(1, MANIFEST, ",\"kind\"", ",\"key\":1,\"kind\""));
        row("a manifest that is none", MALFORMED, ledger -> ledger.write(1, MANIFEST, "{"));
    }

    private static void link(Path link, Path target) {
        try {
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ofTheTrustFile() {
        String zeros = "0".repeat(64);
        row(
                "another genesis",
                GENESIS_MISMATCH,
                ledger -> ledger.trust("genesis", Json.text(zeros)));
        row("another ledger", FORK, ledger -> ledger.trust("ledger", Json.text("other/ledger")));
        row(
                "a ledger shorter than the head",
                ROLLBACK,
                ledger -> ledger.trust("head", head(6, zeros)));
        row(
                "a ledger that differs from the head",
                FORK,
                ledger -> ledger.trust("head", head(3, zeros)));
        row(
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

    private static Json head(long size, String root) {
        return Json.object().put("size", size).put("root", root).build();
    }

    private void byTheHolderOfTheLogKey() {
        row(
                "a day left out",
                GAP,
                ledger -> ledger.manifest(3, manifest -> period(manifest, "2026-11-02")).reseal(3));
        row(
                "a day twice",
                PERIOD_MISMATCH,
                ledger -> ledger.manifest(3, manifest -> period(manifest, "2026-10-31")).reseal(3));
        row(
                "another end of a day",
                PERIOD_MISMATCH,
                ledger ->
                        ledger.replace(3, MANIFEST, "2026-11-02T05:00", "2026-11-02T04:00")
                                .reseal(3));
        row(
                "sealed before the day was over",
                PERIOD_MISMATCH,
                ledger ->
                        ledger.replace(4, MANIFEST, "2026-11-03T07:20", "2026-11-02T07:20")
                                .reseal(4));
        row(
                "another zone",
                PERIOD_MISMATCH,
                ledger ->
                        ledger.replace(3, MANIFEST, "America/New_York", "America/Toronto")
                                .reseal(3));
        row(
                "a sequence number range",
                GAP,
                ledger -> ledger.replace(3, MANIFEST, "seqBefore\":8", "seqBefore\":9").reseal(3));
        row(
                "another number of digits",
                MALFORMED,
                ledger -> ledger.replace(3, MANIFEST, "\"KWD\":3", "\"KWD\":2").reseal(3));
        row(
                "a chain file edited",
                CHAIN_MISMATCH,
                ledger -> {
                    ledger.edit(3, "chain.txt", text -> "0" + text.substring(1));
                    ledger.resealKeeping(3, "chain.txt");
                });
        row(
                "a seals file edited",
                SEAL_MISMATCH,
                ledger -> {
                    ledger.edit(
                            3,
                            "seals.txt",
                            text -> (text.startsWith("0") ? "1" : "0") + text.substring(1));
                    ledger.resealKeeping(3, "seals.txt");
                });
        row(
                "a seals file emptied",
                SEAL_MISMATCH,
                ledger -> {
                    ledger.write(3, "seals.txt", "");
                    ledger.resealKeeping(3, "seals.txt");
                });
        sealed(
                "an earlier registry exchanged",
                CHAIN_MISMATCH,
                4,
                ledger -> {
                    String second = ledger.text(4, "keys/registry-0002.note");
                    ledger.write(4, "keys/registry-0001.note", second);
                });
        sealed(
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
        sealed(
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

    private void ofTheEntries() {
        sealed(
                "an entry that does not balance",
                UNBALANCED,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"amount\":\"800\"", "\"amount\":\"900\""));
        sealed(
                "an id of another source",
                ID_MISMATCH,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                LEDGER,
                                "\"source\":\"journal:op-1\"",
                                "\"source\":\"journal:op-2\""));
        sealed(
                "a sequence number twice",
                ORDER_MISMATCH,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"seq\":4,", "\"seq\":3,"));
        sealed(
                "a sequence number left out",
                ORDER_MISMATCH,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"seq\":4,", "\"seq\":5,"));
        sealed(
                "two entries exchanged",
                ORDER_MISMATCH,
                1,
                ledger ->
                        ledger.swapLines(1, LEDGER, 4, 5)
                                .replace(1, LEDGER, "\"seq\":5,", "\"seq\":50,")
                                .replace(1, LEDGER, "\"seq\":6,", "\"seq\":5,")
                                .replace(1, LEDGER, "\"seq\":50,", "\"seq\":6,"));
        sealed(
                "an entry of an earlier day again",
                DUPLICATE_KEY,
                3,
                ledger ->
                        ledger.edit(
                                3,
                                LEDGER,
                                text ->
                                        ledger.text(1, LEDGER)
                                                        .lines()
                                                        .toList()
                                                        .get(2)
                                                        .replace(
                                                                "\"bookedOn\":\"2026-10-30\"",
                                                                "\"bookedOn\":\"2026-11-01\"")
                                                        .replace(
                                                                "\"lines\"",
                                                                "\"late\":true,\"lines\"")
                                                        .replace("\"seq\":3,", "\"seq\":9,")
                                                + text.substring(text.indexOf('\n'))));
        sealed(
                "booked on another day",
                PERIOD_MISMATCH,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                LEDGER,
                                "\"bookedOn\":\"2026-10-30\"",
                                "\"bookedOn\":\"2026-10-31\""));
        sealed(
                "a late flag taken away",
                PERIOD_MISMATCH,
                3,
                ledger -> ledger.replace(3, LEDGER, "\"late\":true,", ""));
        sealed(
                "an instant of another day",
                PERIOD_MISMATCH,
                1,
                ledger ->
                        ledger.edit(
                                1,
                                LEDGER,
                                text ->
                                        text.replaceFirst(
                                                "2026-10-30T04:00:00.000Z",
                                                "2026-10-30T03:59:59.999Z")));
        sealed(
                "an instant that is none",
                MALFORMED,
                1,
                ledger ->
                        ledger.replace(
                                1, LEDGER, "2026-10-30T16:00:00.000Z", "2026-10-30T16:60:00.000Z"));
        sealed(
                "an instant after the day",
                PERIOD_MISMATCH,
                4,
                ledger ->
                        ledger.replace(
                                4, LEDGER, "2026-11-02T20:00:00.000Z", "2026-11-03T20:00:00.000Z"));
        sealed(
                "a journal in the middle of the day",
                PERIOD_MISMATCH,
                3,
                ledger ->
                        ledger.edit(
                                3,
                                LEDGER,
                                text ->
                                        text.replaceFirst(
                                                "2026-11-01T04:00:00.000Z",
                                                "2026-11-01T04:00:00.001Z")));
        sealed(
                "spaces in a line",
                NOT_CANONICAL,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"seq\":4,", "\"seq\": 4,"));
        sealed(
                "a doubled member",
                NOT_CANONICAL,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"seq\":4,", "\"seq\":4,\"seq\":4,"));
        sealed(
                "members in another order",
                NOT_CANONICAL,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                LEDGER,
                                "\"account\":\"assets:advances:K2\",\"amount\":\"800\"",
                                "\"amount\":\"800\",\"account\":\"assets:advances:K2\""));
        sealed(
                "an unknown member",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"seq\":4,", "\"seq\":4,\"seqs\":4,"));
        sealed(
                "a line that is no JSON",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"seq\":4,", "\"seq\":4,,"));
        sealed(
                "a line without salt",
                MALFORMED,
                1,
                ledger ->
                        ledger.edit(
                                1, LEDGER, text -> text.replaceFirst("\"salt\":\"[^\"]+\",", "")));
        sealed(
                "a line without end",
                MALFORMED,
                1,
                ledger -> ledger.edit(1, LEDGER, String::stripTrailing));
        sealed(
                "a line that is too long",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, LEDGER, "booked on the", "x".repeat(65_536)));
        sealed(
                "lines of an entry exchanged",
                ORDER_MISMATCH,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                LEDGER,
                                "{\"account\":\"liabilities:escrow\",\"amount\":\"1999\",\"currency\":\"USD\",\"side\":\"C\"},{\"account\":\"liabilities:tax:US-NY\",\"amount\":\"160\",\"currency\":\"USD\",\"side\":\"C\"}",
                                "{\"account\":\"liabilities:tax:US-NY\",\"amount\":\"160\",\"currency\":\"USD\",\"side\":\"C\"},{\"account\":\"liabilities:escrow\",\"amount\":\"1999\",\"currency\":\"USD\",\"side\":\"C\"}"));
        sealed(
                "money as a number",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"amount\":\"800\"", "\"amount\":800"));
        sealed(
                "an account that is none",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, LEDGER, "equity:opening", "equity::opening"));
        sealed(
                "fewer entries than sealed",
                ROOT_MISMATCH,
                1,
                ledger ->
                        ledger.replace(1, MANIFEST, "\"count\":8", "\"count\":9")
                                .replace(1, MANIFEST, "seqAfter\":8", "seqAfter\":9")
                                .replace(
                                        2,
                                        MANIFEST,
                                        "seqAfter\":8,\"seqBefore\":8",
                                        "seqAfter\":9,\"seqBefore\":9")
                                .replace(
                                        3,
                                        MANIFEST,
                                        "seqAfter\":16,\"seqBefore\":8",
                                        "seqAfter\":17,\"seqBefore\":9")
                                .replace(
                                        4,
                                        MANIFEST,
                                        "seqAfter\":22,\"seqBefore\":16",
                                        "seqAfter\":23,\"seqBefore\":17"));
        sealed(
                "a working with an unknown member",
                MALFORMED,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                LEDGER,
                                "\"kind\":\"fulfil\",",
                                "\"kind\":\"fulfil\",\"more\":\"x\","));
        sealed(
                "a reversal of an entry that does not exist",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.replace(
                                3, LEDGER, "\"reverses\":\"4536b1cc", "\"reverses\":\"4536b1cd"));
        sealed(
                "a sale that touches a balance of Stripe",
                COMPLETENESS_FAIL,
                1,
                ledger ->
                        ledger.edit(
                                1,
                                LEDGER,
                                text ->
                                        text.replaceFirst(
                                                "assets:clearing:charge",
                                                "assets:stripe:payments:available")));
    }

    private void ofTheFigures() {
        sealed(
                "a balance that does not roll forward",
                BALANCE_MISMATCH,
                2,
                ledger -> ledger.replace(2, BALANCES, "\"-5800\"", "\"-5801\""));
        sealed(
                "a balance left out",
                BALANCE_MISMATCH,
                2,
                ledger -> ledger.drop(2, BALANCES, "equity:opening"));
        sealed(
                "a balance too many",
                BALANCE_MISMATCH,
                2,
                ledger ->
                        ledger.edit(
                                2,
                                BALANCES,
                                text ->
                                        text
                                                + "{\"account\":\"revenue:other\",\"closing\":\"0\",\"credit\":\"0\",\"currency\":\"USD\",\"debit\":\"0\",\"opening\":\"0\"}\n"));
        sealed(
                "balances exchanged",
                BALANCE_MISMATCH,
                2,
                ledger -> ledger.swapLines(2, BALANCES, 1, 2));
        sealed(
                "an open break forgotten",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.drop(4, BREAKS, "txn_2001"));
        sealed(
                "a break that does not explain its account",
                COMPLETENESS_FAIL,
                3,
                ledger -> ledger.replace(3, BREAKS, "\"-1500\"", "\"-1400\""));
        sealed(
                "a clearing account without its break",
                COMPLETENESS_FAIL,
                3,
                ledger -> ledger.drop(3, BREAKS, "txn_2001"));
        sealed(
                "a break of another age",
                PERIOD_MISMATCH,
                4,
                ledger -> ledger.replace(4, BREAKS, "\"ageDays\":1", "\"ageDays\":0"));
        sealed(
                "a break opened again",
                COMPLETENESS_FAIL,
                4,
                ledger ->
                        ledger.replace(
                                4,
                                BREAKS,
                                "\"ageDays\":1,\"amount\":\"-1500\",\"currency\":\"KWD\",\"openedOn\":\"2026-11-01\"",
                                "\"ageDays\":0,\"amount\":\"-1500\",\"currency\":\"KWD\",\"openedOn\":\"2026-11-02\""));
        sealed(
                "a break resolved without a reason",
                MALFORMED,
                4,
                ledger -> ledger.replace(4, BREAKS, "\"resolution\":\"ORDER_ARRIVED o-202\",", ""));
        sealed("breaks exchanged", ORDER_MISMATCH, 3, ledger -> ledger.swapLines(3, BREAKS, 1, 2));
        sealed(
                "a control with another figure",
                CONTROL_MISMATCH,
                1,
                ledger -> ledger.replace(1, CONTROLS, "13274", "13275"));
        sealed(
                "a control that counts other rows",
                CONTROL_MISMATCH,
                1,
                ledger -> ledger.replace(1, CONTROLS, "\"entries\":2", "\"entries\":3"));
        sealed(
                "a control that counts other workings",
                CONTROL_MISMATCH,
                1,
                ledger -> ledger.replace(1, CONTROLS, "\"entries\":3", "\"entries\":4"));
        sealed(
                "a dispute nobody knows",
                CONTROL_MISMATCH,
                1,
                ledger -> ledger.replace(1, CONTROLS, "\"inDispute\":0", "\"inDispute\":1"));
        sealed(
                "a control that breaks without a break",
                CONTROL_MISMATCH,
                1,
                ledger ->
                        ledger.edit(
                                1, CONTROLS, text -> text.replaceFirst("\"PASS\"", "\"BREAK\"")));
        sealed(
                "a transferred payout that is not counted",
                CONTROL_MISMATCH,
                4,
                ledger -> ledger.replace(4, CONTROLS, "\"sent\":1", "\"sent\":0"));
    }

    private void ofTheEvidence() {
        sealed(
                "a row without entry",
                COMPLETENESS_FAIL,
                4,
                ledger ->
                        ledger.edit(
                                4,
                                ROWS,
                                text ->
                                        text
                                                + text.lines()
                                                        .toList()
                                                        .getLast()
                                                        .replace("txn_3003", "txn_3004")
                                                + "\n"));
        sealed(
                "an entry without row",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.drop(4, ROWS, "txn_3003"));
        sealed(
                "a row with another amount",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, ROWS, "\"-7\"", "\"-8\""));
        sealed(
                "a row of another type",
                COMPLETENESS_FAIL,
                4,
                ledger ->
                        ledger.replace(
                                4,
                                ROWS,
                                "\"reporting_category\":\"fee\",\"type\":\"stripe_fee\"",
                                "\"reporting_category\":\"fee\",\"type\":\"tax_fee\""));
        sealed(
                "a row of another account",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, ROWS, "acct_test", "acct_other"));
        sealed(
                "a row of a later day",
                PERIOD_MISMATCH,
                4,
                ledger ->
                        ledger.replace(
                                4, ROWS, "\"created\":1793649600", "\"created\":1793750400"));
        sealed("rows exchanged", ORDER_MISMATCH, 1, ledger -> ledger.swapLines(1, ROWS, 1, 2));
        sealed(
                "a row that becomes available on another day",
                COMPLETENESS_FAIL,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                ROWS,
                                "\"available_on\":1793577600",
                                "\"available_on\":1793664000"));
        sealed(
                "a header without salt",
                MALFORMED,
                1,
                ledger ->
                        ledger.edit(
                                1, ROWS, text -> text.replaceFirst("\"salt\":\"[^\"]+\",", "")));
        sealed(
                "an invented row of tomorrow",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.edit(
                                        3,
                                        AFTER,
                                        text ->
                                                text
                                                        + "{\"account\":\"acct_test\",\"balance_type\":\"payments\",\"created\":1793612345,\"currency\":\"USD\",\"id\":\"txn_9\",\"net\":\"100\"}\n")
                                .edit(
                                        3,
                                        STRIPE,
                                        text ->
                                                replaceLast(
                                                                text,
                                                                "\"after\":\"0\"",
                                                                "\"after\":\"100\"")
                                                        .replace(
                                                                "\"available\":\"6511\"",
                                                                "\"available\":\"6611\"")));
        sealed(
                "a row seen with another net",
                COMPLETENESS_FAIL,
                2,
                ledger ->
                        ledger.replace(2, AFTER, "\"1440\"", "\"1441\"")
                                .replace(2, STRIPE, "\"1440\"", "\"1441\""));
        sealed(
                "a balance of Stripe that differs",
                COMPLETENESS_FAIL,
                1,
                ledger ->
                        ledger.replace(
                                1, STRIPE, "\"available\":\"4460\"", "\"available\":\"4461\""));
        sealed(
                "a balance of Stripe that differs and says so",
                COMPLETENESS_FAIL,
                1,
                ledger ->
                        ledger.replace(
                                        1,
                                        STRIPE,
                                        "\"available\":\"4460\"",
                                        "\"available\":\"4461\"")
                                .replace(
                                        1,
                                        STRIPE,
                                        "\"difference\":\"0\"",
                                        "\"difference\":\"-1\""));
        sealed(
                "a balance asked for too early",
                PERIOD_MISMATCH,
                1,
                ledger -> ledger.replace(1, STRIPE, "2026-10-31T06", "2026-10-31T03"));
        sealed(
                "a balance of another account",
                COMPLETENESS_FAIL,
                1,
                ledger -> ledger.replace(1, STRIPE, "acct_test", "acct_other"));
        sealed(
                "a payout with a row less",
                COMPLETENESS_FAIL,
                4,
                ledger ->
                        ledger.drop(4, STRIPE_PAYOUTS, "txn_0999")
                                .replace(4, STRIPE_PAYOUTS, "\"rows\":3", "\"rows\":2"));
        sealed(
                "a payout with a row of no ledger",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, STRIPE_PAYOUTS, "txn_0999", "txn_0998"));
        sealed(
                "a payout that counts its rows wrong",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, STRIPE_PAYOUTS, "\"rows\":3", "\"rows\":4"));
        sealed(
                "a transfer nobody sent",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, PAYOUTS, "\"tr_1\"", "\"tr_2\""));
        sealed(
                "a payout of another amount than decided",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, PAYOUTS, "\"net\":\"302\"", "\"net\":\"301\""));
        sealed(
                "a payout sent twice",
                COMPLETENESS_FAIL,
                4,
                ledger ->
                        ledger.edit(
                                4,
                                PAYOUTS,
                                text ->
                                        text.replaceFirst(
                                                "(\\{[^\\n]+\"kind\":\"sent\"[^\\n]+\\n)",
                                                "$1$1")));
        sealed(
                "an item twice",
                DUPLICATE_KEY,
                3,
                ledger ->
                        ledger.edit(
                                3, PAYOUTS, text -> text + text.lines().toList().getLast() + "\n"));
        sealed(
                "an item of a batch nobody drafted",
                COMPLETENESS_FAIL,
                3,
                ledger -> ledger.drop(3, PAYOUTS, "\"kind\":\"batch\""));
        sealed(
                "an event twice",
                DUPLICATE_KEY,
                4,
                ledger ->
                        ledger.edit(
                                4,
                                ORDERS,
                                text ->
                                        text.replaceFirst(
                                                "\\n",
                                                "\n"
                                                        + ledger.text(1, ORDERS)
                                                                .lines()
                                                                .toList()
                                                                .get(2)
                                                        + "\n")));
        sealed(
                "an event of a later day",
                PERIOD_MISMATCH,
                1,
                ledger -> ledger.replace(1, ORDERS, "2026-10-30T16", "2026-10-31T16"));
        sealed(
                "a contract with other terms",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, CONTRACTS, "\"10%\"", "\"11%\""));
        sealed(
                "a policy nobody registered",
                POLICY_HASH_MISMATCH,
                3,
                ledger -> ledger.replace(3, POLICIES, "\"votes\":2", "\"votes\":1"));
        sealed(
                "settings in another order",
                ORDER_MISMATCH,
                3,
                ledger -> ledger.replace(3, "settings.json", "application.yml", "z.yml"));
    }

    private static String replaceLast(String text, String from, String to) {
        int at = text.lastIndexOf(from);
        return text.substring(0, at) + to + text.substring(at + from.length());
    }
}
