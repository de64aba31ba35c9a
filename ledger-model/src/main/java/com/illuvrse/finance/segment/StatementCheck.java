package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.APPROVAL_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.POLICY_HASH_MISMATCH;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.ApprovalPolicy;
import com.illuvrse.finance.payout.ApprovalStatement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The text that approvers of one batch sign: canonical, with exactly its members, and each says
 * what the package says (segment format, section 9).
 */
final class StatementCheck {

    private static final String TYPE = "settlement/payout-approval/v1";

    private static final Shape SHAPE =
            Shape.object()
                    .must("attempt", Shape.NUMBER)
                    .must(
                            "base",
                            Shape.object()
                                    .must("currency", Scalar.CURRENCY)
                                    .must("rates", Shape.map(Scalar.DECIMAL))
                                    .must("total", Scalar.MONEY))
                    .must("batch", Scalar.ID)
                    .must("batch_sha256", Scalar.SHA256)
                    .must("count", Shape.NUMBER)
                    .must("decision", Shape.word("APPROVE"))
                    .must("env", Scalar.WORD)
                    .must("expires", Scalar.INSTANT)
                    .must("ledger", Scalar.SOURCE)
                    .must("not_before", Scalar.INSTANT)
                    .must("policy", Scalar.WORD)
                    .must("policy_sha256", Scalar.SHA256)
                    .must("proposer", Scalar.WORD)
                    .must(
                            "source_heads",
                            Shape.object().must("root", Scalar.SHA256).must("size", Shape.NUMBER))
                    .must("totals", Shape.map(Scalar.MONEY))
                    .must("type", Shape.word(TYPE));

    private final SegmentFile file;
    private final String where;
    private final Json.Obj json;
    private final ApprovalStatement statement;

    private StatementCheck(SegmentFile file, String where, Json.Obj json, String text) {
        this.file = file;
        this.where = where;
        this.json = json;
        this.statement = ApprovalStatement.parse(text);
    }

    /** Reads the statement of a batch; what it says of the batch's items is not known yet. */
    static StatementCheck read(RowReader rows, Json.Obj row) throws VerificationException {
        String where = rows.where() + ", statement";
        byte[] bytes = row.text("statement").getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= PayoutStatement.MAX_BYTES) {
            throw rows.file()
                    .refuse(
                            APPROVAL_INVALID,
                            where,
                            "less than " + PayoutStatement.MAX_BYTES + " bytes",
                            bytes.length);
        }
        Json.Obj json;
        try {
            json = CanonicalReader.read(bytes);
            SHAPE.check(json, "");
        } catch (CanonicalFormException e) {
            throw rows.file()
                    .refuse(
                            APPROVAL_INVALID,
                            where + ", byte " + e.offset(),
                            e.expected(),
                            e.found());
        } catch (ShapeException e) {
            throw rows.file()
                    .refuse(APPROVAL_INVALID, where + " " + e.where(), e.expected(), e.found());
        }
        StatementCheck check = new StatementCheck(rows.file(), where, json, row.text("statement"));
        check.require("batch", row.text("batch"), json.text("batch"));
        return check;
    }

    ApprovalStatement statement() {
        return statement;
    }

    String env() {
        return json.text("env");
    }

    /** Base units per unit of a currency. */
    Map<Currency, String> rates() {
        Json.Obj rates = object(object(json, "base"), "rates");
        TreeMap<Currency, String> byCurrency = new TreeMap<>();
        rates.members()
                .keySet()
                .forEach(code -> byCurrency.put(Currency.of(code), rates.text(code)));
        return byCurrency;
    }

    /** What it says of the ledger, the policy and the time; {@code env} is null in the first. */
    void checkHead(Day day, ApprovalPolicy policy, @Nullable String env)
            throws VerificationException {
        SealedManifest manifest = day.manifest();
        require("ledger", manifest.ledger(), json.text("ledger"));
        if (env != null) {
            require("env", env, json.text("env"));
        }
        require("attempt", 1L, json.number("attempt"));
        Json.Obj heads = object(json, "source_heads");
        require("source_heads.root", manifest.chain().root(), heads.text("root"));
        require("source_heads.size", manifest.chain().size(), heads.number("size"));
        if (!policy.name().equals(json.text("policy"))) {
            throw file.refuse(
                    POLICY_HASH_MISMATCH, where + " policy", policy.name(), json.text("policy"));
        }
        Instant expires = statement.notBefore().plus(Duration.ofHours(policy.expiresHours()));
        require("expires", expires, statement.expires());
        Json.Obj base = object(json, "base");
        require("base.currency", policy.tiers().base().code(), base.text("currency"));
        for (String code : object(base, "rates").members().keySet()) {
            if (object(json, "totals").get(code) == null) {
                throw refuse("base.rates", "rates of the currencies of totals", code);
            }
        }
    }

    /** What it says of the items, all of which were read. */
    void checkItems(ApprovalPolicy policy, Iterable<PaidItem> items) throws VerificationException {
        MerkleTree tree = new MerkleTree();
        TreeMap<Currency, Long> totals = new TreeMap<>();
        for (PaidItem item : items) {
            tree.add(item.leaf());
            totals.merge(item.currency(), item.net(), Math::addExact);
        }
        require("count", tree.size(), json.number("count"));
        Json.Obj told = object(json, "totals");
        TreeMap<String, String> expected = new TreeMap<>();
        totals.forEach((currency, total) -> expected.put(currency.code(), total.toString()));
        TreeMap<String, String> found = new TreeMap<>();
        told.members().keySet().forEach(code -> found.put(code, told.text(code)));
        require("totals", expected, found);
        require("base.total", policy.tiers().total(totals, rates()), statement.baseTotal());
        require("batch_sha256", HexFormat.of().formatHex(tree.root()), json.text("batch_sha256"));
    }

    private void require(String member, Object expected, Object found)
            throws VerificationException {
        if (!expected.equals(found)) {
            throw refuse(member, expected, found);
        }
    }

    private VerificationException refuse(String member, Object expected, Object found) {
        return file.refuse(APPROVAL_INVALID, where + " " + member, expected, found);
    }

    private static Json.Obj object(Json.Obj json, String name) {
        Json.Obj member = json.optionalObject(name);
        if (member == null) {
            throw new IllegalStateException("the shape of a statement demands " + name);
        }
        return member;
    }
}
