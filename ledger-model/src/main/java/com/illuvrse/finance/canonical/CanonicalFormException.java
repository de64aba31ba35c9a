package com.illuvrse.finance.canonical;

/**
 * Bytes that are not the canonical form of a JSON object, with the first place that says so.
 *
 * <p>An auditor wants to know which of two things happened: somebody's program wrote the same value
 * in another way, or the bytes are no JSON at all.
 */
public final class CanonicalFormException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean readable;
    private final int offset;
    private final String expected;
    private final String found;

    CanonicalFormException(boolean readable, int offset, String expected, String found) {
        super("at byte " + offset + ": expected " + expected + ", found " + found);
        this.readable = readable;
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    /** Whether the bytes are a JSON object, only written in another way. */
    public boolean isReadable() {
        return readable;
    }

    /** Where the first deviation is, counted in bytes from the start of the text. */
    public int offset() {
        return offset;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
