package com.illuvrse.finance.exporters.vault;

import org.jspecify.annotations.Nullable;

/**
 * An identity as the vault keeps it.
 *
 * @param wrappedKey the person's data key, wrapped; base64
 * @param sealed nonce and ciphertext; base64
 * @param contentMac HMAC of the whole content, hex: the same content again is no news
 * @param tinLookup HMAC of country and tax number, hex; null without a tax number
 */
public record SealedIdentity(
        String ref,
        String wrappedKey,
        String sealed,
        String contentMac,
        @Nullable String tinLookup) {

    @Override
    public String toString() {
        return "sealed identity " + ref;
    }
}
