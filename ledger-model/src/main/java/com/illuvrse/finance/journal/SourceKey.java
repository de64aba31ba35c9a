package com.illuvrse.finance.journal;

/**
 * The name of the fact an entry comes from, unique in the ledger, such as {@code
 * sale:o-101:txn_1001}.
 *
 * <p>It never contains a rule version: the same fact has the same key whatever the rules say of it
 * (posting model, section 7).
 */
public record SourceKey(String text) implements Comparable<SourceKey> {

    private static final int MAX_KEY = 255;
    private static final int MAX_ID = 64;

    public SourceKey {
        if (!isKey(text)) {
            throw new IllegalArgumentException(
                    "a source key is 1 to 255 visible ASCII characters, found \"" + text + "\"");
        }
    }

    /** A key of a kind and ids, each of which must be legal in a key. */
    public static SourceKey of(String kind, String... ids) {
        StringBuilder text = new StringBuilder(kind);
        for (String id : ids) {
            text.append(':').append(requireId(id));
        }
        return new SourceKey(text.toString());
    }

    /** Whether an id from outside may become part of a key. */
    public static boolean isId(String id) {
        boolean legal = !id.isEmpty() && id.length() <= MAX_ID && isAlphanumeric(id.charAt(0));
        for (int i = 1; legal && i < id.length(); i++) {
            char c = id.charAt(i);
            legal = isAlphanumeric(c) || c == '.' || c == '_' || c == '-';
        }
        return legal;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isKey(String text) {
        boolean legal = !text.isEmpty() && text.length() <= MAX_KEY;
        for (int i = 0; legal && i < text.length(); i++) {
            legal = text.charAt(i) > ' ' && text.charAt(i) <= '~';
        }
        return legal;
    }

    public static String requireId(String id) {
        if (!isId(id)) {
            throw new IllegalArgumentException(
                    "an id is a letter or digit and up to 63 of letters, digits, dot, underscore, hyphen, found \""
                            + id
                            + "\"");
        }
        return id;
    }

    public EntryId entryId() {
        return EntryId.of(this);
    }

    @Override
    public int compareTo(SourceKey other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
