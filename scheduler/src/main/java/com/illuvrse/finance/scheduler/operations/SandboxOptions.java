package com.illuvrse.finance.scheduler.operations;

import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox serves and where it keeps everything.
 *
 * @param data folder to serve; null without one
 * @param month the month to invent; null for what the home folder served before
 */
public record SandboxOptions(Path home, @Nullable Path data, @Nullable Month month) {

    /**
     * A month of an invented marketplace.
     *
     * @param seed picks one marketplace out of 2^64
     */
    public record Month(long seed, LocalDate firstDay, int days, int ordersPerDay) {}

    /** A month that is invented once and kept in the home folder. */
    public static SandboxOptions generated(Path home, Month month) {
        return new SandboxOptions(home, null, month);
    }

    /** A folder of data, served as it is. */
    public static SandboxOptions of(Path home, Path data) {
        return new SandboxOptions(home, data, null);
    }

    /** What the home folder served before. */
    public static SandboxOptions again(Path home) {
        return new SandboxOptions(home, null, null);
    }
}
