package com.illuvrse.finance.recalculation;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what {@link PackWriter} wrote, in the same order. */
final class PackReader {

    private final byte[] bytes;
    private final Names names;
    private int at;

    PackReader(byte[] bytes, Names names) {
        this.bytes = bytes;
        this.names = names;
    }

    long number() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
        } while (next < 0);
        return (value >>> 1) ^ -(value & 1);
    }

    int size() {
        return Math.toIntExact(number());
    }

    String name() {
        return names.name(size());
    }

    String text() {
        int length = size();
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    @Nullable String optionalText() {
        return number() == 0 ? null : text();
    }

    @Nullable String optionalName() {
        int number = size();
        return number < 0 ? null : names.name(number);
    }

    @Nullable LocalDate date() {
        long day = number();
        return day == Long.MIN_VALUE ? null : LocalDate.ofEpochDay(day);
    }

    Ratio ratio() {
        return Ratio.of(digits(), digits());
    }

    private BigInteger digits() {
        int length = size();
        at += length;
        return new BigInteger(Arrays.copyOfRange(bytes, at - length, at));
    }
}
