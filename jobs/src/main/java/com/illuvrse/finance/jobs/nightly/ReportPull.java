package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.StripeReportFacts;
import com.illuvrse.finance.jobs.stripe.StripeRefusedException;
import com.illuvrse.finance.jobs.stripe.StripeReport;
import com.illuvrse.finance.jobs.stripe.StripeReportException;
import com.illuvrse.finance.jobs.stripe.StripeReports;
import com.illuvrse.finance.jobs.stripe.StripeReports.Available;
import com.illuvrse.finance.jobs.stripe.StripeUnavailableException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Stripe for its itemised report of every day of UTC since the books began that is complete
 * and was not compared yet, or did not agree.
 *
 * <p>The report is a second opinion and never holds the night: what is not ready is asked for the
 * next night, and a report that fails or cannot be read is logged and asked for again. It is read
 * before the rows, so that a row the report has is one the list can show.
 */
final class ReportPull {

    private static final Logger LOG = LoggerFactory.getLogger(ReportPull.class);

    /** A month that was missed is caught up in one night; more than that in the following ones. */
    private static final int MOST_A_NIGHT = 31;

    private final Database database;
    private final StripeReports stripe;
    private final StripeReportFacts facts;

    ReportPull(Database database, StripeReports stripe) {
        this.database = database;
        this.stripe = stripe;
        this.facts = new StripeReportFacts(database);
    }

    void pull(Steps steps, Night night) {
        try {
            for (LocalDate day : daysToAsk(night)) {
                steps.stopHereIfAsked();
                pull(day, night);
            }
        } catch (StripeReportException | StripeRefusedException | StripeUnavailableException e) {
            LOG.warn("Stripe gives no reports now; they are asked for again the next night", e);
        }
    }

    /** A report that cannot be used does not keep those of other days from being read. */
    private void pull(LocalDate day, Night night) {
        try {
            Optional<StripeReport> report = stripe.report(day, "night_" + night.date());
            if (report.isEmpty()) {
                LOG.info("Stripe's report of {} is not ready; the next night asks again", day);
                return;
            }
            database.write(
                    LedgerRole.WRITER, night.epoch(), () -> facts.keep(report.get(), night.date()));
        } catch (StripeReportException e) {
            LOG.warn("Stripe's report of {} cannot be used and is asked for again", day, e);
        }
    }

    private List<LocalDate> daysToAsk(Night night) {
        Available available = stripe.available();
        LocalDate books = night.booksBegin().atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate from = available.from().isAfter(books) ? available.from() : books;
        return from.isBefore(available.to())
                ? facts.daysToAsk(night.date(), from, available.to(), MOST_A_NIGHT)
                : List.of();
    }
}
