package com.illuvrse.finance.exporters.signing;

import java.nio.charset.StandardCharsets;

/**
 * The master key of a ledger's salts, which can be used and not be read: HMAC with SHA-256. It is
 * never replaced by another one, because a replay needs it.
 */
public interface LedgerMac {

    /**
     * The 32 bytes of the HMAC over a message.
     *
     * @throws SigningUnavailableException when the key store is away
     */
    byte[] mac(byte[] message);

    /**
     * The key the salts of one ledger are made with (segment format, section 3). Asked for once in
     * a process; every salt is then made without the key store.
     */
    default byte[] saltKey(String ledger) {
        return mac(("ledger-segment/1/salt\n" + ledger).getBytes(StandardCharsets.UTF_8));
    }
}
