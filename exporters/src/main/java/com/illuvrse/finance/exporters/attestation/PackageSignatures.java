package com.illuvrse.finance.exporters.attestation;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.segment.AttestationReader;
import com.illuvrse.finance.segment.SignatureRefusedException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Reads the signatures of persons and the time stamps of a package as an auditor's program does:
 * whose key it is, the certificate does not say, so it is only a container of the key (segment
 * format, section 10).
 */
public final class PackageSignatures implements AttestationReader {

    private static final int STAMPED = 0;
    private static final int STAMPED_OTHERWISE = 1;

    private final TimeStampRoots roots;

    private PackageSignatures(TimeStampRoots roots) {
        this.roots = roots;
    }

    /**
     * A reader that believes authorities under these roots.
     *
     * @param tsaRoots certificates in PEM; none when no stamp is to be read
     * @throws IllegalArgumentException when one is none
     */
    public static PackageSignatures under(List<String> tsaRoots) {
        return new PackageSignatures(TimeStampRoots.of(tsaRoots));
    }

    @Override
    public byte[] signer(byte[] signature, byte[] content) throws SignatureRefusedException {
        try {
            CMSSignedData read = new CMSSignedData(signature);
            require(read.getSignedContent() == null, "the content is in the signature");
            requirePlain(read);
            require(
                    Arrays.equals(read.toASN1Structure().getEncoded(ASN1Encoding.DER), signature),
                    "the signature is not in DER");
            SignerInformation signer = only("signer", read.getSignerInfos().getSigners());
            X509CertificateHolder certificate =
                    only("certificate", read.getCertificates().getMatches(null));
            require(signer.getSID().match(certificate), "the certificate is not the signer's");
            require(
                    NISTObjectIdentifiers.id_sha256.getId().equals(signer.getDigestAlgOID())
                            && X9ObjectIdentifiers.ecdsa_with_SHA256
                                    .getId()
                                    .equals(signer.getEncryptionAlgOID()),
                    "the signature is not ECDSA with SHA-256");
            requireNamed(signer, certificate);
            byte[] spki = certificate.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER);
            PublicKey key =
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
            boolean good =
                    new CMSSignedData(new CMSProcessableByteArray(content), signature)
                            .verifySignatures(
                                    any -> new JcaSimpleSignerInfoVerifierBuilder().build(key));
            require(good, "the signature is not over these bytes");
            return spki;
        } catch (CMSException | GeneralSecurityException | IOException | RuntimeException e) {
            throw new SignatureRefusedException("it cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Stamp stamp(byte[] token, byte[] content) throws SignatureRefusedException {
        try {
            TimeStampResponse response = new TimeStampResponse(token);
            require(
                    response.getStatus() == STAMPED || response.getStatus() == STAMPED_OTHERWISE,
                    "the authority refused to stamp");
            TimeStampToken stamp = response.getTimeStampToken();
            require(
                    NISTObjectIdentifiers.id_sha256.equals(
                            stamp.getTimeStampInfo().getMessageImprintAlgOID()),
                    "the digest of the token is not SHA-256");
            require(
                    Arrays.equals(
                            stamp.getTimeStampInfo().getMessageImprintDigest(), Sha256.of(content)),
                    "the token is over other bytes");
            String authority = Sha256.hexOf(roots.require(stamp).getEncoded());
            return new Stamp(stamp.getTimeStampInfo().getGenTime().toInstant(), authority);
        } catch (TSPException | GeneralSecurityException | IOException | RuntimeException e) {
            throw new SignatureRefusedException("it cannot be believed: " + e.getMessage(), e);
        }
    }

    /** Nothing that no signature covers may be one thing or another. */
    private static void requirePlain(CMSSignedData read)
            throws SignatureRefusedException, IOException {
        SignedData data = SignedData.getInstance(read.toASN1Structure().getContent());
        require(
                read.toASN1Structure().getContentType().equals(CMSObjectIdentifiers.signedData)
                        && data.getEncapContentInfo()
                                .getContentType()
                                .equals(CMSObjectIdentifiers.data)
                        && data.getVersion().hasValue(1)
                        && data.getCRLs() == null
                        && data.getDigestAlgorithms().size() == 1
                        && isSha256(data.getDigestAlgorithms().getObjectAt(0)),
                "it is not CMS SignedData over data with SHA-256");
        require(
                data.getSignerInfos().size() == 1,
                "expected one signer, found " + data.getSignerInfos().size());
        SignerInfo signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        SignerInfo plain =
                new SignerInfo(
                        signer.getSID(),
                        signer.getDigestAlgorithm(),
                        signer.getAuthenticatedAttributes(),
                        signer.getDigestEncryptionAlgorithm(),
                        signer.getEncryptedDigest(),
                        (ASN1Set) null);
        byte[] found =
                data.getSignerInfos().getObjectAt(0).toASN1Primitive().getEncoded(ASN1Encoding.DER);
        require(
                signer.getVersion().hasValue(1)
                        && Arrays.equals(found, plain.getEncoded(ASN1Encoding.DER))
                        && isSha256(signer.getDigestAlgorithm())
                        && signer.getDigestEncryptionAlgorithm().getParameters() == null,
                "the signer's line has more than a signature with SHA-256");
    }

    private static boolean isSha256(ASN1Encodable algorithm) {
        AlgorithmIdentifier read = AlgorithmIdentifier.getInstance(algorithm);
        boolean plain =
                read.getParameters() == null || DERNull.INSTANCE.equals(read.getParameters());
        return plain && NISTObjectIdentifiers.id_sha256.equals(read.getAlgorithm());
    }

    /** CAdES-B: the signer signs which certificate is meant. */
    private static void requireNamed(SignerInformation signer, X509CertificateHolder certificate)
            throws IOException, SignatureRefusedException {
        AttributeTable attributes = signer.getSignedAttributes();
        Attribute named =
                attributes == null
                        ? null
                        : attributes.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        if (named == null || named.getAttrValues().size() != 1) {
            throw new SignatureRefusedException("signing-certificate-v2 is not signed");
        }
        byte[] digest =
                SigningCertificateV2.getInstance(named.getAttrValues().getObjectAt(0))
                        .getCerts()[0]
                        .getCertHash();
        require(
                Arrays.equals(digest, Sha256.of(certificate.getEncoded())),
                "signing-certificate-v2 names another certificate");
    }

    private static <T> T only(String what, Collection<T> found) throws SignatureRefusedException {
        require(found.size() == 1, "expected one " + what + ", found " + found.size());
        return found.iterator().next();
    }

    private static void require(boolean holds, String otherwise) throws SignatureRefusedException {
        if (!holds) {
            throw new SignatureRefusedException(otherwise);
        }
    }
}
