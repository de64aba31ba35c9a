package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Json;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The kinds of text a segment's members hold, each with one spelling (segment format, section 1).
 */
enum Scalar implements ShapeRule {
    /** Any text. */
    TEXT("a text", ".*"),
    /** Whole minor units, not negative. */
    MONEY("money in whole minor units", "0|[1-9][0-9]{0,18}") {
        @Override
        boolean isSound(String text) {
            return isLong(text);
        }
    },
    /** Whole minor units with a sign when negative. */
    SIGNED("money in whole minor units, signed", "0|-?[1-9][0-9]{0,18}") {
        @Override
        boolean isSound(String text) {
            return isLong(text.startsWith("-") ? text.substring(1) : text);
        }
    },
    CURRENCY("a currency such as USD", "[A-Z]{3}"),
    INSTANT(
            "an instant such as 2026-11-01T05:30:00.000Z",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}Z") {
        @Override
        boolean isSound(String text) {
            return isDate(text.substring(0, 10));
        }
    },
    DATE("a date such as 2026-11-01", "[0-9]{4}-[0-9]{2}-[0-9]{2}") {
        @Override
        boolean isSound(String text) {
            return isDate(text);
        }
    },
    /** An exact number in lowest terms. */
    FRACTION(
            "a fraction in lowest terms such as 700/1", "(0|-?[1-9][0-9]{0,99})/[1-9][0-9]{0,99}") {
        @Override
        boolean isSound(String text) {
            int slash = text.indexOf('/');
            BigInteger numerator = new BigInteger(text.substring(0, slash));
            BigInteger denominator = new BigInteger(text.substring(slash + 1));
            return numerator.gcd(denominator).equals(BigInteger.ONE);
        }
    },
    DECIMAL("a plain decimal number", "(0|[1-9][0-9]{0,17})(\\.[0-9]{1,30})?"),
    ID("an id", "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
    /** A name outside source keys, such as a Stripe type. */
    WORD("1 to 128 visible ASCII characters", "[!-~]{1,128}"),
    ACCOUNT("an account", "[a-z]+(:[A-Za-z0-9][A-Za-z0-9._-]{0,63})+"),
    SOURCE("1 to 255 visible ASCII characters", "[!-~]{1,255}"),
    ENTRY_ID("an entry id", "[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
    SHA256("64 hexadecimal digits", "[0-9a-f]{64}"),
    SALT("16 bytes in base64url", "[A-Za-z0-9_-]{21}[AQgw]"),
    BASE64("base64", "[A-Za-z0-9+/]{0,8192}={0,2}") {
        @Override
        boolean isSound(String text) {
            try {
                return Base64.getEncoder()
                        .encodeToString(Base64.getDecoder().decode(text))
                        .equals(text);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    };

    private final String expected;
    private final Pattern pattern;

    Scalar(String expected, String pattern) {
        this.expected = expected;
        this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
    }

    boolean accepts(String text) {
        return pattern.matcher(text).matches() && isSound(text);
    }

    /** What the pattern cannot say. */
    boolean isSound(String text) {
        return true;
    }

    @Override
    public void check(Json value, String where) throws ShapeException {
        if (!(value instanceof Json.Text text) || !accepts(text.value())) {
            throw new ShapeException(where, expected, Shape.shown(value));
        }
    }

    private static boolean isLong(String digits) {
        return digits.length() < 19 || digits.compareTo("9223372036854775807") <= 0;
    }

    private static boolean isDate(String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            return date.toString().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
