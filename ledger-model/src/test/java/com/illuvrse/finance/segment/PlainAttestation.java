package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * Signatures and stamps as plain texts over the digest of a content, so that a test says who signed
 * and when; what CMS and RFC 3161 make of it is tested where they are read.
 */
final class PlainAttestation implements AttestationReader {

    private static final String SIGNED = "signed ";
    private static final String STAMPED = "stamped ";

    /** A signature over a content by the holder of a public key. */
    static byte[] signature(byte[] content, String spki) {
        return (SIGNED + Sha256.hexOf(content) + " " + spki).getBytes(StandardCharsets.US_ASCII);
    }

    /** A stamp over a content. */
    static byte[] stamp(byte[] content, Instant at, String authority) {
        return (STAMPED + Sha256.hexOf(content) + " " + at + " " + authority)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] signer(byte[] signature, byte[] content) throws SignatureRefusedException {
        return Base64.getDecoder().decode(words(SIGNED, signature, content)[2]);
    }

    @Override
    public Stamp stamp(byte[] token, byte[] content) throws SignatureRefusedException {
        String[] words = words(STAMPED, token, content);
        return new Stamp(Instant.parse(words[2]), words[3]);
    }

    private static String[] words(String kind, byte[] bytes, byte[] content)
            throws SignatureRefusedException {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        if (!text.startsWith(kind + Sha256.hexOf(content) + " ")) {
            throw new SignatureRefusedException("over other bytes");
        }
        return text.split(" ", -1);
    }
}
