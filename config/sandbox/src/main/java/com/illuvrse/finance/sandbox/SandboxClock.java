package com.illuvrse.finance.sandbox;

import com.illuvrse.finance.sandbox.home.OwnerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time in a sandbox: it stands where it was set, also over a restart, since a night belongs to
 * a day of the books and not to the day on which somebody runs it.
 */
final class SandboxClock extends Clock {
    private final Path file;
    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    private SandboxClock(Path file, AtomicReference<Instant> now, ZoneId zone) {
        this.file = file;
        this.now = now;
        this.zone = zone;
    }

    /** The clock kept in a file; a new one begins at the machine's time. */
    static SandboxClock keptIn(Path file, Clock machine) throws IOException {
        boolean isNew = Files.notExists(file);
        Instant begin =
                isNew
                        ? machine.instant().truncatedTo(ChronoUnit.SECONDS)
                        : Instant.parse(Files.readString(file).strip());
        SandboxClock clock = new SandboxClock(file, new AtomicReference<>(begin), ZoneOffset.UTC);
        if (isNew) {
            clock.set(begin);
        }
        return clock;
    }

    synchronized void set(Instant instant) throws IOException {
        OwnerFile.write(file, instant + "\n");
        now.set(instant);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock seen from another zone: it moves with this one. */
    @Override
    public Clock withZone(ZoneId other) {
        return new SandboxClock(file, now, other);
    }

    @Override
    public String toString() {
        return "SandboxClock[" + now.get() + "]";
    }
}
