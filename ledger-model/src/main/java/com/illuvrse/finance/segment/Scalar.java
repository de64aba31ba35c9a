package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import java.math.BigInteger;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The kinds of text a segment's members hold, each with one spelling (segment format, section 1).
 *
 * <p>Those every row has are read character by character, the others by a pattern: a ledger has
 * many millions of rows.
 */
enum Scalar implements ShapeRule {
    /** Any text. */
    TEXT("a text") {
        @Override
        boolean accepts(String text) {
            return true;
        }
    },
    /** Whole minor units, not negative. */
    MONEY("money in whole minor units") {
        @Override
        boolean accepts(String text) {
            return isMoney(text, 0);
        }
    },
    /** Whole minor units with a sign when negative. */
    SIGNED("money in whole minor units, signed") {
        @Override
        boolean accepts(String text) {
            return text.startsWith("-")
                    ? isMoney(text, 1) && text.charAt(1) != '0'
                    : isMoney(text, 0);
        }
    },
    CURRENCY("a currency such as USD") {
        @Override
        boolean accepts(String text) {
            return text.length() == 3 && CharacterSet.CAPITALS.holdsAll(text, 0, 3);
        }
    },
    INSTANT("an instant such as 2026-11-01T05:30:00.000Z") {
        @Override
        boolean accepts(String text) {
            return InstantText.isOne(text);
        }
    },
    DATE("a date such as 2026-11-01") {
        @Override
        boolean accepts(String text) {
            return text.length() == 10 && InstantText.isDate(text);
        }
    },
    /** An exact number in lowest terms. */
    FRACTION("a fraction in lowest terms such as 700/1") {
        @Override
        boolean accepts(String text) {
            int slash = text.indexOf('/');
            int sign = text.startsWith("-") ? 1 : 0;
            boolean isWritten =
                    slash > 0
                            && isWhole(text, sign, slash, 100)
                            && isWhole(text, slash + 1, text.length(), 100)
                            && text.charAt(slash + 1) != '0'
                            && (sign == 0 || text.charAt(1) != '0');
            if (!isWritten || text.length() <= SHORT_FRACTION) {
                return isWritten && isLowest(text, slash);
            }
            BigInteger numerator = new BigInteger(text.substring(0, slash));
            BigInteger denominator = new BigInteger(text.substring(slash + 1));
            return numerator.gcd(denominator).equals(BigInteger.ONE);
        }
    },
    DECIMAL("a plain decimal number") {
        @Override
        boolean accepts(String text) {
            int point = text.indexOf('.');
            int whole = point < 0 ? text.length() : point;
            int places = point < 0 ? 0 : text.length() - point - 1;
            return isWhole(text, 0, whole, 18)
                    && (point < 0
                            || (places >= 1
                                    && places <= 30
                                    && CharacterSet.DIGITS.holdsAll(
                                            text, point + 1, text.length())));
        }
    },
    ID("an id") {
        @Override
        boolean accepts(String text) {
            return isWithin(text, 64)
                    && CharacterSet.ALPHANUMERIC.holds(text.charAt(0))
                    && CharacterSet.ID.holdsAll(text, 1, text.length());
        }
    },
    /** A name outside source keys, such as a Stripe type. */
    WORD("1 to 128 visible ASCII characters") {
        @Override
        boolean accepts(String text) {
            return isWithin(text, 128) && CharacterSet.VISIBLE.holdsAll(text, 0, text.length());
        }
    },
    ACCOUNT("an account") {
        @Override
        boolean accepts(String text) {
            return ACCOUNTS.matcher(text).matches();
        }
    },
    SOURCE("1 to 255 visible ASCII characters") {
        @Override
        boolean accepts(String text) {
            return isWithin(text, 255) && CharacterSet.VISIBLE.holdsAll(text, 0, text.length());
        }
    },
    ENTRY_ID("an entry id") {
        @Override
        boolean accepts(String text) {
            return ENTRY_IDS.matcher(text).matches();
        }
    },
    SHA256("64 hexadecimal digits") {
        @Override
        boolean accepts(String text) {
            return text.length() == 64 && CharacterSet.HEXADECIMAL.holdsAll(text, 0, 64);
        }
    },
    SALT("16 bytes in base64url") {
        @Override
        boolean accepts(String text) {
            return text.length() == SALT_LENGTH
                    && CharacterSet.BASE64URL.holdsAll(text, 0, SALT_LENGTH - 1)
                    && CharacterSet.LAST_OF_SALT.holds(text.charAt(SALT_LENGTH - 1));
        }
    },
    BASE64("base64") {
        @Override
        boolean accepts(String text) {
            try {
                return text.length() <= 8192
                        && Base64.getEncoder()
                                .encodeToString(Base64.getDecoder().decode(text))
                                .equals(text);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    };

    /** Characters of 16 bytes in base64url. */
    static final int SALT_LENGTH = 22;

    /** Both parts of a fraction of so many characters are within 64 bits. */
    private static final int SHORT_FRACTION = 20;

    private static final Pattern ACCOUNTS =
            Pattern.compile("[a-z]+(:[A-Za-z0-9][A-Za-z0-9._-]{0,63})+");
    private static final Pattern ENTRY_IDS =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private final String expected;

    Scalar(String expected) {
        this.expected = expected;
    }

    /** Whether a text is a spelling of this kind. */
    abstract boolean accepts(String text);

    @Override
    public void check(Json value, String where) throws ShapeException {
        if (!(value instanceof Json.Text text) || !accepts(text.value())) {
            throw new ShapeException(where, expected, Shape.shown(value));
        }
    }

    private static boolean isWithin(String text, int most) {
        return !text.isEmpty() && text.length() <= most;
    }

    private static boolean isMoney(String text, int from) {
        int digits = text.length() - from;
        return digits >= 1
                && digits <= 19
                && CharacterSet.DIGITS.holdsAll(text, from, text.length())
                && (text.charAt(from) != '0' || digits == 1)
                && (digits < 19 || text.substring(from).compareTo("9223372036854775807") <= 0);
    }

    /** Whether digits stand in {@code [from, to)}, at most so many, without a zero in front. */
    private static boolean isWhole(String text, int from, int to, int most) {
        int digits = to - from;
        return digits >= 1
                && digits <= most
                && CharacterSet.DIGITS.holdsAll(text, from, to)
                && (digits == 1 || text.charAt(from) != '0');
    }

    private static boolean isLowest(String text, int slash) {
        long larger = Math.absExact(Long.parseLong(text, 0, slash, 10));
        long smaller = Long.parseLong(text, slash + 1, text.length(), 10);
        while (smaller != 0) {
            long rest = larger % smaller;
            larger = smaller;
            smaller = rest;
        }
        return larger == 1;
    }
}
