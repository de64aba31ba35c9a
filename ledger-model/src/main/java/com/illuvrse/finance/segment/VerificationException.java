package com.illuvrse.finance.segment;

import org.jspecify.annotations.Nullable;

/**
 * The first thing that is wrong with a ledger. Its message is the line an auditor reads: code,
 * file, first bad item, what was expected, what was found.
 */
public final class VerificationException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MAX_SHOWN = 300;

    private final VerificationCode code;
    private final String file;
    private final String item;
    private final String expected;
    private final String found;

    /**
     * @param file path inside the ledger's folder
     * @param item first bad line, member, account or id in it
     */
    public VerificationException(
            VerificationCode code,
            String file,
            String item,
            @Nullable Object expected,
            @Nullable Object found) {
        super(
                "FAIL %s %s %s: expected %s, found %s"
                        .formatted(
                                code,
                                shown(file),
                                shown(item),
                                shown(String.valueOf(expected)),
                                shown(String.valueOf(found))));
        this.code = code;
        this.file = shown(file);
        this.item = shown(item);
        this.expected = shown(String.valueOf(expected));
        this.found = shown(String.valueOf(found));
    }

    /**
     * A text as a terminal may show it: texts come from files nobody trusts yet, so one line, not
     * endless, and nothing that moves the cursor or looks like another character.
     */
    private static String shown(String text) {
        String cut = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
        return cut.replaceAll("[^ -~]", "?");
    }

    public VerificationCode code() {
        return code;
    }

    public String file() {
        return file;
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
