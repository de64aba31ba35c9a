package com.illuvrse.finance.exporters.signing;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;

/** The two ways a ledger signs. */
public enum SignatureScheme {
    /** Ed25519 (RFC 8032), not its pre-hashed relative. */
    ED25519("Ed25519"),
    /** ECDSA on P-256 over the SHA-256 of the message, written in DER. */
    ECDSA_P256("SHA256withECDSA");

    /** Order of the group of P-256, which no other curve has. */
    private static final BigInteger ORDER_OF_P256 =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final String algorithm;

    SignatureScheme(String algorithm) {
        this.algorithm = algorithm;
    }

    /** The scheme of a key; other kinds of keys are refused. */
    public static SignatureScheme of(PublicKey key) {
        if (key instanceof EdECPublicKey edwards
                && edwards.getParams().getName().equals("Ed25519")) {
            return ED25519;
        }
        if (key instanceof ECPublicKey curve
                && curve.getParams().getOrder().equals(ORDER_OF_P256)) {
            return ECDSA_P256;
        }
        throw new IllegalArgumentException(
                "a ledger signs with Ed25519 or P-256, found a key of " + key.getAlgorithm());
    }

    /** Whether these bytes are a signature by the key over the message. */
    public boolean isSignedBy(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature check = start();
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException notEvenASignature) {
            return false;
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("a key that cannot verify " + this, e);
        }
    }

    Signature start() {
        try {
            return Signature.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java 21 runtime has " + algorithm, e);
        }
    }

    /** The signature, once it is known to be one. */
    byte[] requireSigned(String name, PublicKey key, byte[] message, byte[] signature) {
        if (!isSignedBy(key, message, signature)) {
            throw new UnverifiableSignatureException(name, this, signature.length);
        }
        return signature;
    }
}
