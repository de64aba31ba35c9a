package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.exporters.report.Csv;
import com.illuvrse.finance.exporters.report.Header;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.money.Currency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The numbered files of one import format. A journal is never in two files; one that alone is
 * longer than a file may be has a file of its own, and is remembered as a fault.
 */
public final class ImportFiles implements AutoCloseable {

    private final Path folder;
    private final ImportFormat format;
    private final List<SetFile> files = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final TreeMap<String, SortedMap<Currency, Long>> sums = new TreeMap<>();
    private @Nullable Csv open;

    public ImportFiles(Path folder, ImportFormat format) {
        this.folder = folder;
        this.format = format;
    }

    /** Adds the journal of a day; one without lines is none. */
    public void write(DayJournal journal) throws IOException {
        int lines = journal.lines().size();
        if (lines == 0) {
            return;
        }
        String name = "%s %s".formatted(journal.day(), journal.currency());
        if (lines > format.maxLines()) {
            faults.add(
                    "the journal of %s has %d lines, a file of %s at most %d"
                            .formatted(name, lines, format.name(), format.maxLines()));
        }
        if (journal.sum() != 0) {
            faults.add(
                    "the journal of %s is out of balance by %d minor units"
                            .formatted(name, journal.sum()));
        }
        Csv csv = open;
        if (csv == null || (csv.rows() > 0 && csv.rows() + lines > format.maxLines())) {
            csv = next();
        }
        format.write(csv, journal);
        for (DayJournal.Line line : journal.lines()) {
            sums.computeIfAbsent(line.account().number(), first -> new TreeMap<>())
                    .merge(journal.currency(), line.net().minor(), Math::addExact);
        }
    }

    private Csv next() throws IOException {
        finish();
        Csv csv = Csv.create(folder.resolve(path()), Header.of(format.header()));
        open = csv;
        return csv;
    }

    private String path() {
        return String.format(Locale.ROOT, "%s_p%03d.csv", format.name(), files.size() + 1);
    }

    private void finish() throws IOException {
        Csv csv = open;
        if (csv != null) {
            csv.close();
            files.add(
                    new SetFile(
                            path(),
                            csv.rows(),
                            format.header(),
                            format.key(),
                            SetFile.Classification.INTERNAL,
                            Map.of()));
            open = null;
        }
    }

    /** Ends the last file; a month without movement has one with a header alone. */
    @Override
    public void close() throws IOException {
        if (open == null && files.isEmpty()) {
            next();
        }
        finish();
    }

    /** The files, once this is closed. */
    public List<SetFile> files() {
        return List.copyOf(files);
    }

    /** Why the package would refuse them, in words. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** What was written of an account number, by currency, debit positive. */
    public long sum(String number, Currency currency) {
        SortedMap<Currency, Long> ofNumber = sums.get(number);
        return ofNumber == null ? 0 : ofNumber.getOrDefault(currency, 0L);
    }

    public String name() {
        return format.name();
    }
}
