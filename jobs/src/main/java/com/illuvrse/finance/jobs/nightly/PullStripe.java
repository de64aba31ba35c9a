package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Pulls;
import com.illuvrse.finance.jobs.postgres.Pulls.Source;
import com.illuvrse.finance.jobs.postgres.StripeDifferences.Amount;
import com.illuvrse.finance.jobs.postgres.StripeFacts;
import com.illuvrse.finance.jobs.postgres.StripeFacts.BalanceAnswer;
import com.illuvrse.finance.jobs.postgres.StripeFacts.Moment;
import com.illuvrse.finance.jobs.postgres.StripePages;
import com.illuvrse.finance.jobs.postgres.StripePages.LastPage;
import com.illuvrse.finance.jobs.postgres.StripePages.Round;
import com.illuvrse.finance.jobs.stripe.StripeBalance;
import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.jobs.stripe.StripeFeed.Page;
import com.illuvrse.finance.journal.AccountingDay;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.step.Step;

/**
 * Reads what Stripe says: rows, payouts, disputes, and the balance that contains exactly the rows
 * that were read.
 *
 * <p>Rows are read by windows of one accounting day that end in the past, from some days before the
 * day on, since a row may be shown late. Rows of later days that can be seen already are kept too:
 * they are posted on their own day, but Stripe's balance contains them now. Rows before the books
 * begin are never read.
 *
 * <p>Stripe is asked for its balance before the first page and after the last. If the difference is
 * not the sum of the rows created in between, a row of an earlier time became visible meanwhile,
 * and all windows are read once more.
 *
 * <p>When all rows that are kept would still not give Stripe's balance, a row is missing: one more
 * round looks further back, the newest day first, and ends as soon as nothing is missing. What it
 * does not find, nobody makes up; the day says so.
 */
public final class PullStripe {

    private static final Logger LOG = LoggerFactory.getLogger(PullStripe.class);
    private static final int MOST_ROUNDS = 3;

    /** How far back payouts are looked at: one that arrived may come back weeks later. */
    private static final Duration PAYOUTS = Duration.ofDays(30);

    private final Database database;
    private final StripeFeed stripe;
    private final StripeFacts facts;
    private final StripePages pages;
    private final Pulls pulls;
    private final StripeSearch search;
    private final ReportPull reports;

    public PullStripe(Database database, StripeFeed stripe) {
        this.database = database;
        this.stripe = stripe;
        this.facts = new StripeFacts(database);
        this.pages = new StripePages(database);
        this.pulls = new Pulls(database);
        this.search = new StripeSearch(database, stripe);
        this.reports = new ReportPull(database, stripe.reports());
    }

    public Step step(Steps steps, Night night) {
        return steps.once("pull-stripe", () -> pull(steps, night));
    }

    private void pull(Steps steps, Night night) {
        if (pulls.isFinished(night.date(), Source.STRIPE)) {
            return;
        }
        requireDayIsOver(night);
        reports.pull(steps, night);
        payouts(steps, night);
        StillBalance still = new StillBalance(stripe, night);
        Optional<Round> round =
                pages.round(night.date())
                        .or(() -> Optional.of(begin(night, still, 1, Instant.MIN, null)));
        while (round.isPresent()) {
            if (round.get().isSearch()) {
                searchWindows(steps, night, round.get());
            } else {
                windows(steps, night, round.get());
            }
            disputes(steps, night);
            round = next(night, still, round.get());
        }
    }

    private static void requireDayIsOver(Night night) {
        if (night.now().isBefore(night.day().to())) {
            throw new IllegalStateException(
                    "accounting day %s ends at %s, and it is only %s; settle it when it is over"
                            .formatted(night.date(), night.day().to(), night.now()));
        }
    }

    /** Begins a round with an answer that is later than that of the round before. */
    private Round begin(
            Night night,
            StillBalance still,
            int number,
            Instant previous,
            @Nullable LocalDate searchFrom) {
        StillBalance.Before before = still.before();
        Instant asked = before.answer().observedAt();
        Instant at = asked.isAfter(previous) ? asked : previous.plusMillis(1);
        Round round = new Round(number, before.upTo(), at, searchFrom);
        write(
                night,
                () -> {
                    facts.keepBalance(
                            night.date(),
                            Moment.BEFORE,
                            new BalanceAnswer(at, before.answer().balance()));
                    pages.begin(night.date(), round);
                });
        return round;
    }

    private void windows(Steps steps, Night night, Round round) {
        AccountingDay day = daysBack(night, night.settings().overlapDays());
        while (day.from().isBefore(round.upTo())) {
            Instant to = day.to().isBefore(round.upTo()) ? day.to() : round.upTo();
            window(steps, night, round, day.from(), to);
            day = day.next();
        }
    }

    /** Reads the days of a search, the newest first, until the rows give Stripe's balance. */
    private void searchWindows(Steps steps, Night night, Round round) {
        StripeBalance before = facts.balance(night.date(), Moment.BEFORE).orElseThrow().balance();
        AccountingDay day =
                AccountingDay.containing(round.upTo().minusMillis(1), night.day().zone());
        AccountingDay first = daysBack(night, night.settings().searchDays());
        while (!day.from().isBefore(first.from()) && !search.differences(night, before).isEmpty()) {
            Instant to = day.to().isBefore(round.upTo()) ? day.to() : round.upTo();
            window(steps, night, round, day.from(), to);
            day = day.previous();
        }
    }

    /** A day some days back, but never one before the books begin. */
    private static AccountingDay daysBack(Night night, int days) {
        AccountingDay day = AccountingDay.of(night.date().minusDays(days), night.day().zone());
        return day.from().isBefore(night.booksBegin())
                ? AccountingDay.containing(night.booksBegin(), night.day().zone())
                : day;
    }

    private void window(Steps steps, Night night, Round round, Instant from, Instant to) {
        LastPage last =
                pages.lastPage(night.date(), round, from).orElse(new LastPage(0, null, false));
        while (!last.isLast()) {
            steps.stopHereIfAsked();
            Page page = stripe.balanceTransactions(from, to, last.lastId());
            LastPage next =
                    new LastPage(
                            last.page() + 1,
                            page.hasMore() ? page.lastId() : null,
                            !page.hasMore());
            write(
                    night,
                    () -> {
                        facts.keep(page.rows(), night.date());
                        pages.keep(night.date(), round, from, next);
                    });
            last = next;
        }
    }

    /**
     * Asks for the balance once more. Empty, with everything written down, when the rows that are
     * kept are what it is made of, or when nothing more can be done about it tonight.
     */
    private Optional<Round> next(Night night, StillBalance still, Round round) {
        BalanceAnswer before = facts.balance(night.date(), Moment.BEFORE).orElseThrow();
        StillBalance.After after = still.after(round.upTo());
        boolean hasSearched = pages.hasSearched(night.date());
        int readings = round.number() - (hasSearched ? 1 : 0);
        if (!after.isExplainedSince(before.balance())) {
            if (readings < MOST_ROUNDS) {
                return Optional.of(begin(night, still, round, null));
            }
            LOG.warn(
                    "rows of {} moved in each of {} rounds; if the balance does not agree, the day says so",
                    night.date(),
                    MOST_ROUNDS);
        }
        write(night, () -> facts.keep(after.rows(), night.date()));
        List<Amount> differences = search.differences(night, after.answer().balance());
        if (!hasSearched && search.isWorthwhile(night, differences)) {
            LocalDate from = daysBack(night, night.settings().searchDays()).date();
            LOG.warn(
                    "rows of {} do not give Stripe's balance; looking back to {}",
                    night.date(),
                    from);
            return Optional.of(begin(night, still, round, from));
        }
        write(
                night,
                () -> {
                    search.keep(night, differences, hasSearched);
                    facts.keepBalance(night.date(), Moment.AFTER, after.answer());
                    pulls.finish(night.date(), Source.STRIPE, after.answer().observedAt());
                });
        return Optional.empty();
    }

    private Round begin(
            Night night, StillBalance still, Round last, @Nullable LocalDate searchFrom) {
        return begin(night, still, last.number() + 1, last.observedAt(), searchFrom);
    }

    /**
     * Payouts made after the day wait for the next night: their own row belongs to the next day,
     * and a package must not name the parts of a payout whose row it does not have.
     */
    private void payouts(Steps steps, Night night) {
        Instant longAgo = night.day().from().minus(PAYOUTS);
        Instant from = longAgo.isBefore(night.booksBegin()) ? night.booksBegin() : longAgo;
        var payouts = stripe.payouts(from, night.day().to());
        write(night, () -> facts.keepPayouts(payouts, night.date(), night.day().zone()));
        for (String payout : facts.payoutsToList(night.date())) {
            @Nullable String after = null;
            boolean more = true;
            while (more) {
                steps.stopHereIfAsked();
                Page page = stripe.rowsOf(payout, after);
                write(night, () -> keepRowsOf(payout, page, night));
                more = page.hasMore();
                after = more ? page.lastId() : null;
            }
        }
    }

    /**
     * Rows of a payout are kept as well: its first may be older than the books, and their sum must
     * be known.
     */
    private void keepRowsOf(String payout, Page page, Night night) {
        List<String> ids = page.rows().stream().map(row -> row.id()).toList();
        facts.keep(page.rows(), night.date());
        facts.keepPayoutRows(payout, ids, night.date());
    }

    private void disputes(Steps steps, Night night) {
        for (String id : facts.disputesToAsk(night.date(), night.booksBegin())) {
            steps.stopHereIfAsked();
            stripe.dispute(id)
                    .ifPresentOrElse(
                            dispute -> write(night, () -> facts.keepDispute(dispute, night.date())),
                            () -> LOG.warn("Stripe does not know dispute {} of its own row", id));
        }
    }

    private void write(Night night, Runnable work) {
        database.write(LedgerRole.WRITER, night.epoch(), work);
    }
}
