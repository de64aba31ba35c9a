package com.illuvrse.finance.jobs.audit;

import com.illuvrse.finance.jobs.nightly.PackageDelivery;
import com.illuvrse.finance.jobs.nightly.SegmentPackages;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Segment 0, made once before the first night: no entries, the key registry, and a manifestId that
 * goes into the engagement letter, so that nobody can begin the chain anew.
 */
public final class Genesis {

    private final Database database;
    private final Segments segments;
    private final SegmentPackages packages;
    private final PackageDelivery delivery;

    public Genesis(Database database, SegmentPackages packages, PackageDelivery delivery) {
        this.database = database;
        this.segments = new Segments(database);
        this.packages = packages;
        this.delivery = delivery;
    }

    /**
     * Seals and delivers the genesis unless that is done.
     *
     * @param now when it is sealed, kept once and for all
     * @return its manifestId
     * @throws com.illuvrse.finance.exporters.signing.SigningUnavailableException when the key store
     *     is away
     */
    public String sealIfMissing(SettlementSettings settings, long epoch, Instant now)
            throws IOException {
        LocalDate day = settings.firstDay().minusDays(1);
        if (segments.find(day).isEmpty()) {
            database.write(
                    LedgerRole.SEALER,
                    epoch,
                    () -> segments.addGenesis(day, now.truncatedTo(ChronoUnit.MILLIS)));
        }
        Segment cut = segments.require(day);
        if (!delivery.isDelivered(cut)) {
            Path folder = packages.sealGenesis(settings, epoch);
            delivery.deliver(folder, cut, settings, epoch);
            PackageDelivery.discard(folder);
        }
        return segments.manifestIds().getFirst();
    }
}
