package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The id a source key leads to, worked out from the bytes of a line without making texts: the
 * reading counterpart of {@link com.illuvrse.finance.journal.EntryId}.
 */
final class EntryDigest {

    private static final byte[] DOMAIN =
            "illuvrse-finance/entry/1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTES = 16;

    private final Sha256 digest = Sha256.start();
    private final byte[] text = new byte[LedgerLine.ENTRY_ID];
    private long high;
    private long low;

    /** Takes the digest of the source in {@code [from, to)}. */
    void of(byte[] bytes, int from, int to) {
        byte[] hash = digest.update(DOMAIN).update(bytes, from, to - from).finish();
        hash[6] = (byte) ((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        ByteBuffer words = ByteBuffer.wrap(hash);
        high = words.getLong();
        low = words.getLong();
        int at = 0;
        for (int i = 0; i < BYTES; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                text[at++] = '-';
            }
            text[at++] = DIGITS[(hash[i] >> 4) & 0x0f];
            text[at++] = DIGITS[hash[i] & 0x0f];
        }
    }

    /** Whether the text of the id stands at a place. */
    boolean isWritten(byte[] bytes, int from) {
        return Arrays.equals(bytes, from, from + text.length, text, 0, text.length);
    }

    /** First eight bytes of the id. */
    long high() {
        return high;
    }

    /** Last eight bytes of the id. */
    long low() {
        return low;
    }

    @Override
    public String toString() {
        return new String(text, StandardCharsets.US_ASCII);
    }
}
