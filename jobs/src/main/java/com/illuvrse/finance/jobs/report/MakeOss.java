package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.oss.EvidenceRow;
import com.illuvrse.finance.exporters.oss.OssTables;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.jobs.marketplace.FeedSale;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Filings;
import com.illuvrse.finance.jobs.postgres.ReferenceRates;
import com.illuvrse.finance.jobs.postgres.TaxFacts;
import com.illuvrse.finance.jobs.postgres.TaxFacts.Moved;
import com.illuvrse.finance.jobs.postgres.TaxFacts.Papered;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.PeriodEndRates;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.oss.FiledQuarters;
import com.illuvrse.finance.oss.Judgement;
import com.illuvrse.finance.oss.MemberStates;
import com.illuvrse.finance.oss.OssCorrection;
import com.illuvrse.finance.oss.OssFiling;
import com.illuvrse.finance.oss.OssLine;
import com.illuvrse.finance.oss.OssReturn;
import com.illuvrse.finance.oss.Supply;
import com.illuvrse.finance.oss.Taxes;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes the quarter's return of the One-Stop-Shop with every sale behind it (reports, section
 * 3.5).
 *
 * <p>A return that was filed stays as it was: what became known afterwards is a correction in the
 * first return that is not filed (section 1.2).
 *
 * <p>Sales and what went back of them stream from the sealed entries into the evidence; what is
 * kept are sums. What moved on the tax accounts is asked of the postings again, for the tie-out.
 */
final class MakeOss implements SetMaker {

    private static final String ECB = "ECB";

    /** Rates of the quarters that may be corrected, and one more for the sentence that refuses. */
    private static final int YEARS_OF_RATES = 4;

    private final ReportPeriod period;
    private final MemberStates states;
    private final OssReturn quarter;
    private final OssTables tables;
    private final TaxFacts facts;
    private final Worksheets worksheets;

    MakeOss(
            Database database,
            ReportPeriod period,
            ReportSettings.VatOss settings,
            TaxRules rules,
            Path folder) {
        FiledQuarters filed = filed(database, period);
        this.period = filed.frozenOn().map(day -> period.asKnown(day.minusDays(1))).orElse(period);
        this.worksheets = new Worksheets(folder);
        this.states = OssReturn.members(rules, period.period());
        List<ReferenceRate> rates =
                new ReferenceRates(database)
                                .between(
                                        period.firstDay().minusYears(YEARS_OF_RATES),
                                        this.period.known())
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
                        this.period.known(),
                        filed.late(),
                        states.jurisdictions());
    }

    /** What was accepted, as far as the sealed days know; what was filed first counts. */
    private static FiledQuarters filed(Database database, ReportPeriod period) {
        Filings filings = new Filings(database);
        return FiledQuarters.of(
                period.period(),
                quarter ->
                        filings
                                .accepted(ReportKind.VAT_OSS.word(), quarter, period.known())
                                .stream()
                                .map(Filings.Accepted::filedOn)
                                .min(Comparator.naturalOrder()));
    }

    @Override
    public MadeSet make() throws IOException {
        evidence();
        facts.withoutOrder()
                .forEach(each -> quarter.exclude(Money.of(each.amount(), each.currency())));
        OssFiling filing = quarter.filing();
        worksheets.write(tables.lines(), filing.lines(), OssTables.LINES, OssTables.LINES_KEY);
        worksheets.write(
                tables.corrections(),
                filing.corrections(),
                OssTables.CORRECTIONS,
                OssTables.CORRECTIONS_KEY);
        worksheets.write(
                tables.summary(), List.of(filing), OssTables.SUMMARY, OssTables.SUMMARY_KEY);
        return new MadeSet(
                worksheets.files(),
                TaxAnswers.issues(ReportKind.VAT_OSS, period, filing.questions()),
                TaxAnswers.ties("vat", facts.totals(), filing.ties()),
                List.of(),
                TaxAnswers.sorted(used(filing)));
    }

    @Override
    public void tell(ToldFacts told) {
        try (Stream<Moved> moved = facts.moved(states.jurisdictions())) {
            moved.filter(each -> each.soldOn().isBefore(period.firstDay()))
                    .forEach(
                            each ->
                                    told.tell(
                                            OssTables.SOLD_BEFORE,
                                            new TreeMap<>(
                                                    Map.of(
                                                            "entry_id",
                                                            each.entry().toString(),
                                                            "quarter",
                                                            OssReturn.quarterOf(each.soldOn())
                                                                    .name()))));
        }
    }

    private void evidence() throws IOException {
        try (Stream<Moved> moved = facts.moved(states.jurisdictions());
                CsvTable.Rows<EvidenceRow> rows =
                        worksheets.start(EvidenceRow.TABLE, EvidenceRow.HEADER)) {
            List<EvidenceRow> ofOrderAndDay = new ArrayList<>();
            for (Iterator<Moved> each = moved.iterator(); each.hasNext(); ) {
                Moved next = each.next();
                if (!ofOrderAndDay.isEmpty() && !isBeside(ofOrderAndDay.getFirst(), next)) {
                    write(ofOrderAndDay, rows);
                }
                ofOrderAndDay.addAll(rows(next));
            }
            write(ofOrderAndDay, rows);
            worksheets.add(EvidenceRow.TABLE, rows, EvidenceRow.HEADER, EvidenceRow.KEY);
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
        List<Papered> papers = moved.papers();
        List<SortedMap<String, Long>> settled = moved.taxesOfLines();
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
                            new Taxes(moved.settled(), settled.get(i))));
        }
        return supplies;
    }

    private static List<ReferenceRate> used(OssFiling filing) {
        return Stream.concat(
                        filing.lines().stream().map(OssLine::rate),
                        filing.corrections().stream().map(OssCorrection::rate))
                .filter(Objects::nonNull)
                .flatMap(rate -> rate.used().stream())
                .toList();
    }
}
