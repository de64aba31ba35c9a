package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.audit.SegmentDelivery;
import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.ObjectLock;
import com.illuvrse.finance.exporters.s3.StoredObject;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Deliveries;
import com.illuvrse.finance.jobs.postgres.Deliveries.Delivery;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Puts sealed packages into the audit bucket and keeps what lies there now. */
public final class PackageDelivery {

    private final Database database;
    private final Deliveries deliveries;
    private final ArchiveBucket audit;

    public PackageDelivery(Database database, Archive archive) {
        this.database = database;
        this.deliveries = new Deliveries(database);
        this.audit = archive.audit();
    }

    /** Where the package of a segment lies in the audit bucket. */
    static String prefix(String ledger, int segment) {
        return String.format(Locale.ROOT, "v1/%s/segment-%06d/", ledger, segment);
    }

    /** Until when the package of a segment is locked. */
    static ObjectLock lock(SettlementSettings settings, Segment cut) {
        return new ObjectLock(
                ObjectLock.Mode.valueOf(settings.lock().mode()),
                cut.sealedAt().plus(settings.lock().retention()));
    }

    /** Whether the checkpoint, which goes last, is in the archive. */
    public boolean isDelivered(Segment cut) {
        return deliveries.of(cut.day()).stream()
                .anyMatch(
                        object ->
                                object.bucket().equals(audit.name())
                                        && object.key().endsWith("/checkpoint"));
    }

    /** Delivers the package in a folder; what is there already is left alone. */
    public void deliver(Path folder, Segment cut, SettlementSettings settings, long epoch)
            throws IOException {
        SegmentDelivery delivery =
                new SegmentDelivery(
                        audit,
                        ObjectLock.Mode.valueOf(settings.lock().mode()),
                        Period.ofDays(Math.toIntExact(settings.lock().retention().toDays())));
        keep(cut.day(), audit, delivery.deliver(folder), epoch);
    }

    /** Adds a file to a delivered package and reads it back; what is there already stays. */
    void add(String path, Path file, Segment cut, SettlementSettings settings, long epoch)
            throws IOException {
        ObjectLock lock = lock(settings, cut);
        StoredObject stored =
                audit.putOnce(prefix(settings.ledger(), cut.number()) + path, file, lock);
        audit.verifyDelivered(stored, lock);
        keep(cut.day(), audit, List.of(stored), epoch);
    }

    /** Keeps what was delivered of a day. */
    void keep(LocalDate day, ArchiveBucket bucket, List<StoredObject> objects, long epoch) {
        List<Delivery> delivered =
                objects.stream().map(object -> Delivery.of(bucket.name(), object)).toList();
        database.write(LedgerRole.SEALER, epoch, () -> deliveries.keep(day, delivered));
    }

    /** Takes a folder out of the workshop; it can be made again. */
    public static void discard(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
