package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.money.Currency;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * The manifest of a package (segment format, section 5): the one file that is signed, and so the
 * one that fixes all others.
 */
record Manifest(SegmentPlan plan, String entriesRoot, long count, String text) {

    private static final HexFormat HEX = HexFormat.of();
    private static final String NO_SEGMENT = "0".repeat(64);

    static Manifest of(
            SegmentPlan plan,
            Collection<Currency> currencies,
            MerkleTree entries,
            List<Json.Obj> files) {
        String root = HEX.formatHex(entries.root());
        Json.Builder digits = Json.object();
        currencies.forEach(currency -> digits.put(currency.code(), currency.exponent()));
        Json.Obj json =
                Json.object()
                        .put("type", "ledger-segment/1")
                        .put("segment", plan.number())
                        .put("kind", plan.isGenesis() ? "genesis" : "daily")
                        .put("ledger", plan.ledger())
                        .put("period", period(plan))
                        .put("sealedAt", InstantText.of(plan.sealedAt()))
                        .put("currencies", digits.build())
                        .put("entries", entries(plan, entries.size(), root))
                        .put("chain", chain(plan))
                        .put("registry", plan.registry().lastKey())
                        .put("files", Json.array(files))
                        .put("policy", policy(plan))
                        .put("note", plan.note())
                        .build();
        return new Manifest(plan, root, entries.size(), CanonicalJson.text(json));
    }

    private static Json.Obj period(SegmentPlan plan) {
        return Json.object()
                .put("date", plan.day().date().toString())
                .put("zone", plan.day().zone().getId())
                .put("from", InstantText.of(plan.day().from()))
                .put("to", InstantText.of(plan.day().to()))
                .build();
    }

    private static Json.Obj entries(SegmentPlan plan, long count, String root) {
        return Json.object()
                .put("count", count)
                .put("root", root)
                .put("seqBefore", plan.seqBefore())
                .put("seqAfter", plan.seqBefore() + count)
                .build();
    }

    private static Json.Obj chain(SegmentPlan plan) {
        return Json.object()
                .put("size", plan.number())
                .put("prev", plan.isGenesis() ? NO_SEGMENT : plan.chain().getLast())
                .put("root", HEX.formatHex(log(plan).root()))
                .build();
    }

    private static Json.Obj policy(SegmentPlan plan) {
        return Json.object()
                .put("signatures", Json.texts(plan.promise().signatures()))
                .put("timestamps", plan.promise().timestamps())
                .build();
    }

    /** The log of the manifestIds of all earlier segments. */
    private static MerkleTree log(SegmentPlan plan) {
        MerkleTree log = new MerkleTree();
        plan.chain().forEach(id -> log.add(MerkleTree.leaf(HEX.parseHex(id))));
        return log;
    }

    SealedSegment sealed() {
        byte[] id = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        byte[] root = log(plan).add(MerkleTree.leaf(id)).root();
        String body =
                "%s\n%d\n%s\n"
                        .formatted(
                                plan.ledger(),
                                plan.number() + 1,
                                Base64.getEncoder().encodeToString(root));
        return new SealedSegment(
                plan.number(),
                HEX.formatHex(id),
                text,
                entriesRoot,
                count,
                plan.seqBefore() + count,
                HEX.formatHex(root),
                body);
    }
}
