package com.illuvrse.finance.exporters.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.illuvrse.finance.exporters.signing.KeyFiles;
import com.illuvrse.finance.exporters.signing.KeyFolder;
import com.illuvrse.finance.exporters.signing.Signer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleSignatureTest {

    private static final byte[] MANIFEST = "{\"segment\":1}".getBytes(StandardCharsets.UTF_8);
    private static final Instant AT = Instant.parse("2026-03-03T08:00:00.123Z");
    private static final String LEDGER = "ledger.example.com/test";

    @TempDir Path folder;
    private Signer key;

    @BeforeEach
    void draw() throws IOException, GeneralSecurityException {
        KeyFiles.write(folder, "finance-lead", KeyFiles.fresh("EC"));
        KeyFiles.write(folder, "other", KeyFiles.fresh("EC"));
        KeyFiles.write(folder, "log", KeyFiles.fresh("Ed25519"));
        key = KeyFolder.open(folder, true).signer("finance-lead");
    }

    @Test
    void isOneSignatureOfOneCertificateInDer() throws Exception {
        byte[] p7s = RoleSignature.sign(MANIFEST, certificate(), key, AT);

        assertThat(ASN1Primitive.fromByteArray(p7s).getEncoded(ASN1Encoding.DER)).isEqualTo(p7s);
        CMSSignedData signed = new CMSSignedData(new CMSProcessableByteArray(MANIFEST), p7s);
        assertThat(signed.isDetachedSignature()).isTrue();
        assertThat(signed.getCertificates().getMatches(null)).hasSize(1);
        assertThat(signed.getSignerInfos().getSigners()).hasSize(1);
        SignerInformation signer = signed.getSignerInfos().getSigners().iterator().next();
        assertThat(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(key.publicKey())))
                .isTrue();
        assertThat(
                        signer.getSignedAttributes()
                                .get(PKCSObjectIdentifiers.id_aa_signingCertificateV2))
                .isNotNull();
        assertThat(
                        Time.getInstance(
                                        signer.getSignedAttributes()
                                                .get(CMSAttributes.signingTime)
                                                .getAttributeValues()[0])
                                .getDate())
                .isEqualTo(Date.from(Instant.parse("2026-03-03T08:00:00Z")));
    }

    @Test
    void openSslVerifiesItWithAndWithoutTheCertificate() throws Exception {
        assumeTrue(OpenSsl.isThere(), "openssl is not installed");
        Files.write(folder.resolve("manifest.json"), MANIFEST);
        Files.write(folder.resolve("other.json"), "{}".getBytes(StandardCharsets.UTF_8));
        RoleCertificate certificate = certificate();
        Files.write(
                folder.resolve("finance-lead.p7s"),
                RoleSignature.sign(MANIFEST, certificate, key, AT));
        Files.writeString(folder.resolve("finance-lead.crt"), pem(certificate));

        assertThat(verified("manifest.json", "-noverify")).startsWith("0 ");
        assertThat(verified("manifest.json", "-CAfile", "finance-lead.crt")).startsWith("0 ");
        assertThat(verified("other.json", "-noverify")).startsWith("4 ");
    }

    private String verified(String content, String... trust) throws Exception {
        String verify =
                "cms -verify -binary -inform DER -in finance-lead.p7s -out signed.json -content "
                        + content;
        return OpenSsl.says(folder, (verify + " " + String.join(" ", trust)).split(" "));
    }

    @Test
    void takesACertificateThatSomebodyElseMade() throws Exception {
        Path pem = Files.writeString(folder.resolve("finance-lead.crt"), pem(certificate()));

        byte[] p7s = RoleSignature.sign(MANIFEST, RoleCertificate.read(pem), key, AT);

        assertThat(new CMSSignedData(p7s).getCertificates().getMatches(null))
                .containsExactly(RoleCertificate.read(pem).certificate());
    }

    @Test
    void refusesTheCertificateOfAnotherKey() {
        Signer other = KeyFolder.open(folder, true).signer("other");

        assertThatThrownBy(() -> RoleSignature.sign(MANIFEST, certificate(), other, AT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is for another key than the one that signs");
    }

    @Test
    void refusesAKeyOfAnotherKind() {
        Signer log = KeyFolder.open(folder, true).signer("log");

        assertThatThrownBy(() -> RoleCertificate.selfSigned("finance-lead", LEDGER, log, AT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the key of role finance-lead must be on P-256");
    }

    private RoleCertificate certificate() {
        return RoleCertificate.selfSigned("finance-lead", LEDGER, key, AT);
    }

    private static String pem(RoleCertificate certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(certificate.certificate());
        }
        return text.toString();
    }
}
