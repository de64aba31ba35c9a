package com.illuvrse.finance.segment;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Reads instants such as {@code 2026-11-01T05:30:00.000Z} from bytes. Remembers the last date,
 * since the lines of a day are in order of time.
 */
final class InstantReader {

    /** What a text that is no instant gives. */
    static final long NONE = Long.MIN_VALUE;

    private static final byte[] FORM =
            "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);
    private static final int DATE = 10;
    private static final long DAY_MILLIS = 86_400_000L;

    private final byte[] date = new byte[DATE];
    private long dateMillis = NONE;

    /** Milliseconds since 1970, or {@link #NONE}. */
    long millis(byte[] bytes, int from) {
        for (int i = DATE; i < FORM.length; i++) {
            byte found = bytes[from + i];
            if (FORM[i] == '0' ? found < '0' || found > '9' : found != FORM[i]) {
                return NONE;
            }
        }
        int hour = two(bytes, from + 11);
        int minute = two(bytes, from + 14);
        int second = two(bytes, from + 17);
        if (hour > 23 || minute > 59 || second > 59 || !readDate(bytes, from)) {
            return NONE;
        }
        int milli = (bytes[from + 20] - '0') * 100 + two(bytes, from + 21);
        return dateMillis + ((hour * 60L + minute) * 60 + second) * 1000 + milli;
    }

    private boolean readDate(byte[] bytes, int from) {
        if (dateMillis != NONE && Arrays.equals(bytes, from, from + DATE, date, 0, DATE)) {
            return true;
        }
        String text = new String(bytes, from, DATE, StandardCharsets.ISO_8859_1);
        dateMillis = NONE;
        if (!Scalar.DATE.accepts(text)) {
            return false;
        }
        try {
            dateMillis = LocalDate.parse(text).toEpochDay() * DAY_MILLIS;
        } catch (DateTimeException e) {
            return false;
        }
        System.arraycopy(bytes, from, date, 0, DATE);
        return true;
    }

    private static int two(byte[] bytes, int at) {
        return (bytes[at] - '0') * 10 + bytes[at + 1] - '0';
    }
}
