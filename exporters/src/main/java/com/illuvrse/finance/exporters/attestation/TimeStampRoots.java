package com.illuvrse.finance.exporters.attestation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/** The certificates that the tokens of an authority must lead to. */
final class TimeStampRoots {

    private final Set<TrustAnchor> anchors;

    private TimeStampRoots(Set<TrustAnchor> anchors) {
        this.anchors = anchors;
    }

    /** The certificates in a PEM file. */
    static TimeStampRoots read(Path pem) throws IOException, CertificateException {
        Set<TrustAnchor> anchors = new HashSet<>();
        try (InputStream in = Files.newInputStream(pem)) {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .forEach(root -> anchors.add(new TrustAnchor((X509Certificate) root, null)));
        }
        return new TimeStampRoots(anchors);
    }

    /** Certificates in PEM, as a trust file has them. */
    static TimeStampRoots of(List<String> certificates) {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (String pem : certificates) {
            try {
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                        .forEach(
                                root -> anchors.add(new TrustAnchor((X509Certificate) root, null)));
            } catch (CertificateException e) {
                throw new IllegalArgumentException(
                        "tsaRoots holds what is no certificate in PEM: " + e.getMessage(), e);
            }
        }
        return new TimeStampRoots(anchors);
    }

    /**
     * Demands that a token is signed by a certificate under these roots, for time stamping.
     *
     * @return that certificate
     */
    X509Certificate require(TimeStampToken token)
            throws TSPException, GeneralSecurityException, IOException {
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
        X509CertificateHolder signer =
                token.getCertificates().getMatches(null).stream()
                        .filter(each -> token.getSID().match(each))
                        .findFirst()
                        .orElseThrow(
                                () -> new CertificateException("the token has no certificate"));
        try {
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
        } catch (OperatorCreationException e) {
            throw new CertificateException("the token's certificate cannot be used", e);
        }
        X509CertSelector target = new X509CertSelector();
        X509Certificate certificate = converter.getCertificate(signer);
        target.setCertificate(certificate);
        PKIXBuilderParameters path = new PKIXBuilderParameters(anchors, target);
        path.setRevocationEnabled(false);
        path.setDate(token.getTimeStampInfo().getGenTime());
        List<X509Certificate> sent = new ArrayList<>();
        for (X509CertificateHolder each : token.getCertificates().getMatches(null)) {
            sent.add(converter.getCertificate(each));
        }
        path.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
        CertPathBuilder.getInstance("PKIX").build(path);
        return certificate;
    }
}
