package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.report.ReportManifest;
import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.ObjectLock;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.Attestations;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Deliveries;
import com.illuvrse.finance.jobs.postgres.Deliveries.Delivery;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.springframework.batch.core.step.Step;

/**
 * Reads back what was delivered of a day and holds it against the database: every object with its
 * bytes, its one version and its lock, and the package of the day as a stranger would read it. A
 * difference stops the night.
 */
public final class VerifyDelivered {

    private final Segments segments;
    private final Deliveries deliveries;
    private final Attestations attestations;
    private final PackageReader reader;
    private final ArchiveBucket audit;
    private final ArchiveBucket reports;
    private final Workshop workshop;
    private final WitnessSeals witness;

    public VerifyDelivered(
            Database database,
            SealingKeys keys,
            Archive archive,
            Workshop workshop,
            WitnessSeals witness) {
        this.segments = new Segments(database);
        this.deliveries = new Deliveries(database);
        this.attestations = new Attestations(database);
        this.reader = new PackageReader(database, keys);
        this.audit = archive.audit();
        this.reports = archive.reports();
        this.workshop = workshop;
        this.witness = witness;
    }

    public Step step(Steps steps, Night night) {
        return steps.once(
                "verify-delivered",
                () -> {
                    check(night);
                    PackageDelivery.discard(
                            workshop.segment(segments.require(night.date()).number()));
                    PackageDelivery.discard(workshop.daily(night.date()));
                    PackageDelivery.discard(
                            workshop.daily(night.date())
                                    .resolveSibling("dt=" + night.date() + ".building"));
                });
    }

    /**
     * Checks a delivered day; changes nothing.
     *
     * @throws IllegalStateException or an archive's exception with the sentence that says what
     *     differs
     */
    public void check(Night night) throws IOException {
        Segment cut = segments.require(night.date());
        List<Delivery> delivered = deliveries.of(night.date());
        String packagePrefix = PackageDelivery.prefix(night.settings().ledger(), cut.number());
        String reportPrefix = "daily/dt=" + night.date() + "/";
        List<String> onTheirWay =
                attestations.undelivered(night.date()).stream()
                        .map(path -> packagePrefix + path)
                        .toList();
        requireAll(delivered, audit, packagePrefix, packagePrefix + "checkpoint", onTheirWay);
        requireAll(delivered, reports, reportPrefix, reportPrefix + ReportManifest.NAME, List.of());
        ObjectLock lock = PackageDelivery.lock(night.settings(), cut);
        for (Delivery object : delivered) {
            if (object.bucket().equals(audit.name())) {
                audit.verifyDelivered(object.stored(), lock);
            } else if (witness.holds(object)) {
                witness.verify(object, lock);
            } else {
                reports.verifyDelivered(object.stored(), null);
            }
        }
        read(night, cut, packagePrefix, delivered);
    }

    /**
     * What lies below a prefix is what was delivered, with the file that makes it final.
     *
     * @param onTheirWay what may be there as well: kept, and perhaps put by somebody who was killed
     */
    private static void requireAll(
            List<Delivery> delivered,
            ArchiveBucket bucket,
            String prefix,
            String last,
            List<String> onTheirWay) {
        TreeSet<String> expected = new TreeSet<>();
        for (Delivery object : delivered) {
            if (object.bucket().equals(bucket.name())) {
                expected.add(object.key());
            }
        }
        TreeSet<String> found = new TreeSet<>(bucket.keys(prefix));
        onTheirWay.forEach(found::remove);
        if (!expected.contains(last) || !found.equals(expected)) {
            TreeSet<String> missing = new TreeSet<>(expected);
            missing.removeAll(found);
            TreeSet<String> more = new TreeSet<>(found);
            more.removeAll(expected);
            throw new IllegalStateException(
                    "%s/%s should hold what was delivered with %s at the end: missing %s, not delivered by us %s"
                            .formatted(bucket.name(), prefix, last, missing, more));
        }
    }

    /** Copies the package out of the archive and reads it like somebody who has nothing else. */
    private void read(Night night, Segment cut, String prefix, List<Delivery> delivered)
            throws IOException {
        Path copy = Files.createTempDirectory(Files.createDirectories(workshop.folder()), ".check");
        try {
            for (Delivery object : delivered) {
                if (object.bucket().equals(audit.name())) {
                    audit.get(
                            object.key(),
                            copy.resolve(object.key().substring(prefix.length())),
                            object.sha256());
                }
            }
            reader.check(night.settings(), cut, copy);
        } finally {
            PackageDelivery.discard(copy);
        }
    }
}
