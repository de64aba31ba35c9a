package com.illuvrse.finance.segment;

/** A set of ASCII characters that texts are checked against, character by character. */
enum CharacterSet {
    DIGITS("0-9"),
    CAPITALS("A-Z"),
    ALPHANUMERIC("A-Za-z0-9"),
    ID("A-Za-z0-9._-"),
    HEXADECIMAL("0-9a-f"),
    BASE64URL("A-Za-z0-9_-"),
    /** The last character of 16 bytes carries two bits. */
    LAST_OF_SALT("AQgw"),
    VISIBLE("!-~");

    /** A bit for each of the characters 0 to 63, and for each of 64 to 127. */
    private final long low;

    private final long high;

    /** Single characters and ranges, as in a pattern. */
    CharacterSet(String ranges) {
        long below64 = 0;
        long from64 = 0;
        for (int i = 0; i < ranges.length(); i++) {
            boolean isRange = i + 2 < ranges.length() && ranges.charAt(i + 1) == '-';
            char last = ranges.charAt(isRange ? i + 2 : i);
            for (char c = ranges.charAt(i); c <= last; c++) {
                below64 |= c < 64 ? 1L << c : 0;
                from64 |= c < 64 ? 0 : 1L << (c - 64);
            }
            i += isRange ? 2 : 0;
        }
        low = below64;
        high = from64;
    }

    boolean holds(int character) {
        return character >= 0
                && character < 128
                && (((character < 64 ? low : high) >>> (character & 63)) & 1) == 1;
    }

    boolean holdsAll(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!holds(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    boolean holdsAll(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!holds(bytes[i])) {
                return false;
            }
        }
        return true;
    }
}
