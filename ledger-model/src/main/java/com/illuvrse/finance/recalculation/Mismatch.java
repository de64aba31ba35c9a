package com.illuvrse.finance.recalculation;

/** What was found is not what the sealed evidence gives. */
public final class Mismatch extends Exception {

    private static final long serialVersionUID = 1;

    /** What kind of thing does not fit. */
    public enum Kind {
        /** A figure of a working or a line of its entry. */
        CALCULATION,
        /** Something is there without its cause, or is missing. */
        COMPLETENESS,
        /** The instant of an entry. */
        INSTANT
    }

    private final Kind kind;
    private final String item;
    private final String expected;
    private final String found;

    Mismatch(Kind kind, String item, Object expected, Object found) {
        super(item + ": expected " + expected + ", found " + found);
        this.kind = kind;
        this.item = item;
        this.expected = expected.toString();
        this.found = found.toString();
    }

    static Mismatch of(String item, Object expected, Object found) {
        return new Mismatch(Kind.CALCULATION, item, expected, found);
    }

    public Kind kind() {
        return kind;
    }

    /** The entry and the member that differ. */
    public String item() {
        return item;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
