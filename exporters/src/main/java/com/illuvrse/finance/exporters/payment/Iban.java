package com.illuvrse.finance.exporters.payment;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** The check digits of international account numbers (ISO 13616, mod 97). */
public final class Iban {

    private static final Pattern FORM = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    private Iban() {}

    /** Whether a text is an IBAN in compact form with the right check digits. */
    public static boolean isValid(String text) {
        if (!FORM.matcher(text).matches()) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        String turned = text.substring(4) + text.substring(0, 4);
        turned.chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(NINETY_SEVEN).intValueExact() == 1;
    }
}
