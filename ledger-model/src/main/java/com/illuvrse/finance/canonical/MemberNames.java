package com.illuvrse.finance.canonical;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Names of members that were read before, found by their bytes: the objects of a file name the same
 * few members again and again. Keeps one name for each of {@value #SLOTS} places, so that a file of
 * ever new names does not fill the memory.
 */
final class MemberNames {

    private static final int SLOTS = 256;

    private final byte[] @Nullable [] bytes = new byte[SLOTS] @Nullable [];
    private final String[] names = new String[SLOTS];

    /** The text a cursor has just read, which is a name. */
    String of(CanonicalCursor cursor) {
        int hash = cursor.textHash();
        int slot = (hash ^ (hash >>> 8)) & (SLOTS - 1);
        byte[] known = bytes[slot];
        if (known == null || !cursor.textIs(known)) {
            names[slot] = cursor.textValue().intern();
            bytes[slot] = names[slot].getBytes(StandardCharsets.US_ASCII);
        }
        return names[slot];
    }
}
