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

    private final boolean[] members = new boolean[128];

    /** Single characters and ranges, as in a pattern. */
    CharacterSet(String ranges) {
        for (int i = 0; i < ranges.length(); i++) {
            boolean isRange = i + 2 < ranges.length() && ranges.charAt(i + 1) == '-';
            char last = ranges.charAt(isRange ? i + 2 : i);
            for (char c = ranges.charAt(i); c <= last; c++) {
                members[c] = true;
            }
            i += isRange ? 2 : 0;
        }
    }

    boolean holds(int character) {
        return character >= 0 && character < members.length && members[character];
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
