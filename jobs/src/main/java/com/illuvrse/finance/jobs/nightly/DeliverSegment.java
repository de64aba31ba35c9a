package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.parquet.Dataset;
import com.illuvrse.finance.exporters.parquet.SealedDay;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.ReportDelivery;
import com.illuvrse.finance.exporters.report.ReportSet;
import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.DayCounts;
import com.illuvrse.finance.jobs.postgres.DayCounts.Counts;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.step.Step;

/**
 * Takes the sealed day to the archive: the package under a lock, its checkpoint last; then the
 * daily files, and their signed list last. Nothing is ever replaced there. In between the witness
 * is told of the seal, and time stamps are added to this day and to those that still lack them.
 */
public final class DeliverSegment {

    private static final Logger LOG = LoggerFactory.getLogger(DeliverSegment.class);

    private final Segments segments;
    private final DayCounts counts;
    private final SegmentPackages packages;
    private final PackageDelivery delivery;
    private final ExportDatasets datasets;
    private final ExportReports reports;
    private final ArchiveBucket bucket;
    private final SigningKeys keys;
    private final Workshop workshop;
    private final WitnessSeals witness;
    private final TimeStamps stamps;

    public DeliverSegment(
            Database database,
            SegmentPackages packages,
            PackageDelivery delivery,
            ExportDatasets datasets,
            ExportReports reports,
            Archive archive,
            SigningKeys keys,
            Workshop workshop,
            WitnessSeals witness,
            TimeStamps stamps) {
        this.segments = new Segments(database);
        this.counts = new DayCounts(database);
        this.packages = packages;
        this.delivery = delivery;
        this.datasets = datasets;
        this.reports = reports;
        this.bucket = archive.reports();
        this.keys = keys;
        this.workshop = workshop;
        this.witness = witness;
        this.stamps = stamps;
    }

    public Step step(Steps steps, Night night) {
        return steps.once("deliver-segment", () -> deliver(night));
    }

    private void deliver(Night night) throws IOException {
        Segment cut = segments.require(night.date());
        delivery.deliver(packages.require(night), cut, night.settings(), night.epoch());
        witness.tell(night.settings(), night.epoch());
        for (String away : stamps.complete(night.settings(), night.epoch(), night.now())) {
            LOG.warn("{}; the stamps are asked for again with the next night", away);
        }
        Path folder = daily(night);
        SealedDay day = DailyFiles.sealedDay(night, segments);
        ReportDelivery reportDelivery =
                new ReportDelivery(bucket, keys.signer(SigningKeys.REPORTS));
        delivery.keep(
                night.date(),
                bucket,
                reportDelivery.deliver(ReportSet.daily(day, cut.number(), rows(night)), folder),
                night.epoch());
    }

    /** The folder of the daily files, made again when somebody has cleaned up. */
    private Path daily(Night night) throws IOException {
        Path folder = workshop.daily(night.date());
        List<String> expected =
                new ArrayList<>(
                        List.of(
                                ExportReports.JOURNAL,
                                ExportReports.PAGE,
                                ExportReports.SELF_AUDIT));
        Dataset.ALL.forEach(dataset -> expected.add(dataset.path()));
        for (CsvTable<?> table : ExportReports.TABLES) {
            expected.add(table.file());
        }
        if (!expected.stream().allMatch(path -> Files.exists(folder.resolve(path)))) {
            datasets.write(night);
            reports.write(night);
        }
        return folder;
    }

    /** Rows of each file, as the tables have them. */
    private Map<String, Long> rows(Night night) {
        Counts counted = counts.of(night.date());
        TreeMap<String, Long> rows = new TreeMap<>();
        rows.put(Dataset.ENTRIES.path(), counted.entries());
        rows.put(Dataset.POSTINGS.path(), counted.postings());
        rows.put(Dataset.BALANCES.path(), counted.balances());
        rows.put(Dataset.BALANCE_TRANSACTIONS.path(), counted.balanceTransactions());
        rows.put(Dataset.PAYOUTS.path(), counted.payouts());
        rows.put(Dataset.BREAKS.path(), counted.breaks());
        rows.put(Dataset.INVOICES.path(), counted.invoices());
        rows.put(Dataset.INVOICE_STEPS.path(), counted.invoiceSteps());
        rows.put(CsvTable.TRIAL_BALANCE.file(), counted.balances());
        rows.put(CsvTable.PAYOUTS.file(), counted.payouts());
        rows.put(CsvTable.BREAKS.file(), counted.breaks());
        rows.put(CsvTable.RECONCILIATION.file(), (long) reports.reconciliation(night).size());
        return rows;
    }
}
