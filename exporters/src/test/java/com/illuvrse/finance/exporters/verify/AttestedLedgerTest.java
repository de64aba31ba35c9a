package com.illuvrse.finance.exporters.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.attestation.PackageSignatures;
import com.illuvrse.finance.exporters.attestation.RoleCertificate;
import com.illuvrse.finance.exporters.attestation.RoleSignature;
import com.illuvrse.finance.exporters.attestation.TimeStampAuthority;
import com.illuvrse.finance.sandbox.tsa.TimeStampServer;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.SignatureRefusedException;
import com.illuvrse.finance.segment.TrustFile;
import com.illuvrse.finance.segment.VerificationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What makes a sealed segment an attested one, and each way to fake it: over the vectors, and over
 * a ledger that persons and an authority of the test have signed throughout.
 */
class AttestedLedgerTest {

    private static final String DAY = "segment-000001/";
    private static final String SIGNATURE = DAY + "sig/finance-lead.p7s";
    private static final String STAMP = DAY + "tst/finance-lead.p7s.tsr";
    private static final String WITNESSED = DAY + "wit/checkpoint";
    private static final Instant SEALED = Instant.parse("2026-10-31T06:20:00Z");

    @TempDir Path folder;

    @Test
    void theVectorsHold() throws Exception {
        assertThat(verify(vectors(), null))
                .contains(
                        "attestation: 1 role signatures, 1 time stamps and 1 cosignatures hold; the"
                                + " trust file asks for none");
    }

    @Test
    void whatIsThereIsCheckedThoughNobodyAsksForIt() {
        assertRefused(vectors().flip(SIGNATURE, 700), "SIGNATURE_INVALID", SIGNATURE);
        assertRefused(vectors().flip(STAMP, 700), "TIMESTAMP_INVALID", STAMP);
        assertRefused(vectors().replace(WITNESSED, "w1 6A81", "w1 6A82"), "PASS", "0 cosignatures");
        assertRefused(
                vectors().replace(WITNESSED, "wQAAAABq5ZV0", "wQAAAABq5ZV1"),
                "SIGNATURE_INVALID",
                "witness.example.com/w1");
        assertRefused(
                vectors().replace(WITNESSED, "5Y4LCv", "6Y4LCv"),
                "SIGNATURE_INVALID",
                "the bytes of checkpoint");
        assertRefused(vectors().write(SIGNATURE, new byte[0]), "SIGNATURE_INVALID", "be read");
        assertRefused(
                vectors().write(SIGNATURE, "garbage".getBytes(StandardCharsets.US_ASCII)),
                "SIGNATURE_INVALID",
                "cannot be read");
        assertRefused(vectors().write(STAMP, new byte[] {0x30}), "TIMESTAMP_INVALID", "believed");
        assertRefused(
                vectors().write(SIGNATURE, padded(SIGNATURE)), "SIGNATURE_INVALID", "signature");
    }

    @Test
    void aSignatureIsOfItsRoleAndItsSegment() {
        assertRefused(
                vectors()
                        .move(SIGNATURE, DAY + "sig/security-engineer.p7s")
                        .move(STAMP, DAY + "tst/security-engineer.p7s.tsr"),
                "UNTRUSTED_KEY",
                "a registered key of security-engineer");
        assertRefused(
                vectors().write("segment-000002/sig/finance-lead.p7s", bytes(SIGNATURE)),
                "SIGNATURE_INVALID",
                "segment-000002");
        assertRefused(
                vectors().move(SIGNATURE, DAY + "sig/finance-lead.old"), "MALFORMED", "no such");
        assertRefused(
                vectors().write(DAY + "tst/security-engineer.p7s.tsr", bytes(STAMP)),
                "MALFORMED",
                "a stamp of sig/security-engineer.p7s");
        assertRefused(
                vectors().write(DAY + "tst/checkpoint.tsr", bytes(STAMP)),
                "TIMESTAMP_INVALID",
                "over other bytes");
    }

    @Test
    void aStampOfAnAuthorityNobodyPinnedIsNotBelieved() throws Exception {
        try (TimeStampServer other = authority(SEALED)) {
            String pem = other.caCertificatePem().replace("\n", "\\n");
            SampleLedger ledger =
                    vectors()
                            .edit(
                                    "trust.json",
                                    text ->
                                            text.replaceAll(
                                                    "\"tsaRoots\":\\[\"[^\"]*\"\\]",
                                                    "\"tsaRoots\":[\"" + quoted(pem) + "\"]"));
            assertRefused(ledger, "TIMESTAMP_INVALID", "cannot be believed");
        }
    }

    @Test
    void anAttestedLedgerPassesWhenAllIsThereAndFailsWhenSomethingIsNot() throws Exception {
        SampleLedger ledger = attestedThroughout();

        assertThat(verify(ledger, null))
                .contains(
                        "attestation: 10 role signatures, 15 time stamps and 0 cosignatures hold; 5"
                                + " segments are attested as the trust file asks");
        for (String file :
                List.of(
                        "segment-000003/sig/security-engineer.p7s",
                        "segment-000000/tst/finance-lead.p7s.tsr",
                        "segment-000004/tst/checkpoint.tsr")) {
            byte[] there = Files.readAllBytes(ledger.path(file));
            Path stamp = ledger.path(file.replace("/sig/", "/tst/") + ".tsr");
            byte[] stamped = Files.exists(stamp) ? Files.readAllBytes(stamp) : null;
            Files.delete(ledger.path(file));
            Files.deleteIfExists(stamp);
            assertRefused(ledger, "SIGNATURE_MISSING", file);
            ledger.write(file, there);
            if (stamped != null) {
                Files.write(stamp, stamped);
            }
        }
        ledger.replace("trust.json", "\"timestamps\":1", "\"timestamps\":2");
        assertRefused(ledger, "SIGNATURE_MISSING", "tst/checkpoint.2.tsr");
    }

    @Test
    void whatWasSealedLessThan36HoursAgoMayStillLackSignatures() throws Exception {
        SampleLedger ledger = attestedThroughout();
        for (String file : List.of("sig/finance-lead.p7s", "tst/finance-lead.p7s.tsr")) {
            Files.delete(ledger.path("segment-000004/" + file));
        }

        assertThat(verify(ledger, LocalDate.of(2026, 11, 3)))
                .contains(
                        "attestation: 9 role signatures, 14 time stamps and 0 cosignatures hold; 3"
                                + " segments are attested as the trust file asks");
        assertRefused(ledger, "SIGNATURE_MISSING", "segment-000004/sig/finance-lead.p7s");
    }

    @Test
    void aStampLiesBetweenFiveMinutesBeforeAndThirtySixHoursAfterTheSeal() throws Exception {
        for (Instant good : List.of(SEALED.minusSeconds(300), SEALED.plus(Duration.ofHours(36)))) {
            assertThat(verify(stampedAt(good), null)).contains("2 time stamps");
        }
        for (Instant bad :
                List.of(
                        SEALED.minusSeconds(301),
                        SEALED.plus(Duration.ofHours(36)).plusSeconds(1))) {
            assertRefused(stampedAt(bad), "TIMESTAMP_INVALID", "checkpoint.tsr time");
        }
    }

    @Test
    void aSignatureThatIsNoDetachedCadesIsRefused() throws Exception {
        byte[] manifest = bytes(DAY + "manifest.json");
        RoleKey key = key("finance-lead-1");
        RoleCertificate certificate =
                RoleCertificate.selfSigned("finance-lead", "ledger.example.com", key, SEALED);
        byte[] good = RoleSignature.sign(manifest, certificate, key, SEALED);
        PackageSignatures reader = PackageSignatures.under(List.of());
        assertThat(reader.signer(good, manifest)).isEqualTo(key.publicKey().getEncoded());

        X509CertificateHolder holder =
                new CMSSignedData(good).getCertificates().getMatches(null).iterator().next();
        CMSSignedDataGenerator plain = new CMSSignedDataGenerator();
        plain.addSignerInfoGenerator(
                new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                        .build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(key.privateKey()),
                                holder));
        plain.addCertificate(holder);
        CMSProcessableByteArray content = new CMSProcessableByteArray(manifest);
        assertThatThrownBy(() -> reader.signer(der(plain.generate(content, false)), manifest))
                .hasMessage("signing-certificate-v2 is not signed");
        assertThatThrownBy(() -> reader.signer(der(plain.generate(content, true)), manifest))
                .hasMessage("the content is in the signature");
        CMSSignedData twice =
                CMSSignedData.addDigestAlgorithm(
                        CMSSignedData.replaceSigners(
                                new CMSSignedData(good),
                                new SignerInformationStore(
                                        List.of(
                                                new CMSSignedData(good)
                                                        .getSignerInfos()
                                                        .iterator()
                                                        .next(),
                                                plain.generate(content, false)
                                                        .getSignerInfos()
                                                        .iterator()
                                                        .next()))),
                        new CMSSignedData(good).getDigestAlgorithmIDs().iterator().next());
        assertThatThrownBy(() -> reader.signer(der(twice), manifest))
                .hasMessage("expected one signer, found 2");
        assertThatThrownBy(() -> reader.signer(good, "{}".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(SignatureRefusedException.class);
    }

    /** No byte of a signature may be another, and no cut one ends in anything but a refusal. */
    @Test
    void damagedSignaturesAreRefusedAndNothingElseHappens() throws Exception {
        byte[] good = bytes(SIGNATURE);
        byte[] manifest = bytes(DAY + "manifest.json");
        PackageSignatures reader = PackageSignatures.under(List.of());
        List<Integer> accepted = new ArrayList<>();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x04;
            byte[] spki = null;
            try {
                spki = reader.signer(bad, manifest);
            } catch (SignatureRefusedException refused) {
                assertThat(refused).hasMessageMatching(".+");
            }
            if (spki != null) {
                accepted.add(i);
            }
            byte[] cut = Arrays.copyOf(good, i);
            assertThatThrownBy(() -> reader.signer(cut, manifest))
                    .isInstanceOf(SignatureRefusedException.class);
        }
        assertThat(accepted).isEmpty();
    }

    private static byte[] der(CMSSignedData signed) throws IOException {
        return signed.toASN1Structure().getEncoded(ASN1Encoding.DER);
    }

    private int copies;

    private SampleLedger vectors() {
        return SampleLedger.copiedTo(folder.resolve("copy" + copies++)).attested();
    }

    private byte[] bytes(String file) {
        try {
            return Files.readAllBytes(vectors().path(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] padded(String file) {
        byte[] bytes = bytes(file);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    private static RoleKey key(String name) throws Exception {
        SampleLedger sample = SampleLedger.copiedTo(Files.createTempDirectory("sample"));
        Note note =
                Note.parse(
                        Files.readAllBytes(sample.path("segment-000004/keys/registry-0002.note")));
        int which = name.endsWith("-2") ? 1 : 0;
        KeyRegistry.Signer signer =
                KeyRegistry.parse(note.body()).signers().stream()
                        .filter(each -> name.startsWith(each.role()))
                        .toList()
                        .get(which);
        return RoleKey.of(name, signer.spki());
    }

    private TimeStampServer authority(Instant at) throws IOException {
        return TimeStampServer.start(
                Files.createTempDirectory(folder, "tsa"), 0, Clock.fixed(at, ZoneOffset.UTC));
    }

    private byte[] stamp(TimeStampServer server, byte[] content, Instant at) throws IOException {
        Path root = Files.createTempFile(folder, "root", ".pem");
        Files.writeString(root, server.caCertificatePem());
        return new TimeStampAuthority(server.endpoint(), root, Duration.ofSeconds(20))
                .stamp(content, at.minusSeconds(1), at.plusSeconds(1));
    }

    /** The vectors, and the checkpoint stamped at a time by another pinned authority. */
    private SampleLedger stampedAt(Instant at) throws IOException {
        SampleLedger ledger = vectors();
        try (TimeStampServer server = authority(at)) {
            ledger.write(
                    DAY + "tst/checkpoint.tsr",
                    stamp(server, Files.readAllBytes(ledger.path(DAY + "checkpoint")), at));
            String pem = server.caCertificatePem().replace("\n", "\\n");
            return ledger.edit(
                    "trust.json",
                    text -> text.replace("\"tsaRoots\":[", "\"tsaRoots\":[\"" + pem + "\","));
        }
    }

    /** Both roles sign all five segments, an authority stamps everything within the hour. */
    private SampleLedger attestedThroughout() throws Exception {
        SampleLedger ledger = SampleLedger.copiedTo(folder.resolve("all" + copies++));
        List<String> roots = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String segment = "segment-00000" + i + "/";
            byte[] manifest = Files.readAllBytes(ledger.path(segment + "manifest.json"));
            String text = new String(manifest, StandardCharsets.UTF_8);
            int from = text.indexOf("\"sealedAt\":\"") + 12;
            Instant at = Instant.parse(text.substring(from, from + 24)).plusSeconds(600);
            try (TimeStampServer server = authority(at)) {
                roots.add("\"" + server.caCertificatePem().replace("\n", "\\n") + "\"");
                for (String name :
                        List.of("finance-lead-" + (i < 4 ? 1 : 2), "security-engineer-1")) {
                    String role = name.substring(0, name.length() - 2);
                    RoleKey key = key(name);
                    byte[] signature =
                            RoleSignature.sign(
                                    manifest,
                                    RoleCertificate.selfSigned(role, "ledger.example.com", key, at),
                                    key,
                                    at);
                    ledger.write(segment + "sig/" + role + ".p7s", signature);
                    ledger.write(
                            segment + "tst/" + role + ".p7s.tsr", stamp(server, signature, at));
                }
                ledger.write(
                        segment + "tst/checkpoint.tsr",
                        stamp(server, Files.readAllBytes(ledger.path(segment + "checkpoint")), at));
            }
        }
        String demands =
                ",\"roles\":[\"finance-lead\",\"security-engineer\"],\"timestamps\":1,\"tsaRoots\":["
                        + String.join(",", roots)
                        + "]}";
        return ledger.edit(
                "trust.json",
                text ->
                        text.replace("\"SEALED\"", "\"ATTESTED\"")
                                        .substring(0, text.length() + 1)
                                        .stripTrailing()
                                        .replaceAll("\\}$", "")
                                + demands);
    }

    private static String quoted(String pem) {
        return Matcher.quoteReplacement(pem);
    }

    private String verify(SampleLedger ledger, @Nullable LocalDate now)
            throws VerificationException, IOException {
        TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.path("trust.json")));
        SegmentVerifier verifier =
                SegmentVerifier.of(
                        ledger.folder(), trust, now, PackageSignatures.under(trust.tsaRoots()));
        verifier.verify();
        return String.join("\n", verifier.lines());
    }

    /** What the report says of it; PASS when it passes. */
    private void assertRefused(SampleLedger ledger, String code, String part) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int exit =
                VerifyReport.run(
                        ledger.folder(),
                        ledger.path("trust.json"),
                        null,
                        new PrintStream(printed, true, StandardCharsets.UTF_8));
        String said = printed.toString(StandardCharsets.UTF_8);
        assertThat(said).contains(code.equals("PASS") ? "PASS " : "FAIL " + code).contains(part);
        assertThat(exit).isEqualTo(code.equals("PASS") ? 0 : 1);
    }
}
