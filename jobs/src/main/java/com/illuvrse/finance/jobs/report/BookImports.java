package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.account.ChartOfAccounts.Numbered;
import com.illuvrse.finance.exporters.books.Books;
import com.illuvrse.finance.exporters.books.DayJournal;
import com.illuvrse.finance.exporters.books.ImportFiles;
import com.illuvrse.finance.exporters.books.NetSuiteImport;
import com.illuvrse.finance.exporters.books.QuickBooksImport;
import com.illuvrse.finance.exporters.books.Translation;
import com.illuvrse.finance.exporters.books.XeroImport;
import com.illuvrse.finance.exporters.report.Check;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.exporters.report.TieOut;
import com.illuvrse.finance.jobs.report.AccountSums.Place;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Money;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The three imports of a month, written day by day: what a day moved is added up by account number
 * and written as journals when the day ends.
 */
final class BookImports implements AutoCloseable {

    private final Books books;
    private final ImportFiles xero;
    private final ImportFiles quickBooks;
    private final ImportFiles netSuite;
    private final Map<Numbered, Long> reporting = new HashMap<>();
    private final TreeMap<Currency, Map<Numbered, Long>> own = new TreeMap<>();

    /**
     * @param rates the rate of a day into the reporting currency
     */
    BookImports(
            Path folder,
            Books books,
            ReportSettings.Imports settings,
            BiFunction<Currency, LocalDate, Optional<DayRate>> rates) {
        this.books = books;
        this.xero =
                new ImportFiles(
                        folder,
                        new XeroImport(
                                books.entity(),
                                ReportSettings.dates(settings.xero().dateFormat()),
                                settings.xero().taxRate(),
                                settings.xero().maxLines()));
        this.quickBooks =
                new ImportFiles(
                        folder,
                        new QuickBooksImport(
                                books.entity(),
                                ReportSettings.dates(settings.quickbooks().dateFormat()),
                                settings.quickbooks().maxLines()));
        this.netSuite =
                new ImportFiles(
                        folder,
                        new NetSuiteImport(
                                books.entity(),
                                settings.netsuite().subsidiary(),
                                ReportSettings.dates(settings.netsuite().dateFormat()),
                                settings.netsuite().maxLines(),
                                rates));
    }

    /** Adds an entry of the day; a path without a number is left out. */
    void add(JournalEntry entry, Translation translated, AccountSums accounts) {
        for (int i = 0; i < entry.postings().size(); i++) {
            Posting posting = entry.postings().get(i);
            Money amount = translated.amounts().get(i);
            accounts.numbered(posting.account())
                    .ifPresent(
                            number -> {
                                own.computeIfAbsent(
                                                posting.amount().currency(),
                                                currency -> new HashMap<>())
                                        .merge(number, posting.signedMinor(), Math::addExact);
                                if (amount != null) {
                                    reporting.merge(
                                            number,
                                            AccountSums.signed(posting, amount.minor()),
                                            Math::addExact);
                                }
                            });
        }
    }

    /** Currencies the day moved. */
    Iterable<Currency> currencies() {
        return List.copyOf(own.keySet());
    }

    /** Writes the journals of the day. */
    void endDay(LocalDate day) throws IOException {
        DayJournal inReporting = DayJournal.of(day, books.reporting(), reporting);
        xero.write(inReporting);
        quickBooks.write(inReporting);
        for (Map.Entry<Currency, Map<Numbered, Long>> nets : own.entrySet()) {
            netSuite.write(DayJournal.of(day, nets.getKey(), nets.getValue()));
        }
        reporting.clear();
        own.clear();
    }

    @Override
    public void close() throws IOException {
        xero.close();
        quickBooks.close();
        netSuite.close();
    }

    private List<ImportFiles> all() {
        return List.of(xero, quickBooks, netSuite);
    }

    List<SetFile> files() {
        return all().stream().flatMap(files -> files.files().stream()).toList();
    }

    /** What the trial balance says each currency moved, and what the imports do, debits alone. */
    List<TieOut> ties(AccountSums accounts, Map<Currency, Long> entries) {
        List<TieOut> ties = new ArrayList<>();
        for (ImportFiles files : all()) {
            boolean converted = files != netSuite;
            TreeMap<Currency, long[]> debits = new TreeMap<>();
            movements(accounts, converted)
                    .forEach(
                            (place, moved) -> {
                                long[] sums =
                                        debits.computeIfAbsent(
                                                place.currency(), currency -> new long[2]);
                                sums[0] += Math.max(moved, 0);
                                sums[1] += Math.max(files.sum(place.number(), place.currency()), 0);
                            });
            debits.forEach(
                    (currency, sums) ->
                            ties.add(
                                    new TieOut(
                                            files.name().replace('-', '_'),
                                            currency,
                                            sums[0],
                                            sums[1],
                                            0,
                                            0,
                                            converted
                                                    ? entries.values().stream()
                                                            .mapToLong(Long::longValue)
                                                            .sum()
                                                    : entries.getOrDefault(currency, 0L))));
        }
        return ties;
    }

    /** Whether each import is the movement of each number, and the package would take its files. */
    List<Check> checks(AccountSums accounts) {
        List<Check> checks = new ArrayList<>();
        for (ImportFiles files : all()) {
            List<String> faults = new ArrayList<>(files.faults());
            movements(accounts, files != netSuite)
                    .forEach(
                            (place, moved) -> {
                                long written = files.sum(place.number(), place.currency());
                                if (written != moved) {
                                    faults.add(
                                            "%s %s moved %d, the import has %d"
                                                    .formatted(
                                                            place.number(),
                                                            place.currency(),
                                                            moved,
                                                            written));
                                }
                            });
            checks.add(
                    new Check(
                            "journals-balance-and-are-the-movement",
                            "finance",
                            "1",
                            files.name() + "_p*.csv",
                            faults.isEmpty() ? Check.Result.PASS : Check.Result.FAIL,
                            faults.isEmpty()
                                    ? "every journal balances; all of them are the movement of the"
                                            + " trial balance, number by number"
                                    : String.join("; ", faults)));
        }
        return checks;
    }

    private SortedMap<Place, Long> movements(AccountSums accounts, boolean converted) {
        TreeMap<Place, Long> movements = new TreeMap<>();
        accounts.all()
                .forEach(
                        (place, sums) -> {
                            if (converted) {
                                movements.merge(
                                        new Place(place.number(), books.reporting()),
                                        sums.reportingMoved(),
                                        Math::addExact);
                            } else {
                                movements.put(place, sums.moved());
                            }
                        });
        return movements;
    }
}
