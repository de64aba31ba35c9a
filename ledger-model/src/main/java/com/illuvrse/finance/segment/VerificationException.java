package com.illuvrse.finance.segment;

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

    /**
     * @param file path inside the ledger's folder
     * @param item first bad line, member, account or id in it
     */
    public VerificationException(
            VerificationCode code, String file, String item, Object expected, Object found) {
        super(
                "FAIL %s %s %s: expected %s, found %s"
                        .formatted(
                                code,
                                shown(file),
                                shown(item),
                                shown(String.valueOf(expected)),
                                shown(String.valueOf(found))));
        this.code = code;
        this.file = file;
        this.item = item;
    }

    /** Texts come from files nobody trusts yet: one line, no control characters, not endless. */
    private static String shown(String text) {
        String cut = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        return cut.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]", "?");
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
}
