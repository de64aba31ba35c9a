package com.illuvrse.finance.sandbox.tsa;

import com.illuvrse.finance.sandbox.home.OwnerFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Numbers that are never given twice, not even after a crash: the file always holds a number above
 * all that were given. It is written once for each hundred, so a restart skips some.
 */
final class SerialNumbers {
    private static final int BLOCK = 100;

    private final Path file;
    private long next;
    private long reserved;

    SerialNumbers(Path file) throws IOException {
        this.file = file;
        this.next = Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 1;
        this.reserved = next;
    }

    BigInteger next() throws IOException {
        if (next == reserved) {
            OwnerFile.write(file, (reserved + BLOCK) + "\n");
            reserved += BLOCK;
        }
        return BigInteger.valueOf(next++);
    }
}
