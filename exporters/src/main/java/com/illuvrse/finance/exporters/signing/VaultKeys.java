package com.illuvrse.finance.exporters.signing;

/**
 * The two keys of the vault, which can be used and not be read (run safety, section 6): one wraps
 * the data key of each person, the other makes the digests people are looked up by.
 */
public interface VaultKeys {

    /** Bytes of a data key: AES-256. */
    int DATA_KEY_BYTES = 32;

    /**
     * A new data key.
     *
     * @param ref whose it is; it is unwrapped for the same only
     * @throws SigningUnavailableException when the key store is away
     */
    DataKey newDataKey(String ref);

    /**
     * The 32 bytes of a wrapped data key.
     *
     * @throws UnwrapRefusedException when it was wrapped for somebody else or by another key, or
     *     was changed
     * @throws SigningUnavailableException when the key store is away
     */
    byte[] unwrap(String ref, byte[] wrapped);

    /**
     * The 32 bytes of the HMAC over a message of at most 4096 bytes.
     *
     * @throws SigningUnavailableException when the key store is away
     */
    byte[] mac(byte[] message);

    /** A data key, open and wrapped. It prints as nothing. */
    final class DataKey {
        private final byte[] open;
        private final byte[] wrapped;

        DataKey(byte[] open, byte[] wrapped) {
            this.open = open.clone();
            this.wrapped = wrapped.clone();
        }

        /** The 32 bytes; whoever takes them forgets them after use. */
        public byte[] open() {
            return open.clone();
        }

        /** What is kept beside what it sealed. */
        public byte[] wrapped() {
            return wrapped.clone();
        }

        @Override
        public String toString() {
            return "data key";
        }
    }
}
