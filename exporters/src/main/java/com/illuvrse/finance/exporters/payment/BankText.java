package com.illuvrse.finance.exporters.payment;

import java.text.Normalizer;
import java.util.Map;

/**
 * Texts in the letters every bank takes: {@code A-Z a-z 0-9 / - ? : ( ) . , ' +} and blanks (EPC
 * 217-08). Accents are left out, a few letters are written in two; every other sign becomes a dot.
 */
final class BankText {

    private static final String SIGNS = "/-?:().,'+ ";
    private static final Map<Character, String> LETTERS =
            Map.ofEntries(
                    Map.entry('ß', "ss"),
                    Map.entry('Æ', "AE"),
                    Map.entry('æ', "ae"),
                    Map.entry('Œ', "OE"),
                    Map.entry('œ', "oe"),
                    Map.entry('Ø', "O"),
                    Map.entry('ø', "o"),
                    Map.entry('Đ', "D"),
                    Map.entry('đ', "d"),
                    Map.entry('Ł', "L"),
                    Map.entry('ł', "l"),
                    Map.entry('Þ', "Th"),
                    Map.entry('þ', "th"),
                    Map.entry('ı', "i"),
                    Map.entry('&', "+"));

    private BankText() {}

    /** The text in plain letters, at most so long. */
    static String of(String text, int longest) {
        StringBuilder plain = new StringBuilder();
        String parts = Normalizer.normalize(text.strip(), Normalizer.Form.NFD);
        for (int i = 0; i < parts.length(); i++) {
            char c = parts.charAt(i);
            if (isPlain(c)) {
                plain.append(c);
            } else if (Character.getType(c) != Character.NON_SPACING_MARK) {
                plain.append(LETTERS.getOrDefault(c, "."));
            }
        }
        String whole = plain.toString();
        return (whole.length() <= longest ? whole : whole.substring(0, longest)).strip();
    }

    static boolean isPlain(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || SIGNS.indexOf(c) >= 0;
    }

    /** Whether anything is left to read: a letter or a digit. */
    static boolean isReadable(String text) {
        return of(text, Integer.MAX_VALUE).chars().anyMatch(Character::isLetterOrDigit);
    }
}
