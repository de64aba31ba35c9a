package com.illuvrse.finance.journal;

import java.util.regex.Pattern;

/**
 * The name of the fact an entry comes from, unique in the ledger, such as {@code
 * sale:o-101:txn_1001}.
 *
 * <p>It never contains a rule version: the same fact has the same key whatever the rules say of it
 * (posting model, section 7).
 */
public record SourceKey(String text) implements Comparable<SourceKey> {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

    public SourceKey {
        if (!KEY.matcher(text).matches()) {
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
        return ID.matcher(id).matches();
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
