package com.illuvrse.finance.exporters.signing;

import java.util.SortedSet;

/**
 * A key store: the keys of a ledger by name, such as {@code log} or {@code finance-lead}. One for a
 * process; threads may share it.
 *
 * <p>Opening it asks nothing of a store that is elsewhere: a night posts while KMS is away and is
 * held only where it has to sign.
 */
public interface SigningKeys extends AutoCloseable {

    /**
     * The name of the key that signs checkpoints and nothing else: its uses count the seals. The
     * keys that follow it in a rotation are {@code log-2}, {@code log-3} …; which of them signs a
     * segment, the registry says.
     */
    String LOG = "log";

    /** The name of the key that signs report manifests. */
    String REPORTS = "reports";

    /**
     * The key of a name.
     *
     * @throws IllegalArgumentException when the settings have no such key
     */
    Signer signer(String name);

    /** The names of all keys that sign; nothing is asked of a store that is elsewhere. */
    SortedSet<String> names();

    /** The master key of the salts. */
    LedgerMac ledgerMac();

    /** The keys that seal what is known of persons. */
    VaultKeys vaultKeys();

    @Override
    void close();
}
