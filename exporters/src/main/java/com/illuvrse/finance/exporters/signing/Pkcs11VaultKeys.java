package com.illuvrse.finance.exporters.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The keys of the vault on a token. Data keys are wrapped by AES-GCM on the token, with the
 * person's reference as additional data: plain AES key wrap could not say whose key it is.
 */
final class Pkcs11VaultKeys implements VaultKeys {

    private static final String GCM = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final Pkcs11Token token;
    private final String label;
    private final LedgerMac lookup;
    private final SecureRandom chance = new SecureRandom();

    Pkcs11VaultKeys(Pkcs11Token token, String label, LedgerMac lookup) {
        this.token = token;
        this.label = label;
        this.lookup = lookup;
    }

    @Override
    public DataKey newDataKey(String ref) {
        SecretKey wrapKey = wrapKey();
        byte[] key = new byte[DATA_KEY_BYTES];
        byte[] nonce = new byte[NONCE];
        chance.nextBytes(key);
        chance.nextBytes(nonce);
        byte[] sealed =
                token.ask(
                        "wrap a data key of the vault",
                        provider ->
                                cipher(provider, Cipher.ENCRYPT_MODE, wrapKey, nonce, ref)
                                        .doFinal(key));
        byte[] wrapped = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, wrapped, NONCE, sealed.length);
        return new DataKey(key, wrapped);
    }

    @Override
    public byte[] unwrap(String ref, byte[] wrapped) {
        SecretKey wrapKey = wrapKey();
        if (wrapped.length < NONCE) {
            throw new UnwrapRefusedException(ref, null);
        }
        byte[] nonce = Arrays.copyOf(wrapped, NONCE);
        try {
            return token.ask(
                    "unwrap a data key of the vault",
                    provider ->
                            cipher(provider, Cipher.DECRYPT_MODE, wrapKey, nonce, ref)
                                    .doFinal(wrapped, NONCE, wrapped.length - NONCE));
        } catch (SigningUnavailableException e) {
            if (e.getCause() instanceof AEADBadTagException) {
                throw new UnwrapRefusedException(ref, e);
            }
            throw e;
        }
    }

    private SecretKey wrapKey() {
        if (!token.offers("Cipher", GCM)) {
            throw new IllegalArgumentException(
                    "%s does no AES-GCM (CKM_AES_GCM), by which data keys of the vault are wrapped; use a token that does, or AWS KMS"
                            .formatted(token));
        }
        return token.secretKey(label);
    }

    private static Cipher cipher(
            Provider provider, int mode, SecretKey key, byte[] nonce, String ref)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(GCM, provider);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("illuvrse-finance/vault/1\n" + ref).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public byte[] mac(byte[] message) {
        return lookup.mac(message);
    }

    @Override
    public String toString() {
        return "vault keys on " + token;
    }
}
