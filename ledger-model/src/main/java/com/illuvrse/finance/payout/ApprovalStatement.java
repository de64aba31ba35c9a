package com.illuvrse.finance.payout;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.TreeMap;

/**
 * What approvers sign, read back from its bytes: the part of it that decides how many votes a batch
 * needs, who may give them and until when (run safety, section 5).
 *
 * @param text the canonical text with the decision {@code APPROVE}
 * @param baseTotal the batch's total in minor units of the policy's base currency
 */
public record ApprovalStatement(
        String text,
        String batch,
        int attempt,
        long baseTotal,
        String proposer,
        Instant notBefore,
        Instant expires,
        String policySha256) {

    private static final String TYPE = "settlement/payout-approval/v1";

    /**
     * Reads a statement.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static ApprovalStatement parse(String text) {
        Json.Obj json = read(text);
        if (!TYPE.equals(json.optionalText("type"))
                || !Decision.APPROVE.name().equals(json.optionalText("decision"))) {
            throw new IllegalArgumentException(
                    "expected a statement of type %s to be approved, found %s"
                            .formatted(TYPE, text));
        }
        Json.Obj base = json.optionalObject("base");
        if (base == null) {
            throw new IllegalArgumentException("expected \"base\" in the statement " + text);
        }
        return new ApprovalStatement(
                text,
                json.text("batch"),
                Math.toIntExact(json.number("attempt")),
                base.minor("total"),
                json.text("proposer"),
                Instant.parse(json.text("not_before")),
                Instant.parse(json.text("expires")),
                json.text("policy_sha256"));
    }

    private static Json.Obj read(String text) {
        try {
            return CanonicalReader.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (CanonicalFormException e) {
            throw new IllegalArgumentException("the statement is not canonical: " + text, e);
        }
    }

    /** The exact bytes that are signed for a decision. */
    public byte[] bytes(Decision decision) {
        TreeMap<String, Json> members = new TreeMap<>(read(text).members());
        members.put("decision", new Json.Text(decision.name()));
        return CanonicalJson.bytes(new Json.Obj(members));
    }
}
