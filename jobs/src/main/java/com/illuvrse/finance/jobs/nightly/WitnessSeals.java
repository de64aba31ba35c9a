package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.ArchiveUnavailableException;
import com.illuvrse.finance.exporters.s3.ObjectLock;
import com.illuvrse.finance.exporters.s3.StoredObject;
import com.illuvrse.finance.exporters.s3.Witness;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Deliveries;
import com.illuvrse.finance.jobs.postgres.Deliveries.Delivery;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the witness of every seal: the manifest and the checkpoint of each segment, under the same
 * keys and the same lock as in the archive.
 *
 * <p>A witness that is away stops no night; what it has not been told yet is told with the next
 * seal. A witness that knows another manifest or checkpoint of a segment stops everything, because
 * then there are two histories.
 */
public final class WitnessSeals {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessSeals.class);

    private static final String MANIFEST = "manifest.json";
    private static final String CHECKPOINT = "checkpoint";

    private final Database database;
    private final Segments segments;
    private final Deliveries deliveries;
    private final Witness witness;
    private final Workshop workshop;

    public WitnessSeals(Database database, Witness witness, Workshop workshop) {
        this.database = database;
        this.segments = new Segments(database);
        this.deliveries = new Deliveries(database);
        this.witness = witness;
        this.workshop = workshop;
    }

    /** Days whose seals the witness does not know yet; none when there is no witness. */
    public List<LocalDate> untold() {
        ArchiveBucket bucket = witness.bucket();
        return bucket == null
                ? List.of()
                : database.read(() -> deliveries.sealedDaysWithout(bucket.name(), CHECKPOINT));
    }

    /**
     * Tells the witness of all seals it does not know yet, the oldest first.
     *
     * @throws com.illuvrse.finance.exporters.s3.ArchiveConflictException when it knows another seal
     */
    public void tell(SettlementSettings settings, long epoch) throws IOException {
        ArchiveBucket bucket = witness.bucket();
        if (bucket == null) {
            return;
        }
        List<LocalDate> untold = untold();
        try {
            witness.requireBucket();
            for (LocalDate day : untold) {
                tell(bucket, segments.require(day), settings, epoch);
            }
        } catch (ArchiveUnavailableException away) {
            LOG.warn(
                    "the witness {} is away, days from {} on are told to it with the next seal: {}",
                    bucket.name(),
                    untold.isEmpty() ? "the next" : untold.getFirst(),
                    away.getMessage());
        }
    }

    private void tell(ArchiveBucket bucket, Segment cut, SettlementSettings settings, long epoch)
            throws IOException {
        String manifest = segments.manifest(cut.number()).orElseThrow().text();
        String checkpoint = segments.checkpoint(cut.number()).orElseThrow();
        String prefix = PackageDelivery.prefix(settings.ledger(), cut.number());
        ObjectLock lock = PackageDelivery.lock(settings, cut);
        Path folder = Files.createTempDirectory(workshop.folder(), ".witness");
        try {
            List<StoredObject> told =
                    List.of(
                            put(bucket, prefix, folder, MANIFEST, manifest, lock),
                            put(bucket, prefix, folder, CHECKPOINT, checkpoint, lock));
            database.write(
                    LedgerRole.SEALER,
                    epoch,
                    () ->
                            deliveries.keep(
                                    cut.day(),
                                    told.stream()
                                            .map(object -> Delivery.of(bucket.name(), object))
                                            .toList()));
        } finally {
            PackageDelivery.discard(folder);
        }
    }

    private static StoredObject put(
            ArchiveBucket bucket,
            String prefix,
            Path folder,
            String name,
            String text,
            ObjectLock lock)
            throws IOException {
        Path file = Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
        StoredObject told = bucket.putOnce(prefix + name, file, lock);
        bucket.verifyDelivered(told, lock);
        return told;
    }

    /** Whether the witness knows the checkpoint of a segment; false when it is away. */
    public boolean knows(String ledger, int segment) {
        ArchiveBucket bucket = witness.bucket();
        try {
            return bucket != null
                    && bucket.contains(PackageDelivery.prefix(ledger, segment) + CHECKPOINT);
        } catch (ArchiveUnavailableException away) {
            LOG.warn("the witness {} is away: {}", bucket.name(), away.getMessage());
            return false;
        }
    }

    /** Whether an object that was delivered lies with the witness. */
    boolean holds(Delivery object) {
        ArchiveBucket bucket = witness.bucket();
        return bucket != null && object.bucket().equals(bucket.name());
    }

    /**
     * Looks again at what the witness holds of a day.
     *
     * @throws com.illuvrse.finance.exporters.s3.ArchiveException when it is not what was told, or
     *     not locked as it should be
     */
    void verify(Delivery object, ObjectLock lock) throws IOException {
        ArchiveBucket bucket = witness.bucket();
        if (bucket == null) {
            return;
        }
        try {
            bucket.verifyDelivered(object.stored(), lock);
        } catch (ArchiveUnavailableException away) {
            LOG.warn("the witness {} is away: {}", bucket.name(), away.getMessage());
        }
    }
}
