package com.illuvrse.finance.exporters.attestation;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.signing.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Makes {@code sig/<role>.p7s}: CMS SignedData over the exact bytes of a manifest, which are not in
 * it, by one signer with one certificate, ECDSA on P-256 with SHA-256, in DER, with {@code
 * signing-certificate-v2} (CAdES-B; segment format, section 10).
 *
 * <p>ECDSA gives other bytes each time: whoever calls this keeps the first result.
 */
public final class RoleSignature {

    private RoleSignature() {}

    /**
     * Signs a manifest.
     *
     * @param at when the signer says it is signed; whole seconds are kept
     * @throws com.illuvrse.finance.exporters.signing.SigningUnavailableException when the key store
     *     is away; nothing was signed
     * @throws IllegalArgumentException when the certificate is for another key
     */
    public static byte[] sign(
            byte[] manifest, RoleCertificate certificate, Signer key, Instant at) {
        try {
            certificate.requireOf(key.publicKey());
            X509CertificateHolder holder = certificate.certificate();
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new SignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .setSignedAttributeGenerator(
                                    new DefaultSignedAttributeTableGenerator(
                                            attributes(holder, at)))
                            .build(new KeyStoreSigner(key), holder));
            generator.addCertificate(holder);
            byte[] signature =
                    generator
                            .generate(new CMSProcessableByteArray(manifest), false)
                            .toASN1Structure()
                            .getEncoded(ASN1Encoding.DER);
            requireSigned(manifest, signature, key);
            return signature;
        } catch (CMSException | OperatorCreationException e) {
            throw new IllegalStateException("every Java 21 runtime signs with SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a signature in memory cannot fail to be written", e);
        }
    }

    /** Read again as anybody reads it, before it is given out. */
    private static void requireSigned(byte[] manifest, byte[] signature, Signer key)
            throws CMSException, OperatorCreationException {
        boolean good =
                new CMSSignedData(new CMSProcessableByteArray(manifest), signature)
                        .verifySignatures(
                                signer ->
                                        new JcaSimpleSignerInfoVerifierBuilder()
                                                .build(key.publicKey()));
        if (!good) {
            throw new IllegalStateException(
                    "what the key signed does not verify over the manifest; nothing of it is kept");
        }
    }

    private static AttributeTable attributes(X509CertificateHolder certificate, Instant at)
            throws IOException {
        ESSCertIDv2 id =
                new ESSCertIDv2(
                        Sha256.of(certificate.getEncoded()),
                        new IssuerSerial(
                                new GeneralNames(new GeneralName(certificate.getIssuer())),
                                certificate.getSerialNumber()));
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(
                new Attribute(
                        PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                        new DERSet(new SigningCertificateV2(id))));
        attributes.add(
                new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at)))));
        return new AttributeTable(attributes);
    }
}
