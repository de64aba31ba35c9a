package com.illuvrse.finance.sandbox.tsa;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A root certificate and the certificate of the authority under it. The root's private key is
 * forgotten once it has signed, so nothing else can ever be issued under it.
 */
record Certificates(X509Certificate root, X509Certificate authority, PrivateKey key) {
    private static final X500Name ROOT = new X500Name("CN=Sandbox time-stamp root,O=Sandbox");
    private static final X500Name AUTHORITY =
            new X500Name("CN=Sandbox time-stamp authority,O=Sandbox");

    /** Around every day of any books, since the sandbox's clock stands on those. */
    private static final Date FROM = Date.from(Instant.parse("2000-01-01T00:00:00Z"));

    private static final Date TO = Date.from(Instant.parse("2099-12-31T23:59:59Z"));

    static Certificates draw() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair root = generator.generateKeyPair();
            KeyPair authority = generator.generateKeyPair();
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder ofRoot =
                    begin(ROOT, root.getPublic())
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                            .addExtension(
                                    Extension.keyUsage,
                                    true,
                                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                            .addExtension(
                                    Extension.subjectKeyIdentifier,
                                    false,
                                    ids.createSubjectKeyIdentifier(root.getPublic()));
            X509v3CertificateBuilder ofAuthority =
                    begin(AUTHORITY, authority.getPublic())
                            .addExtension(
                                    Extension.keyUsage,
                                    true,
                                    new KeyUsage(KeyUsage.digitalSignature))
                            .addExtension(
                                    Extension.extendedKeyUsage,
                                    true,
                                    new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping))
                            .addExtension(
                                    Extension.subjectKeyIdentifier,
                                    false,
                                    ids.createSubjectKeyIdentifier(authority.getPublic()))
                            .addExtension(
                                    Extension.authorityKeyIdentifier,
                                    false,
                                    ids.createAuthorityKeyIdentifier(root.getPublic()));
            return new Certificates(
                    sign(ofRoot, root), sign(ofAuthority, root), authority.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("every JDK signs certificates on P-256", e);
        }
    }

    private static X509v3CertificateBuilder begin(X500Name subject, PublicKey key) {
        return new JcaX509v3CertificateBuilder(
                ROOT, new BigInteger(127, new SecureRandom()), FROM, TO, subject, key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder certificate, KeyPair root)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        certificate.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(root.getPrivate())));
    }

    static String pem(Object keyOrCertificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(keyOrCertificate);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "Certificates[" + authority.getSubjectX500Principal() + "]";
    }
}
