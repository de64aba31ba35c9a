package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.parquet.SealedDay;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.HledgerJournal;
import com.illuvrse.finance.exporters.report.ReconciliationRow;
import com.illuvrse.finance.exporters.report.SettledDay;
import com.illuvrse.finance.exporters.report.SettlementPage;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.Balances;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.PayoutEvents;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.postgres.SelfAudits;
import com.illuvrse.finance.reconciliation.PostedRows;
import com.illuvrse.finance.reconciliation.StripeBalanceFigures;
import com.illuvrse.finance.segment.MerkleTree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.batch.core.step.Step;

/**
 * Writes the sealed day for people: plain-text journal, CSV files and one page with pictures. Their
 * signed list is made when they are delivered, because it names the versions the archive gave them.
 */
public final class ExportReports {

    static final String JOURNAL = "journal.hledger";
    static final String PAGE = "settlement.html";
    static final String SELF_AUDIT = SelfAuditFile.NAME;
    static final List<CsvTable<?>> TABLES =
            List.of(
                    CsvTable.TRIAL_BALANCE,
                    CsvTable.PAYOUTS,
                    CsvTable.BREAKS,
                    CsvTable.RECONCILIATION);

    private final Database database;
    private final Workshop workshop;
    private final Controls controls;
    private final Segments segments;
    private final Journal journal;
    private final Balances balances;
    private final BreakDays breaks;
    private final PayoutEvents payouts;
    private final SelfAudits audits;

    public ExportReports(Database database, Controls controls, Workshop workshop) {
        this.database = database;
        this.workshop = workshop;
        this.controls = controls;
        this.segments = new Segments(database);
        this.journal = new Journal(database);
        this.balances = new Balances(database);
        this.breaks = new BreakDays(database);
        this.payouts = new PayoutEvents(database);
        this.audits = new SelfAudits(database);
    }

    public Step step(Steps steps, Night night) {
        return steps.once("export-reports", () -> write(night));
    }

    /** Writes all files; those that are there are replaced by the same bytes. */
    void write(Night night) throws IOException {
        DailyFiles files = new DailyFiles(workshop, night);
        SealedDay day = DailyFiles.sealedDay(night, segments);
        Segment cut = segments.require(night.date());
        SettledDay page = SettledDay.of(day, cut.number(), logRoot(cut));
        journal(files, day, page);
        write(
                files,
                CsvTable.TRIAL_BALANCE,
                each ->
                        balances.forEachOf(
                                night.date(),
                                balance -> {
                                    each.accept(balance);
                                    page.add(balance);
                                }));
        write(
                files,
                CsvTable.PAYOUTS,
                each ->
                        payouts.forEachItemOf(
                                night.date(),
                                cut.sealedAt(),
                                item -> {
                                    each.accept(PayoutRows.of(item));
                                    page.add(PayoutRows.of(item));
                                }));
        write(
                files,
                CsvTable.BREAKS,
                each ->
                        breaks.of(night.date())
                                .forEach(
                                        row -> {
                                            each.accept(row);
                                            page.add(row);
                                        }));
        List<ReconciliationRow> reconciliation = reconciliation(night);
        reconciliation.forEach(page::add);
        write(files, CsvTable.RECONCILIATION, reconciliation::forEach);
        files.write(PAGE, file -> SettlementPage.write(file, page));
        byte[] audit = SelfAuditFile.of(day.ledger(), day.day(), audits.of(cut.number() - 1));
        files.write(SELF_AUDIT, file -> Files.write(file, audit));
    }

    private void journal(DailyFiles files, SealedDay day, SettledDay page) throws IOException {
        files.write(
                JOURNAL,
                file -> {
                    try (HledgerJournal text =
                            HledgerJournal.create(file, day.ledger(), day.day())) {
                        database.read(
                                () -> {
                                    journal.forEachByPlace(
                                            day.day(),
                                            DailyFiles.into(
                                                    placed -> {
                                                        text.write(placed.seq(), placed.entry());
                                                        page.add(placed.entry());
                                                    }));
                                    return true;
                                });
                    }
                });
    }

    private <R> void write(DailyFiles files, CsvTable<R> table, Consumer<Consumer<R>> source)
            throws IOException {
        files.write(
                table.file(),
                file -> {
                    try (CsvTable.Rows<R> rows = table.writeTo(file)) {
                        database.read(
                                () -> {
                                    source.accept(DailyFiles.into(rows::write));
                                    return rows.rows();
                                });
                    }
                });
    }

    /**
     * Stripe's balances beside ours, with the rows Stripe told of and the entries booked for them:
     * two counts, of two tables.
     */
    List<ReconciliationRow> reconciliation(Night night) {
        List<PostedRows> posted = controls.postedRows(night);
        return controls.stripeBalances(night).stream()
                .map(row -> beside(row.figures(), posted))
                .sorted(
                        Comparator.comparing(ReconciliationRow::currency)
                                .thenComparing(ReconciliationRow::balanceType))
                .toList();
    }

    private static ReconciliationRow beside(StripeBalanceFigures balance, List<PostedRows> posted) {
        Optional<PostedRows> counted =
                posted.stream()
                        .filter(rows -> rows.currency().equals(balance.currency()))
                        .filter(rows -> rows.balanceType().equals(balance.balanceType()))
                        .findFirst();
        return new ReconciliationRow(
                balance.currency(),
                balance.balanceType(),
                balance.closing(),
                balance.stripe(),
                counted.map(PostedRows::rows).orElse(0L),
                counted.map(PostedRows::entries).orElse(0L));
    }

    /** Log root over all segments up to this one. */
    private String logRoot(Segment cut) {
        MerkleTree log = new MerkleTree();
        segments.manifestIdsBefore(cut.number() + 1)
                .forEach(id -> log.add(MerkleTree.leaf(HexFormat.of().parseHex(id))));
        return HexFormat.of().formatHex(log.root());
    }
}
