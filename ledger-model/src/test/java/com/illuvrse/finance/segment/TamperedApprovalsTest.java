package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.APPROVAL_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.CALC_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.DUPLICATE_KEY;
import static com.illuvrse.finance.segment.VerificationCode.MALFORMED;
import static com.illuvrse.finance.segment.VerificationCode.ORDER_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.POLICY_HASH_MISMATCH;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.payout.Decision;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payouts that were not approved as they should have been, in packages that somebody sealed again
 * who holds every key: those of the log, the registry and the approvers.
 */
class TamperedApprovalsTest {

    private static final String PAYOUTS = "payouts.jsonl";
    private static final String POLICIES = "evidence/policies.jsonl";
    private static final String ONE = "2026-11-02T13:05:00.000Z";
    private static final String TWO = "2026-11-02T14:30:00.000Z";
    private static final String RELEASED = "2026-11-02T15:00:00.000Z";
    private static final String DONE = "2026-11-02T15:00:06.000Z";

    @TempDir private Path folder;

    private final SampleVotes votes = new SampleVotes();

    @TestFactory
    Stream<DynamicTest> everyDamageHasItsCode() {
        TamperTable table = new TamperTable(folder);
        ofTheStatement(table);
        ofTheItems(table);
        ofTheEntries(table);
        ofTheVotes(table);
        ofTheTimes(table);
        ofThePolicy(table);
        ofTheEnd(table);
        return table.tests();
    }

    private static void ofTheStatement(TamperTable table) {
        statement(table, "a space", text -> text.replace("\"count\":1", "\"count\": 1"));
        statement(table, "a member less", text -> text.replace("\"attempt\":1,", ""));
        statement(
                table,
                "a member more",
                text -> text.replace("\"totals\"", "\"title\":\"x\",\"totals\""));
        statement(
                table,
                "a decision that was taken before",
                text -> text.replace("\"APPROVE\"", "\"REJECT\""));
        statement(
                table,
                "four kilobytes",
                text ->
                        text.replace(
                                "\"rates\":{}",
                                "\"rates\":{\"EUR\":\"1.%s\"}".formatted("0".repeat(4096))));
        statement(
                table,
                "the name of another batch",
                text -> text.replace("\"batch\":\"2026-11-01\"", "\"batch\":\"2026-11-02\""));
        statement(
                table,
                "another ledger",
                text -> text.replace("marketplace-test", "marketplace-prod"));
        statement(
                table, "a second attempt", text -> text.replace("\"attempt\":1", "\"attempt\":2"));
        statement(
                table,
                "another digest of the payments",
                text -> text.replace("\"30dfafb0", "\"40dfafb0"));
        statement(table, "another count", text -> text.replace("\"count\":1", "\"count\":2"));
        statement(
                table,
                "other totals",
                text ->
                        text.replace(
                                "\"totals\":{\"USD\":\"302\"}", "\"totals\":{\"USD\":\"301\"}"));
        statement(
                table,
                "a smaller total that needs no votes",
                text -> text.replace("\"total\":\"302\"", "\"total\":\"30\""));
        statement(
                table,
                "a rate of a currency nobody is paid in",
                text -> text.replace("\"rates\":{}", "\"rates\":{\"EUR\":\"1.1\"}"));
        statement(
                table,
                "another base currency",
                text -> text.replace("\"currency\":\"USD\"", "\"currency\":\"EUR\""));
        statement(
                table,
                "an end after another time than the policy gives",
                text -> text.replace("2026-11-03T07:10", "2026-11-03T08:10"));
        statement(
                table,
                "the books of another day",
                text -> text.replace("\"root\":\"faa59b4e", "\"root\":\"0aa59b4e"));
        statement(
                table, "another number of days", text -> text.replace("\"size\":3", "\"size\":2"));
        table.sealed(
                "a statement under another version of the policy",
                POLICY_HASH_MISMATCH,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "payouts@1", "payouts@2"));
        table.sealed(
                "a statement under a policy nobody registered",
                POLICY_HASH_MISMATCH,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "9047c9f4", "0047c9f4"));
        table.sealed(
                "a statement in another environment than before",
                APPROVAL_INVALID,
                4,
                ledger -> secondBatch(ledger, text -> text.replace("sandbox", "production")));
        table.sealed(
                "two batches on a day",
                DUPLICATE_KEY,
                3,
                ledger ->
                        ledger.edit(
                                3,
                                PAYOUTS,
                                text ->
                                        text
                                                + text.lines()
                                                        .filter(line -> line.contains("statement"))
                                                        .findFirst()
                                                        .orElseThrow()
                                                        .replace("2026-11-01", "2026-11-01b")
                                                + "\n"));
    }

    private static void statement(TamperTable table, String name, UnaryOperator<String> change) {
        table.sealed(
                "a statement with " + name,
                APPROVAL_INVALID,
                3,
                ledger -> ledger.edit(3, PAYOUTS, rows -> onStatement(rows, change)));
    }

    /** Changes the text of the statement inside its row. */
    private static String onStatement(String rows, UnaryOperator<String> change) {
        List<String> lines = new ArrayList<>(rows.lines().toList());
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("\"kind\":\"batch\"")) {
                Json.Obj row = row(lines.get(i));
                Json text = Json.text(change.apply(row.text("statement")));
                lines.set(i, CanonicalJson.text(CopiedLedger.with(row, "statement", text)));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static Json.Obj row(String line) {
        return JsonFiles.object(
                JsonMapper.shared().readTree(line.getBytes(StandardCharsets.UTF_8)));
    }

    /** A batch on the last day that pays nobody. */
    private static void secondBatch(CopiedLedger ledger, UnaryOperator<String> change) {
        String chain =
                ledger.text(4, "manifest.json")
                        .replaceAll(".*\"chain\":\\{[^}]*\"root\":\"([0-9a-f]+)\".*", "$1");
        String[] batch = {""};
        ledger.text(3, PAYOUTS)
                .lines()
                .filter(line -> line.contains("\"kind\":\"batch\""))
                .forEach(line -> batch[0] = line);
        String second =
                onStatement(
                                batch[0] + "\n",
                                text ->
                                        change.apply(
                                                text.replace(
                                                                "\"batch\":\"2026-11-01\"",
                                                                "\"batch\":\"2026-11-02\"")
                                                        .replaceAll(
                                                                "\"batch_sha256\":\"[0-9a-f]+\"",
                                                                "\"batch_sha256\":\""
                                                                        + HexFormat.of()
                                                                                .formatHex(
                                                                                        new MerkleTree()
                                                                                                .root())
                                                                        + "\"")
                                                        .replace("\"count\":1", "\"count\":0")
                                                        .replaceAll(
                                                                "\"root\":\"[0-9a-f]+\"",
                                                                "\"root\":\"" + chain + "\"")
                                                        .replace("\"size\":3", "\"size\":4")
                                                        .replace(
                                                                "\"total\":\"302\"",
                                                                "\"total\":\"0\"")
                                                        .replace(
                                                                "\"totals\":{\"USD\":\"302\"}",
                                                                "\"totals\":{}")))
                        .replace("\"batch\":\"2026-11-01\"", "\"batch\":\"2026-11-02\"");
        StringBuilder items = new StringBuilder();
        ledger.text(4, "balances.jsonl")
                .lines()
                .filter(line -> line.contains(":payable"))
                .map(TamperedApprovalsTest::row)
                .forEach(
                        balance ->
                                items.append(
                                                CanonicalJson.text(
                                                        Json.object()
                                                                .put("kind", "item")
                                                                .put("batch", "2026-11-02")
                                                                .put(
                                                                        "payee",
                                                                        balance.text("account")
                                                                                .split(":", -1)[2])
                                                                .put(
                                                                        "currency",
                                                                        balance.text("currency"))
                                                                .putMinor(
                                                                        "available",
                                                                        -balance.minor("closing"))
                                                                .put("reason", "BELOW_MINIMUM")
                                                                .build()))
                                        .append('\n'));
        ledger.edit(4, PAYOUTS, text -> text + second + items);
        if (ledger.text(4, POLICIES).lines().count() < 2) {
            throw new IllegalStateException("the sample has its policy on the last day");
        }
    }

    private static void ofTheItems(TamperTable table) {
        table.sealed(
                "a creator left out",
                COMPLETENESS_FAIL,
                3,
                ledger -> ledger.drop(3, PAYOUTS, "\"payee\":\"c2\""));
        table.sealed(
                "a creator who is owed another amount",
                COMPLETENESS_FAIL,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "\"667\"", "\"666\""));
        table.sealed(
                "a creator to whom nothing is owed",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.edit(
                                3,
                                PAYOUTS,
                                text ->
                                        text
                                                + "{\"available\":\"5\",\"batch\":\"2026-11-01\",\"currency\":\"JPY\",\"kind\":\"item\",\"payee\":\"c3\",\"reason\":\"BELOW_MINIMUM\"}\n"));
        table.sealed(
                "a payment of more than is owed",
                CALC_MISMATCH,
                3,
                ledger ->
                        ledger.replace(
                                3, PAYOUTS, "\"available\":\"398\"", "\"available\":\"397\""));
        table.sealed(
                "a payment to somebody else",
                APPROVAL_INVALID,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "acct_c1", "acct_c9"));
        table.sealed(
                "a payment on another rail",
                APPROVAL_INVALID,
                3,
                ledger -> ledger.replace(3, PAYOUTS, "\"rail\":\"stripe\"", "\"rail\":\"sepa\""));
        table.sealed(
                "a tax kept back of what is not paid",
                MALFORMED,
                3,
                ledger ->
                        ledger.replace(
                                3,
                                PAYOUTS,
                                "\"payee\":\"c2\",\"reason\":\"BELOW_MINIMUM\"",
                                "\"payee\":\"c2\",\"reason\":\"BELOW_MINIMUM\",\"withholding\":[]"));
        table.sealed(
                "an item added when the batch was voted on",
                COMPLETENESS_FAIL,
                4,
                ledger ->
                        ledger.edit(
                                4,
                                PAYOUTS,
                                text ->
                                        text.replaceFirst(
                                                "\\n",
                                                "\n{\"available\":\"5\",\"batch\":\"2026-11-01\",\"currency\":\"JPY\",\"kind\":\"item\",\"payee\":\"c3\",\"reason\":\"BELOW_MINIMUM\"}\n")));
    }

    private static void ofTheEntries(TamperTable table) {
        table.sealed(
                "an entry with other figures than its item",
                CALC_MISMATCH,
                3,
                ledger -> {
                    ledger.replace(
                            3,
                            "ledger.jsonl",
                            "\"302\",\"currency\":\"USD\",\"side\":\"C\"",
                            "\"301\",\"currency\":\"USD\",\"side\":\"C\"");
                    ledger.replace(
                            3,
                            "ledger.jsonl",
                            "\"96\",\"currency\":\"USD\",\"side\":\"C\"",
                            "\"97\",\"currency\":\"USD\",\"side\":\"C\"");
                    ledger.edit(
                            3,
                            "balances.jsonl",
                            text ->
                                    text.replace("302", "301")
                                            .replace(
                                                    "\"-96\",\"credit\":\"96\"",
                                                    "\"-97\",\"credit\":\"97\""));
                });
        table.sealed(
                "an entry that names another creator than its item",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.replace(
                                3,
                                "ledger.jsonl",
                                "\"ref\":{\"batch\":\"2026-11-01\",\"payee\":\"c1\"}",
                                "\"ref\":{\"batch\":\"2026-11-01\",\"payee\":\"c2\"}"));
        table.sealed(
                "an entry of a payout nobody decided",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.edit(
                                3,
                                "ledger.jsonl",
                                text ->
                                        renamed(
                                                text,
                                                "payout:2026-11-01:c1:USD",
                                                "payout:2026-11-01:c9:USD")));
        table.sealed(
                "an entry that takes a payout back that was not given up",
                COMPLETENESS_FAIL,
                3,
                ledger ->
                        ledger.edit(
                                3,
                                "ledger.jsonl",
                                text ->
                                        renamed(
                                                text,
                                                "payout:2026-11-01:c1:USD",
                                                "payout-cancel:2026-11-01:c1:USD")));
    }

    private static String renamed(String text, String before, String after) {
        return text.replace(before, after)
                .replace(
                        EntryId.of(new SourceKey(before)).toString(),
                        EntryId.of(new SourceKey(after)).toString());
    }

    private void ofTheVotes(TamperTable table) {
        table.sealed(
                "a payout nobody voted for",
                APPROVAL_INVALID,
                4,
                ledger -> ledger.drop(4, PAYOUTS, "\"kind\":\"vote\""));
        table.sealed(
                "a payout with a vote less",
                APPROVAL_INVALID,
                4,
                ledger -> ledger.drop(4, PAYOUTS, "\"p-02\""));
        table.sealed(
                "a vote under another name",
                APPROVAL_INVALID,
                4,
                ledger -> ledger.replace(4, PAYOUTS, "\"p-02\"", "\"p-03\""));
        table.sealed(
                "a vote of somebody the policy does not know",
                APPROVAL_INVALID,
                4,
                ledger -> ledger.replace(4, PAYOUTS, "\"p-02\"", "\"p-09\""));
        table.sealed(
                "a vote in a role the person has not",
                APPROVAL_INVALID,
                4,
                ledger -> ledger.replace(4, PAYOUTS, "\"security-engineer\"", "\"controller\""));
        table.sealed(
                "two votes of one person",
                APPROVAL_INVALID,
                4,
                ledger ->
                        vote(
                                ledger,
                                "p-02",
                                votes.vote(
                                        "p-01",
                                        "finance-lead",
                                        "approver-1",
                                        Decision.APPROVE,
                                        TWO)));
        table.sealed(
                "a vote another key has signed",
                APPROVAL_INVALID,
                4,
                ledger ->
                        vote(
                                ledger,
                                "p-02",
                                CopiedLedger.with(
                                        votes.vote(
                                                "p-02",
                                                "security-engineer",
                                                "approver-3",
                                                Decision.APPROVE,
                                                TWO),
                                        "key",
                                        Json.text(votes.key("approver-2")))));
        table.sealed(
                "a vote with a key of nobody",
                APPROVAL_INVALID,
                4,
                ledger ->
                        vote(
                                ledger,
                                "p-02",
                                votes.vote(
                                        "p-02",
                                        "security-engineer",
                                        "approver-4",
                                        Decision.APPROVE,
                                        TWO)));
        table.sealed(
                "a signature made for something else",
                APPROVAL_INVALID,
                4,
                ledger ->
                        vote(
                                ledger,
                                "p-02",
                                votes.vote(
                                        "p-02",
                                        "security-engineer",
                                        "approver-2",
                                        Decision.APPROVE,
                                        TWO,
                                        "file")));
        table.sealed(
                "a signature over the other decision",
                APPROVAL_INVALID,
                4,
                ledger ->
                        vote(
                                ledger,
                                "p-02",
                                CopiedLedger.with(
                                        votes.vote(
                                                "p-02",
                                                "security-engineer",
                                                "approver-2",
                                                Decision.REJECT,
                                                TWO),
                                        "decision",
                                        Json.text("APPROVE"))));
        table.sealed(
                "a signature nobody can read",
                APPROVAL_INVALID,
                4,
                ledger ->
                        vote(
                                ledger,
                                "p-02",
                                CopiedLedger.with(
                                        votes.vote(
                                                "p-02",
                                                "security-engineer",
                                                "approver-2",
                                                Decision.APPROVE,
                                                TWO),
                                        "signature",
                                        Json.text("AAAA"))));
        table.sealed(
                "a batch that somebody rejected",
                APPROVAL_INVALID,
                4,
                ledger ->
                        insert(
                                ledger,
                                "\"release\"",
                                votes.vote(
                                        "p-03", "controller", "approver-3", Decision.REJECT, TWO)));
        table.sealed(
                "a vote after the release",
                APPROVAL_INVALID,
                4,
                ledger ->
                        insert(
                                ledger,
                                "\"sent\"",
                                votes.vote(
                                        "p-03",
                                        "controller",
                                        "approver-3",
                                        Decision.APPROVE,
                                        RELEASED)));
        table.sealed(
                "a vote of the proposer",
                APPROVAL_INVALID,
                3,
                ledger ->
                        ledger.edit(
                                3,
                                PAYOUTS,
                                rows ->
                                        onStatement(
                                                rows,
                                                text -> text.replace("service:nightly", "p-01"))));
        table.row(
                "votes on another version of the batch",
                APPROVAL_INVALID,
                ledger -> {
                    String before = ledger.text(4, PAYOUTS);
                    ledger.edit(
                            3,
                            PAYOUTS,
                            rows ->
                                    onStatement(
                                            rows,
                                            text ->
                                                    text.replace(
                                                            "service:nightly", "service:other")));
                    ledger.reseal(3).write(4, PAYOUTS, before).resealKeeping(4, PAYOUTS);
                });
    }

    /** Puts a vote in the place of a person's own. */
    private static void vote(CopiedLedger ledger, String person, Json.Obj vote) {
        ledger.edit(
                4,
                PAYOUTS,
                rows ->
                        String.join(
                                "",
                                rows.lines()
                                        .map(
                                                line ->
                                                        line.contains('"' + person + '"')
                                                                ? CanonicalJson.text(vote)
                                                                : line)
                                        .map(line -> line + "\n")
                                        .toList()));
    }

    private static void insert(CopiedLedger ledger, String before, Json.Obj row) {
        ledger.edit(
                4,
                PAYOUTS,
                rows ->
                        String.join(
                                "",
                                rows.lines()
                                        .map(
                                                line ->
                                                        line.contains(before)
                                                                ? CanonicalJson.text(row)
                                                                        + "\n"
                                                                        + line
                                                                : line)
                                        .map(line -> line + "\n")
                                        .toList()));
    }

    private static void ofTheTimes(TamperTable table) {
        table.sealed(
                "a release before its votes",
                APPROVAL_INVALID,
                4,
                ledger ->
                        ledger.edit(
                                4,
                                PAYOUTS,
                                rows ->
                                        moved(
                                                rows.replace(RELEASED, "2026-11-02T13:00:00.000Z"),
                                                "\"release\"",
                                                1)));
        table.sealed(
                "a release before the batch may leave",
                APPROVAL_INVALID,
                4,
                ledger ->
                        ledger.edit(
                                4,
                                PAYOUTS,
                                rows ->
                                        rows.replace(ONE, "2026-11-02T05:30:00.000Z")
                                                .replace(TWO, "2026-11-02T05:40:00.000Z")
                                                .replace(RELEASED, "2026-11-02T07:09:59.999Z")));
        table.sealed(
                "a release when the batch has expired",
                APPROVAL_INVALID,
                4,
                ledger ->
                        ledger.edit(
                                4,
                                PAYOUTS,
                                rows ->
                                        rows.replace(RELEASED, "2026-11-03T07:10:00.000Z")
                                                .replace(DONE, "2026-11-03T07:10:01.000Z")));
        table.sealed(
                "a release a day after a vote",
                APPROVAL_INVALID,
                4,
                ledger ->
                        ledger.edit(
                                4,
                                PAYOUTS,
                                rows ->
                                        rows.replace(ONE, "2026-11-02T05:30:00.000Z")
                                                .replace(RELEASED, "2026-11-03T05:30:00.000Z")
                                                .replace(DONE, "2026-11-03T05:30:01.000Z")));
        table.sealed(
                "a vote that goes back in time",
                ORDER_MISMATCH,
                4,
                ledger -> ledger.swapLines(4, PAYOUTS, 1, 2));
        table.sealed(
                "a vote dated to another day",
                PERIOD_MISMATCH,
                4,
                ledger -> ledger.replace(4, PAYOUTS, ONE, "2026-11-02T04:59:59.999Z"));
        table.sealed(
                "an end after the seal",
                PERIOD_MISMATCH,
                4,
                ledger -> ledger.replace(4, PAYOUTS, DONE, "2026-11-03T07:20:00.001Z"));
        table.sealed(
                "a release while a break locks payouts",
                APPROVAL_INVALID,
                3,
                ledger -> {
                    lock(ledger, 3, 0, "");
                    lock(ledger, 4, 1, "");
                });
        table.sealed(
                "a release by day while a break locks payouts that ended in the night",
                APPROVAL_INVALID,
                3,
                ledger -> {
                    lock(ledger, 3, 0, "");
                    lock(
                            ledger,
                            4,
                            1,
                            "\"resolution\":\"it was so\",\"resolvedOn\":\"2026-11-02\",");
                });
    }

    /** A break that locks payouts, open or resolved, as the last row of a day. */
    private static void lock(CopiedLedger ledger, int segment, int age, String resolution) {
        ledger.edit(
                segment,
                "breaks.jsonl",
                text ->
                        text
                                + "{\"ageDays\":%d,\"openedOn\":\"2026-11-01\",\"ref\":\"txn_0001\",%s\"severity\":\"HIGH\",\"status\":\"%s\",\"type\":\"SOURCE_CHANGED\"}\n"
                                        .formatted(
                                                age,
                                                resolution,
                                                resolution.isEmpty() ? "OPEN" : "RESOLVED"));
    }

    /** Moves the line that contains a text to another place. */
    private static String moved(String rows, String containing, int place) {
        List<String> lines = new ArrayList<>(rows.lines().toList());
        String line =
                lines.stream().filter(each -> each.contains(containing)).findFirst().orElseThrow();
        lines.remove(line);
        lines.add(place, line);
        return String.join("\n", lines) + "\n";
    }

    private static void ofThePolicy(TamperTable table) {
        table.sealed(
                "a draft without its policy",
                POLICY_HASH_MISMATCH,
                3,
                ledger -> ledger.drop(3, POLICIES, "approval-policy/1"));
        table.sealed(
                "a release without the policy in force",
                POLICY_HASH_MISMATCH,
                4,
                ledger -> ledger.drop(4, POLICIES, "approval-policy/1"));
        table.sealed(
                "a release under a policy that is not in force any more",
                POLICY_HASH_MISMATCH,
                4,
                ledger ->
                        newPolicy(
                                ledger,
                                text -> text.replace("\"version\":1", "\"version\":2"),
                                false));
        table.sealed(
                "a vote with a key that the policy in force has revoked",
                APPROVAL_INVALID,
                4,
                ledger ->
                        newPolicy(
                                ledger,
                                text ->
                                        text.replaceFirst(
                                                "(\"key\":\"ssh-ed25519 [^\"]+\")",
                                                "$1,\"revokedAt\":\"2026-11-02T12:00:00.000Z\""),
                                true));
        table.sealed(
                "a release when a key that voted was revoked",
                APPROVAL_INVALID,
                4,
                ledger ->
                        newPolicy(
                                ledger,
                                text ->
                                        text.replaceFirst(
                                                "(\"key\":\"ssh-ed25519 [^\"]+\")",
                                                "$1,\"revokedAt\":\"2026-11-02T14:59:59.000Z\""),
                                true));
        table.sealed(
                "a release when a key that voted is not valid any more",
                APPROVAL_INVALID,
                4,
                ledger ->
                        newPolicy(
                                ledger,
                                text ->
                                        text.replaceFirst(
                                                "(\"key\":\"ssh-ed25519 [^\"]+\")",
                                                "$1,\"to\":\"2026-11-02T15:00:00.000Z\""),
                                true));
        table.sealed(
                "a vote of somebody who has left",
                APPROVAL_INVALID,
                4,
                ledger -> newPolicy(ledger, text -> text.replace("\"p-02\"", "\"p-05\""), true));
    }

    /** Puts another policy in force on the last day. */
    private static void newPolicy(
            CopiedLedger ledger, UnaryOperator<String> change, boolean isSealed) {
        String before =
                ledger.text(4, POLICIES)
                        .lines()
                        .filter(line -> line.contains("approval-policy"))
                        .findFirst()
                        .orElseThrow();
        String after = change.apply(before);
        String sha256 = Sha256.hexOf(after.getBytes(StandardCharsets.UTF_8));
        ledger.registry2(
                registry -> {
                    List<KeyRegistry.ApprovalPolicy> policies =
                            new ArrayList<>(registry.approvalPolicies());
                    policies.add(new KeyRegistry.ApprovalPolicy(4, sha256));
                    return new KeyRegistry(
                            registry.version(),
                            registry.ledger(),
                            registry.prev(),
                            registry.root(),
                            registry.log(),
                            registry.signers(),
                            policies);
                });
        if (isSealed) {
            ledger.replace(4, POLICIES, before, after);
        }
    }

    private void ofTheEnd(TamperTable table) {
        table.sealed(
                "a payout that left without a release",
                APPROVAL_INVALID,
                4,
                ledger -> ledger.drop(4, PAYOUTS, "\"release\""));
        table.sealed(
                "a payout that left before the release",
                APPROVAL_INVALID,
                4,
                ledger -> ledger.swapLines(4, PAYOUTS, 3, 4));
        table.sealed(
                "a batch that is done and was not released",
                APPROVAL_INVALID,
                4,
                ledger -> {
                    ledger.drop(4, PAYOUTS, "\"release\"");
                    ledger.drop(4, PAYOUTS, "\"sent\"");
                });
        table.sealed(
                "a batch that expired after it was released",
                APPROVAL_INVALID,
                4,
                ledger -> ledger.replace(4, PAYOUTS, "\"DONE\"", "\"EXPIRED\""));
        table.sealed(
                "a batch that ended twice",
                APPROVAL_INVALID,
                4,
                ledger ->
                        ledger.edit(
                                4, PAYOUTS, text -> text + text.lines().toList().getLast() + "\n"));
        table.sealed(
                "a batch that expired too early",
                APPROVAL_INVALID,
                4,
                ledger -> givenUp(ledger, "EXPIRED", DONE));
        table.sealed(
                "a batch that was rejected by nobody",
                APPROVAL_INVALID,
                4,
                ledger -> givenUp(ledger, "REJECTED", DONE));
        table.sealed(
                "an expired batch that nobody took back",
                COMPLETENESS_FAIL,
                4,
                ledger -> givenUp(ledger, "EXPIRED", "2026-11-03T07:10:00.000Z"));
        table.sealed(
                "a rejected batch that nobody took back",
                COMPLETENESS_FAIL,
                4,
                ledger -> {
                    vote(
                            ledger,
                            "p-02",
                            votes.vote(
                                    "p-02",
                                    "security-engineer",
                                    "approver-2",
                                    Decision.REJECT,
                                    TWO));
                    givenUp(ledger, "REJECTED", DONE);
                });
    }

    private static void givenUp(CopiedLedger ledger, String result, String at) {
        ledger.drop(4, PAYOUTS, "\"release\"");
        ledger.drop(4, PAYOUTS, "\"sent\"");
        ledger.edit(
                4, PAYOUTS, text -> text.replace("\"DONE\"", '"' + result + '"').replace(DONE, at));
    }
}
