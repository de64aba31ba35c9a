package com.illuvrse.finance.canonical;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Instants as signed files write them, {@code 2026-11-01T05:30:00.000Z}: always three digits, finer
 * ones cut off (segment format, section 1).
 *
 * <p>Remembers the last date it wrote, since the lines of a day are in order of time. Not for
 * several threads.
 */
public final class InstantText {

    private static final int SECONDS_OF_DAY = 86_400;
    private static final int DATE_LENGTH = 10;

    private static final String FORM = "0000-00-00T00:00:00.000Z";

    private final byte[] text = FORM.getBytes(StandardCharsets.US_ASCII);
    private long day = Long.MIN_VALUE;

    /** The text of one instant. */
    public static String of(Instant instant) {
        return new String(new InstantText().format(instant), StandardCharsets.US_ASCII);
    }

    /** Whether a text is an instant as {@link #of} writes it. */
    public static boolean isOne(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = DATE_LENGTH; i < FORM.length(); i++) {
            char found = text.charAt(i);
            if (FORM.charAt(i) == '0' ? found < '0' || found > '9' : found != FORM.charAt(i)) {
                return false;
            }
        }
        return number(text, 11, 2) < 24
                && number(text, 14, 2) < 60
                && number(text, 17, 2) < 60
                && isDate(text);
    }

    /** Whether a text begins with a date that exists, such as {@code 2026-11-01}. */
    public static boolean isDate(String text) {
        for (int i = 0; i < DATE_LENGTH; i++) {
            char found = text.charAt(i);
            if (FORM.charAt(i) == '0' ? found < '0' || found > '9' : found != FORM.charAt(i)) {
                return false;
            }
        }
        int month = number(text, 5, 2);
        int day = number(text, 8, 2);
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(number(text, 0, 4), month).lengthOfMonth();
    }

    /** Milliseconds since 1970 of an instant, in this spelling or another one of ISO 8601. */
    public static long millis(String text) {
        if (!isOne(text)) {
            return Instant.parse(text).toEpochMilli();
        }
        long days =
                LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2))
                        .toEpochDay();
        int second = (number(text, 11, 2) * 60 + number(text, 14, 2)) * 60 + number(text, 17, 2);
        return (days * SECONDS_OF_DAY + second) * 1000 + number(text, 20, 3);
    }

    private static int number(String text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    /** Appends an instant with its quotes. */
    public void append(Instant instant, CanonicalJson line) {
        line.raw('"').raw(format(instant)).raw('"');
    }

    private byte[] format(Instant instant) {
        long second = instant.getEpochSecond();
        long instantDay = Math.floorDiv(second, SECONDS_OF_DAY);
        if (instantDay != day) {
            date(instantDay);
        }
        int ofDay = Math.floorMod(second, SECONDS_OF_DAY);
        digits(11, 2, ofDay / 3600);
        digits(14, 2, ofDay / 60 % 60);
        digits(17, 2, ofDay % 60);
        digits(20, 3, instant.getNano() / 1_000_000);
        return text;
    }

    private void date(long epochDay) {
        byte[] date = LocalDate.ofEpochDay(epochDay).toString().getBytes(StandardCharsets.US_ASCII);
        if (date.length != DATE_LENGTH) {
            throw new IllegalArgumentException(
                    "an instant lies in the years 0 to 9999, found the date "
                            + LocalDate.ofEpochDay(epochDay));
        }
        System.arraycopy(date, 0, text, 0, DATE_LENGTH);
        day = epochDay;
    }

    private void digits(int at, int count, int value) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
