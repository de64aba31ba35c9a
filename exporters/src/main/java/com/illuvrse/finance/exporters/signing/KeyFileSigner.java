package com.illuvrse.finance.exporters.signing;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** A key out of a file, for sandboxes. */
final class KeyFileSigner implements Signer {

    private final String name;
    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final SignatureScheme scheme;

    KeyFileSigner(String name, PrivateKey privateKey, PublicKey publicKey) {
        this.name = name;
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.scheme = SignatureScheme.of(publicKey);
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = scheme.start();
            signature.initSign(privateKey);
            signature.update(message);
            return scheme.requireSigned(name, publicKey, message, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "key %s cannot sign with %s; does its public key belong to it?"
                            .formatted(name, scheme),
                    e);
        }
    }

    @Override
    public String toString() {
        return "key " + name + " in a file";
    }
}
