package com.illuvrse.finance.exporters.payment;

import java.util.regex.Pattern;

/** The nine digits of a bank in the United States (ABA), the last of which checks the others. */
public final class RoutingNumber {

    private static final Pattern FORM = Pattern.compile("[0-9]{9}");
    private static final int[] WEIGHTS = {3, 7, 1, 3, 7, 1, 3, 7, 1};

    private RoutingNumber() {}

    /** Whether a text is nine digits whose weighted sum is a multiple of ten, and not all zero. */
    public static boolean isValid(String text) {
        if (!FORM.matcher(text).matches() || text.equals("000000000")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (text.charAt(i) - '0');
        }
        return sum % 10 == 0;
    }
}
