package com.illuvrse.finance.exporters.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The keys of a sandbox's vault out of files: AES-256-GCM in the place of KMS. */
final class KeyFileVaultKeys implements VaultKeys {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec wrapKey;
    private final LedgerMac lookup;
    private final SecureRandom chance = new SecureRandom();

    KeyFileVaultKeys(byte[] wrapKey, LedgerMac lookup) {
        this.wrapKey = new SecretKeySpec(wrapKey, "AES");
        this.lookup = lookup;
    }

    @Override
    public DataKey newDataKey(String ref) {
        byte[] key = new byte[DATA_KEY_BYTES];
        byte[] nonce = new byte[NONCE];
        chance.nextBytes(key);
        chance.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, ref).doFinal(key);
            byte[] wrapped = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, wrapped, NONCE, sealed.length);
            return new DataKey(key, wrapped);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES-GCM", e);
        }
    }

    @Override
    public byte[] unwrap(String ref, byte[] wrapped) {
        if (wrapped.length < NONCE) {
            throw new UnwrapRefusedException(ref, null);
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(wrapped, NONCE), ref)
                    .doFinal(wrapped, NONCE, wrapped.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new UnwrapRefusedException(ref, e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String ref) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, wrapKey, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("illuvrse-finance/vault/1\n" + ref).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public byte[] mac(byte[] message) {
        return lookup.mac(message);
    }

    @Override
    public String toString() {
        return "vault keys in files";
    }
}
