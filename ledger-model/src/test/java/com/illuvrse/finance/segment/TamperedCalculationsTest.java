package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.CALC_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Wrong figures of royalties, taxes and refunds, by the holder of the log keys. */
class TamperedCalculationsTest {

    private static final String LEDGER = "ledger.jsonl";
    private static final String ORDERS = "evidence/orders.jsonl";
    private static final String CONTRACTS = "evidence/contracts.jsonl";
    private static final String SALE = "sale:o-101:";
    private static final String FIRST = "fulfil:o-101:1";
    private static final String SECOND = "fulfil:o-101:2";
    private static final String REFUND = "refund:o-101:";
    private static final String RESERVE = "reserve:o-101:";

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyDamageHasItsCode() {
        TamperTable table = new TamperTable(folder);
        ofReleases(table);
        ofTiersAndAdvances(table);
        ofRefunds(table);
        ofSalesAndReserves(table);
        ofEvidence(table);
        return table.tests();
    }

    /** Changes texts, given in pairs, in the entry of segment 1, 3 or 4 with this source. */
    private static Consumer<CopiedLedger> entry(int segment, String source, String... pairs) {
        return ledger ->
                ledger.edit(
                        segment,
                        LEDGER,
                        text ->
                                String.join(
                                        "",
                                        text.lines()
                                                .map(
                                                        line ->
                                                                line.contains(
                                                                                "\"source\":\""
                                                                                        + source)
                                                                        ? changed(line, pairs)
                                                                        : line)
                                                .map(line -> line + "\n")
                                                .toList()));
    }

    private static String changed(String line, String... pairs) {
        String result = line;
        for (int i = 0; i < pairs.length; i += 2) {
            if (!result.contains(pairs[i])) {
                throw new IllegalArgumentException("no " + pairs[i] + " in " + result);
            }
            result = result.replace(pairs[i], pairs[i + 1]);
        }
        return result;
    }

    private static String line(String account, long amount) {
        return "{\"account\":\"" + account + "\",\"amount\":\"" + amount + "\"";
    }

    private static void ofReleases(TamperTable table) {
        String payable = "liabilities:creator:c1:payable";
        String reserve = "liabilities:creator:c1:reserve";
        String commission = "revenue:commission";
        table.sealed(
                "a cent moved from creator to commission",
                CALC_MISMATCH,
                1,
                entry(
                        1,
                        SECOND,
                        line(payable, 531),
                        line(payable, 530),
                        line(commission, 220),
                        line(commission, 221)));
        table.sealed(
                "a cent moved in the working as well",
                CALC_MISMATCH,
                1,
                entry(
                        1,
                        SECOND,
                        line(payable, 531),
                        line(payable, 530),
                        line(commission, 220),
                        line(commission, 221),
                        "[\"700\",\"1479\"]",
                        "[\"700\",\"1478\"]",
                        "[\"300\",\"520\"]",
                        "[\"300\",\"521\"]"));
        table.sealed(
                "another exact share",
                CALC_MISMATCH,
                1,
                entry(1, SECOND, "7396/5", "7391/5", "2599/5", "2604/5"));
        table.sealed(
                "the remainder given to another party",
                CALC_MISMATCH,
                1,
                entry(1, SECOND, "\"remainder\":[\"platform\"]", "\"remainder\":[\"c1\"]"));
        table.sealed(
                "the remainder of yen given to the platform",
                CALC_MISMATCH,
                3,
                entry(
                        3,
                        "fulfil:o-201:1",
                        line("liabilities:creator:c2:payable", 667),
                        line("liabilities:creator:c2:payable", 666),
                        line(commission, 1116),
                        line(commission, 1117),
                        "\"party\":\"c2\",\"share\":[\"0\",\"667\"]",
                        "\"party\":\"c2\",\"share\":[\"0\",\"666\"]",
                        "\"party\":\"platform\",\"share\":[\"0\",\"666\"]",
                        "\"party\":\"platform\",\"share\":[\"0\",\"667\"]",
                        "[\"c1\",\"c2\"]",
                        "[\"c1\",\"platform\"]"));
        table.sealed(
                "a reserve one cent less",
                CALC_MISMATCH,
                1,
                entry(
                        1,
                        SECOND,
                        "[\"70\",\"148\"]",
                        "[\"70\",\"147\"]",
                        line(reserve, 78),
                        line(reserve, 77),
                        line(payable, 531),
                        line(payable, 532)));
        table.sealed(
                "a reserve not held back",
                CALC_MISMATCH,
                1,
                entry(1, SECOND, "{\"party\":\"c1\",\"reserved\":[\"70\",\"148\"]}", ""));
        table.sealed(
                "a portion doubled in the working",
                CALC_MISMATCH,
                1,
                entry(1, FIRST, "\"portion\":\"1/2\"", "\"portion\":\"1/1\""));
        table.sealed(
                "another net of the line",
                CALC_MISMATCH,
                1,
                entry(1, SECOND, "\"net\":\"1999\"", "\"net\":\"2000\""));
        table.sealed(
                "a release that begins anew",
                CALC_MISMATCH,
                1,
                entry(
                        1,
                        SECOND,
                        "\"released\":[\"1000\",\"1999\"]",
                        "\"released\":[\"0\",\"999\"]"));
        table.sealed(
                "a release without a working",
                CALC_MISMATCH,
                1,
                ledger ->
                        ledger.edit(
                                1,
                                LEDGER,
                                text ->
                                        text.replaceFirst(
                                                "(\"source\":\"fulfil:o-101:1\"),\"trace\":.*,\"v\"",
                                                "$1,\"v\"")));
        table.sealed(
                "a working of another event",
                COMPLETENESS_FAIL,
                1,
                entry(1, SECOND, "\"event\":\"e3\"", "\"event\":\"e9\""));
        table.sealed(
                "a working of another kind",
                CALC_MISMATCH,
                1,
                entry(
                        4,
                        RESERVE,
                        "{\"kind\":\"reserve\",\"parts\":[",
                        "{\"fx\":\"0\",\"gross\":[\"0\",\"0\"],\"kind\":\"refund\",\"net\":[\"0\",\"0\"],\"parts\":[],\"taxes\":[]},\"v\":1}~",
                        "~{\"amount\":\"111\",\"contract\":\"K2\",\"line\":\"1\",\"party\":\"c1\",\"version\":1}]},\"v\":1}",
                        ""));
    }

    private static void ofTiersAndAdvances(TamperTable table) {
        table.sealed(
                "a tier boundary ignored",
                CALC_MISMATCH,
                1,
                entry(
                        1,
                        SECOND,
                        "[{\"amount\":\"200\",\"tier\":1},{\"amount\":\"799\",\"tier\":2}]",
                        "[{\"amount\":\"999\",\"tier\":1}]"));
        table.sealed(
                "a slice too long",
                CALC_MISMATCH,
                1,
                entry(1, SECOND, "\"200\",\"tier\":1", "\"201\",\"tier\":1", "\"799\"", "\"798\""));
        table.sealed(
                "a counter that begins anew",
                CALC_MISMATCH,
                1,
                entry(1, SECOND, "\"tier\":[\"1000\",\"1999\"]", "\"tier\":[\"0\",\"999\"]"));
        table.sealed(
                "a recoupment skipped",
                CALC_MISMATCH,
                1,
                entry(
                        1,
                        SECOND,
                        line("assets:advances:K2", 170) + ",\"currency\":\"USD\",\"side\":\"C\"},",
                        "",
                        line("liabilities:creator:c1:payable", 531),
                        line("liabilities:creator:c1:payable", 701),
                        "{\"contract\":\"K2\",\"outstanding\":[\"170\",\"0\"]}",
                        ""));
        table.sealed(
                "an advance that does not go on from before",
                CALC_MISMATCH,
                1,
                entry(1, SECOND, "[\"170\",\"0\"]", "[\"800\",\"630\"]"));
        table.sealed(
                "an advance bigger in its journal",
                CALC_MISMATCH,
                1,
                ledger ->
                        ledger.replace(1, LEDGER, "\"amount\":\"800\"", "\"amount\":\"801\"")
                                .replace(1, LEDGER, "\"5800\"", "\"5801\""));
        table.sealed(
                "another contract paid down",
                CALC_MISMATCH,
                1,
                entry(
                        1,
                        SECOND,
                        "assets:advances:K2",
                        "assets:advances:K3",
                        "{\"contract\":\"K2\",\"outstanding\"",
                        "{\"contract\":\"K3\",\"outstanding\""));
    }

    private static void ofRefunds(TamperTable table) {
        table.sealed(
                "a counter not moved back",
                CALC_MISMATCH,
                1,
                entry(1, REFUND, "[\"1999\",\"1499\"]", "[\"1999\",\"1999\"]"));
        table.sealed(
                "a refund out of escrow where nothing is left",
                CALC_MISMATCH,
                1,
                entry(
                        1,
                        REFUND,
                        "\"escrow\":[\"0\",\"0\"]",
                        "\"escrow\":[\"0\",\"500\"]",
                        "\"released\":[\"0\",\"500\"]",
                        "\"released\":[\"0\",\"0\"]"));
        table.sealed(
                "a refund the creator bears alone",
                CALC_MISMATCH,
                1,
                entry(
                        1,
                        REFUND,
                        line("liabilities:creator:c1:payable", 133),
                        line("liabilities:creator:c1:payable", 134),
                        line("revenue:commission", 130),
                        line("revenue:commission", 129),
                        "\"payable\":\"133\"",
                        "\"payable\":\"134\"",
                        "[\"0\",\"370\"]",
                        "[\"0\",\"371\"]",
                        "[\"0\",\"130\"]",
                        "[\"0\",\"129\"]"));
        table.sealed(
                "a refund that leaves the advance paid",
                CALC_MISMATCH,
                1,
                entry(
                        1,
                        REFUND,
                        line("assets:advances:K2", 200) + ",\"currency\":\"USD\",\"side\":\"D\"},",
                        "",
                        line("liabilities:creator:c1:payable", 133),
                        line("liabilities:creator:c1:payable", 333),
                        "[{\"amount\":\"200\",\"contract\":\"K2\"}]",
                        "[]",
                        "\"payable\":\"133\"",
                        "\"payable\":\"333\""));
        table.sealed(
                "a tax of a refund rounded down",
                CALC_MISMATCH,
                1,
                entry(
                        1,
                        REFUND,
                        "[\"0\",\"40\"]",
                        "[\"0\",\"39\"]",
                        "[\"0\",\"500\"]",
                        "[\"0\",\"501\"]"));
        table.sealed(
                "an exchange that was none",
                CALC_MISMATCH,
                1,
                entry(1, REFUND, "\"fx\":\"0\"", "\"fx\":\"5\""));
        table.sealed(
                "a refund that does not go on from before",
                CALC_MISMATCH,
                1,
                entry(1, REFUND, "\"gross\":[\"0\",\"540\"]", "\"gross\":[\"100\",\"640\"]"));
    }

    private static void ofSalesAndReserves(TamperTable table) {
        table.sealed(
                "a tax rounded down",
                CALC_MISMATCH,
                1,
                entry(
                        1,
                        SALE,
                        line("liabilities:escrow", 1999),
                        line("liabilities:escrow", 2000),
                        line("liabilities:tax:US-NY", 160),
                        line("liabilities:tax:US-NY", 159)));
        table.sealed(
                "a tax of another place",
                CALC_MISMATCH,
                1,
                entry(1, SALE, "liabilities:tax:US-NY", "liabilities:tax:US-NJ"));
        table.sealed(
                "a reserve released but for a cent",
                CALC_MISMATCH,
                4,
                entry(4, RESERVE, "\"111\"", "\"110\""));
        table.sealed(
                "a reserve of another line",
                CALC_MISMATCH,
                4,
                entry(4, RESERVE, "\"line\":\"1\"", "\"line\":\"2\""));
        table.sealed(
                "a reserve held for a day more",
                CALC_MISMATCH,
                1,
                contracts("\"days\":3", "\"days\":4"));
        table.sealed(
                "a reserve that was due a day before",
                COMPLETENESS_FAIL,
                1,
                contracts("\"days\":3", "\"days\":2"));
    }

    /** Changes the contract K2 in both segments that keep it. */
    private static Consumer<CopiedLedger> contracts(String from, String to) {
        return ledger -> ledger.replace(1, CONTRACTS, from, to).replace(4, CONTRACTS, from, to);
    }

    private static void ofEvidence(TamperTable table) {
        table.sealed(
                "a stated tax changed",
                CALC_MISMATCH,
                1,
                ledger -> ledger.replace(1, ORDERS, "\"amount\":\"160\"", "\"amount\":\"161\""));
        table.sealed(
                "a portion doubled in the order",
                CALC_MISMATCH,
                1,
                ledger -> ledger.replace(1, ORDERS, "\"portion\":\"1/2\"", "\"portion\":\"1/1\""));
        table.sealed(
                "other shares in the contract",
                CALC_MISMATCH,
                1,
                contracts(
                        "\"70%\"},{\"payee\":\"platform\",\"share\":\"30%\"",
                        "\"60%\"},{\"payee\":\"platform\",\"share\":\"40%\""));
        table.sealed(
                "shares that are not whole",
                CALC_MISMATCH,
                1,
                contracts("\"share\":\"70%\"", "\"share\":\"71%\""));
        table.sealed(
                "a share that is no number",
                CALC_MISMATCH,
                1,
                contracts("\"share\":\"70%\"", "\"share\":\"much\""));
        table.sealed(
                "another boundary in the contract",
                CALC_MISMATCH,
                1,
                contracts("\"upTo\":\"1200\"", "\"upTo\":\"1201\""));
        table.sealed(
                "a boundary in another currency",
                CALC_MISMATCH,
                1,
                contracts("\"currency\":\"USD\"", "\"currency\":\"EUR\""));
        table.sealed(
                "a contract version swapped",
                CALC_MISMATCH,
                1,
                contracts("\"version\":1", "\"version\":2"));
        table.sealed(
                "a contract that began later",
                CALC_MISMATCH,
                1,
                contracts("\"validFrom\":\"2026-01-01\"", "\"validFrom\":\"2026-10-31\""));
        table.sealed(
                "a contract left out",
                CALC_MISMATCH,
                1,
                ledger -> ledger.drop(1, CONTRACTS, "\"contract\":\"K2\""));
        table.sealed(
                "a higher version passed over",
                CALC_MISMATCH,
                1,
                ledger ->
                        ledger.edit(
                                1,
                                CONTRACTS,
                                text -> {
                                    String row = text.lines().toList().getLast();
                                    return text
                                            + row.replace("\"version\":1", "\"version\":2")
                                            + "\n";
                                }));
        table.sealed(
                "a fulfilment nobody told",
                COMPLETENESS_FAIL,
                1,
                ledger -> ledger.drop(1, ORDERS, "\"event\":\"e3\""));
        table.sealed(
                "an order nobody placed",
                COMPLETENESS_FAIL,
                1,
                ledger -> ledger.drop(1, ORDERS, "\"order\":\"o-101\""));
        table.sealed(
                "a fulfilment not released",
                COMPLETENESS_FAIL,
                4,
                ledger ->
                        ledger.edit(
                                4,
                                ORDERS,
                                text ->
                                        text
                                                + "{\"event\":\"e2\",\"occurredAt\":\"2026-11-02T15:00:00.000Z\",\"order\":\"o-202\",\"portion\":\"1/1\",\"type\":\"order.fulfilled\"}\n"));
        table.sealed(
                "an order placed after its sale",
                PERIOD_MISMATCH,
                1,
                ledger ->
                        ledger.replace(
                                1, ORDERS, "2026-10-30T13:59:00.000Z", "2026-10-30T14:00:01.000Z"));
        table.sealed(
                "a fulfilment before its entry",
                PERIOD_MISMATCH,
                1,
                ledger ->
                        ledger.replace(
                                1, ORDERS, "2026-10-30T16:00:00.000Z", "2026-10-30T15:59:00.000Z"));
    }
}
