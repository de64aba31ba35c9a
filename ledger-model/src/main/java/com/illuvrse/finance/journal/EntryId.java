package com.illuvrse.finance.journal;

import com.illuvrse.finance.canonical.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The identity of an entry: the first 16 bytes of SHA-256 over its source key, written as a UUID of
 * version 8 (posting model, section 7). Compared as text, because {@link UUID#compareTo} is signed.
 */
public record EntryId(UUID uuid) implements Comparable<EntryId> {

    private static final String DOMAIN = "illuvrse-finance/entry/1\n";

    public static EntryId of(SourceKey source) {
        byte[] hash = Sha256.of((DOMAIN + source.text()).getBytes(StandardCharsets.US_ASCII));
        hash[6] = (byte) ((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new EntryId(new UUID(bytes.getLong(), bytes.getLong()));
    }

    /** Reads the lower-case text of a UUID and nothing else. */
    public static EntryId parse(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equals(text)) {
            throw new IllegalArgumentException(
                    "expected the lower-case text of a UUID, found \"" + text + "\"");
        }
        return new EntryId(uuid);
    }

    /** The 16 bytes of the id. */
    public byte[] bytes() {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    @Override
    public int compareTo(EntryId other) {
        int high =
                Long.compareUnsigned(
                        uuid.getMostSignificantBits(), other.uuid.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        uuid.getLeastSignificantBits(), other.uuid.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return uuid.toString();
    }
}
