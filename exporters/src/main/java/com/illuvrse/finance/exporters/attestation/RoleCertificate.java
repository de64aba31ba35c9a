package com.illuvrse.finance.exporters.attestation;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.signing.SignatureScheme;
import com.illuvrse.finance.exporters.signing.Signer;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;

/**
 * The certificate that lies in a role signature. Tools want one; trusted is the key the registry
 * lists, whatever a certificate says.
 */
public final class RoleCertificate {

    /** The end of a certificate that has none (RFC 5280, section 4.1.2.5). */
    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    private final X509CertificateHolder certificate;

    private RoleCertificate(X509CertificateHolder certificate) {
        this.certificate = certificate;
    }

    /**
     * A certificate the role's key signs for itself, which uses the key once.
     *
     * @param role who signs, such as {@code finance-lead}
     * @param at it is valid from the beginning of this day, UTC, and never ends
     * @throws com.illuvrse.finance.exporters.signing.SigningUnavailableException when the key store
     *     is away
     * @throws IllegalArgumentException when the key is not on P-256
     */
    public static RoleCertificate selfSigned(String role, String ledger, Signer key, Instant at) {
        PublicKey publicKey = key.publicKey();
        if (SignatureScheme.of(publicKey) != SignatureScheme.ECDSA_P256) {
            throw new IllegalArgumentException(
                    "the key of role %s must be on P-256, found one of %s"
                            .formatted(role, publicKey.getAlgorithm()));
        }
        byte[] spki = publicKey.getEncoded();
        X500Name subject =
                new X500NameBuilder(BCStyle.INSTANCE)
                        .addRDN(BCStyle.O, ledger)
                        .addRDN(BCStyle.CN, role)
                        .build();
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(
                        subject,
                        new BigInteger(1, Arrays.copyOf(Sha256.of(spki), 16)),
                        Date.from(at.truncatedTo(ChronoUnit.DAYS)),
                        Date.from(NEVER),
                        subject,
                        SubjectPublicKeyInfo.getInstance(spki));
        try {
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        } catch (IOException e) {
            throw new UncheckedIOException("two extensions have no other encoding", e);
        }
        return new RoleCertificate(builder.build(new KeyStoreSigner(key)));
    }

    /** The certificate in a PEM file, for roles whose keys somebody certifies. */
    public static RoleCertificate read(Path pem) {
        try (Reader text = Files.newBufferedReader(pem);
                PEMParser parser = new PEMParser(text)) {
            if (parser.readObject() instanceof X509CertificateHolder certificate) {
                return new RoleCertificate(certificate);
            }
            throw new IllegalArgumentException(pem + " should hold a certificate in PEM");
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate in " + pem + " cannot be read", e);
        }
    }

    X509CertificateHolder certificate() {
        return certificate;
    }

    /** Demands that it is one of this key. */
    void requireOf(PublicKey key) throws IOException {
        if (!Arrays.equals(certificate.getSubjectPublicKeyInfo().getEncoded(), key.getEncoded())) {
            throw new IllegalArgumentException(
                    "the certificate of %s is for another key than the one that signs"
                            .formatted(certificate.getSubject()));
        }
    }
}
