package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.BALANCE_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.CONTROL_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.DUPLICATE_KEY;
import static com.illuvrse.finance.segment.VerificationCode.MALFORMED;
import static com.illuvrse.finance.segment.VerificationCode.ORDER_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Damage of balances, breaks and controls, by the holder of the log keys. */
class TamperedFiguresTest {

    private static final String BALANCES = "balances.jsonl";
    private static final String BREAKS = "breaks.jsonl";
    private static final String CONTROLS = "controls.json";

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyDamageHasItsCode() {
        TamperTable table = new TamperTable(folder);
        ofTheFigures(table);
        ofTheBreaks(table);
        return table.tests();
    }

    private static void ofTheBreaks(TamperTable table) {
        table.sealed(
                "a break of a type nobody knows",
                MALFORMED,
                3,
                ledger -> ledger.replace(3, BREAKS, "LATE_ARRIVAL", "EARLY_ARRIVAL"));
        table.sealed(
                "a late row that is not reported",
                COMPLETENESS_FAIL,
                3,
                ledger -> ledger.drop(3, BREAKS, "LATE_ARRIVAL"));
        table.sealed(
                "a late row of another amount",
                COMPLETENESS_FAIL,
                3,
                ledger -> ledger.replace(3, BREAKS, "\"amount\":\"-15\"", "\"amount\":\"-16\""));
        table.sealed(
                "a late row nobody saw",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.edit(
                                3,
                                BREAKS,
                                text ->
                                        text.replaceFirst(
                                                "(\\{[^\\n]*)txn_0999(.*\\n)",
                                                "$1txn_0999$2$1txn_1001$2")));
        table.sealed(
                "an unknown row nobody saw",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.edit(
                                3,
                                BREAKS,
                                text ->
                                        text
                                                + "{\"ageDays\":0,\"openedOn\":\"2026-11-01\",\"ref\":\"txn_2001\",\"severity\":\"MEDIUM\",\"status\":\"OPEN\",\"type\":\"UNKNOWN_BT_TYPE\"}\n"));
        table.sealed(
                "a late row that stays open",
                COMPLETENESS_FAIL,
                3,
                ledger -> ledger.replace(3, BREAKS, "\"INFO\"", "\"OPEN\""));
        table.sealed(
                "a break that is only reported",
                COMPLETENESS_FAIL,
                2,
                ledger ->
                        ledger.edit(
                                2,
                                BREAKS,
                                text ->
                                        text
                                                + "{\"ageDays\":0,\"openedOn\":\"2026-10-31\",\"ref\":\"o-1\",\"severity\":\"HIGH\",\"status\":\"INFO\",\"type\":\"TRANSFER_WITHOUT_PAYOUT\"}\n"));
        table.sealed(
                "a changed source that is not grave",
                COMPLETENESS_FAIL,
                4,
                ledger ->
                        ledger.edit(
                                4,
                                BREAKS,
                                text ->
                                        text
                                                + "{\"ageDays\":0,\"openedOn\":\"2026-11-02\",\"ref\":\"txn_1\",\"severity\":\"LOW\",\"status\":\"OPEN\",\"type\":\"SOURCE_CHANGED\"}\n"));
        table.sealed(
                "a break that becomes less grave",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, BREAKS, "\"MEDIUM\"", "\"LOW\""));
        table.sealed(
                "a break closed with another amount",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, BREAKS, "\"-1500\"", "\"-1400\""));
        table.sealed(
                "figures of a control exchanged",
                ORDER_MISMATCH,
                3,
                ledger ->
                        ledger.replace(
                                3,
                                CONTROLS,
                                "{\"closing\":\"0\",\"credit\":\"15000\",\"currency\":\"JPY\",\"debit\":\"15000\"},{\"closing\":\"0\",\"credit\":\"1500\",\"currency\":\"KWD\",\"debit\":\"1500\"}",
                                "{\"closing\":\"0\",\"credit\":\"1500\",\"currency\":\"KWD\",\"debit\":\"1500\"},{\"closing\":\"0\",\"credit\":\"15000\",\"currency\":\"JPY\",\"debit\":\"15000\"}"));
        table.sealed(
                "a promise of one signature twice",
                MALFORMED,
                3,
                ledger ->
                        ledger.replace(
                                3, "manifest.json", "\"security-engineer\"", "\"finance-lead\""));
    }

    private static void ofTheFigures(TamperTable table) {
        table.sealed(
                "a balance that does not roll forward",
                BALANCE_MISMATCH,
                2,
                ledger -> ledger.replace(2, BALANCES, "\"-5800\"", "\"-5801\""));
        table.sealed(
                "a balance left out",
                BALANCE_MISMATCH,
                2,
                ledger -> ledger.drop(2, BALANCES, "equity:opening"));
        table.sealed(
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
        table.sealed(
                "balances exchanged",
                BALANCE_MISMATCH,
                2,
                ledger -> ledger.swapLines(2, BALANCES, 1, 2));
        table.sealed(
                "an open break forgotten",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.drop(4, BREAKS, "txn_2001"));
        table.sealed(
                "a break that does not explain its account",
                COMPLETENESS_FAIL,
                3,
                ledger -> ledger.replace(3, BREAKS, "\"-1500\"", "\"-1400\""));
        table.sealed(
                "a clearing account without its break",
                COMPLETENESS_FAIL,
                3,
                ledger -> ledger.drop(3, BREAKS, "txn_2001"));
        table.sealed(
                "a break of another age",
                PERIOD_MISMATCH,
                4,
                ledger -> ledger.replace(4, BREAKS, "\"ageDays\":1", "\"ageDays\":0"));
        table.sealed(
                "a break opened again",
                COMPLETENESS_FAIL,
                4,
                ledger ->
                        ledger.replace(
                                4,
                                BREAKS,
                                "\"ageDays\":1,\"amount\":\"-1500\",\"currency\":\"KWD\",\"openedOn\":\"2026-11-01\"",
                                "\"ageDays\":0,\"amount\":\"-1500\",\"currency\":\"KWD\",\"openedOn\":\"2026-11-02\""));
        table.sealed(
                "a break resolved without a reason",
                MALFORMED,
                4,
                ledger -> ledger.replace(4, BREAKS, "\"resolution\":\"ORDER_ARRIVED o-202\",", ""));
        table.sealed(
                "a break resolved while its money lies there",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.replace(
                                3,
                                BREAKS,
                                "\"severity\":\"MEDIUM\",\"status\":\"OPEN\"",
                                "\"resolution\":\"never"
                                        + " mind\",\"resolvedOn\":\"2026-11-01\",\"severity\":\"MEDIUM\",\"status\":\"RESOLVED\""));
        table.sealed(
                "a break that names another clearing account",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.replace(
                                3, BREAKS, "assets:clearing:charge", "assets:clearing:refund"));
        table.sealed(
                "a break that names an account where nothing is cleared",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.replace(
                                3, BREAKS, "assets:clearing:charge", "assets:stripe:reserve"));
        table.sealed(
                "an open break that is only reported",
                COMPLETENESS_FAIL,
                4,
                ledger ->
                        ledger.replace(
                                4,
                                BREAKS,
                                "\"resolution\":\"ORDER_ARRIVED"
                                        + " o-202\",\"resolvedOn\":\"2026-11-02\",\"severity\":\"MEDIUM\",\"status\":\"AUTO_RESOLVED\"",
                                "\"severity\":\"MEDIUM\",\"status\":\"INFO\""));
        table.sealed(
                "a break resolved on another day",
                PERIOD_MISMATCH,
                4,
                ledger ->
                        ledger.replace(
                                4,
                                BREAKS,
                                "\"resolvedOn\":\"2026-11-02\"",
                                "\"resolvedOn\":\"2026-11-01\""));
        table.sealed(
                "a break that was opened before anybody saw it",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.replace(
                                3,
                                BREAKS,
                                "\"ageDays\":0,\"amount\":\"-15\",\"currency\":\"USD\",\"openedOn\":\"2026-11-01\"",
                                "\"ageDays\":1,\"amount\":\"-15\",\"currency\":\"USD\",\"openedOn\":\"2026-10-31\""));
        table.sealed(
                "a break that stands twice",
                DUPLICATE_KEY,
                3,
                ledger ->
                        ledger.edit(
                                3,
                                BREAKS,
                                text -> text + text.substring(text.lastIndexOf("{\"account"))));
        table.sealed(
                "a break of a status nobody knows",
                MALFORMED,
                3,
                ledger -> ledger.replace(3, BREAKS, "\"OPEN\"", "\"PARKED\""));
        table.sealed(
                "breaks exchanged", ORDER_MISMATCH, 3, ledger -> ledger.swapLines(3, BREAKS, 1, 2));
        table.sealed(
                "a control with another figure",
                CONTROL_MISMATCH,
                1,
                ledger -> ledger.replace(1, CONTROLS, "13274", "13275"));
        table.sealed(
                "a control that counts other rows",
                CONTROL_MISMATCH,
                1,
                ledger -> ledger.replace(1, CONTROLS, "\"entries\":2", "\"entries\":3"));
        table.sealed(
                "a control that counts other workings",
                CONTROL_MISMATCH,
                1,
                ledger -> ledger.replace(1, CONTROLS, "\"entries\":3", "\"entries\":4"));
        table.sealed(
                "a dispute nobody knows",
                CONTROL_MISMATCH,
                1,
                ledger -> ledger.replace(1, CONTROLS, "\"inDispute\":0", "\"inDispute\":1"));
        table.sealed(
                "a control that breaks without a break",
                CONTROL_MISMATCH,
                1,
                ledger ->
                        ledger.edit(
                                1, CONTROLS, text -> text.replaceFirst("\"PASS\"", "\"BREAK\"")));
        table.sealed(
                "a transferred payout that is not counted",
                CONTROL_MISMATCH,
                4,
                ledger -> ledger.replace(4, CONTROLS, "\"sent\":1", "\"sent\":0"));
    }
}
