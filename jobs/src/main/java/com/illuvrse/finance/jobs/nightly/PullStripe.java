package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Pulls;
import com.illuvrse.finance.jobs.postgres.Pulls.Source;
import com.illuvrse.finance.jobs.postgres.StripeFacts;
import com.illuvrse.finance.jobs.postgres.StripeFacts.BalanceAnswer;
import com.illuvrse.finance.jobs.postgres.StripeFacts.Moment;
import com.illuvrse.finance.jobs.postgres.StripePages;
import com.illuvrse.finance.jobs.postgres.StripePages.LastPage;
import com.illuvrse.finance.jobs.postgres.StripePages.Round;
import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.jobs.stripe.StripeFeed.Page;
import com.illuvrse.finance.journal.AccountingDay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    public PullStripe(Database database, StripeFeed stripe) {
        this.database = database;
        this.stripe = stripe;
        this.facts = new StripeFacts(database);
        this.pages = new StripePages(database);
        this.pulls = new Pulls(database);
    }

    public Step step(Steps steps, Night night) {
        return steps.once("pull-stripe", () -> pull(steps, night));
    }

    private void pull(Steps steps, Night night) {
        if (pulls.isFinished(night.date(), Source.STRIPE)) {
            return;
        }
        requireDayIsOver(night);
        payouts(steps, night);
        StillBalance still = new StillBalance(stripe, night);
        Round round =
                pages.round(night.date()).orElseGet(() -> begin(night, still, 1, Instant.MIN));
        while (true) {
            windows(steps, night, round);
            disputes(steps, night);
            if (isComplete(night, still, round)) {
                return;
            }
            round = begin(night, still, round.number() + 1, round.observedAt());
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
    private Round begin(Night night, StillBalance still, int number, Instant previous) {
        StillBalance.Before before = still.before();
        Instant asked = before.answer().observedAt();
        Instant at = asked.isAfter(previous) ? asked : previous.plusMillis(1);
        Round round = new Round(number, before.upTo(), at);
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
        AccountingDay day =
                AccountingDay.of(
                        night.date().minusDays(night.settings().overlapDays()), night.day().zone());
        if (day.from().isBefore(night.booksBegin())) {
            day = AccountingDay.containing(night.booksBegin(), night.day().zone());
        }
        while (day.from().isBefore(round.upTo())) {
            Instant to = day.to().isBefore(round.upTo()) ? day.to() : round.upTo();
            window(steps, night, round, day.from(), to);
            day = day.next();
        }
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

    /** Asks for the balance once more; done when the rows that are kept are what it is made of. */
    private boolean isComplete(Night night, StillBalance still, Round round) {
        BalanceAnswer before = facts.balance(night.date(), Moment.BEFORE).orElseThrow();
        StillBalance.After after = still.after(round.upTo());
        boolean complete = after.isExplainedSince(before.balance());
        if (!complete && round.number() < MOST_ROUNDS) {
            return false;
        }
        if (!complete) {
            LOG.warn(
                    "rows of {} moved in each of {} rounds; if the balance does not agree, the day says so",
                    night.date(),
                    MOST_ROUNDS);
        }
        write(
                night,
                () -> {
                    facts.keep(after.rows(), night.date());
                    facts.keepBalance(night.date(), Moment.AFTER, after.answer());
                    pulls.finish(night.date(), Source.STRIPE, after.answer().observedAt());
                });
        return true;
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
