package com.illuvrse.finance.recalculation;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is known of an order in few bytes: whole numbers by sevens of bits, names by number.
 */
final class PackWriter {

    private static final int LONGEST_NUMBER = 10;

    private final Names names;
    private byte[] bytes = new byte[512];
    private int length;

    PackWriter(Names names) {
        this.names = names;
    }

    PackWriter put(long value) {
        reserve(LONGEST_NUMBER);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    PackWriter name(String name) {
        return put(names.number(name));
    }

    /** A text no other order has. */
    PackWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    PackWriter optionalText(@Nullable String text) {
        return text == null ? put(0) : put(1).text(text);
    }

    PackWriter optionalName(@Nullable String name) {
        return put(name == null ? -1 : names.number(name));
    }

    PackWriter date(@Nullable LocalDate date) {
        return put(date == null ? Long.MIN_VALUE : date.toEpochDay());
    }

    PackWriter ratio(Ratio ratio) {
        return number(ratio.n()).number(ratio.d());
    }

    private PackWriter number(BigInteger value) {
        return bytes(value.toByteArray());
    }

    private PackWriter bytes(byte[] more) {
        put(more.length);
        reserve(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    /** What was written, which is then forgotten. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, length);
        length = 0;
        return taken;
    }
}
