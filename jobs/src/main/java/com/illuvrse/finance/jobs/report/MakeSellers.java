package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.dpi.Activity;
import com.illuvrse.finance.dpi.ItemLines;
import com.illuvrse.finance.dpi.SellerAccount;
import com.illuvrse.finance.dpi.SellerFact;
import com.illuvrse.finance.dpi.SellerReport;
import com.illuvrse.finance.dpi.SellerRow;
import com.illuvrse.finance.dpi.Sellers;
import com.illuvrse.finance.dpi.ThresholdRates;
import com.illuvrse.finance.exporters.dpi.SellerFactRow;
import com.illuvrse.finance.exporters.dpi.SellerTable;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.Header;
import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.exporters.report.SheetCopy;
import com.illuvrse.finance.exporters.report.TieOut;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts.Item;
import com.illuvrse.finance.jobs.postgres.ReferenceRates;
import com.illuvrse.finance.jobs.report.YearPayments.Account;
import com.illuvrse.finance.jobs.report.YearPayments.Payment;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.payout.PayableTrace;
import com.illuvrse.finance.payout.PaymentFact;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes the sellers of a year for platform reporting (reports, section 3.6).
 *
 * <p>The payments are read twice: once for the sums that decide who is reported, once to write the
 * facts beside that decision. So only one account at a time is in memory.
 */
final class MakeSellers implements SetMaker {

    private static final String MEASURE = "consideration";
    private static final String MAX_AGE = "fx.reference.max_age_days";
    private static final int AT_ONCE = 1_000;

    private final InformationReturnFacts facts;
    private final ToldContracts contracts;
    private final YearPayments payments;
    private final Sellers sellers;
    private final ReportedSellers reported;
    private final ReportPeriod period;
    private final ReportSettings.Dpi settings;
    private final Path folder;

    MakeSellers(
            Database database,
            ReportPeriod period,
            ReportSettings.Dpi settings,
            TaxRules rules,
            OpenedIdentities identities,
            Path folder) {
        this.reported = new ReportedSellers(period, settings, identities, folder);
        this.period = period;
        this.settings = settings;
        this.folder = folder;
        int year = period.firstDay().getYear();
        this.facts = new InformationReturnFacts(database, year, period.zone(), period.known());
        this.contracts = new ToldContracts(ContractFacts.told(database), period.known());
        TaxPayees payees = new TaxPayees(facts);
        this.payments = new YearPayments(database, facts, payees, contracts, period);
        int age = rules.on(MAX_AGE, period.lastSealed()).number();
        List<ReferenceRate> published =
                new ReferenceRates(database)
                        .between(period.firstDay().minusDays(age), period.known());
        LocalDate yearEnd = LocalDate.of(year, 12, 31);
        this.sellers =
                new Sellers(
                        year,
                        settings.platform(),
                        rules,
                        new ThresholdRates(year, published, new DayRates(published, age)),
                        payee -> payees.on(payee, yearEnd));
    }

    @Override
    public MadeSet make() throws IOException {
        payments.forEach(account -> facts(account).forEach(sellers::paid));
        SellerReport report = sellers.report();
        CsvTable<SellerRow> summary =
                SellerTable.of(period.firstDay().getYear(), settings.dialect());
        requireColumns(summary, SellerTable.HEADER);
        summary.write(folder.resolve(summary.file()), report.rows());
        List<SetFile> files = new ArrayList<>();
        files.add(file(summary, report.rows().size(), SellerTable.HEADER, SellerTable.KEY));
        SheetCopy.beside(folder.resolve(summary.file()), summary);
        files.add(writeFacts(report.rowOfFact()));
        List<ReportIssue> issues = new ArrayList<>(issues(report));
        reported.write(report, issues.stream().anyMatch(ReportIssue::blocking));
        issues.addAll(reported.issues());
        SetFile file = reported.file();
        if (file != null) {
            files.add(file);
        }
        return new MadeSet(
                files,
                issues,
                ties(report),
                reported.checks(),
                report.rates(),
                reported.numbered());
    }

    @Override
    public void tell(ToldFacts told) throws IOException {
        payments.forEach(
                account -> {
                    for (SellerFact fact : facts(account)) {
                        if (fact.activity() == Activity.SALE_OF_GOODS) {
                            told.tell(SellerTable.GOODS, goods(fact));
                        }
                    }
                });
    }

    private SortedMap<String, String> goods(SellerFact fact) {
        TreeMap<String, String> told = new TreeMap<>();
        told.put("payee_ref", fact.payee());
        told.put("person", sellers.person(fact.payee()));
        told.put("payment_entry_id", fact.payment().payment().toString());
        told.put("item_entry_id", fact.payment().item().entry().toString());
        told.put("currency", fact.gross().currency().code());
        told.put("consideration_minor", String.valueOf(fact.consideration().minor()));
        told.put("orders", String.valueOf(fact.count()));
        told.put(
                "rate",
                sellers.testRate(fact.gross().currency()).map(Fraction::toString).orElse("0"));
        return told;
    }

    private SetFile writeFacts(Function<SellerFact, SellerRow> rowOf) throws IOException {
        CsvTable<SellerFactRow> table = SellerFactRow.TABLE;
        requireColumns(table, SellerFactRow.HEADER);
        try (CsvTable.Rows<SellerFactRow> rows = table.writeTo(folder.resolve(table.file()))) {
            payments.forEach(
                    account -> {
                        for (SellerFact fact : facts(account)) {
                            rows.write(
                                    new SellerFactRow(
                                            rows.rows() + 1, fact, rowOf.apply(fact).exclusion()));
                        }
                    });
            return file(table, rows.rows(), SellerFactRow.HEADER, SellerFactRow.KEY);
        }
    }

    private static SetFile file(CsvTable<?> table, long rows, String header, List<String> key) {
        return new SetFile(
                table.file(), rows, header, key, SetFile.Classification.CONFIDENTIAL, Map.of());
    }

    private static void requireColumns(CsvTable<?> table, String header) {
        List<String> columns = table.columns().stream().map(CsvTable.CsvColumn::name).toList();
        if (!columns.equals(Header.of(header))) {
            throw new IllegalStateException(
                    "the columns of %s are %s, expected those of %s"
                            .formatted(table.file(), columns, header));
        }
    }

    /** The facts of an account, by payment and order line. */
    private List<SellerFact> facts(Account account) {
        SellerAccount seller =
                new SellerAccount(
                        account.payee(), account.currency(), account.items(), sellers::activity);
        PayableTrace traces = new PayableTrace(account.payee(), contracts::book);
        List<PaymentFact> paid = new ArrayList<>();
        List<Long> withheld = new ArrayList<>();
        for (Payment payment : account.payments()) {
            paid.addAll(payment.facts());
            withheld.addAll(payment.withheld());
        }
        for (int from = 0; from < paid.size(); from += AT_ONCE) {
            int to = Math.min(paid.size(), from + AT_ONCE);
            Map<EntryId, Item> items =
                    facts.items(
                            account.payee(),
                            account.currency(),
                            paid.subList(from, to).stream()
                                    .map(fact -> fact.item().entry())
                                    .distinct()
                                    .toList());
            for (int i = from; i < to; i++) {
                PaymentFact fact = paid.get(i);
                Item item = Objects.requireNonNull(items.get(fact.item().entry()));
                seller.paid(
                        fact,
                        withheld.get(i),
                        ItemLines.of(
                                fact.earning().contract(),
                                traces.parts(item.trace(), item.amount()),
                                item.lines()));
            }
        }
        return seller.facts();
    }

    private List<ReportIssue> issues(SellerReport report) {
        return report.questions().stream()
                .map(
                        question ->
                                MakeInformationReturns.issue(
                                        ReportKind.DPI, question, period.lastSealed()))
                .toList();
    }

    private List<TieOut> ties(SellerReport report) {
        List<TieOut> ties = new ArrayList<>();
        Map<Currency, Tie> told = new TreeMap<>(report.consideration());
        for (InformationReturnFacts.Total total : facts.payments()) {
            Tie tie = told.remove(total.currency());
            ties.add(
                    tie(
                            total.currency(),
                            total.amount(),
                            tie == null ? Tie.NOTHING : tie,
                            total.entries()));
        }
        told.forEach((currency, tie) -> ties.add(tie(currency, 0, tie, 0)));
        return ties;
    }

    private static TieOut tie(Currency currency, long ledger, Tie tie, long entries) {
        return new TieOut(
                MEASURE,
                currency,
                ledger,
                tie.onForms(),
                tie.belowThreshold(),
                tie.excluded(),
                entries);
    }
}
