package com.illuvrse.finance.handover;

import java.io.IOException;

/** An archive that is not in the one form it may have. */
public final class TarFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String item;
    private final String expected;
    private final String found;

    /**
     * @param item the member, or the byte of the archive
     */
    TarFormatException(String item, Object expected, Object found) {
        super("%s: expected %s, found %s".formatted(item, expected, found));
        this.item = item;
        this.expected = String.valueOf(expected);
        this.found = String.valueOf(found);
    }

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
