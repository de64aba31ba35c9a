package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.ChartOfAccounts;
import com.illuvrse.finance.account.ChartOfAccounts.Numbered;
import com.illuvrse.finance.exporters.books.BookedEntry;
import com.illuvrse.finance.exporters.books.Books;
import com.illuvrse.finance.exporters.books.ChartSheet;
import com.illuvrse.finance.exporters.books.GlLine;
import com.illuvrse.finance.exporters.books.LateLine;
import com.illuvrse.finance.exporters.books.PaymentLine;
import com.illuvrse.finance.exporters.books.StripeBalanceLine;
import com.illuvrse.finance.exporters.books.StripePayoutLine;
import com.illuvrse.finance.exporters.books.Translation;
import com.illuvrse.finance.exporters.books.TrialLine;
import com.illuvrse.finance.exporters.report.Check;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.HledgerJournal;
import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.exporters.report.SetFile.Classification;
import com.illuvrse.finance.exporters.report.SheetCopy;
import com.illuvrse.finance.exporters.report.TieOut;
import com.illuvrse.finance.jobs.postgres.BookFacts;
import com.illuvrse.finance.jobs.postgres.BookFacts.Ends;
import com.illuvrse.finance.jobs.postgres.BookFacts.Month;
import com.illuvrse.finance.jobs.postgres.BookFacts.Turnover;
import com.illuvrse.finance.jobs.postgres.ControlFigures;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.PaymentRegister;
import com.illuvrse.finance.jobs.postgres.StripeFacts;
import com.illuvrse.finance.jobs.postgres.StripeFacts.Moment;
import com.illuvrse.finance.jobs.postgres.StripeMonths;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.Side;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.ReferenceRate;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes the books of a month (reports, section 3.1): every posting once, the balances they lead
 * from and to, the imports of three accounting packages, Stripe's money and the creators', and the
 * whole month as plain text.
 *
 * <p>Entries come out of the database one by one, day by day, so a month is never in memory; what
 * is kept grows with the accounts. An entry is converted into the reporting currency at the rate of
 * its effective day; a balance is what all its entries came to, each at its own rate, so a month
 * begins where the one before ended.
 */
final class MakeBooks implements SetMaker {

    private static final String HLEDGER = "journal.hledger";

    private final BookFacts facts;
    private final StripeMonths stripe;
    private final PaymentRegister payments;
    private final Journal journal;
    private final StripeFacts stripeFacts;
    private final ControlFigures figures;
    private final ReportPeriod period;
    private final ChartOfAccounts chart;
    private final ReportSettings settings;
    private final String ledger;
    private final Path folder;
    private final Month month;
    private final Books books;
    private final BookRates rates;
    private final AccountSums accounts;
    private final int maxAgeDays;

    private final List<SetFile> files = new ArrayList<>();
    private final List<ReportIssue> issues = new ArrayList<>();
    private final TreeSet<String> withoutRate = new TreeSet<>();
    private final TreeMap<Currency, long[]> posted = new TreeMap<>();

    /**
     * @param known the last sealed day of the ledger: rates told up to it may complete the month
     * @param maxAgeDays a rate older than this many days is missing
     */
    MakeBooks(
            Database database,
            ReportPeriod period,
            ChartOfAccounts chart,
            ReportSettings settings,
            String ledger,
            LocalDate known,
            int maxAgeDays,
            Path folder) {
        this.facts = new BookFacts(database);
        this.stripe = new StripeMonths(database);
        this.payments = new PaymentRegister(database);
        this.journal = new Journal(database);
        this.stripeFacts = new StripeFacts(database);
        this.figures = new ControlFigures(database);
        this.period = period;
        this.chart = chart;
        this.settings = settings;
        this.ledger = ledger;
        this.folder = folder;
        this.maxAgeDays = maxAgeDays;
        this.month =
                new Month(
                        period.firstDay(),
                        period.lastSealed(),
                        AccountingDay.of(period.lastSealed(), period.zone()).to(),
                        period.zone());
        this.books =
                new Books(
                        settings.entity(),
                        period.period(),
                        period.lastSealed(),
                        settings.fiscalYear(),
                        settings.reporting());
        this.rates = new BookRates(facts.rates(known), settings.reporting(), maxAgeDays);
        this.accounts = new AccountSums(chart, books);
    }

    @Override
    public MadeSet make() throws IOException {
        facts.forEachForeign(
                month.first(),
                books.reporting(),
                entry -> accounts.before(entry, translated(entry)));
        rates.takeUsed();
        BookImports imports =
                new BookImports(
                        folder,
                        books,
                        settings.imports(),
                        (currency, day) -> rates.of(currency, day, day));
        try (imports) {
            detail(imports);
        }
        files.addAll(imports.files());
        try (Stream<Ends> balances = facts.balances(month)) {
            balances.forEach(accounts::drawn);
        }
        write(TrialLine.TABLE, accounts.trialBalance(), TrialLine.HEADER, TrialLine.KEY);
        copy(TrialLine.TABLE);
        write(ChartSheet.TABLE, chart.entries(), ChartSheet.HEADER, ChartSheet.KEY);
        plainText();
        register();
        List<TieOut> ties = new ArrayList<>(stripeSheets());
        List<Turnover> turnover = facts.turnover(month);
        ties.addAll(detailTies(turnover));
        TreeMap<Currency, Long> entries = new TreeMap<>();
        turnover.forEach(each -> entries.put(each.currency(), each.entries()));
        ties.addAll(imports.ties(accounts, entries));
        List<ReferenceRate> used = rates.takeUsed();
        blocking();
        List<Check> checks = new ArrayList<>(imports.checks(accounts));
        checks.add(
                check(
                        "ending-is-beginning-and-all-postings",
                        TrialLine.TABLE.file(),
                        accounts.notRolledForward()));
        checks.add(check("adds-up-to-zero", TrialLine.TABLE.file(), accounts.notZero()));
        return new MadeSet(files, issues, ties, checks, used);
    }

    @Override
    public void tell(ToldFacts told) {
        BookWorkings workings = new BookWorkings(books, month, accounts, told);
        try (Stream<Ends> balances = facts.balances(month)) {
            balances.forEach(workings::drawn);
        }
        facts.forEachForeign(
                month.first(),
                books.reporting(),
                entry -> workings.before(entry, translated(entry)));
        try (Stream<StripeMonths.Listed> listed = stripe.listed(month)) {
            listed.forEach(workings::listed);
        }
        try (Stream<StripeMonths.Movement> moved =
                stripe.movements(month, StripeBalanceLine.JOURNALS)) {
            moved.forEach(workings::moved);
        }
        workings.balances(stripe.accounts(month), stripeSheet().lines());
    }

    private Translation translated(JournalEntry entry) {
        Translation translated =
                Translation.of(
                        entry,
                        books.reporting(),
                        currency -> rates.of(currency, entry.effectiveOn(), entry.bookedOn()));
        translated
                .missing()
                .forEach(currency -> withoutRate.add(currency + " " + entry.effectiveOn()));
        return translated;
    }

    /** One pass over the month: detail, late entries, imports and sums. */
    private void detail(BookImports imports) throws IOException {
        long detailRows;
        long lateRows;
        try (CsvTable.Rows<GlLine> detail = open(GlLine.TABLE);
                CsvTable.Rows<LateLine> late = open(LateLine.TABLE)) {
            for (LocalDate day : period.firstDay().datesUntil(month.last().plusDays(1)).toList()) {
                facts.forEachOf(
                        day,
                        month,
                        booked -> {
                            try {
                                add(booked, detail, late, imports);
                            } catch (IOException e) {
                                throw new UncheckedIOException(
                                        "entry " + booked.entry().source() + " cannot be written",
                                        e);
                            }
                        });
                for (Currency currency : imports.currencies()) {
                    if (rates.of(currency, day, day).isEmpty()) {
                        withoutRate.add(currency + " " + day);
                    }
                }
                imports.endDay(day);
            }
            detailRows = detail.rows();
            lateRows = late.rows();
        }
        TreeMap<String, String> totals = new TreeMap<>();
        posted.forEach(
                (currency, sides) -> {
                    totals.put("debit_" + currency, Money.of(sides[0], currency).toMajor());
                    totals.put("credit_" + currency, Money.of(sides[1], currency).toMajor());
                });
        files.add(
                new SetFile(
                        GlLine.TABLE.file(),
                        detailRows,
                        GlLine.HEADER,
                        GlLine.KEY,
                        Classification.CONFIDENTIAL,
                        totals));
        copy(GlLine.TABLE);
        file(LateLine.TABLE, lateRows, LateLine.HEADER, LateLine.KEY);
    }

    private void add(
            BookedEntry booked,
            CsvTable.Rows<GlLine> detail,
            CsvTable.Rows<LateLine> late,
            BookImports imports)
            throws IOException {
        JournalEntry entry = booked.entry();
        Translation translated = translated(entry);
        for (int i = 0; i < entry.postings().size(); i++) {
            Posting posting = entry.postings().get(i);
            String number =
                    accounts.numbered(posting.account())
                            .map(Numbered::number)
                            .orElse(AccountSums.UNMAPPED);
            detail.write(new GlLine(books, booked, i + 1, number, translated.amounts().get(i)));
            long[] sides =
                    posted.computeIfAbsent(posting.amount().currency(), currency -> new long[2]);
            int side = posting.side() == Side.D ? 0 : 1;
            sides[side] = Math.addExact(sides[side], posting.amount().minor());
        }
        accounts.moved(entry, translated);
        imports.add(entry, translated, accounts);
        if (entry.late()) {
            for (LateLine line : LateLine.of(entry)) {
                late.write(line);
            }
            if (entry.effectiveOn().isBefore(period.firstDay())) {
                issues.add(ReportDesk.late(ReportKind.ACCOUNTING, null, entry));
            }
        }
    }

    private <R> CsvTable.Rows<R> open(CsvTable<R> table) throws IOException {
        return table.writeTo(folder.resolve(table.file()));
    }

    private <R> void write(CsvTable<R> table, List<R> rows, String header, List<String> key)
            throws IOException {
        table.write(folder.resolve(table.file()), rows);
        file(table, rows.size(), header, key);
    }

    private void file(CsvTable<?> table, long rows, String header, List<String> key) {
        files.add(
                new SetFile(
                        table.file(), rows, header, key, Classification.CONFIDENTIAL, Map.of()));
    }

    /** For spreadsheets, of a finished file. */
    private void copy(CsvTable<?> table) throws IOException {
        SheetCopy.beside(folder.resolve(table.file()), table);
    }

    /** One opening entry and the files of all days behind it. */
    private void plainText() throws IOException {
        TreeSet<Currency> currencies = new TreeSet<>();
        try (Stream<Ends> balances = facts.balances(month)) {
            balances.filter(ends -> ends.beginning() != 0)
                    .forEach(ends -> currencies.add(ends.currency()));
        }
        try (BufferedWriter text =
                        Files.newBufferedWriter(folder.resolve(HLEDGER), StandardCharsets.UTF_8);
                Stream<Ends> balances = facts.balances(month)) {
            if (!currencies.isEmpty()) {
                HledgerJournal.opening(
                        text,
                        month.first().minusDays(1),
                        currencies,
                        balances.filter(ends -> ends.beginning() != 0)
                                .<Map.Entry<AccountId, Money>>map(
                                        ends ->
                                                Map.entry(
                                                        ends.account(),
                                                        Money.of(
                                                                ends.beginning(), ends.currency())))
                                .iterator());
            }
            for (LocalDate day : period.firstDay().datesUntil(month.last().plusDays(1)).toList()) {
                try (HledgerJournal ofDay = HledgerJournal.append(text, ledger, day)) {
                    journal.forEachByPlace(
                            day,
                            placed -> {
                                try {
                                    ofDay.write(placed.seq(), placed.entry());
                                } catch (IOException e) {
                                    throw new UncheckedIOException(
                                            "entry "
                                                    + placed.entry().source()
                                                    + " cannot be written",
                                            e);
                                }
                            });
                }
            }
        }
        files.add(
                new SetFile(HLEDGER, null, null, List.of(), Classification.CONFIDENTIAL, Map.of()));
    }

    private void register() throws IOException {
        long rows;
        try (CsvTable.Rows<PaymentLine> register = open(PaymentLine.TABLE);
                Stream<PaymentLine> lines = payments.of(month)) {
            for (PaymentLine line : (Iterable<PaymentLine>) lines::iterator) {
                register.write(line);
            }
            rows = register.rows();
        }
        file(PaymentLine.TABLE, rows, PaymentLine.HEADER, PaymentLine.KEY);
        copy(PaymentLine.TABLE);
    }

    private List<TieOut> stripeSheets() throws IOException {
        write(
                StripePayoutLine.TABLE,
                stripe.payouts(month, settings.entity()),
                StripePayoutLine.HEADER,
                StripePayoutLine.KEY);
        StripeSheets balance = stripeSheet();
        write(
                StripeBalanceLine.TABLE,
                balance.lines(),
                StripeBalanceLine.HEADER,
                StripeBalanceLine.KEY);
        return balance.ties();
    }

    private StripeSheets stripeSheet() {
        List<StripeMonths.Moved> moved = new ArrayList<>(stripe.rows(month));
        moved.addAll(stripe.journals(month, StripeBalanceLine.JOURNALS));
        return new StripeSheets(
                books,
                stripe.balances(month),
                moved,
                stripeFacts
                        .balance(month.last(), Moment.AFTER)
                        .map(StripeFacts.BalanceAnswer::balance)
                        .orElse(null),
                figures.after(AccountingDay.of(month.last(), month.zone())));
    }

    /** Debits and credits of the detail beside those of the sealed postings. */
    private List<TieOut> detailTies(List<Turnover> turnover) {
        List<TieOut> ties = new ArrayList<>();
        for (Turnover each : turnover) {
            long[] sides = posted.getOrDefault(each.currency(), new long[2]);
            ties.add(
                    new TieOut(
                            "gl_debits",
                            each.currency(),
                            each.debits(),
                            sides[0],
                            0,
                            0,
                            each.entries()));
            ties.add(
                    new TieOut(
                            "gl_credits",
                            each.currency(),
                            each.credits(),
                            sides[1],
                            0,
                            0,
                            each.entries()));
        }
        return ties;
    }

    private void blocking() {
        for (AccountId path : accounts.unmapped()) {
            issues.add(
                    ReportIssue.blocking(
                            ReportKind.ACCOUNTING.word(),
                            "account.unmapped",
                            "account %s has no number; add a line for it to chart-of-accounts.yml"
                                    .formatted(path),
                            period.lastSealed(),
                            path.path()));
        }
        for (String rate : withoutRate) {
            issues.add(
                    ReportIssue.blocking(
                            ReportKind.ACCOUNTING.word(),
                            "fx.rate_missing",
                            "there is no rate of %s into %s dated on %s or up to %d days before; deliver it in the feed of rates"
                                    .formatted(
                                            rate.substring(0, 3),
                                            books.reporting(),
                                            rate.substring(4),
                                            maxAgeDays),
                            LocalDate.parse(rate.substring(4)),
                            rate));
        }
    }

    private static Check check(String name, String file, List<String> faults) {
        return new Check(
                name,
                "finance",
                "1",
                file,
                faults.isEmpty() ? Check.Result.PASS : Check.Result.FAIL,
                faults.isEmpty() ? "for every number and currency" : String.join("; ", faults));
    }
}
