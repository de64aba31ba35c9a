package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.BreakResolutions;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.StripeReportFacts;
import com.illuvrse.finance.jobs.postgres.StripeReportFacts.Kept;
import com.illuvrse.finance.jobs.postgres.StripeReportFacts.Own;
import com.illuvrse.finance.jobs.stripe.ReportLines;
import com.illuvrse.finance.jobs.stripe.ReportLines.Line;
import com.illuvrse.finance.reconciliation.Acceptance;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.reconciliation.ItemisedRow;
import com.illuvrse.finance.reconciliation.ReportComparison;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares our rows, one by one, with Stripe's reports that were not compared yet or did not agree.
 *
 * <p>A difference a person has accepted does not count any more: the report of its day is left in
 * peace once nothing else differs.
 */
final class ReportMatches {

    private static final Logger LOG = LoggerFactory.getLogger(ReportMatches.class);

    /** Of one report; more than these are counted and logged, not named. */
    private static final int MOST_NAMED = 1_000;

    private static final int ROWS_A_QUESTION = 5_000;

    private final StripeReportFacts facts;
    private final BreakDays breaks;
    private final BreakResolutions resolutions;

    ReportMatches(Database database) {
        this.facts = new StripeReportFacts(database);
        this.breaks = new BreakDays(database);
        this.resolutions = new BreakResolutions(database);
    }

    /** What differs tonight, and notes it, within the running transaction. */
    List<Finding> match(Night night) {
        Set<Acceptance> accepted = accepted(night.date());
        List<Finding> all = new ArrayList<>();
        for (Kept report : facts.toCompare(night.date())) {
            Comparison comparison = new Comparison(report.day(), night.booksBegin());
            read(report, comparison);
            List<Finding> found = comparison.findings();
            long open =
                    found.stream().filter(each -> !accepted.contains(Acceptance.of(each))).count();
            facts.keepComparison(report, night.date(), Math.toIntExact(open));
            if (found.size() > MOST_NAMED) {
                LOG.error(
                        "{} rows differ from Stripe's report of {}; the first {} are breaks",
                        found.size(),
                        report.day(),
                        MOST_NAMED);
            }
            all.addAll(found.subList(0, Math.min(found.size(), MOST_NAMED)));
        }
        return all;
    }

    /** Differences that persons' words closed, or will close tonight if they are as they were. */
    private Set<Acceptance> accepted(LocalDate day) {
        Set<Acceptance> accepted = new HashSet<>();
        breaks.closedBefore(day)
                .forEach(
                        each ->
                                accepted.add(
                                        new Acceptance(each.row().key(), each.row().amount())));
        resolutions
                .forNight(day)
                .forEach(word -> accepted.add(new Acceptance(word.key(), word.amount())));
        return accepted;
    }

    private void read(Kept report, Comparison comparison) {
        try (InputStream content = facts.content(report.sha256())) {
            ReportLines.read(content, comparison::add);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the report of " + report.day() + " that is kept cannot be read", e);
        }
    }

    /** One report beside our rows of its day, as far as the books reach. */
    private final class Comparison {

        private final LocalDate day;
        private final Instant from;
        private final Instant to;
        private final List<ItemisedRow> waiting = new ArrayList<>(ROWS_A_QUESTION);
        private final LongStream.Builder named = LongStream.builder();
        private final List<Finding> findings = new ArrayList<>();

        Comparison(LocalDate day, Instant booksBegin) {
            this.day = day;
            Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            this.from = start.isBefore(booksBegin) ? booksBegin : start;
            this.to = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        void add(Line line) {
            if (!line.created().isBefore(from)) {
                waiting.add(line.row());
            }
            if (waiting.size() == ROWS_A_QUESTION) {
                compareWaiting();
            }
        }

        private void compareWaiting() {
            Map<String, Own> ours =
                    facts.ours(waiting.stream().map(ItemisedRow::id).toList(), from);
            for (ItemisedRow theirs : waiting) {
                Own own = ours.get(theirs.id());
                if (own == null) {
                    findings.add(ReportComparison.onlyInTheReport(theirs, day));
                } else {
                    named.add(own.key());
                    ReportComparison.difference(own.row(), theirs, day).ifPresent(findings::add);
                }
            }
            waiting.clear();
        }

        /** All differences, by id. */
        List<Finding> findings() {
            compareWaiting();
            long[] keys = named.build().sorted().toArray();
            for (ItemisedRow ours :
                    facts.notNamed(from, to, key -> Arrays.binarySearch(keys, key) >= 0)) {
                findings.add(ReportComparison.onlyInOurRows(ours, day));
            }
            findings.sort(Comparator.comparing(Finding::ref));
            return findings;
        }
    }
}
