package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.ApprovalPolicy;
import com.illuvrse.finance.payout.Decision;
import com.illuvrse.finance.payout.PayoutDraft;
import com.illuvrse.finance.payout.PayoutItem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the approvers of a payout batch sign: one text that fixes every payment, the policy, the
 * books it rests on and how long it may be used (segment format, section 9).
 *
 * @param env the environment, so that no signature of a test counts in production
 * @param attempt 1, or one more after the same batch expired
 * @param rates base units per unit of each other currency, as decimal text
 * @param proposer who drafted the batch and so may not vote
 * @param sourceSize number of sealed days the batch rests on, and {@code sourceRoot} their log root
 */
public record PayoutStatement(
        String ledger,
        String env,
        PayoutDraft draft,
        int attempt,
        ApprovalPolicy policy,
        SortedMap<Currency, String> rates,
        Instant notBefore,
        String proposer,
        int sourceSize,
        String sourceRoot) {

    /** A statement stays below this many bytes. */
    public static final int MAX_BYTES = 4096;

    public PayoutStatement {
        rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
    }

    public String batch() {
        return draft.batch();
    }

    /** The batch's total in the policy's base currency, which decides how many votes it needs. */
    public long baseTotal() {
        return policy.tiers().total(draft.totals(), rates);
    }

    public Instant expires() {
        return notBefore.plus(Duration.ofHours(policy.expiresHours()));
    }

    /** Digest over what is paid, to whom and on which way: hex. */
    public String batchDigest() {
        MerkleTree tree = new MerkleTree();
        for (PayoutItem item : draft.paid()) {
            tree.add(leaf(item));
        }
        return HexFormat.of().formatHex(tree.root());
    }

    private static byte[] leaf(PayoutItem item) {
        return leaf(
                item.net(), item.currency().code(), item.destination(), item.payee(), item.rail());
    }

    /** The leaf of one payment in the digest of a batch. */
    static byte[] leaf(
            long amount,
            String currency,
            @Nullable String destination,
            String payee,
            @Nullable String rail) {
        Json.Obj payment =
                Json.object()
                        .putMinor("amount", amount)
                        .put("currency", currency)
                        .put("destination", destination)
                        .put("payee", payee)
                        .put("rail", rail)
                        .build();
        return MerkleTree.leaf(CanonicalJson.bytes(payment));
    }

    /** The canonical text that is signed for one decision. */
    public String text(Decision decision) {
        byte[] text = CanonicalJson.bytes(toJson(decision));
        if (text.length >= MAX_BYTES) {
            throw new IllegalStateException(
                    "the statement of batch %s has %d bytes and must stay below %d"
                            .formatted(batch(), text.length, MAX_BYTES));
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private Json.Obj toJson(Decision decision) {
        return Json.object()
                .put("type", "settlement/payout-approval/v1")
                .put("ledger", ledger)
                .put("env", env)
                .put("batch", batch())
                .put("attempt", attempt)
                .put("batch_sha256", batchDigest())
                .put("count", draft.paid().size())
                .put("decision", decision.name())
                .put("base", base())
                .putTexts("totals", totals())
                .put("policy", policy.name())
                .put("policy_sha256", policy.sha256())
                .put("not_before", InstantText.of(notBefore))
                .put("expires", InstantText.of(expires()))
                .put("proposer", proposer)
                .put(
                        "source_heads",
                        Json.object().put("root", sourceRoot).put("size", sourceSize).build())
                .build();
    }

    private Json.Obj base() {
        Map<String, String> texts = new TreeMap<>();
        rates.forEach((currency, rate) -> texts.put(currency.code(), rate));
        return Json.object()
                .put("currency", policy.tiers().base().code())
                .putTexts("rates", texts)
                .putMinor("total", baseTotal())
                .build();
    }

    private Map<String, String> totals() {
        Map<String, String> texts = new TreeMap<>();
        draft.totals().forEach((currency, total) -> texts.put(currency.code(), total.toString()));
        return texts;
    }
}
