package com.illuvrse.finance.sandbox.tsa;

import com.illuvrse.finance.sandbox.home.OwnerFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/**
 * Answers time-stamp requests with the certificates of its folder.
 *
 * <pre>
 * root.pem         the certificate others trust
 * authority.pem    the one that signs tokens
 * authority.key    its private key, PKCS#8, mode 600
 * serial           above every serial number that was given
 * complete         written last; from then on a missing file is an error
 * </pre>
 */
final class Authority {
    /** In the arc that is reserved for examples: no practice statement stands behind it. */
    private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("2.999.3161.1");

    private final Certificates certificates;
    private final SerialNumbers serials;
    private final Clock clock;
    private final TimeStampResponseGenerator responses;

    private Authority(Certificates certificates, SerialNumbers serials, Clock clock) {
        this.certificates = certificates;
        this.serials = serials;
        this.clock = clock;
        this.responses =
                new TimeStampResponseGenerator(
                        tokens(certificates),
                        Set.of(TSPAlgorithms.SHA256),
                        Set.of(POLICY.getId()),
                        Set.of());
    }

    static Authority in(Path folder, Clock clock) throws IOException {
        OwnerFile.folder(folder);
        Path complete = folder.resolve("complete");
        if (Files.notExists(complete)) {
            Certificates drawn = Certificates.draw();
            OwnerFile.write(folder.resolve("root.pem"), Certificates.pem(drawn.root()));
            OwnerFile.write(folder.resolve("authority.pem"), Certificates.pem(drawn.authority()));
            OwnerFile.write(folder.resolve("authority.key"), drawn.key().getEncoded());
            OwnerFile.write(complete, "the certificates were drawn; they are never replaced\n");
        }
        return new Authority(
                new Certificates(
                        certificate(folder.resolve("root.pem")),
                        certificate(folder.resolve("authority.pem")),
                        key(folder.resolve("authority.key"))),
                new SerialNumbers(folder.resolve("serial")),
                clock);
    }

    private static X509Certificate certificate(Path file) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(bytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is no certificate: " + e.getMessage(), e);
        }
    }

    private static PrivateKey key(Path file) throws IOException {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(bytes(file)));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is no private key on a curve: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.notExists(file)) {
            throw new IOException(
                    file
                            + " is missing; tokens that were given name it, so bring it back or begin"
                            + " with a new home");
        }
        return Files.readAllBytes(file);
    }

    private static TimeStampTokenGenerator tokens(Certificates certificates) {
        try {
            SignerInfoGenerator signer =
                    new JcaSimpleSignerInfoGeneratorBuilder()
                            .build("SHA256withECDSA", certificates.key(), certificates.authority());
            DigestCalculator digest =
                    new JcaDigestCalculatorProviderBuilder()
                            .build()
                            .get(new AlgorithmIdentifier(TSPAlgorithms.SHA256));
            TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(signer, digest, POLICY);
            tokens.setAccuracySeconds(1);
            tokens.setLocale(Locale.ROOT);
            tokens.addCertificates(
                    new JcaCertStore(List.of(certificates.authority(), certificates.root())));
            return tokens;
        } catch (GeneralSecurityException | OperatorCreationException | TSPException e) {
            throw new IllegalStateException(
                    "the certificate should be able to sign time stamps: " + e.getMessage(), e);
        }
    }

    X509Certificate root() {
        return certificates.root();
    }

    /** The DER of the response to the DER of a request, which is a refusal if it is not one. */
    synchronized byte[] answer(byte[] request) throws IOException {
        try {
            TimeStampRequest parsed;
            try {
                parsed = new TimeStampRequest(request);
            } catch (IOException | RuntimeException e) {
                return responses
                        .generateFailResponse(
                                PKIStatus.REJECTION,
                                PKIFailureInfo.badDataFormat,
                                "this is no time-stamp request: " + e.getMessage())
                        .getEncoded();
            }
            return responses
                    .generate(parsed, serials.next(), Date.from(clock.instant()))
                    .getEncoded();
        } catch (TSPException e) {
            throw new IOException("no time stamp could be made: " + e.getMessage(), e);
        }
    }
}
