package com.illuvrse.finance.exporters.comparison;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.exporters.attestation.PackageSignatures;
import com.illuvrse.finance.exporters.parquet.Dataset;
import com.illuvrse.finance.exporters.parquet.DatasetWriter;
import com.illuvrse.finance.exporters.parquet.EntryRow;
import com.illuvrse.finance.exporters.parquet.PostingRow;
import com.illuvrse.finance.exporters.parquet.SealedDay;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.ReportFile;
import com.illuvrse.finance.exporters.report.ReportManifest;
import com.illuvrse.finance.exporters.s3.FileDigest;
import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.exporters.verify.SampleLedger;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import com.illuvrse.finance.segment.VerifiedDay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The daily files of the sample ledger, written as the nights write them, and then damaged. */
final class SampleExports {

    private final Path ledger;
    private final Path folder;
    private final Signer signer;
    private final List<VerifiedDay> days;
    private final Map<String, Long> rows = new TreeMap<>();

    /** Copies the ledger and writes the files of all its days below {@code exports}. */
    SampleExports(Path folder, Signer signer) throws Exception {
        this.ledger = folder.resolve("ledger");
        this.folder = folder.resolve("exports");
        this.signer = signer;
        SampleLedger.copiedTo(ledger);
        TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.resolve("trust.json")));
        SegmentVerifier verifier =
                SegmentVerifier.of(ledger, trust, null, PackageSignatures.under(trust.tsaRoots()));
        verifier.verify();
        this.days = verifier.days();
        for (VerifiedDay day : days.subList(1, days.size())) {
            entries(day.date(), each -> each);
            postings(day.date(), each -> each);
            balances(day.date(), each -> each);
            breaks(day.date(), each -> each);
            transactions(day.date(), each -> each);
            csv(day.date(), CsvTable.TRIAL_BALANCE, day.balances());
            csv(day.date(), CsvTable.BREAKS, day.breaks());
            write(day.date(), "settlement.html", "<p>all is well</p>");
            sign(day.date());
        }
    }

    private SampleExports(SampleExports good, Path folder) throws IOException {
        this.ledger = good.ledger;
        this.folder = folder;
        this.signer = good.signer;
        this.days = good.days;
        this.rows.putAll(good.rows);
        try (Stream<Path> paths = Files.walk(good.folder)) {
            for (Path each : paths.toList()) {
                Files.copy(
                        each,
                        folder.resolve(good.folder.relativize(each).toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** A copy to be damaged, of the same ledger. */
    SampleExports copiedTo(Path copy) throws IOException {
        return new SampleExports(this, copy);
    }

    Path ledger() {
        return ledger;
    }

    Path folder() {
        return folder;
    }

    List<VerifiedDay> days() {
        return days;
    }

    private VerifiedDay day(LocalDate date) {
        return days.stream().filter(each -> each.date().equals(date)).findFirst().orElseThrow();
    }

    Path path(LocalDate date, String file) {
        return folder.resolve("daily/dt=" + date).resolve(file);
    }

    SampleExports entries(LocalDate date, UnaryOperator<List<EntryRow>> change) throws Exception {
        List<EntryRow> all = new ArrayList<>();
        for (String line : lines(date)) {
            JournalEntry entry = entry(line);
            all.add(EntryRow.of(all.size() + 1 + day(date).seqBefore(), entry, line));
        }
        all.sort(Comparator.comparing(EntryRow::entryId));
        return dataset(date, Dataset.ENTRIES, change.apply(all));
    }

    SampleExports postings(LocalDate date, UnaryOperator<List<PostingRow>> change)
            throws Exception {
        List<JournalEntry> entries = new ArrayList<>();
        for (String line : lines(date)) {
            entries.add(entry(line));
        }
        entries.sort(Comparator.comparing(JournalEntry::id));
        List<PostingRow> all = new ArrayList<>();
        entries.forEach(entry -> all.addAll(PostingRow.of(entry)));
        return dataset(date, Dataset.POSTINGS, change.apply(all));
    }

    SampleExports balances(LocalDate date, UnaryOperator<List<AccountBalance>> change)
            throws Exception {
        return dataset(date, Dataset.BALANCES, change.apply(new ArrayList<>(day(date).balances())));
    }

    SampleExports breaks(LocalDate date, UnaryOperator<List<Break>> change) throws Exception {
        return dataset(date, Dataset.BREAKS, change.apply(new ArrayList<>(day(date).breaks())));
    }

    SampleExports transactions(LocalDate date, UnaryOperator<List<BalanceTransaction>> change)
            throws Exception {
        List<BalanceTransaction> all = new ArrayList<>();
        day(date).forEachTransaction(all::add);
        return dataset(date, Dataset.BALANCE_TRANSACTIONS, change.apply(all));
    }

    private <R> void csv(LocalDate date, CsvTable<R> table, List<R> all) throws IOException {
        table.write(path(date, table.file()), all);
        rows.put(date + table.file(), (long) all.size());
    }

    private List<String> lines(LocalDate date) throws IOException {
        return Files.readAllLines(
                ledger.resolve("segment-%06d/ledger.jsonl".formatted(day(date).segment())));
    }

    private static JournalEntry entry(String line) throws Exception {
        Json.Obj json = CanonicalReader.read(line.getBytes(StandardCharsets.UTF_8));
        String reverses = json.optionalText("reverses");
        JournalEntry.Draft draft =
                JournalEntry.of(
                                new SourceKey(json.text("source")),
                                LocalDate.parse(json.text("bookedOn")),
                                Instant.parse(json.text("occurredAt")))
                        .effectiveOn(LocalDate.parse(json.text("effectiveOn")))
                        .memo(json.optionalText("memo"))
                        .reverses(reverses == null ? null : EntryId.parse(reverses));
        Json.Obj refs = json.optionalObject("ref");
        if (refs != null) {
            refs.members().keySet().forEach(name -> draft.ref(name, refs.text(name)));
        }
        for (Json.Obj posting : json.objects("lines")) {
            AccountId account = AccountId.of(posting.text("account"));
            Money amount = Money.of(posting.minor("amount"), Currency.of(posting.text("currency")));
            if (posting.text("side").equals("D")) {
                draft.debit(account, amount);
            } else {
                draft.credit(account, amount);
            }
        }
        return draft.build();
    }

    /** Writes rows in any order. */
    private <R> SampleExports dataset(LocalDate date, Dataset<R> dataset, List<R> all)
            throws IOException {
        Dataset<R> anyOrder =
                new Dataset<>(
                        dataset.name(),
                        dataset.version(),
                        dataset.explanation(),
                        dataset.columns(),
                        (unusedBefore, unusedNext) -> -1,
                        dataset.orderedBy());
        VerifiedDay day = day(date);
        try (DatasetWriter<R> writer =
                anyOrder.writeTo(
                        path(date, dataset.path()),
                        new SealedDay(day.ledger(), date, day.manifestId()))) {
            for (R row : all) {
                writer.write(row);
            }
        }
        rows.put(date + dataset.path(), (long) all.size());
        return this;
    }

    /** Counts rows that are not there. */
    SampleExports counted(LocalDate date, String file, long count) {
        rows.put(date + file, count);
        return this;
    }

    SampleExports write(LocalDate date, String file, String text) throws IOException {
        Files.createDirectories(path(date, file).getParent());
        Files.writeString(path(date, file), text);
        return this;
    }

    /** Changes a text; a change that changes nothing is a mistake of the test. */
    SampleExports replace(LocalDate date, String file, String from, String to) throws IOException {
        String before = Files.readString(path(date, file));
        if (!before.contains(from)) {
            throw new IllegalArgumentException("no " + from + " in " + file);
        }
        Files.writeString(path(date, file), before.replace(from, to));
        return this;
    }

    /** Signs whatever the folder of a day holds now. */
    SampleExports sign(LocalDate date) throws IOException {
        VerifiedDay day = day(date);
        return sign(date, day.ledger(), day.manifestId(), signer);
    }

    SampleExports sign(LocalDate date, String ledgerName, String manifestId, Signer key)
            throws IOException {
        List<ReportFile> files = new ArrayList<>();
        Path daily = path(date, "");
        Files.deleteIfExists(daily.resolve(ReportManifest.NAME));
        try (Stream<Path> paths = Files.walk(daily)) {
            for (Path each : paths.filter(Files::isRegularFile).toList()) {
                String name = daily.relativize(each).toString();
                FileDigest digest = FileDigest.of(each);
                files.add(
                        new ReportFile(
                                name,
                                digest.bytes(),
                                digest.sha256(),
                                rows.get(date + name),
                                "v-1"));
            }
        }
        files.sort(Comparator.comparing(ReportFile::path));
        Files.write(
                daily.resolve(ReportManifest.NAME),
                new ReportManifest(
                                "daily",
                                ledgerName,
                                date.toString(),
                                (int) day(date).segment(),
                                manifestId,
                                files)
                        .signedBy(key));
        return this;
    }
}
