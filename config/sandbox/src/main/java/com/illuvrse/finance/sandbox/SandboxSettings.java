package com.illuvrse.finance.sandbox;

import com.illuvrse.finance.sandbox.marketplace.GeneratorSettings;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Where a sandbox lives and what world it shows. A home shows one world for ever: without a data
 * folder and a generator it goes on with the one it was begun with, which for a new home is {@link
 * #MONTH}.
 *
 * @param home everything that is kept, below one directory
 * @param data the folder to serve, or null for a generated month
 * @param month the month to generate, or null
 */
public record SandboxSettings(Path home, @Nullable Path data, @Nullable GeneratorSettings month) {
    /** The month of a home that was not told which. */
    public static final GeneratorSettings MONTH =
            GeneratorSettings.of(
                    7, LocalDate.of(2026, 10, 1), 30, 200, ZoneId.of("America/New_York"));

    public SandboxSettings {
        if (data != null && month != null) {
            throw new IllegalArgumentException(
                    "a sandbox serves either the folder %s or a generated month, not both"
                            .formatted(data));
        }
    }

    /** A sandbox that goes on with what its home shows. */
    public static SandboxSettings of(Path home) {
        return new SandboxSettings(home, null, null);
    }

    /** A sandbox that serves this folder. */
    public static SandboxSettings serving(Path home, Path data) {
        return new SandboxSettings(home, data, null);
    }

    /** A sandbox that serves a month it makes up. */
    public static SandboxSettings generating(Path home, GeneratorSettings month) {
        return new SandboxSettings(home, null, month);
    }
}
