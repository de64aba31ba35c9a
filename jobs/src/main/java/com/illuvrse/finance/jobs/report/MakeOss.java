package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.oss.EvidenceRow;
import com.illuvrse.finance.exporters.oss.OssTables;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.Header;
import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.exporters.report.TieOut;
import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.jobs.marketplace.FeedSale;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.ReferenceRates;
import com.illuvrse.finance.jobs.postgres.TaxFacts;
import com.illuvrse.finance.jobs.postgres.TaxFacts.Moved;
import com.illuvrse.finance.jobs.postgres.TaxFacts.Papered;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.PeriodEndRates;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.oss.Judgement;
import com.illuvrse.finance.oss.MemberStates;
import com.illuvrse.finance.oss.OssCorrection;
import com.illuvrse.finance.oss.OssFiling;
import com.illuvrse.finance.oss.OssLine;
import com.illuvrse.finance.oss.OssReturn;
import com.illuvrse.finance.oss.Supply;
import com.illuvrse.finance.oss.Taxes;
import com.illuvrse.finance.tax.TaxByLine;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the quarter's return of the One-Stop-Shop with every sale behind it (reports, section
 * 3.5).
 *
 * <p>Sales and what went back of them stream from the sealed entries into the evidence; what is
 * kept are sums. What moved on the tax accounts is asked of the postings again, for the tie-out.
 */
final class MakeOss implements SetMaker {

    private static final String WORD = ReportKind.VAT_OSS.word();
    private static final String ECB = "ECB";

    /** Rates of the quarters that may be corrected, and one more for the sentence that refuses. */
    private static final int YEARS_OF_RATES = 4;

    private final ReportPeriod period;
    private final MemberStates states;
    private final OssReturn quarter;
    private final OssTables tables;
    private final TaxFacts facts;
    private final Path folder;
    private final List<SetFile> files = new ArrayList<>();

    MakeOss(
            Database database,
            ReportPeriod period,
            ReportSettings.VatOss settings,
            TaxRules rules,
            Path folder) {
        this.period = period;
        this.folder = folder;
        this.states = OssReturn.members(rules, period.period());
        List<ReferenceRate> rates =
                new ReferenceRates(database)
                                .between(
                                        period.firstDay().minusYears(YEARS_OF_RATES),
                                        period.known())
                                .stream()
                                .filter(rate -> rate.source().equals(ECB))
                                .toList();
        this.quarter =
                new OssReturn(
                        settings.scheme(),
                        settings.identification(),
                        period.period(),
                        rules,
                        new PeriodEndRates(rates));
        this.tables = new OssTables(settings.scheme(), settings.identification(), period.period());
        this.facts =
                new TaxFacts(
                        database,
                        period.period(),
                        settings.zone(),
                        period.known(),
                        states.jurisdictions());
    }

    @Override
    public MadeSet make() throws IOException {
        evidence();
        facts.withoutOrder()
                .forEach(each -> quarter.exclude(Money.of(each.amount(), each.currency())));
        OssFiling filing = quarter.filing();
        write(tables.lines(), filing.lines(), OssTables.LINES, OssTables.LINES_KEY);
        write(
                tables.corrections(),
                filing.corrections(),
                OssTables.CORRECTIONS,
                OssTables.CORRECTIONS_KEY);
        write(tables.summary(), List.of(filing), OssTables.SUMMARY, OssTables.SUMMARY_KEY);
        return new MadeSet(files, issues(filing), ties(filing), List.of(), used(filing));
    }

    private void evidence() throws IOException {
        requireColumns(EvidenceRow.TABLE, EvidenceRow.HEADER);
        try (Stream<Moved> moved = facts.moved(states.jurisdictions());
                CsvTable.Rows<EvidenceRow> rows =
                        EvidenceRow.TABLE.writeTo(folder.resolve(EvidenceRow.TABLE.file()))) {
            List<EvidenceRow> ofOrderAndDay = new ArrayList<>();
            for (Iterator<Moved> each = moved.iterator(); each.hasNext(); ) {
                Moved next = each.next();
                if (!ofOrderAndDay.isEmpty() && !isBeside(ofOrderAndDay.getFirst(), next)) {
                    write(ofOrderAndDay, rows);
                }
                ofOrderAndDay.addAll(rows(next));
            }
            write(ofOrderAndDay, rows);
            add(EvidenceRow.TABLE, rows.rows(), EvidenceRow.HEADER, EvidenceRow.KEY);
        }
    }

    private static boolean isBeside(EvidenceRow row, Moved next) {
        return row.supply().day().equals(next.day())
                && row.supply().order().equals(next.sold().order().order());
    }

    private static void write(List<EvidenceRow> some, CsvTable.Rows<EvidenceRow> rows)
            throws IOException {
        some.sort(EvidenceRow.ORDER);
        for (EvidenceRow row : some) {
            rows.write(row);
        }
        some.clear();
    }

    private List<EvidenceRow> rows(Moved moved) {
        List<Supply> supplies = supplies(moved);
        List<Judgement> judgements = quarter.add(supplies);
        FeedSale sold = moved.sold();
        List<EvidenceRow> rows = new ArrayList<>();
        for (int i = 0; i < supplies.size(); i++) {
            String line = supplies.get(i).line().line();
            rows.add(
                    new EvidenceRow(
                            supplies.get(i),
                            judgements.get(i),
                            sold.skus().get(line),
                            sold.quantities().get(line),
                            moved.document()));
        }
        return rows;
    }

    private static List<Supply> supplies(Moved moved) {
        List<OrderLine> lines = moved.sold().order().lines();
        boolean isPapered = !moved.paper().isEmpty();
        Papered nothing = new Papered(0, new TreeMap<>());
        List<Papered> papers =
                lines.stream()
                        .map(line -> moved.paper().getOrDefault(line.line(), nothing))
                        .toList();
        List<SortedMap<String, Long>> settled =
                TaxByLine.of(
                        moved.taxes(),
                        isPapered
                                ? papers.stream().map(Papered::taxes).toList()
                                : lines.stream().map(OrderLine::taxAmounts).toList());
        Currency settledIn = moved.settled() == null ? moved.charged() : moved.settled();
        List<Supply> supplies = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            supplies.add(
                    new Supply(
                            moved.entry(),
                            moved.cause(),
                            moved.day(),
                            moved.sale(),
                            moved.soldOn(),
                            moved.sold().order().order(),
                            moved.sold().order().destinationPayee() != null,
                            moved.sold().buyer(),
                            lines.get(i),
                            papers.get(i).net(),
                            new Taxes(moved.charged(), papers.get(i).taxes()),
                            new Taxes(settledIn, settled.get(i))));
        }
        return supplies;
    }

    private <R> void write(CsvTable<R> table, List<R> rows, String header, List<String> key)
            throws IOException {
        requireColumns(table, header);
        table.write(folder.resolve(table.file()), rows);
        add(table, rows.size(), header, key);
    }

    private void add(CsvTable<?> table, long rows, String header, List<String> key) {
        files.add(
                new SetFile(
                        table.file(),
                        rows,
                        header,
                        key,
                        SetFile.Classification.CONFIDENTIAL,
                        Map.of()));
    }

    private static void requireColumns(CsvTable<?> table, String header) {
        List<String> columns = table.columns().stream().map(CsvTable.CsvColumn::name).toList();
        if (!columns.equals(Header.of(header))) {
            throw new IllegalStateException(
                    "the columns of %s are %s, expected those of %s"
                            .formatted(table.file(), columns, header));
        }
    }

    private List<ReportIssue> issues(OssFiling filing) {
        List<ReportIssue> issues = new ArrayList<>();
        for (Question question : filing.questions()) {
            issues.add(issue(question));
        }
        return issues;
    }

    private ReportIssue issue(Question question) {
        return new ReportIssue(
                WORD,
                question.payee(),
                question.rule(),
                switch (question.weight()) {
                    case BLOCKING -> ReportIssue.Severity.HIGH;
                    case MEDIUM -> ReportIssue.Severity.MEDIUM;
                    case INFO -> ReportIssue.Severity.INFO;
                },
                question.message(),
                question.weight() == Question.Weight.BLOCKING,
                period.lastSealed(),
                question.evidence());
    }

    private List<TieOut> ties(OssFiling filing) {
        Map<Currency, Tie> left = new TreeMap<>(filing.ties());
        List<TieOut> ties = new ArrayList<>();
        for (TaxFacts.Total total : facts.totals()) {
            Tie tie = left.remove(total.currency());
            ties.add(
                    tie(
                            total.currency(),
                            total.amount(),
                            tie == null ? Tie.NOTHING : tie,
                            total.entries()));
        }
        left.forEach(
                (currency, tie) -> {
                    if (!tie.equals(Tie.NOTHING)) {
                        ties.add(tie(currency, 0, tie, 0));
                    }
                });
        return ties;
    }

    private static TieOut tie(Currency currency, long ledger, Tie tie, long entries) {
        return new TieOut(
                "vat",
                currency,
                ledger,
                tie.onForms(),
                tie.belowThreshold(),
                tie.excluded(),
                entries);
    }

    private static List<ReferenceRate> used(OssFiling filing) {
        Set<ReferenceRate> used =
                Stream.concat(
                                filing.lines().stream().map(OssLine::rate),
                                filing.corrections().stream().map(OssCorrection::rate))
                        .filter(java.util.Objects::nonNull)
                        .flatMap(rate -> rate.used().stream())
                        .collect(Collectors.toSet());
        return used.stream()
                .sorted(
                        Comparator.comparing(ReferenceRate::date)
                                .thenComparing(ReferenceRate::base)
                                .thenComparing(ReferenceRate::quote))
                .toList();
    }
}
