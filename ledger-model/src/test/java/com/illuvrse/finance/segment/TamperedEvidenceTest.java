package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.CALC_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.DUPLICATE_KEY;
import static com.illuvrse.finance.segment.VerificationCode.MALFORMED;
import static com.illuvrse.finance.segment.VerificationCode.ORDER_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.POLICY_HASH_MISMATCH;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Damage of the evidence from outside, by the holder of the log keys. */
class TamperedEvidenceTest {

    private static final String ROWS = "evidence/balance_transactions.jsonl";
    private static final String LEDGER = "ledger.jsonl";
    private static final String AFTER = "evidence/after.jsonl";
    private static final String STRIPE = "evidence/stripe_balance.json";
    private static final String PAYOUTS = "payouts.jsonl";
    private static final String STRIPE_PAYOUTS = "evidence/stripe_payouts.jsonl";
    private static final String ORDERS = "evidence/orders.jsonl";
    private static final String CONTRACTS = "evidence/contracts.jsonl";
    private static final String POLICIES = "evidence/policies.jsonl";

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everyDamageHasItsCode() {
        TamperTable table = new TamperTable(folder);
        ofTheEvidence(table);
        ofTheOrders(table);
        ofTheDecisions(table);
        return table.tests();
    }

    private static void ofTheOrders(TamperTable table) {
        table.sealed(
                "an order of another total than its charge",
                COMPLETENESS_FAIL,
                1,
                ledger -> ledger.replace(1, ORDERS, "\"total\":\"2159\"", "\"total\":\"2158\""));
        table.sealed(
                "a charge of another amount than its order",
                COMPLETENESS_FAIL,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                ROWS,
                                "\"presentment_amount\":\"2159\"",
                                "\"presentment_amount\":\"2160\""));
        table.sealed(
                "an order in another currency than its charge",
                COMPLETENESS_FAIL,
                1,
                ledger ->
                        ledger.replace(1, ORDERS, "\"currency\":\"USD\"", "\"currency\":\"EUR\""));
        table.sealed(
                "a line of a kind nobody sells",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, ORDERS, "digital_goods", "analogue_goods"));
        table.sealed(
                "a line that stands twice",
                DUPLICATE_KEY,
                3,
                ledger -> ledger.replace(3, ORDERS, "\"line\":\"2\"", "\"line\":\"1\""));
        table.sealed(
                "a line with two prices",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, ORDERS, "\"kind\":", "\"gross\":\"2159\",\"kind\":"));
        table.sealed(
                "a line without a price",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, ORDERS, "\"net\":\"1999\",", ""));
        table.sealed(
                "an order without lines",
                MALFORMED,
                1,
                ledger ->
                        ledger.edit(
                                1,
                                ORDERS,
                                text ->
                                        text.replaceFirst(
                                                "\"lines\":\\[.*\\],\"occurred",
                                                "\"lines\":[],\"occurred")));
        table.sealed(
                "a tax without a figure",
                MALFORMED,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                ORDERS,
                                "{\"amount\":\"160\",\"jurisdiction\":\"US-NY\",\"rate\":\"0.08\"}",
                                "{\"jurisdiction\":\"US-NY\"}"));
        table.sealed(
                "a tax of no jurisdiction",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, ORDERS, "\"US-NY\"", "\"\""));
        table.sealed(
                "a creator of no destination charge",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, ORDERS, "\"total\"", "\"payee\":\"c1\",\"total\""));
        table.sealed(
                "more delivered than ordered",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, ORDERS, "\"1/1\"", "\"2/1\""));
        table.sealed(
                "an order before its first version",
                MALFORMED,
                1,
                ledger -> ledger.replace(1, ORDERS, "\"version\":1", "\"version\":0"));
    }

    private static void ofTheDecisions(TamperTable table) {
        table.sealed(
                "a reason nobody decides by",
                MALFORMED,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "BELOW_MINIMUM", "NO_MOOD"));
        table.sealed(
                "somebody who is owed and said to owe",
                COMPLETENESS_FAIL,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "BELOW_MINIMUM", "NEGATIVE_BALANCE"));
        table.sealed(
                "somebody who owes and is said to be owed little",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.replace(
                                3, PAYOUTS, "\"available\":\"667\"", "\"available\":\"-667\""));
        table.sealed(
                "a tax withheld for nobody",
                MALFORMED,
                3,
                ledger ->
                        ledger.replace(
                                3, PAYOUTS, "\"jurisdiction\":\"US\"", "\"jurisdiction\":\"\""));
    }

    private static void ofTheEvidence(TamperTable table) {
        table.sealed(
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
        table.sealed(
                "an entry without row",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.drop(4, ROWS, "txn_3003"));
        table.sealed(
                "a row with another amount",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, ROWS, "\"-7\"", "\"-8\""));
        table.sealed(
                "a row of another type",
                COMPLETENESS_FAIL,
                4,
                ledger ->
                        ledger.replace(
                                4,
                                ROWS,
                                "\"reporting_category\":\"fee\",\"type\":\"stripe_fee\"",
                                "\"reporting_category\":\"fee\",\"type\":\"tax_fee\""));
        table.sealed(
                "a fee that is not amount less net",
                COMPLETENESS_FAIL,
                1,
                ledger -> ledger.replace(1, ROWS, "\"fee\":\"93\"", "\"fee\":\"94\""));
        table.sealed(
                "fee details that are not the fee",
                COMPLETENESS_FAIL,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                ROWS,
                                "{\"amount\":\"93\",\"currency\":\"USD\"",
                                "{\"amount\":\"93\",\"currency\":\"EUR\""));
        table.sealed(
                "a rate that does not lead from the price to what was settled",
                COMPLETENESS_FAIL,
                1,
                ledger ->
                        ledger.replace(
                                        1,
                                        ROWS,
                                        "\"fee\":\"93\"",
                                        "\"exchange_rate\":\"1.1\",\"fee\":\"93\"")
                                .edit(
                                        1,
                                        ROWS,
                                        text ->
                                                text.replaceFirst(
                                                        "\"presentment_currency\":\"USD\"",
                                                        "\"presentment_currency\":\"EUR\""))
                                .edit(
                                        1,
                                        LEDGER,
                                        text ->
                                                text.replaceFirst(
                                                        "(\"entryId\":\"3df21ada-[^\"]+\",)",
                                                        "$1\"fx\":{\"date\":\"2026-10-30\",\"presentmentAmount\":\"2159\",\"presentmentCurrency\":\"EUR\",\"rate\":\"1.1\",\"source\":\"Stripe\"},")));
        table.sealed(
                "a row of another account",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, ROWS, "acct_test", "acct_other"));
        table.sealed(
                "a row of a later day",
                PERIOD_MISMATCH,
                4,
                ledger ->
                        ledger.replace(
                                4, ROWS, "\"created\":1793649600", "\"created\":1793750400"));
        table.sealed(
                "rows exchanged", ORDER_MISMATCH, 1, ledger -> ledger.swapLines(1, ROWS, 1, 2));
        table.sealed(
                "a row that becomes available on another day",
                COMPLETENESS_FAIL,
                1,
                ledger ->
                        ledger.replace(
                                1,
                                ROWS,
                                "\"available_on\":1793577600",
                                "\"available_on\":1793664000"));
        table.sealed(
                "a header without salt",
                MALFORMED,
                1,
                ledger ->
                        ledger.edit(
                                1, ROWS, text -> text.replaceFirst("\"salt\":\"[^\"]+\",", "")));
        table.sealed(
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
        table.sealed(
                "a row seen with another net",
                COMPLETENESS_FAIL,
                2,
                ledger ->
                        ledger.replace(2, AFTER, "\"1440\"", "\"1441\"")
                                .replace(2, STRIPE, "\"1440\"", "\"1441\""));
        table.sealed(
                "a balance of Stripe that differs",
                COMPLETENESS_FAIL,
                1,
                ledger ->
                        ledger.replace(
                                1, STRIPE, "\"available\":\"4460\"", "\"available\":\"4461\""));
        table.sealed(
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
        table.sealed(
                "a balance asked for too early",
                PERIOD_MISMATCH,
                1,
                ledger -> ledger.replace(1, STRIPE, "2026-10-31T06", "2026-10-31T03"));
        table.sealed(
                "a balance of another account",
                COMPLETENESS_FAIL,
                1,
                ledger -> ledger.replace(1, STRIPE, "acct_test", "acct_other"));
        table.sealed(
                "a payout with a row less",
                COMPLETENESS_FAIL,
                4,
                ledger ->
                        ledger.drop(4, STRIPE_PAYOUTS, "txn_0999")
                                .replace(4, STRIPE_PAYOUTS, "\"rows\":3", "\"rows\":2"));
        table.sealed(
                "a payout with a row of no ledger",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, STRIPE_PAYOUTS, "txn_0999", "txn_0998"));
        table.sealed(
                "a payout that counts its rows wrong",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, STRIPE_PAYOUTS, "\"rows\":3", "\"rows\":4"));
        table.sealed(
                "a transfer nobody sent",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, PAYOUTS, "\"tr_1\"", "\"tr_2\""));
        table.sealed(
                "a payout of another amount than decided",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, PAYOUTS, "\"net\":\"302\"", "\"net\":\"301\""));
        table.sealed(
                "a pay amount that is not the net at the sealed rate",
                CALC_MISMATCH,
                3,
                ledger -> exchanged(ledger, "280", "10000/10823"));
        table.sealed(
                "a payout in another currency than its entry",
                CALC_MISMATCH,
                3,
                ledger -> exchanged(ledger, "279", "10000/10823"));
        table.sealed(
                "a payout in another currency without a rate",
                MALFORMED,
                3,
                ledger -> exchanged(ledger, "279", "dear"));
        table.sealed(
                "a tax that is not its rate of the gross",
                CALC_MISMATCH,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "\"rate\":\"24%\"", "\"rate\":\"23%\""));
        table.sealed(
                "a part of a gross at another share",
                CALC_MISMATCH,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "\"rate\":\"24%\"", "\"rate\":\"47/199\""));
        table.sealed(
                "a rate above the whole",
                CALC_MISMATCH,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "\"rate\":\"24%\"", "\"rate\":\"240%\""));
        table.sealed(
                "a rate that is none",
                MALFORMED,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "\"rate\":\"24%\"", "\"rate\":\"much\""));
        table.sealed(
                "a tax of another amount",
                CALC_MISMATCH,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "\"amount\":\"96\"", "\"amount\":\"95\""));
        table.sealed(
                "more withheld than its taxes",
                CALC_MISMATCH,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "\"withheld\":\"96\"", "\"withheld\":\"97\""));
        table.sealed(
                "a net that is not the rest",
                CALC_MISMATCH,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "\"net\":\"302\"", "\"net\":\"303\""));
        table.sealed(
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
        table.sealed(
                "an item twice",
                DUPLICATE_KEY,
                3,
                ledger ->
                        ledger.edit(
                                3, PAYOUTS, text -> text + text.lines().toList().getLast() + "\n"));
        table.sealed(
                "an item of a batch nobody drafted",
                COMPLETENESS_FAIL,
                3,
                ledger -> ledger.drop(3, PAYOUTS, "\"kind\":\"batch\""));
        table.sealed(
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
        table.sealed(
                "an event of a later day",
                PERIOD_MISMATCH,
                1,
                ledger -> ledger.replace(1, ORDERS, "2026-10-30T16", "2026-10-31T16"));
        table.sealed(
                "a contract with other terms",
                COMPLETENESS_FAIL,
                4,
                ledger -> ledger.replace(4, CONTRACTS, "\"10%\"", "\"11%\""));
        table.sealed(
                "a contract of an earlier day that a working of this day uses",
                CALC_MISMATCH,
                4,
                ledger -> ledger.drop(4, CONTRACTS, "\"contract\":\"K2\""));
        table.sealed(
                "a policy nobody registered",
                POLICY_HASH_MISMATCH,
                3,
                ledger -> ledger.replace(3, POLICIES, "\"votes\":2", "\"votes\":1"));
        table.sealed(
                "settings in another order",
                ORDER_MISMATCH,
                3,
                ledger -> ledger.replace(3, "settings.json", "application.yml", "z.yml"));
    }

    private static String replaceLast(String text, String from, String to) {
        int at = text.lastIndexOf(from);
        return text.substring(0, at) + to + text.substring(at + from.length());
    }

    /** Says that the sample's 3.02 dollars were paid in euros. */
    private static void exchanged(CopiedLedger ledger, String pay, String rate) {
        ledger.replace(
                3,
                PAYOUTS,
                "\"gross\":\"398\"",
                "\"fx\":{\"date\":\"2026-10-30\",\"payAmount\":\"%s\",\"payCurrency\":\"EUR\",\"rate\":\"%s\",\"source\":\"ECB\"},\"gross\":\"398\""
                        .formatted(pay, rate));
    }
}
