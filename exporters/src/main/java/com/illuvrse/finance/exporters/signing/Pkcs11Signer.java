package com.illuvrse.finance.exporters.signing;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import org.jspecify.annotations.Nullable;

/** A P-256 key on a token. */
final class Pkcs11Signer implements Signer {

    private final Pkcs11Token token;
    private final String name;
    private final String label;
    private volatile @Nullable PublicKey known;

    Pkcs11Signer(Pkcs11Token token, String name, String label) {
        this.token = token;
        this.name = name;
        this.label = label;
    }

    @Override
    public PublicKey publicKey() {
        PublicKey key = known;
        if (key == null) {
            key = token.publicKey(label);
            if (SignatureScheme.of(key) != SignatureScheme.ECDSA_P256) {
                throw new IllegalArgumentException(
                        "key %s on %s must be on P-256, found %s"
                                .formatted(name, token, key.getAlgorithm()));
            }
            known = key;
        }
        return key;
    }

    @Override
    public byte[] sign(byte[] message) {
        PublicKey key = publicKey();
        PrivateKey secret = token.privateKey(label);
        byte[] signature =
                token.ask(
                        "sign with " + name,
                        provider -> {
                            Signature signing = Signature.getInstance("SHA256withECDSA", provider);
                            signing.initSign(secret);
                            signing.update(message);
                            return signing.sign();
                        });
        return SignatureScheme.ECDSA_P256.requireSigned(name, key, message, signature);
    }

    @Override
    public String toString() {
        return "key " + name + " on " + token;
    }
}
