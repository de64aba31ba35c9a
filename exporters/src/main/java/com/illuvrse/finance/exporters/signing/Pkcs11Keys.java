package com.illuvrse.finance.exporters.signing;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A key store in a hardware security module, or in SoftHSM2, through PKCS#11.
 *
 * <p>All keys that sign are on P-256, because SunPKCS11 has no EdDSA: the checkpoints of such a
 * ledger are ECDSA (signature type 2). Private keys stay on the token; one that could leave it is
 * refused.
 */
public final class Pkcs11Keys implements SigningKeys {

    private final Pkcs11Token token;
    private final Pkcs11Settings settings;

    private Pkcs11Keys(Pkcs11Token token, Pkcs11Settings settings) {
        this.token = token;
        this.settings = settings;
    }

    /** Remembers where the token is; nothing is asked yet. */
    public static Pkcs11Keys connect(Pkcs11Settings settings) {
        return connect(settings, "");
    }

    /**
     * @param moreConfiguration lines of the provider's configuration, each with its line feed
     */
    static Pkcs11Keys connect(Pkcs11Settings settings, String moreConfiguration) {
        return new Pkcs11Keys(
                new Pkcs11Token(
                        settings.library(), settings.slot(), settings.pin(), moreConfiguration),
                settings);
    }

    @Override
    public Signer signer(String name) {
        String label = settings.keys().get(name);
        if (label == null) {
            throw new IllegalArgumentException(
                    "the settings name no key of the token for \"%s\", only for %s"
                            .formatted(name, names()));
        }
        return new Pkcs11Signer(token, name, label);
    }

    @Override
    public SortedSet<String> names() {
        return new TreeSet<>(settings.keys().keySet());
    }

    @Override
    public LedgerMac ledgerMac() {
        return new Pkcs11Mac(token, settings.ledgerSalt());
    }

    @Override
    public VaultKeys vaultKeys() {
        return new Pkcs11VaultKeys(
                token, settings.vaultWrap(), new Pkcs11Mac(token, settings.vaultLookup()));
    }

    @Override
    public void close() {
        token.close();
    }

    @Override
    public String toString() {
        return "keys on " + token;
    }
}
