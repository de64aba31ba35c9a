package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.s3.FileDigest;
import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.segment.SignatureRefusedException;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The signed list of the files of a report set, {@code MANIFEST.json}. A set is final once it is
 * there.
 *
 * <pre>
 * {"manifest":{"files":[{"bytes":…,"path":…,"rows":…,"sha256":…,"versionId":…}],"ledger":…,"manifestId":…,
 *              "period":"2026-03-02","segment":61,"set":"daily","type":"report-manifest/1"},
 *  "signature":{"key":"&lt;verifier key&gt;","value":"&lt;base64&gt;"}}
 * </pre>
 *
 * <p>It is canonical JSON like a sealed segment, and signed is a statement of two lines, {@code
 * illuvrse-finance/report-manifest/1} and the SHA-256 of the inner object, so that a key store with
 * a limit on its messages can sign any set and {@code jq} and {@code openssl} can check it. ECDSA
 * gives another signature each time: what is in the archive stays, see {@link ReportDelivery}.
 *
 * @param set such as {@code daily}
 * @param period the day, month or year it is of
 * @param segment the last segment that went into it, and its manifestId
 * @param files by path
 */
public record ReportManifest(
        String set,
        String ledger,
        String period,
        int segment,
        String manifestId,
        List<ReportFile> files) {

    /** The name of the file in its folder. */
    public static final String NAME = "MANIFEST.json";

    private static final String TYPE = "report-manifest/1";
    private static final String STATEMENT = "illuvrse-finance/" + TYPE + "\n";

    public ReportManifest {
        files = List.copyOf(files);
        for (int i = 1; i < files.size(); i++) {
            if (files.get(i - 1).path().compareTo(files.get(i).path()) >= 0) {
                throw new IllegalArgumentException(
                        "files of a report set ascend by path and stand once, found %s after %s"
                                .formatted(files.get(i).path(), files.get(i - 1).path()));
            }
        }
    }

    private Json.Obj toJson() {
        return Json.object()
                .put("type", TYPE)
                .put("set", set)
                .put("ledger", ledger)
                .put("period", period)
                .put("segment", segment)
                .put("manifestId", manifestId)
                .put("files", Json.array(files.stream().map(ReportFile::toJson).toList()))
                .build();
    }

    /** The key of a ledger's reports as a manifest names it: {@code <ledger>/reports}. */
    public static VerifierKey key(String ledger, PublicKey publicKey) {
        return VerifierKey.of(ledger + "/reports", publicKey);
    }

    /**
     * The bytes of {@code MANIFEST.json}.
     *
     * @param signer a key, Ed25519 or P-256, that signs reports and nothing else
     */
    public byte[] signedBy(Signer signer) {
        return signed(toJson(), ledger, signer);
    }

    /** A manifest of any kind and its signature. */
    static byte[] signed(Json.Obj manifest, String ledger, Signer signer) {
        Json.Obj signature =
                Json.object()
                        .put("key", key(ledger, signer.publicKey()).toString())
                        .put(
                                "value",
                                Base64.getEncoder()
                                        .encodeToString(signer.sign(statement(manifest))))
                        .build();
        return CanonicalJson.bytes(
                Json.object().put("manifest", manifest).put("signature", signature).build());
    }

    private static byte[] statement(Json.Obj manifest) {
        String digest = Sha256.hexOf(CanonicalJson.bytes(manifest));
        return (STATEMENT + digest + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a {@code MANIFEST.json} that must be signed by this key.
     *
     * @throws ReportManifestException when it is not, or is no manifest
     */
    public static ReportManifest verify(byte[] bytes, PublicKey key) {
        return verify(bytes, ledger -> key(ledger, key));
    }

    /**
     * Reads a {@code MANIFEST.json} that must be signed by this key.
     *
     * @throws ReportManifestException when it is not, or is no manifest
     */
    public static ReportManifest verify(byte[] bytes, VerifierKey key) {
        return verify(bytes, ledger -> key);
    }

    /** The key a manifest says it is signed by; whose it is, somebody else has to know. */
    public static VerifierKey signer(byte[] bytes) {
        try {
            Json.Obj signature = required(CanonicalReader.read(bytes), "signature");
            return VerifierKey.parse(signature.text("key"));
        } catch (CanonicalFormException | IllegalArgumentException e) {
            throw new ReportManifestException(
                    NAME + " does not say who signed it: " + e.getMessage(), e);
        }
    }

    private static ReportManifest verify(byte[] bytes, Function<String, VerifierKey> key) {
        try {
            Json.Obj signed = CanonicalReader.read(bytes);
            Json.Obj manifest = required(signed, "manifest");
            ReportManifest read = from(manifest);
            requireSame(signed.members().keySet(), Set.of("manifest", "signature"));
            requireSame(read.toJson().members().keySet(), manifest.members().keySet());
            if (!read.toJson().equals(manifest)) {
                throw new ReportManifestException(
                        "a file of %s has a member that a report manifest does not know"
                                .formatted(NAME));
            }
            requireSignature(
                    required(signed, "signature"),
                    manifest,
                    read.set + " " + read.period,
                    key.apply(read.ledger));
            return read;
        } catch (CanonicalFormException e) {
            throw new ReportManifestException(
                    NAME + " is not canonical JSON, " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new ReportManifestException(
                    NAME + " is not a report manifest: " + e.getMessage(), e);
        }
    }

    private static Json.Obj required(Json.Obj json, String name) {
        Json.Obj member = json.optionalObject(name);
        if (member == null) {
            throw new IllegalArgumentException("member \"" + name + "\" is missing");
        }
        return member;
    }

    private static void requireSame(Set<String> found, Set<String> expected) {
        if (!found.equals(expected)) {
            throw new ReportManifestException(
                    "%s should have the members %s, found %s"
                            .formatted(NAME, new TreeSet<>(expected), new TreeSet<>(found)));
        }
    }

    private static ReportManifest from(Json.Obj json) {
        if (!json.text("type").equals(TYPE)) {
            throw new IllegalArgumentException(
                    "type must be %s, found %s".formatted(TYPE, json.text("type")));
        }
        return new ReportManifest(
                json.text("set"),
                json.text("ledger"),
                json.text("period"),
                Math.toIntExact(json.number("segment")),
                json.text("manifestId"),
                json.objects("files").stream().map(ReportFile::from).toList());
    }

    /**
     * Demands a signature over a manifest of any kind.
     *
     * @param set what it is of, for people
     */
    static void requireSignature(
            Json.Obj signature, Json.Obj manifest, String set, VerifierKey expected) {
        requireSame(signature.members().keySet(), Set.of("key", "value"));
        if (!signature.text("key").equals(expected.toString())) {
            throw new ReportManifestException(
                    "%s should be signed by %s, found %s"
                            .formatted(NAME, expected, signature.text("key")));
        }
        try {
            expected.verify(
                    statement(manifest), Base64.getDecoder().decode(signature.text("value")));
        } catch (SignatureRefusedException e) {
            throw new ReportManifestException(
                    "the signature in %s of %s is not one of %s over these files"
                            .formatted(NAME, set, expected),
                    e);
        }
    }

    /**
     * Demands that a folder holds exactly these files with these bytes, beside the manifest itself.
     *
     * @throws ReportManifestException naming every file that differs, is missing or is too much
     */
    public void requireFiles(Path folder) throws IOException {
        Set<String> found = paths(folder);
        found.remove(NAME);
        List<String> faults = new ArrayList<>();
        for (ReportFile file : files) {
            if (!found.remove(file.path())) {
                faults.add(file.path() + " is missing");
                continue;
            }
            FileDigest expected = new FileDigest(file.bytes(), file.sha256());
            FileDigest actual = FileDigest.of(folder.resolve(file.path()));
            if (!actual.equals(expected)) {
                faults.add("%s should have %s, found %s".formatted(file.path(), expected, actual));
            }
        }
        found.forEach(path -> faults.add(path + " is not in the manifest"));
        if (!faults.isEmpty()) {
            throw new ReportManifestException(
                    "report set %s %s in %s: %s"
                            .formatted(set, period, folder, String.join("; ", faults)));
        }
    }

    /** Paths of all files below a folder, ascending. */
    static Set<String> paths(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
