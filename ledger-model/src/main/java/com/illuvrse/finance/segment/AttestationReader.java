package com.illuvrse.finance.segment;

import java.time.Instant;

/**
 * Reads signatures of persons and time stamps, for which this module has no library (segment
 * format, section 10). What it is given comes from files nobody trusts yet: whatever is wrong with
 * them is a {@link SignatureRefusedException}.
 */
public interface AttestationReader {

    /**
     * Who signed these bytes.
     *
     * @param signature CMS SignedData, DER, detached, one signer with one certificate
     * @return SubjectPublicKeyInfo of the signer, DER; whose it is the key registry says
     */
    byte[] signer(byte[] signature, byte[] content) throws SignatureRefusedException;

    /**
     * When these bytes were stamped.
     *
     * @param token RFC 3161 response by an authority under the roots the auditor pinned
     */
    Stamp stamp(byte[] token, byte[] content) throws SignatureRefusedException;

    /**
     * A time stamp.
     *
     * @param authority what tells one authority from another, such as the digest of its certificate
     */
    record Stamp(Instant at, String authority) {}
}
