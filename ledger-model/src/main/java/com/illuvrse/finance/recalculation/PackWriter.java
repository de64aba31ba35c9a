package com.illuvrse.finance.recalculation;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is known of an order in few bytes: whole numbers by sevens of bits, names by number.
 */
final class PackWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
    private final Names names;

    PackWriter(Names names) {
        this.names = names;
    }

    PackWriter put(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    PackWriter name(String name) {
        return put(names.number(name));
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
        byte[] digits = value.toByteArray();
        put(digits.length);
        bytes.writeBytes(digits);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
