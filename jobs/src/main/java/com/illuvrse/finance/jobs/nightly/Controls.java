package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.postgres.Balances;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.ControlFigures;
import com.illuvrse.finance.jobs.postgres.ControlFigures.Royalties;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.StripeFacts;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.ControlCheck;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.reconciliation.PostedRows;
import com.illuvrse.finance.segment.StripeBalance;
import java.util.List;
import java.util.Set;

/**
 * The seven invariants of a day with their figures, drawn from the tables whenever they are asked
 * for: before the day's breaks are written down, and again when the day is sealed.
 */
public final class Controls {

    private final Database database;
    private final Balances balances;
    private final BreakDays breaks;
    private final ControlFigures figures;
    private final StripeBalances stripe;

    public Controls(Database database) {
        this.database = database;
        this.balances = new Balances(database);
        this.breaks = new BreakDays(database);
        this.figures = new ControlFigures(database);
        this.stripe = new StripeBalances(new StripeFacts(database), figures);
    }

    /**
     * All seven as they stand with the breaks written down for the day.
     *
     * @throws com.illuvrse.finance.reconciliation.ControlFailedException when an invariant that no
     *     break may explain does not hold
     */
    public List<ControlCheck> of(Night night) {
        return database.read(() -> all(night));
    }

    /** The same within the running transaction, which may not have committed the breaks yet. */
    List<ControlCheck> all(Night night) {
        List<Break> open = breaks.of(night.date()).stream().filter(Break::isOpen).toList();
        List<AccountBalance> accounts = balances.of(night.date());
        List<PostedRows> posted = figures.postedRows(night.day(), night.booksBegin());
        Royalties royalties = figures.royalties(night.date());
        return List.of(
                ControlCheck.trialBalance(accounts),
                ControlCheck.rowsPosted(posted),
                broken(
                        ControlCheck.stripeBalance(
                                stripe.of(night, accounts, posted).stream()
                                        .map(StripeBalance.Row::figures)
                                        .toList()),
                        open,
                        Set.of(BreakType.STRIPE_BALANCE_MISMATCH)),
                broken(
                        ControlCheck.payoutComposition(figures.compositionsOf(night.date())),
                        open,
                        Set.of(BreakType.PAYOUT_COMPOSITION_MISMATCH)),
                ControlCheck.clearingExplained(accounts, open),
                broken(
                        ControlCheck.payoutsTransferred(
                                figures.transferred(night.day()), List.of()),
                        open,
                        Set.of(
                                BreakType.PAYOUT_WITHOUT_TRANSFER,
                                BreakType.TRANSFER_WITHOUT_PAYOUT)),
                ControlCheck.royaltiesReproduced(royalties.entries(), royalties.inDispute()));
    }

    /** What Stripe's balances say of the day, within the running transaction. */
    ControlCheck stripeBalance(Night night) {
        List<PostedRows> posted = figures.postedRows(night.day(), night.booksBegin());
        ControlCheck.rowsPosted(posted);
        return ControlCheck.stripeBalance(
                stripe.of(night, balances.of(night.date()), posted).stream()
                        .map(StripeBalance.Row::figures)
                        .toList());
    }

    /** Stripe's balances of the day beside ours, with all the figures between them. */
    public List<StripeBalance.Row> stripeBalances(Night night) {
        return database.read(
                () ->
                        stripe.of(
                                night,
                                balances.of(night.date()),
                                figures.postedRows(night.day(), night.booksBegin())));
    }

    /** Stripe's rows that had to be booked on the day, and the entries they have, each counted. */
    public List<PostedRows> postedRows(Night night) {
        return database.read(() -> figures.postedRows(night.day(), night.booksBegin()));
    }

    /** The same check with the breaks that are open as its findings, and no others. */
    private static ControlCheck broken(ControlCheck check, List<Break> open, Set<BreakType> types) {
        List<Finding> findings =
                open.stream()
                        .filter(row -> types.contains(row.type()))
                        .map(
                                row ->
                                        new Finding(
                                                row.type(),
                                                row.ref(),
                                                row.account(),
                                                row.amount(),
                                                "open since " + row.openedOn(),
                                                null))
                        .toList();
        return new ControlCheck(check.id(), check.name(), check.figures(), findings);
    }
}
