package com.illuvrse.finance.exporters.attestation;

import com.illuvrse.finance.exporters.signing.Signer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;

/** A key of the key store as BouncyCastle signs with one: the key stays where it is. */
final class KeyStoreSigner implements ContentSigner {

    private static final AlgorithmIdentifier ECDSA =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

    private final Signer key;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    KeyStoreSigner(Signer key) {
        this.key = key;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return ECDSA;
    }

    @Override
    public OutputStream getOutputStream() {
        return message;
    }

    @Override
    public byte[] getSignature() {
        return key.sign(message.toByteArray());
    }
}
