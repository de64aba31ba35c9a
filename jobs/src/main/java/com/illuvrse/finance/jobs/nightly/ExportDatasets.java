package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.parquet.Dataset;
import com.illuvrse.finance.exporters.parquet.DatasetWriter;
import com.illuvrse.finance.exporters.parquet.EntryRow;
import com.illuvrse.finance.exporters.parquet.PostingRow;
import com.illuvrse.finance.exporters.parquet.SealedDay;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.Balances;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Invoices;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.Journal.Placed;
import com.illuvrse.finance.jobs.postgres.PayoutEvents;
import com.illuvrse.finance.jobs.postgres.PostedFacts;
import com.illuvrse.finance.jobs.postgres.Segments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.springframework.batch.core.step.Step;

/** Writes the sealed day as Parquet files, one for each dataset, row by row out of the tables. */
public final class ExportDatasets {

    private final Database database;
    private final Workshop workshop;
    private final Segments segments;
    private final Journal journal;
    private final Balances balances;
    private final BreakDays breaks;
    private final PostedFacts rows;
    private final PayoutEvents payouts;
    private final Invoices invoices;

    public ExportDatasets(Database database, Workshop workshop) {
        this.database = database;
        this.workshop = workshop;
        this.segments = new Segments(database);
        this.journal = new Journal(database);
        this.balances = new Balances(database);
        this.breaks = new BreakDays(database);
        this.rows = new PostedFacts(database);
        this.payouts = new PayoutEvents(database);
        this.invoices = new Invoices(database);
    }

    public Step step(Steps steps, Night night) {
        return steps.once("export-datasets", () -> write(night));
    }

    /** Writes all of them; those that are there are replaced by the same bytes. */
    void write(Night night) throws IOException {
        DailyFiles files = new DailyFiles(workshop, night);
        SealedDay day = DailyFiles.sealedDay(night, segments);
        Instant cut = segments.require(night.date()).sealedAt();
        entries(files, day);
        write(files, Dataset.BALANCES, day, each -> balances.forEachOf(night.date(), each));
        write(
                files,
                Dataset.BALANCE_TRANSACTIONS,
                day,
                each -> rows.rowsBookedOn(night.day(), night.booksBegin(), each));
        write(
                files,
                Dataset.PAYOUTS,
                day,
                each ->
                        payouts.forEachItemOf(
                                night.date(), cut, item -> each.accept(PayoutRows.of(item))));
        write(files, Dataset.BREAKS, day, each -> breaks.of(night.date()).forEach(each));
        write(files, Dataset.INVOICES, day, each -> invoices.forEachRowOf(night.date(), each));
        write(
                files,
                Dataset.INVOICE_STEPS,
                day,
                each -> invoices.forEachStepOf(night.date(), each));
    }

    /** Entries and their postings, in one look through the journal. */
    private void entries(DailyFiles files, SealedDay day) throws IOException {
        Path entryFile = files.part(Dataset.ENTRIES.path());
        Path postingFile = files.part(Dataset.POSTINGS.path());
        try (DatasetWriter<EntryRow> entries = Dataset.ENTRIES.writeTo(entryFile, day);
                DatasetWriter<PostingRow> postings = Dataset.POSTINGS.writeTo(postingFile, day)) {
            database.read(
                    () -> {
                        journal.forEachById(
                                day.day(),
                                DailyFiles.into(
                                        placed -> {
                                            entries.write(sealed(placed));
                                            for (PostingRow posting :
                                                    PostingRow.of(placed.entry())) {
                                                postings.write(posting);
                                            }
                                        }));
                        return entries.rows();
                    });
        }
        files.place(entryFile, Dataset.ENTRIES.path());
        files.place(postingFile, Dataset.POSTINGS.path());
    }

    private static EntryRow sealed(Placed placed) {
        String line = placed.canonical();
        if (line == null) {
            throw new IllegalStateException(
                    "entry " + placed.entry().source() + " has no sealed line; seal its day first");
        }
        return EntryRow.of(placed.seq(), placed.entry(), line);
    }

    private <R> void write(
            DailyFiles files, Dataset<R> dataset, SealedDay day, Consumer<Consumer<R>> source)
            throws IOException {
        files.write(
                dataset.path(),
                file -> {
                    try (DatasetWriter<R> writer = dataset.writeTo(file, day)) {
                        database.read(
                                () -> {
                                    source.accept(DailyFiles.into(writer::write));
                                    return writer.rows();
                                });
                    }
                });
    }
}
