package com.illuvrse.finance.exporters.signing;

import com.illuvrse.finance.exporters.s3.ArchiveCredentials;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of AWS KMS the ledger signs with.
 *
 * @param endpoint another server than Amazon's; null for Amazon
 * @param region such as {@code eu-central-1}
 * @param credentials who may use the keys; never the one who may change their policies
 * @param keys ARN, id or alias of the key by our name for it: {@code log}, {@code finance-lead}, …
 * @param ledgerSalt the same for the HMAC key of the salts
 * @param vaultWrap the same for the symmetric key that wraps the data keys of the vault
 * @param vaultLookup the same for the HMAC key of the vault's digests
 */
public record KmsSettings(
        @Nullable URI endpoint,
        String region,
        ArchiveCredentials credentials,
        Map<String, String> keys,
        String ledgerSalt,
        String vaultWrap,
        String vaultLookup) {

    public KmsSettings {
        keys = Map.copyOf(keys);
    }
}
