package com.illuvrse.finance.exporters.signing;

/**
 * A key store answered with something that is not a signature by its key over the message. It was
 * thrown away: a person has to look at the store before anything is signed with it again.
 */
public final class UnverifiableSignatureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnverifiableSignatureException(String key, SignatureScheme scheme, int bytes) {
        super(
                ("key %s answered with %d bytes that are not an %s signature by its own public key over"
                                + " the message; they were thrown away and nothing is signed")
                        .formatted(key, bytes, scheme));
    }
}
