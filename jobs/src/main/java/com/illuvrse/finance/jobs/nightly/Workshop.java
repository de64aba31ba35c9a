package com.illuvrse.finance.jobs.nightly;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Folders a night works in. What lies in {@code folder} can always be made again.
 *
 * @param folder packages and reports on their way to the archive
 * @param registry notes of the key registry, made in the key ceremony
 */
public record Workshop(Path folder, Path registry) {

    /** Where the package of a segment is put together. */
    public Path segment(int number) {
        return folder.resolve(String.format(Locale.ROOT, "segment-%06d", number));
    }

    /** Where the daily files are put together. */
    public Path daily(LocalDate day) {
        return folder.resolve("daily").resolve("dt=" + day);
    }
}
