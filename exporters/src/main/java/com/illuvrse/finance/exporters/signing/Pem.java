package com.illuvrse.finance.exporters.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Keys as text: {@code -----BEGIN PRIVATE KEY-----} and its public companion. */
final class Pem {

    private Pem() {}

    /** The bytes inside the one block of this label. */
    static byte[] read(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        String trimmed = text.strip();
        if (!trimmed.startsWith(begin)
                || !trimmed.endsWith(end)
                || trimmed.indexOf("-----", begin.length()) != trimmed.length() - end.length()) {
            throw new IllegalArgumentException("is not one block \"" + begin + "\"");
        }
        String body = trimmed.substring(begin.length(), trimmed.length() - end.length());
        return Base64.getMimeDecoder().decode(body);
    }

    /** A private key in PKCS#8. */
    static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        AlgorithmIdentifier algorithm = PrivateKeyInfo.getInstance(pkcs8).getPrivateKeyAlgorithm();
        return factory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** A public key as SubjectPublicKeyInfo. */
    static PublicKey publicKey(byte[] spki) throws GeneralSecurityException {
        AlgorithmIdentifier algorithm = SubjectPublicKeyInfo.getInstance(spki).getAlgorithm();
        return factory(algorithm).generatePublic(new X509EncodedKeySpec(spki));
    }

    private static KeyFactory factory(AlgorithmIdentifier algorithm)
            throws GeneralSecurityException {
        if (algorithm.getAlgorithm().equals(EdECObjectIdentifiers.id_Ed25519)) {
            return KeyFactory.getInstance("Ed25519");
        }
        if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return KeyFactory.getInstance("EC");
        }
        throw new InvalidKeySpecException(
                "holds a key of algorithm %s, neither Ed25519 nor on an elliptic curve"
                        .formatted(algorithm.getAlgorithm()));
    }
}
