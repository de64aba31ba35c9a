package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.DUPLICATE_KEY;
import static com.illuvrse.finance.segment.VerificationCode.ID_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.MALFORMED;
import static com.illuvrse.finance.segment.VerificationCode.NOT_CANONICAL;
import static com.illuvrse.finance.segment.VerificationCode.ORDER_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.ROOT_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.UNBALANCED;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Damage of entries, by the holder of the log keys. */
class TamperedEntriesTest {

    private static final String LEDGER = "ledger.jsonl";
    private static final String MANIFEST = "manifest.json";

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyDamageHasItsCode() {
        TamperTable table = new TamperTable(folder);
        ofTheEntries(table);
        return table.tests();
    }

    private static void ofTheEntries(TamperTable table) {
        table.sealed(
                "an entry that does not balance",
                UNBALANCED,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"amount\":\"800\"", "\"amount\":\"900\""));
        table.sealed(
                "an id of another source",
                ID_MISMATCH,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                LEDGER,
                                "\"source\":\"journal:op-1\"",
                                "\"source\":\"journal:op-2\""));
        table.sealed(
                "a sequence number twice",
                ORDER_MISMATCH,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"seq\":4,", "\"seq\":3,"));
        table.sealed(
                "a sequence number left out",
                ORDER_MISMATCH,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"seq\":4,", "\"seq\":5,"));
        table.sealed(
                "two entries exchanged",
                ORDER_MISMATCH,
                1,
                ledger ->
                        ledger.swapLines(1, LEDGER, 4, 5)
                                .replace(1, LEDGER, "\"seq\":5,", "\"seq\":50,")
                                .replace(1, LEDGER, "\"seq\":6,", "\"seq\":5,")
                                .replace(1, LEDGER, "\"seq\":50,", "\"seq\":6,"));
        table.sealed(
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
        table.sealed(
                "booked on another day",
                PERIOD_MISMATCH,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                LEDGER,
                                "\"bookedOn\":\"2026-10-30\"",
                                "\"bookedOn\":\"2026-10-31\""));
        table.sealed(
                "a late flag taken away",
                PERIOD_MISMATCH,
                3,
                ledger -> ledger.replace(3, LEDGER, "\"late\":true,", ""));
        table.sealed(
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
        table.sealed(
                "an instant that is none",
                MALFORMED,
                1,
                ledger ->
                        ledger.replace(
                                1, LEDGER, "2026-10-30T16:00:00.000Z", "2026-10-30T16:60:00.000Z"));
        table.sealed(
                "an instant after the day",
                PERIOD_MISMATCH,
                4,
                ledger ->
                        ledger.replace(
                                4, LEDGER, "2026-11-02T20:00:00.000Z", "2026-11-03T20:00:00.000Z"));
        table.sealed(
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
        table.sealed(
                "spaces in a line",
                NOT_CANONICAL,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"seq\":4,", "\"seq\": 4,"));
        table.sealed(
                "a doubled member",
                NOT_CANONICAL,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"seq\":4,", "\"seq\":4,\"seq\":4,"));
        table.sealed(
                "members in another order",
                NOT_CANONICAL,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                LEDGER,
                                "\"account\":\"assets:advances:K2\",\"amount\":\"800\"",
                                "\"amount\":\"800\",\"account\":\"assets:advances:K2\""));
        table.sealed(
                "an unknown member",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"seq\":4,", "\"seq\":4,\"seqs\":4,"));
        table.sealed(
                "a line that is no JSON",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"seq\":4,", "\"seq\":4,,"));
        table.sealed(
                "a line without salt",
                MALFORMED,
                1,
                ledger ->
                        ledger.edit(
                                1, LEDGER, text -> text.replaceFirst("\"salt\":\"[^\"]+\",", "")));
        table.sealed(
                "a line without end",
                MALFORMED,
                1,
                ledger -> ledger.edit(1, LEDGER, String::stripTrailing));
        table.sealed(
                "a line that is too long",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, LEDGER, "booked on the", "x".repeat(65_536)));
        table.sealed(
                "lines of an entry exchanged",
                ORDER_MISMATCH,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                LEDGER,
                                "{\"account\":\"liabilities:escrow\",\"amount\":\"1999\",\"currency\":\"USD\",\"side\":\"C\"},{\"account\":\"liabilities:tax:US-NY\",\"amount\":\"160\",\"currency\":\"USD\",\"side\":\"C\"}",
                                "{\"account\":\"liabilities:tax:US-NY\",\"amount\":\"160\",\"currency\":\"USD\",\"side\":\"C\"},{\"account\":\"liabilities:escrow\",\"amount\":\"1999\",\"currency\":\"USD\",\"side\":\"C\"}"));
        table.sealed(
                "money as a number",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, LEDGER, "\"amount\":\"800\"", "\"amount\":800"));
        table.sealed(
                "an account that is none",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, LEDGER, "equity:opening", "equity::opening"));
        table.sealed(
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
        table.sealed(
                "a working with an unknown member",
                MALFORMED,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                LEDGER,
                                "\"kind\":\"fulfil\",",
                                "\"kind\":\"fulfil\",\"more\":\"x\","));
        table.sealed(
                "a reversal of an entry that does not exist",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.replace(
                                3, LEDGER, "\"reverses\":\"4536b1cc", "\"reverses\":\"4536b1cd"));
        ofTheReferences(table);
        table.sealed(
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

    private static void ofTheReferences(TamperTable table) {
        ofTheReference(
                table,
                "a sale of another order than its source",
                "2243e06a",
                "\"order\":\"o-101\"",
                "\"order\":\"o-102\"");
        ofTheReference(
                table,
                "a sale of another row than its source",
                "2243e06a",
                "\"bt\":\"txn_1001\"",
                "\"bt\":\"txn_1002\"");
        ofTheReference(
                table,
                "a sale of another charge than its row",
                "2243e06a",
                "\"stripe\":\"ch_1001\"",
                "\"stripe\":\"ch_1002\"");
        ofTheReference(table, "a sale that names no row", "2243e06a", "\"bt\":\"txn_1001\",", "");
        ofTheReference(
                table, "a sale that names no charge", "2243e06a", ",\"stripe\":\"ch_1001\"", "");
        ofTheReference(
                table,
                "a release of another order than its source",
                "06700ebc",
                "\"order\":\"o-101\"",
                "\"order\":\"o-102\"");
        ofTheReference(
                table, "a release that names no order", "06700ebc", "\"order\":\"o-101\"", "");
        ofTheReference(
                table,
                "a release that names a charge",
                "06700ebc",
                "\"order\":\"o-101\"",
                "\"order\":\"o-101\",\"stripe\":\"ch_1001\"");
        ofTheReference(
                table,
                "a refund of another refund than its row",
                "17322896",
                "\"stripe\":\"re_1002\"",
                "\"stripe\":\"re_1003\"");
        ofTheReference(
                table,
                "a row in the name of a dispute",
                "3df21ada",
                "\"order\":\"o-101\"",
                "\"dispute\":\"dp_1\",\"order\":\"o-101\"");
    }

    /** Damage of what one entry of segment 1 refers to. */
    private static void ofTheReference(
            TamperTable table, String name, String entry, String from, String to) {
        table.sealed(
                name,
                COMPLETENESS_FAIL,
                1,
                ledger ->
                        ledger.edit(
                                1,
                                LEDGER,
                                text ->
                                        text.replaceFirst(
                                                "(\"entryId\":\"" + entry + ".*\"ref\":.*?)" + from,
                                                "$1" + to)));
    }
}
