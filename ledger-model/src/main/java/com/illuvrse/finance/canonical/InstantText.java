package com.illuvrse.finance.canonical;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

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

    private final byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);
    private long day = Long.MIN_VALUE;

    /** The text of one instant. */
    public static String of(Instant instant) {
        return new String(new InstantText().format(instant), StandardCharsets.US_ASCII);
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
