package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.postgres.Attestations;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Adds files to sealed packages: kept in the database first, then put into the archive under the
 * lock of their package and read back. Killed in between, the next call delivers the same bytes.
 */
public final class AddedFiles {

    private final Database database;
    private final Attestations attestations;
    private final PackageDelivery delivery;
    private final Workshop workshop;

    public AddedFiles(Database database, PackageDelivery delivery, Workshop workshop) {
        this.database = database;
        this.attestations = new Attestations(database);
        this.delivery = delivery;
        this.workshop = workshop;
    }

    /** Keeps a file; returns the bytes that are kept, which are those that came first. */
    public byte[] keep(Segment cut, String path, byte[] content, long epoch, Instant now) {
        return database.write(
                LedgerRole.SEALER,
                epoch,
                () -> attestations.keep(cut.number(), path, content, now));
    }

    /** Delivers a file that is kept; what lies there already is left alone. */
    public void deliver(Segment cut, String path, SettlementSettings settings, long epoch)
            throws IOException {
        byte[] content =
                attestations
                        .find(cut.number(), path)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "%s of segment %d should be kept before it is delivered"
                                                        .formatted(path, cut.number())));
        Path folder =
                Files.createTempDirectory(Files.createDirectories(workshop.folder()), ".added");
        try {
            Path file = Files.write(folder.resolve("file"), content);
            delivery.add(path, file, cut, settings, epoch);
        } finally {
            PackageDelivery.discard(folder);
        }
    }

    /** Whether the package itself lies in the archive, without which nothing is added to it. */
    public boolean isPackageDelivered(Segment cut) {
        return delivery.isDelivered(cut);
    }
}
