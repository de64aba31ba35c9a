package com.illuvrse.finance.exporters.vault;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.signing.UnwrapRefusedException;
import com.illuvrse.finance.exporters.signing.VaultKeys;
import com.illuvrse.finance.exporters.signing.VaultKeys.DataKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals identities and opens them: AES-256-GCM with one data key per person, wrapped by the key
 * store (run safety, section 6). The reference is authenticated with the text, so a row put in the
 * place of another does not open.
 */
public final class IdentitySeal {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final String AAD = "illuvrse-finance/vault/identity/1\n";
    private static final String CONTENT = "illuvrse-finance/vault/content/1\n";
    private static final String TIN = "illuvrse-finance/vault/tin/1\n";

    private final VaultKeys keys;
    private final SecureRandom chance = new SecureRandom();

    public IdentitySeal(VaultKeys keys) {
        this.keys = keys;
    }

    /**
     * Seals an identity under a new data key.
     *
     * @throws com.illuvrse.finance.exporters.signing.SigningUnavailableException when the key store
     *     is away
     */
    public SealedIdentity seal(Identity identity) {
        DataKey key = keys.newDataKey(identity.ref());
        byte[] open = key.open();
        byte[] plain = identity.canonical();
        byte[] nonce = new byte[NONCE];
        chance.nextBytes(nonce);
        try {
            byte[] text = cipher(Cipher.ENCRYPT_MODE, open, nonce, identity.ref()).doFinal(plain);
            byte[] sealed = Arrays.copyOf(nonce, NONCE + text.length);
            System.arraycopy(text, 0, sealed, NONCE, text.length);
            return new SealedIdentity(
                    identity.ref(),
                    base64(key.wrapped()),
                    base64(sealed),
                    contentMac(identity),
                    tinLookup(identity.tinCountry(), identity.tin()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES-GCM", e);
        } finally {
            Arrays.fill(open, (byte) 0);
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * Opens what was sealed.
     *
     * @throws VaultException when text, key or reference is not the one it was sealed with
     */
    public Identity open(SealedIdentity sealed) {
        byte[] bytes = Base64.getDecoder().decode(sealed.sealed());
        byte[] wrapped = Base64.getDecoder().decode(sealed.wrappedKey());
        if (bytes.length < NONCE) {
            throw refused(sealed, null);
        }
        byte[] key = null;
        byte[] plain = null;
        try {
            key = keys.unwrap(sealed.ref(), wrapped);
            plain =
                    cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(bytes, NONCE), sealed.ref())
                            .doFinal(bytes, NONCE, bytes.length - NONCE);
            Identity identity = Identity.read(plain);
            if (!identity.ref().equals(sealed.ref())) {
                throw refused(sealed, null);
            }
            return identity;
        } catch (UnwrapRefusedException | GeneralSecurityException e) {
            throw refused(sealed, e);
        } catch (CanonicalFormException | IllegalArgumentException e) {
            // the cause may tell a part of the text
            throw refused(sealed, null);
        } finally {
            forget(key);
            forget(plain);
        }
    }

    private static void forget(byte @Nullable [] secret) {
        if (secret != null) {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static VaultException refused(SealedIdentity sealed, @Nullable Throwable cause) {
        return new VaultException(
                "%s cannot be opened: it was changed, sealed under another key or under another reference"
                        .formatted(sealed.ref()),
                cause);
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String ref)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((AAD + ref).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** The digest two deliveries of one identity are compared by. */
    public String contentMac(Identity identity) {
        return mac(CONTENT + Sha256.hexOf(identity.canonical()));
    }

    /**
     * The digest a tax number is looked up by; null without one. Blanks and hyphens are left out.
     */
    public @Nullable String tinLookup(@Nullable String country, @Nullable String tin) {
        if (tin == null) {
            return null;
        }
        String plain = tin.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
        return mac(TIN + (country == null ? "" : country) + "\n" + plain);
    }

    private String mac(String message) {
        return HexFormat.of().formatHex(keys.mac(message.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
