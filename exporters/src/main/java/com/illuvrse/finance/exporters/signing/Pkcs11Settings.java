package com.illuvrse.finance.exporters.signing;

import java.nio.file.Path;
import java.util.Map;

/**
 * Which keys of a PKCS#11 token the ledger signs with.
 *
 * @param library the vendor's shared library, such as {@code /usr/lib/softhsm/libsofthsm2.so}
 * @param slot id of the slot the token is in, as {@code pkcs11-tool -L} or the vendor's tool shows
 *     it
 * @param pin of the user who may sign, never of the security officer
 * @param keys label on the token by our name for it: {@code log}, {@code finance-lead}, …
 * @param ledgerSalt the same for the HMAC key of the salts
 * @param vaultWrap the same for the AES key that wraps the data keys of the vault
 * @param vaultLookup the same for the HMAC key of the vault's digests
 */
public record Pkcs11Settings(
        Path library,
        long slot,
        TokenPin pin,
        Map<String, String> keys,
        String ledgerSalt,
        String vaultWrap,
        String vaultLookup) {

    public Pkcs11Settings {
        keys = Map.copyOf(keys);
    }
}
