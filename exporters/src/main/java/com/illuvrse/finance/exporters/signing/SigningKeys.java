package com.illuvrse.finance.exporters.signing;

/**
 * A key store: the keys of a ledger by name, such as {@code log} or {@code finance-lead}. One for a
 * process; threads may share it.
 *
 * <p>Opening it asks nothing of a store that is elsewhere: a night posts while KMS is away and is
 * held only where it has to sign.
 */
public interface SigningKeys extends AutoCloseable {

    /** The name of the key that signs checkpoints and nothing else: its uses count the seals. */
    String LOG = "log";

    /** The name of the key that signs report manifests. */
    String REPORTS = "reports";

    /**
     * The key of a name.
     *
     * @throws IllegalArgumentException when the settings have no such key
     */
    Signer signer(String name);

    /** The master key of the salts. */
    LedgerMac ledgerMac();

    /** The keys that seal what is known of persons. */
    VaultKeys vaultKeys();

    @Override
    void close();
}
