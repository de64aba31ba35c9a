package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.payout.ApprovalStatement;
import com.illuvrse.finance.payout.Approvers;
import com.illuvrse.finance.payout.Decision;
import com.illuvrse.finance.payout.Quorum;
import com.illuvrse.finance.payout.SshSignature;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The votes of the sample ledger, given again by the same people over a statement that was changed:
 * what an insider could do who holds the approvers' keys too.
 */
final class SampleVotes {

    /** Root of the log the sample's statement rests on. */
    private static final String SOURCE_ROOT =
            "faa59b4eda5bb04a45220472b414c8ed2b2e28ebcd99acc016caf1a976cd84fc";

    private static final String BATCH = "2026-11-01";

    private final Approvers people = new Approvers(TestKeys::pair);
    private final ApprovalStatement sample;
    private String current;

    SampleVotes() {
        String text =
                JsonFiles.lines("proof/ledger/segment-000003/payouts.jsonl").stream()
                        .filter(row -> row.path("kind").asString("").equals("batch"))
                        .map(row -> row.path("statement").asString())
                        .findFirst()
                        .orElseThrow();
        this.sample = ApprovalStatement.parse(text);
        this.current = text;
    }

    private static Json.Obj row(String line) {
        return JsonFiles.object(
                JsonMapper.shared().readTree(line.getBytes(StandardCharsets.UTF_8)));
    }

    /** {@code approver-1}, {@code approver-2} or {@code approver-3}. */
    String key(String name) {
        return people.key(name);
    }

    /** A vote on the batch of the sample. */
    Json.Obj vote(String person, String role, String name, Decision decision, String at) {
        return vote(person, role, name, decision, at, Quorum.NAMESPACE);
    }

    Json.Obj vote(
            String person,
            String role,
            String name,
            Decision decision,
            String at,
            String namespace) {
        return Json.object()
                .put("kind", "vote")
                .put("batch", BATCH)
                .put("person", person)
                .put("role", role)
                .put("key", key(name))
                .put("decision", decision.name())
                .put("at", at)
                .put("signature", people.sign(name, namespace, sample.bytes(decision)))
                .build();
    }

    /**
     * The rows of a day: a statement that rests on the sample's books rests on those of now, and
     * votes on the sample's statement are votes on the one there is.
     */
    String again(String rows, String root) {
        return rows.lines()
                .map(line -> again(line.contains(BATCH) ? row(line) : null, line, root) + "\n")
                .collect(Collectors.joining());
    }

    private String again(Json.@Nullable Obj row, String line, String root) {
        if (row == null) {
            return line;
        }
        if (line.contains("\"kind\":\"batch\"")) {
            String text = row.text("statement").replace(SOURCE_ROOT, root);
            if (row.text("batch").equals(BATCH)) {
                current = text;
            }
            return CanonicalJson.text(CopiedLedger.with(row, "statement", Json.text(text)));
        }
        if (!line.contains("\"kind\":\"vote\"") || current.equals(sample.text())) {
            return line;
        }
        Decision decision = Decision.valueOf(row.text("decision"));
        SshSignature signature = SshSignature.parse(row.text("signature"));
        if (!signature.verifies(sample.bytes(decision))) {
            return line;
        }
        String signer =
                List.of("approver-1", "approver-2", "approver-3").stream()
                        .filter(name -> key(name).equals(signature.key().toString()))
                        .findFirst()
                        .orElseThrow();
        byte[] message;
        try {
            message = ApprovalStatement.parse(current).bytes(decision);
        } catch (IllegalArgumentException noStatement) {
            return line;
        }
        String again = people.sign(signer, signature.namespace(), message);
        return CanonicalJson.text(CopiedLedger.with(row, "signature", Json.text(again)));
    }
}
