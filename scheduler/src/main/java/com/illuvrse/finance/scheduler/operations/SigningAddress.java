package com.illuvrse.finance.scheduler.operations;

import com.illuvrse.finance.exporters.s3.ArchiveCredentials;
import com.illuvrse.finance.exporters.signing.KeyFolder;
import com.illuvrse.finance.exporters.signing.KmsKeys;
import com.illuvrse.finance.exporters.signing.KmsSettings;
import com.illuvrse.finance.exporters.signing.Pkcs11Keys;
import com.illuvrse.finance.exporters.signing.Pkcs11Settings;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.exporters.signing.TokenPin;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code signing.*} of the settings.
 *
 * @param keys more keys that sign, by our name: the next log keys, keys of accountable persons
 */
@ConfigurationProperties(prefix = "signing", ignoreUnknownFields = false)
public record SigningAddress(
        Backend backend,
        String region,
        Token token,
        String logKey,
        String reportsKey,
        @DefaultValue Map<String, String> keys,
        String saltKey,
        String vaultKey,
        String vaultLookupKey,
        Path registryFolder) {

    /** Where the keys are kept. */
    public enum Backend {
        /** AWS KMS. */
        KMS,
        /** A token behind PKCS#11. */
        PKCS11,
        /** Files: a sandbox has them, nobody else. */
        KEY_FILES
    }

    /** {@code signing.token.*}: where a PKCS#11 token is. */
    public record Token(Path library, long slot, Path pinFile) {}

    /**
     * The key store; nothing is asked of it yet.
     *
     * @param credentials for AWS KMS
     */
    SigningKeys keys(ArchiveCredentials credentials) {
        return switch (backend) {
            case KMS ->
                    KmsKeys.connect(
                            new KmsSettings(
                                    null,
                                    region,
                                    credentials,
                                    named(),
                                    saltKey,
                                    vaultKey,
                                    vaultLookupKey));
            case PKCS11 ->
                    Pkcs11Keys.connect(
                            new Pkcs11Settings(
                                    token.library(),
                                    token.slot(),
                                    TokenPin.in(token.pinFile()),
                                    named(),
                                    saltKey,
                                    vaultKey,
                                    vaultLookupKey));
            case KEY_FILES -> KeyFolder.open(registryFolder.resolveSibling("keys"), false);
        };
    }

    private Map<String, String> named() {
        Map<String, String> named = new HashMap<>(keys);
        if (named.put(SigningKeys.LOG, logKey) != null
                || named.put(SigningKeys.REPORTS, reportsKey) != null) {
            throw new IllegalArgumentException(
                    "the keys %s and %s have settings of their own, signing.log-key and signing.reports-key; take them out of signing.keys"
                            .formatted(SigningKeys.LOG, SigningKeys.REPORTS));
        }
        return named;
    }
}
