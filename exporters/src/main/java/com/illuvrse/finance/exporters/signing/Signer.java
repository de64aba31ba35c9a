package com.illuvrse.finance.exporters.signing;

import java.security.PublicKey;

/**
 * One private key that can be used and not be read.
 *
 * <p>Each signature is verified with the public key before it is given out, so a key store that
 * answers garbage never gets as far as a seal. Whoever seals also has to compare {@link
 * #publicKey()} with the key the registry lists: only the registry says whose key it should be.
 */
public interface Signer {

    /**
     * An Ed25519 key, or an elliptic-curve key on P-256.
     *
     * @throws SigningUnavailableException when the key store is away
     */
    PublicKey publicKey();

    /**
     * Signs a message: Ed25519 gives 64 bytes, always the same for a message; P-256 gives ECDSA
     * with SHA-256 in DER, another one each time.
     *
     * @throws SigningUnavailableException when the key store is away; nothing was signed
     * @throws UnverifiableSignatureException when the answer is not a signature by this key
     */
    byte[] sign(byte[] message);
}
