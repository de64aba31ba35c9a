package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of the ledger's key registry: which keys may sign what, from which segment on
 * (segment format, section 10). Root keys sign it; they sign nothing else and live elsewhere.
 *
 * @param version 1, 2, 3 …
 * @param prev digest of the body of the version before, 64 zeros for the first
 * @param root keys that sign registries, and how many of them must
 * @param log keys that sign checkpoints
 * @param signers keys of accountable persons
 * @param approvalPolicies digests of the policies payouts are approved under
 */
public record KeyRegistry(
        int version,
        String ledger,
        String prev,
        Root root,
        List<LogKey> log,
        List<Signer> signers,
        List<ApprovalPolicy> approvalPolicies) {

    /** What {@code prev} is in the first version. */
    public static final String NO_PREVIOUS = "0".repeat(64);

    private static final String TYPE = "ledger-key-registry/1";

    private static final Shape REVOKED =
            Shape.object().must("since", Scalar.INSTANT).must("reason", Scalar.TEXT);
    private static final Shape SHAPE =
            Shape.object()
                    .must("type", Shape.word(TYPE))
                    .must("version", Shape.NUMBER)
                    .must("ledger", Scalar.SOURCE)
                    .must("prev", Scalar.SHA256)
                    .must(
                            "root",
                            Shape.object()
                                    .must("keys", Shape.list(Scalar.TEXT))
                                    .must("threshold", Shape.NUMBER))
                    .must(
                            "log",
                            Shape.list(
                                    Shape.object()
                                            .must("fromSegment", Shape.NUMBER)
                                            .must("vkey", Scalar.TEXT)
                                            .may("revoked", REVOKED)))
                    .must(
                            "signers",
                            Shape.list(
                                    Shape.object()
                                            .must("alg", Shape.word("ecdsa-p256-sha256"))
                                            .must("fromSegment", Shape.NUMBER)
                                            .may("toSegment", Shape.NUMBER)
                                            .must("keyId", Scalar.SHA256)
                                            .must("role", Scalar.ID)
                                            .must("spki", Scalar.BASE64)
                                            .may("revoked", REVOKED)))
                    .must(
                            "approvalPolicies",
                            Shape.list(
                                    Shape.object()
                                            .must("fromSegment", Shape.NUMBER)
                                            .must("sha256", Scalar.SHA256)));

    /** Keys that sign registries; {@code threshold} of them must. */
    public record Root(List<VerifierKey> keys, int threshold) {

        public Root {
            keys = List.copyOf(keys);
            if (threshold < 1 || threshold > keys.size()) {
                throw new IllegalArgumentException(
                        "between 1 and all of the %d root keys must sign, found threshold %d"
                                .formatted(keys.size(), threshold));
            }
            if (new HashSet<>(keys).size() != keys.size()) {
                throw new IllegalArgumentException("a root key is listed twice");
            }
        }

        /**
         * The root keys with a good signature on a note.
         *
         * @throws SignatureRefusedException when a signature that names a root key is wrong
         */
        public List<VerifierKey> whoSigned(Note note) throws SignatureRefusedException {
            List<VerifierKey> signed = new ArrayList<>();
            for (VerifierKey key : keys) {
                if (note.namesKey(key)) {
                    note.verify(key);
                    signed.add(key);
                }
            }
            return signed;
        }

        Json.Obj toJson() {
            return Json.object()
                    .put("keys", Json.texts(keys.stream().map(VerifierKey::toString).toList()))
                    .put("threshold", threshold)
                    .build();
        }

        static Root of(Json.Obj root) {
            List<VerifierKey> keys = root.texts("keys").stream().map(VerifierKey::parse).toList();
            return new Root(keys, Math.toIntExact(root.number("threshold")));
        }
    }

    /** A key that signs checkpoints from a segment on, until the next one. */
    public record LogKey(long fromSegment, VerifierKey key, @Nullable Revocation revoked) {}

    /**
     * A key of an accountable person.
     *
     * @param keyId digest of the SubjectPublicKeyInfo
     * @param spki SubjectPublicKeyInfo, DER, base64
     */
    public record Signer(
            String role,
            String keyId,
            String spki,
            long fromSegment,
            @Nullable Long toSegment,
            @Nullable Revocation revoked) {}

    /** Since when a key counts as lost, and why. */
    public record Revocation(String since, String reason) {

        private Json.Obj toJson() {
            return Json.object().put("since", since).put("reason", reason).build();
        }
    }

    /** The digest of an approval policy's canonical row, from a segment on. */
    public record ApprovalPolicy(long fromSegment, String sha256) {}

    public KeyRegistry {
        log = List.copyOf(log);
        signers = List.copyOf(signers);
        approvalPolicies = List.copyOf(approvalPolicies);
        for (LogKey key : log) {
            if (!key.key().name().equals(ledger)) {
                throw new IllegalArgumentException(
                        "a log key signs under the name of the ledger "
                                + ledger
                                + ", found "
                                + key);
            }
        }
        Set<String> signerKeys = new HashSet<>();
        for (Signer signer : signers) {
            if (!signerKeys.add(signer.keyId())) {
                throw new IllegalArgumentException(
                        "key " + signer.keyId() + " is registered twice: a key has one role");
            }
        }
    }

    /** Reads the text of a registry note; says in a sentence what is wrong with another. */
    public static KeyRegistry parse(String body) {
        if (!body.endsWith("\n")) {
            throw new IllegalArgumentException("a registry is one line with its line feed");
        }
        byte[] line = body.substring(0, body.length() - 1).getBytes(StandardCharsets.UTF_8);
        Json.Obj json;
        try {
            json = CanonicalReader.read(line);
            SHAPE.check(json, "");
        } catch (CanonicalFormException | ShapeException e) {
            throw new IllegalArgumentException("the registry is not one: " + e.getMessage(), e);
        }
        Json.Obj root = json.optionalObject("root");
        if (root == null) {
            throw new IllegalArgumentException("the registry has no root keys");
        }
        return new KeyRegistry(
                Math.toIntExact(json.number("version")),
                json.text("ledger"),
                json.text("prev"),
                Root.of(root),
                json.objects("log").stream().map(KeyRegistry::logKey).toList(),
                json.objects("signers").stream().map(KeyRegistry::signer).toList(),
                json.objects("approvalPolicies").stream()
                        .map(
                                row ->
                                        new ApprovalPolicy(
                                                row.number("fromSegment"), row.text("sha256")))
                        .toList());
    }

    private static LogKey logKey(Json.Obj row) {
        return new LogKey(
                row.number("fromSegment"), VerifierKey.parse(row.text("vkey")), revocation(row));
    }

    private static Signer signer(Json.Obj row) {
        String spki = row.text("spki");
        byte[] der = Base64.getDecoder().decode(spki);
        if (!Sha256.hexOf(der).equals(row.text("keyId"))) {
            throw new IllegalArgumentException(
                    "the keyId of role %s must be the digest of its spki, found %s"
                            .formatted(row.text("role"), row.text("keyId")));
        }
        Long to = row.get("toSegment") == null ? null : row.number("toSegment");
        return new Signer(
                row.text("role"),
                row.text("keyId"),
                spki,
                row.number("fromSegment"),
                to,
                revocation(row));
    }

    private static @Nullable Revocation revocation(Json.Obj row) {
        Json.Obj revoked = row.optionalObject("revoked");
        return revoked == null
                ? null
                : new Revocation(revoked.text("since"), revoked.text("reason"));
    }

    /** The text of the registry's note, which root keys sign: one canonical line. */
    public String body() {
        return CanonicalJson.text(toJson()) + "\n";
    }

    /** What the next version names as its {@code prev}. */
    public String digest() {
        return Sha256.hexOf(body().getBytes(StandardCharsets.UTF_8));
    }

    /** The file a version is stored under. */
    public static String path(int version) {
        return "keys/registry-%04d.note".formatted(version);
    }

    /** The key that signs the checkpoint of a segment: the one that began last. */
    public Optional<LogKey> logKey(long segment) {
        return log.stream()
                .filter(key -> key.fromSegment() <= segment)
                .max(Comparator.comparingLong(LogKey::fromSegment));
    }

    /** Whether a key signs checkpoints of some segment. */
    public boolean isLogKey(VerifierKey key) {
        return log.stream().anyMatch(each -> each.key().equals(key));
    }

    /** The approval policy in force in a segment. */
    public Optional<ApprovalPolicy> approvalPolicy(long segment) {
        return approvalPolicies.stream()
                .filter(policy -> policy.fromSegment() <= segment)
                .max(Comparator.comparingLong(ApprovalPolicy::fromSegment));
    }

    private Json.Obj toJson() {
        return Json.object()
                .put("type", TYPE)
                .put("version", version)
                .put("ledger", ledger)
                .put("prev", prev)
                .put("root", root.toJson())
                .put("log", Json.array(log.stream().map(KeyRegistry::json).toList()))
                .put("signers", Json.array(signers.stream().map(KeyRegistry::json).toList()))
                .put(
                        "approvalPolicies",
                        Json.array(
                                approvalPolicies.stream()
                                        .map(
                                                policy ->
                                                        Json.object()
                                                                .put(
                                                                        "fromSegment",
                                                                        policy.fromSegment())
                                                                .put("sha256", policy.sha256())
                                                                .build())
                                        .toList()))
                .build();
    }

    private static Json.Obj json(LogKey key) {
        Json.Builder json =
                Json.object()
                        .put("fromSegment", key.fromSegment())
                        .put("vkey", key.key().toString());
        return revoked(json, key.revoked());
    }

    private static Json.Obj json(Signer signer) {
        Json.Builder json =
                Json.object()
                        .put("alg", "ecdsa-p256-sha256")
                        .put("fromSegment", signer.fromSegment())
                        .put("keyId", signer.keyId())
                        .put("role", signer.role())
                        .put("spki", signer.spki());
        Long to = signer.toSegment();
        if (to != null) {
            json.put("toSegment", to);
        }
        return revoked(json, signer.revoked());
    }

    private static Json.Obj revoked(Json.Builder json, @Nullable Revocation revoked) {
        return revoked == null ? json.build() : json.put("revoked", revoked.toJson()).build();
    }
}
