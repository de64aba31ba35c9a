package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.DUPLICATE_KEY;
import static com.illuvrse.finance.segment.VerificationCode.KEY_NOT_VALID_AT;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.SIGNATURE_MISSING;
import static com.illuvrse.finance.segment.VerificationCode.TIMESTAMP_INVALID;
import static com.illuvrse.finance.segment.VerificationCode.UNTRUSTED_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReceiptTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final int SEGMENTS = 5;

    private static byte[] sample(String name) {
        try (InputStream stream = ReceiptTest.class.getResourceAsStream("/proof/" + name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(String name) {
        return new String(sample(name), StandardCharsets.UTF_8);
    }

    private static Json.Obj trust() {
        return JsonFiles.object(JsonFiles.read("proof/ledger/trust.json"));
    }

    private static ReceiptVerifier verifier(Json.Obj trust) {
        return ReceiptVerifier.of(TrustFile.parse(CanonicalJson.bytes(trust)));
    }

    private static VerificationException refusal(Json.Obj trust, byte[] receipt) {
        VerificationException refusal =
                catchThrowableOfType(
                        VerificationException.class, () -> verifier(trust).verify(receipt));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    /**
     * The receipt of a line, made from the sample ledger as a command makes it from a sealed day.
     */
    private static Receipt made(int segment, int index) {
        List<byte[]> ids = new ArrayList<>();
        for (int i = 0; i < SEGMENTS; i++) {
            byte[] id = Sha256.of(sample("ledger/" + SegmentFolder.name(i) + "/manifest.json"));
            ids.add(MerkleTree.leaf(id));
        }
        List<String> lines =
                text("ledger/segment-00000" + segment + "/ledger.jsonl").lines().toList();
        List<byte[]> leaves =
                lines.stream()
                        .map(line -> MerkleTree.leaf(line.getBytes(StandardCharsets.UTF_8)))
                        .toList();
        return new Receipt(
                lines.get(index),
                index,
                hex(MerkleTree.inclusionPath(index, leaves)),
                text("ledger/segment-00000" + segment + "/manifest.json"),
                segment,
                hex(MerkleTree.inclusionPath(segment, ids)),
                text("ledger/segment-000004/checkpoint"),
                List.of(
                        text("ledger/segment-000004/keys/registry-0001.note"),
                        text("ledger/segment-000004/keys/registry-0002.note")),
                List.of());
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HEX::formatHex).toList();
    }

    @Test
    void aReceiptOfTheSampleLedgerIsTheOneOfTheVectorsByteForByte() {
        assertThat(new String(made(1, 5).bytes(), StandardCharsets.UTF_8))
                .isEqualTo(text("receipt/receipt.json"));
    }

    @Test
    void whatIsReadIsWrittenAgainByteForByte() throws VerificationException {
        byte[] receipt = sample("receipt/receipt.json");

        assertThat(Receipt.read(receipt).bytes()).isEqualTo(receipt);
    }

    @Test
    void everyLineOfTheSampleLedgerHasAReceiptThatPasses() throws VerificationException {
        int passed = 0;
        for (int segment : List.of(1, 3, 4)) {
            int lines =
                    (int) text("ledger/segment-00000" + segment + "/ledger.jsonl").lines().count();
            for (int index = 0; index < lines; index++) {
                verifier(trust()).verify(made(segment, index).bytes());
                passed++;
            }
        }

        assertThat(passed).isEqualTo(22);
    }

    @Test
    void saysWhatWasCheckedAndWhatWasNot() throws VerificationException {
        ReceiptVerifier verifier = verifier(trust());

        verifier.verify(sample("receipt/receipt.json"));

        assertThat(verifier.head().size()).isEqualTo(5);
        assertThat(verifier.lines())
                .contains(
                        "entry: e8c0953f-8604-8aed-8b69-abfb51374055, fulfil:o-101:2 of"
                                + " 2026-10-30, is line 6 of the 8 of segment 1")
                .contains("role signatures: 0, not checked without a reader of them");
    }

    @TestFactory
    Stream<DynamicTest> refusesTheBrokenOnesOfTheVectors() {
        Json.Obj cases = JsonFiles.object(JsonFiles.read("proof/receipt/cases.json"));
        assertThat(cases.objects("bad")).hasSize(8);

        return cases.objects("bad").stream()
                .map(
                        bad ->
                                DynamicTest.dynamicTest(
                                        bad.text("file"),
                                        () ->
                                                assertThat(
                                                                refusal(
                                                                                trust(),
                                                                                sample(
                                                                                        bad.text(
                                                                                                "file")))
                                                                        .code())
                                                        .hasToString(bad.text("code"))));
    }

    private static DynamicTest row(
            String name, VerificationCode code, Function<Receipt, Receipt> damage) {
        return DynamicTest.dynamicTest(
                code + " " + name,
                () -> {
                    Receipt damaged = damage.apply(made(1, 5));
                    assertThat(damaged).isNotEqualTo(made(1, 5));
                    VerificationException refusal = refusal(trust(), damaged.bytes());
                    assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
                });
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatWasPutTogetherFromGoodParts() {
        Receipt other = made(3, 2);
        return Stream.of(
                row(
                        "another line",
                        VerificationCode.LEAF_MISMATCH,
                        r ->
                                with(
                                        r,
                                        made(1, 4).line(),
                                        r.index(),
                                        r.manifest(),
                                        r.checkpoint(),
                                        r.registry())),
                row(
                        "an index beyond",
                        VerificationCode.LEAF_MISMATCH,
                        r -> with(r, r.line(), 8, r.manifest(), r.checkpoint(), r.registry())),
                row(
                        "another day's manifest",
                        VerificationCode.CHAIN_MISMATCH,
                        r ->
                                with(
                                        r,
                                        r.line(),
                                        r.index(),
                                        other.manifest(),
                                        r.checkpoint(),
                                        r.registry())),
                row(
                        "an older checkpoint",
                        VerificationCode.ROOT_MISMATCH,
                        r ->
                                with(
                                        r,
                                        r.line(),
                                        r.index(),
                                        r.manifest(),
                                        text("ledger/segment-000003/checkpoint"),
                                        r.registry())),
                row(
                        "a checkpoint before the day",
                        VerificationCode.CHAIN_MISMATCH,
                        r ->
                                with(
                                        r,
                                        r.line(),
                                        r.index(),
                                        r.manifest(),
                                        text("ledger/segment-000000/checkpoint"),
                                        r.registry())),
                row(
                        "a checkpoint nobody signed",
                        VerificationCode.SIGNATURE_INVALID,
                        r ->
                                with(
                                        r,
                                        r.line(),
                                        r.index(),
                                        r.manifest(),
                                        r.checkpoint().replace("FUIfyICdPo5v", "FUIfyICdPo5w"),
                                        r.registry())),
                row(
                        "a checkpoint without signature",
                        VerificationCode.SIGNATURE_MISSING,
                        r ->
                                with(
                                        r,
                                        r.line(),
                                        r.index(),
                                        r.manifest(),
                                        r.checkpoint()
                                                .substring(0, r.checkpoint().indexOf("\n\n") + 2),
                                        r.registry())),
                row(
                        "a checkpoint of another ledger",
                        VerificationCode.FORK,
                        r ->
                                with(
                                        r,
                                        r.line(),
                                        r.index(),
                                        r.manifest(),
                                        "other" + r.checkpoint(),
                                        r.registry())),
                row(
                        "no registry",
                        VerificationCode.CHAIN_MISMATCH,
                        r -> with(r, r.line(), r.index(), r.manifest(), r.checkpoint(), List.of())),
                row(
                        "a registry in the wrong order",
                        VerificationCode.MALFORMED,
                        r ->
                                with(
                                        r,
                                        r.line(),
                                        r.index(),
                                        r.manifest(),
                                        r.checkpoint(),
                                        r.registry().reversed())),
                row(
                        "a registry nobody signed",
                        VerificationCode.SIGNATURE_INVALID,
                        r ->
                                with(
                                        r,
                                        r.line(),
                                        r.index(),
                                        r.manifest(),
                                        r.checkpoint(),
                                        r.registry().stream()
                                                .map(
                                                        note ->
                                                                note.replace(
                                                                        "finance-lead",
                                                                        "finance-head"))
                                                .toList())));
    }

    private static Receipt with(
            Receipt receipt,
            String line,
            long index,
            String manifest,
            String checkpoint,
            List<String> registry) {
        return new Receipt(
                line,
                index,
                receipt.path(),
                manifest,
                receipt.logIndex(),
                receipt.logPath(),
                checkpoint,
                registry,
                receipt.signatures());
    }

    @Test
    void refusesAnotherLedgerAnotherGenesisAndAnotherHead() {
        byte[] receipt = sample("receipt/receipt.json");
        Json.Obj head = Json.object().put("size", 5).put("root", "0".repeat(64)).build();

        assertThat(refusal(CopiedLedger.with(trust(), "ledger", Json.text("x")), receipt).code())
                .isEqualTo(VerificationCode.FORK);
        assertThat(
                        refusal(
                                        CopiedLedger.with(
                                                trust(), "genesis", Json.text("0".repeat(64))),
                                        receipt)
                                .code())
                .isEqualTo(VerificationCode.GENESIS_MISMATCH);
        assertThat(refusal(CopiedLedger.with(trust(), "head", head), receipt).code())
                .isEqualTo(VerificationCode.FORK);
    }

    @Test
    void refusesToSayThatADayIsAttestedWithoutAReader() {
        assertThatThrownBy(() -> verifier(attested()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("machine seal of a receipt");
    }

    private static final Instant SIGNED = Instant.parse("2026-10-31T06:30:00Z");

    private static Receipt signed(Receipt.RoleSignature... signatures) {
        Receipt plain = made(1, 5);
        return new Receipt(
                plain.line(),
                plain.index(),
                plain.path(),
                plain.manifest(),
                plain.logIndex(),
                plain.logPath(),
                plain.checkpoint(),
                plain.registry(),
                List.of(signatures));
    }

    /** A signature of the finance lead over a text, stamped when there is an instant. */
    private static Receipt.RoleSignature byLead(
            String over, long keyOfSegment, @Nullable Instant at) {
        byte[] signature = PlainAttestation.signature(bytes(over), spki(keyOfSegment));
        Base64.Encoder base64 = Base64.getEncoder();
        return new Receipt.RoleSignature(
                "finance-lead",
                base64.encodeToString(signature),
                at == null
                        ? null
                        : base64.encodeToString(PlainAttestation.stamp(signature, at, "a")));
    }

    private static String spki(long segment) {
        Note note = Note.parse(sample("ledger/segment-000004/keys/registry-0002.note"));
        return KeyRegistry.parse(note.body()).signers().stream()
                .filter(key -> key.role().equals("finance-lead") && key.fromSegment() <= segment)
                .max(Comparator.comparingLong(KeyRegistry.Signer::fromSegment))
                .orElseThrow()
                .spki();
    }

    private static ReceiptVerifier readingVerifier(Json.Obj trust) {
        return ReceiptVerifier.of(
                TrustFile.parse(CanonicalJson.bytes(trust)), new PlainAttestation());
    }

    private static Json.Obj stamped(Json.Obj trust) {
        Json.Obj rooted = CopiedLedger.with(trust, "tsaRoots", Json.texts(List.of("an authority")));
        return CopiedLedger.with(rooted, "timestamps", Json.number(1));
    }

    @Test
    void passesWhereAllWhoMustHaveSigned() throws VerificationException {
        Receipt receipt = signed(byLead(made(1, 5).manifest(), 1, SIGNED));
        ReceiptVerifier verifier = readingVerifier(stamped(attested()));

        verifier.verify(receipt.bytes());

        assertThat(verifier.lines())
                .anyMatch(line -> line.startsWith("role signatures: 1 and 1 time stamps hold"));
        readingVerifier(attested()).verify(receipt.bytes());
        readingVerifier(trust()).verify(made(1, 5).bytes());
    }

    @TestFactory
    Stream<DynamicTest> refusesSignaturesOfPersonsThatAreNotWhatTheyShouldBe() {
        String manifest = made(1, 5).manifest();
        Receipt.RoleSignature good = byLead(manifest, 1, SIGNED);
        Receipt.RoleSignature other =
                new Receipt.RoleSignature("security-engineer", good.p7s(), good.tsr());
        return Stream.of(
                signature("over another day", SIGNATURE_INVALID, byLead("{}", 1, SIGNED)),
                signature("of another role", UNTRUSTED_KEY, other),
                signature("by a key of later days", KEY_NOT_VALID_AT, byLead(manifest, 4, SIGNED)),
                signature("twice", DUPLICATE_KEY, good, good),
                signature("of nobody", SIGNATURE_MISSING),
                signature("without a stamp", SIGNATURE_MISSING, byLead(manifest, 1, null)),
                signature(
                        "stamped too late",
                        TIMESTAMP_INVALID,
                        byLead(manifest, 1, SIGNED.plusSeconds(36 * 3600))),
                signature(
                        "with the stamp of another one",
                        TIMESTAMP_INVALID,
                        new Receipt.RoleSignature(
                                "finance-lead", good.p7s(), byLead("{}", 1, SIGNED).tsr())));
    }

    private static DynamicTest signature(
            String name, VerificationCode code, Receipt.RoleSignature... signatures) {
        return DynamicTest.dynamicTest(
                code + " " + name,
                () ->
                        assertThatThrownBy(
                                        () ->
                                                readingVerifier(stamped(attested()))
                                                        .verify(signed(signatures).bytes()))
                                .isInstanceOf(VerificationException.class)
                                .hasMessageStartingWith("FAIL " + code));
    }

    @Test
    void whatPersonsSignedIsCheckedThoughNobodyAsksForIt() {
        assertThatThrownBy(
                        () ->
                                readingVerifier(trust())
                                        .verify(signed(byLead("{}", 1, null)).bytes()))
                .hasMessageStartingWith("FAIL SIGNATURE_INVALID receipt/sig/finance-lead.p7s");
    }

    @Test
    void aReceiptHasNoPlaceForWitnesses() {
        String witness =
                "witness.example.com/w1+e80f35c1+BL+OgDJZL18osq5UoUiGTSwlxzKrU/Y6e4WpNjMkzbgU";
        Json.Obj trust =
                CopiedLedger.with(
                        attested(),
                        "witness",
                        Json.object()
                                .put("keys", Json.texts(List.of(witness)))
                                .put("threshold", 1)
                                .build());
        Receipt receipt = signed(byLead(made(1, 5).manifest(), 1, SIGNED));

        assertThatThrownBy(() -> readingVerifier(trust).verify(receipt.bytes()))
                .hasMessageStartingWith("FAIL SIGNATURE_MISSING receipt witnesses")
                .hasMessageContaining("check the package of the day");
    }

    private static Json.Obj attested() {
        Json.Obj roles = CopiedLedger.with(trust(), "roles", Json.texts(List.of("finance-lead")));
        return CopiedLedger.with(roles, "require", Json.text("ATTESTED"));
    }

    @Test
    void noBitOfWhatAReceiptProvesCanBeTurnedOver() {
        byte[] good = sample("receipt/receipt.json");
        int registry = text("receipt/receipt.json").indexOf("\"registry\"");
        for (int at = 0; at < registry; at += 23) {
            byte[] bad = good.clone();
            bad[at] ^= 1;

            VerificationException refusal = refusal(trust(), bad);

            assertThat(refusal.getMessage()).as("byte %d", at).startsWith("FAIL ");
        }
    }

    @Test
    void refusesBombsBeforeTheyGoOff() {
        byte[] deep = ("{\"checkpoint\":" + "[".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);
        byte[] wide = new byte[Receipt.MAX_BYTES + 1];
        Arrays.fill(wide, (byte) '1');
        String good = text("receipt/receipt.json");
        String hash = "\"" + "0".repeat(64) + "\"";
        String many = good.replaceFirst("\"path\":\\[", "\"path\":[" + (hash + ",").repeat(64));

        assertThat(refusal(trust(), deep).code()).isEqualTo(VerificationCode.MALFORMED);
        assertThat(refusal(trust(), wide)).message().contains("at most 16777216 bytes");
        assertThat(refusal(trust(), bytes(many))).message().contains("at most 63 elements");
        assertThat(
                        refusal(
                                        trust(),
                                        bytes(
                                                good.replaceFirst(
                                                        "\"index\":5", "\"index\":5,\"index\":5")))
                                .code())
                .isEqualTo(VerificationCode.NOT_CANONICAL);
        assertThat(refusal(trust(), bytes(good.replaceFirst("\\}$", ",\"v\":1}"))).code())
                .isEqualTo(VerificationCode.MALFORMED);
        assertThat(refusal(trust(), bytes("")).code()).isEqualTo(VerificationCode.MALFORMED);
        assertThat(refusal(trust(), bytes(good + " ")).code())
                .isEqualTo(VerificationCode.NOT_CANONICAL);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
