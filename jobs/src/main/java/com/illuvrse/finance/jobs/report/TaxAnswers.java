package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.TieOut;
import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.jobs.postgres.TaxFacts;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.ReferenceRate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What returns of sales taxes answer beside their worksheets, as a set tells it. */
final class TaxAnswers {

    private TaxAnswers() {}

    static List<ReportIssue> issues(
            ReportKind kind, ReportPeriod period, List<Question> questions) {
        return questions.stream()
                .map(
                        question ->
                                new ReportIssue(
                                        kind.word(),
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
                                        question.evidence()))
                .toList();
    }

    /** The postings' own totals beside what the facts say. */
    static List<TieOut> ties(String measure, List<TaxFacts.Total> totals, Map<Currency, Tie> told) {
        Map<Currency, Tie> left = new TreeMap<>(told);
        List<TieOut> ties = new ArrayList<>();
        for (TaxFacts.Total total : totals) {
            Tie tie = left.remove(total.currency());
            ties.add(
                    tie(
                            measure,
                            total.currency(),
                            total.amount(),
                            tie == null ? Tie.NOTHING : tie,
                            total.entries()));
        }
        left.forEach(
                (currency, tie) -> {
                    if (!tie.equals(Tie.NOTHING)) {
                        ties.add(tie(measure, currency, 0, tie, 0));
                    }
                });
        return ties;
    }

    private static TieOut tie(
            String measure, Currency currency, long ledger, Tie tie, long entries) {
        return new TieOut(
                measure,
                currency,
                ledger,
                tie.onForms(),
                tie.belowThreshold(),
                tie.excluded(),
                entries);
    }

    static List<ReferenceRate> sorted(Collection<ReferenceRate> used) {
        return used.stream()
                .distinct()
                .sorted(
                        Comparator.comparing(ReferenceRate::date)
                                .thenComparing(ReferenceRate::base)
                                .thenComparing(ReferenceRate::quote)
                                .thenComparing(ReferenceRate::source))
                .toList();
    }
}
