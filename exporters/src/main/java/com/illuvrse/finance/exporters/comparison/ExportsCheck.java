package com.illuvrse.finance.exporters.comparison;

import com.illuvrse.finance.exporters.parquet.Dataset;
import com.illuvrse.finance.exporters.parquet.DatasetDigest;
import com.illuvrse.finance.exporters.parquet.EntryRow;
import com.illuvrse.finance.exporters.parquet.PostingRow;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.segment.VerificationCode;
import com.illuvrse.finance.segment.VerificationException;
import com.illuvrse.finance.segment.VerifiedDay;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether the daily files say what the sealed days say (segment format, section 13, {@code
 * EXPORT_MISMATCH}): {@code entries} holds the sealed lines byte for byte, {@code postings} their
 * lines, {@code balances} and {@code trial-balance.csv} the sealed balances, {@code breaks} and
 * {@code breaks.csv} the sealed breaks, {@code balance_transactions} the sealed rows of Stripe;
 * every file has the digest its signed manifest lists.
 *
 * <p>First manifests and digests of all days, then what is in the files. The first thing that is
 * wrong is a {@link VerificationException}. Memory does not grow with a day, but for 32 bytes an
 * entry. Not for several threads.
 */
public final class ExportsCheck {

    /** Where the folders of the days may lie in what was copied out of the archive. */
    private static final List<String> PLACES = List.of("", "daily", "reports/daily");

    private static final String DAY = "dt=";

    private final Path folder;
    private final List<VerifierKey> keys;
    private final TreeSet<String> signers = new TreeSet<>();
    private long files;
    private long entries;
    private long postings;
    private long balances;
    private long breaks;
    private long transactions;
    private long reproduced;
    private long otherBytes;

    private ExportsCheck(Path folder, List<VerifierKey> keys) {
        this.folder = folder;
        this.keys = List.copyOf(keys);
    }

    /**
     * A check of a copy of the daily files.
     *
     * @param exports a folder with {@code dt=2026-03-02} and so on, itself or below {@code daily}
     * @param keys that sign the manifests, as the auditor was given them; none to check nothing
     *     about whose they are
     * @throws IllegalArgumentException when there is no folder, or no day in it
     */
    public static ExportsCheck of(Path exports, List<VerifierKey> keys) {
        if (!Files.isDirectory(exports)) {
            throw new IllegalArgumentException("there is no folder " + exports);
        }
        for (String place : PLACES) {
            if (!days(exports.resolve(place)).isEmpty()) {
                return new ExportsCheck(exports.resolve(place), keys);
            }
        }
        throw new IllegalArgumentException(
                "%s has no daily files: expected folders dt=2026-03-02 and so on, as copied out of reports/daily/"
                        .formatted(exports));
    }

    /** The days there are files of, as their folders are called. */
    private static SortedSet<String> days(Path folder) {
        TreeSet<String> days = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                entries.map(entry -> String.valueOf(entry.getFileName()))
                        .filter(name -> name.startsWith(DAY))
                        .forEach(days::add);
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "the folder %s cannot be read: %s".formatted(folder, e), e);
            }
        }
        return days;
    }

    /** Compares all days of a verified ledger and says what was compared, a line each. */
    public List<String> check(List<VerifiedDay> ledger) throws VerificationException {
        SortedSet<String> others = days(folder);
        List<ExportedDay> days = new ArrayList<>();
        for (VerifiedDay sealed : ledger) {
            if (sealed.segment() > 0) {
                others.remove(DAY + sealed.date());
                days.add(files(sealed));
            }
        }
        for (ExportedDay day : days) {
            compare(day);
        }
        return lines(days.size(), others);
    }

    private ExportedDay files(VerifiedDay sealed) throws VerificationException {
        ExportedDay day = ExportedDay.read(folder.resolve(DAY + sealed.date()), sealed, keys);
        day.requireFiles();
        signers.add(day.signer().toString());
        files += day.manifest().files().size();
        return day;
    }

    private void compare(ExportedDay day) throws VerificationException {
        try {
            byte[] leaves = day.sealed().leaves();
            compareEntries(day, leaves);
            comparePostings(day, leaves);
            balances +=
                    compare(
                            day,
                            Dataset.BALANCES,
                            CsvTable.TRIAL_BALANCE,
                            day.sealed().balances(),
                            row -> row.account() + " " + row.currency());
            breaks +=
                    compare(
                            day,
                            Dataset.BREAKS,
                            CsvTable.BREAKS,
                            day.sealed().breaks(),
                            row -> row.key().toString());
            compareTransactions(day);
        } catch (RuntimeException e) {
            throw new VerificationException(
                    VerificationCode.EXPORT_MISMATCH,
                    ExportedDay.name(day.sealed(), ""),
                    "content",
                    "files that can be compared to their end",
                    e);
        }
    }

    private void compareEntries(ExportedDay day, byte[] leaves) throws VerificationException {
        DatasetDigest<EntryRow> digest = new DatasetDigest<>(Dataset.ENTRIES, day.named());
        try (EntriesFile file = EntriesFile.open(day, leaves)) {
            for (SealedEntry entry = file.next(); entry != null; entry = file.next()) {
                digest.add(entry.entry());
            }
            String listed = day.requireRows(Dataset.ENTRIES.path(), file.rows());
            count(listed.equals(digest.finish()));
            entries += file.rows();
        }
    }

    private void comparePostings(ExportedDay day, byte[] leaves) throws VerificationException {
        try (EntriesFile lines = EntriesFile.open(day, leaves);
                ComparedDataset<PostingRow> file = ComparedDataset.open(day, Dataset.POSTINGS)) {
            for (SealedEntry entry = lines.next(); entry != null; entry = lines.next()) {
                for (PostingRow posting : entry.postings()) {
                    file.requireNext(
                            "entry %s line %d".formatted(entry.id(), posting.line()), posting);
                }
            }
            count(file.requireEnd());
            postings += file.rows();
        }
    }

    /** Holds a dataset and the same as CSV against rows; gives how many there are. */
    private <R> long compare(
            ExportedDay day,
            Dataset<R> dataset,
            CsvTable<R> table,
            List<R> sealed,
            Function<R, String> name)
            throws VerificationException {
        try (ComparedDataset<R> file = ComparedDataset.open(day, dataset);
                TextCheck text = day.openText(table.file())) {
            text.requireLine("header", table.headerLine());
            for (R row : sealed) {
                file.requireNext(name.apply(row), row);
                text.requireLine(name.apply(row), table.line(row));
            }
            count(file.requireEnd());
            text.requireEnd();
        }
        day.requireRows(table.file(), sealed.size());
        return sealed.size();
    }

    private void compareTransactions(ExportedDay day) throws VerificationException {
        try (ComparedDataset<BalanceTransaction> file =
                ComparedDataset.open(day, Dataset.BALANCE_TRANSACTIONS)) {
            day.sealed()
                    .forEachTransaction(
                            row -> file.requireNext(row.id(), row, withChargeThatIsItsSource(row)));
            count(file.requireEnd());
            transactions += file.rows();
        }
    }

    /** A sealed row leaves out the charge when it is the source itself. */
    private static BalanceTransaction withChargeThatIsItsSource(BalanceTransaction row) {
        String source = row.links().source();
        if (source == null || row.links().charge() != null) {
            return row;
        }
        return new BalanceTransaction(
                row.account(),
                row.id(),
                row.type(),
                row.reportingCategory(),
                row.balanceType(),
                row.currency(),
                row.created(),
                row.availableOn(),
                row.amount(),
                row.fee(),
                row.net(),
                row.feeDetails(),
                row.exchangeRate(),
                row.presentment(),
                row.links().withCharge(source, row.links().order()));
    }

    private void count(boolean sameBytes) {
        if (sameBytes) {
            reproduced++;
        } else {
            otherBytes++;
        }
    }

    private List<String> lines(long days, Set<String> others) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "exports: %d files of %d days have the digests their manifests list; signed by %s, %s"
                        .formatted(
                                files,
                                days,
                                String.join(" and ", signers),
                                keys.isEmpty() ? "which nobody has pinned" : "as pinned"));
        lines.add(
                "exports: entries hold the %d sealed lines byte for byte and give the sealed roots; %d postings are theirs"
                        .formatted(entries, postings));
        lines.add(
                "exports: balances and trial-balance.csv have the %d sealed balances, breaks and breaks.csv the %d sealed breaks, balance_transactions the %d sealed rows of Stripe"
                        .formatted(balances, breaks, transactions));
        lines.add(
                "exports: %d Parquet files are to the last byte what is written for these rows"
                                .formatted(reproduced)
                        + (otherBytes == 0
                                ? ""
                                : "; %d hold them in other bytes, as another version writes them: their page indexes were not compared"
                                        .formatted(otherBytes)));
        lines.add(
                "exports: what the other daily files say was not compared"
                        + (others.isEmpty()
                                ? ""
                                : "; nor "
                                        + String.join(", ", others)
                                        + ", which the ledger does not have"));
        return lines;
    }
}
