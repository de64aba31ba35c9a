package com.illuvrse.finance.segment;

import com.illuvrse.finance.journal.AccountingDay;
import java.util.List;
import java.util.Map;

/**
 * What the days of a ledger say, read one after the other: entries, rows, balances, breaks, payouts
 * and controls agree with one another and with the day before.
 */
final class ContentCheck {

    private final SeenRows seen = new SeenRows();
    private final CalculationCheck calculation = new CalculationCheck();
    private final RowsCheck rows;
    private final EntriesCheck entries;
    private final BalancesCheck balances;
    private final BreaksCheck breaks = new BreaksCheck();
    private final StripeBalanceCheck stripeBalance = new StripeBalanceCheck();
    private final StripePayoutsCheck stripePayouts = new StripePayoutsCheck();
    private final ApprovalsCheck approvals = new ApprovalsCheck();
    private final PayoutsCheck payouts = new PayoutsCheck(approvals);
    private final EvidenceCheck evidence = new EvidenceCheck(calculation, approvals);
    private long days;

    ContentCheck(AccountingDay genesis) {
        rows = new RowsCheck(genesis, seen, calculation);
        entries = new EntriesCheck(rows, calculation, genesis);
        balances = new BalancesCheck(entries.places());
    }

    /** Reads the next day. */
    void check(Day day, KeyRegistry registry) throws VerificationException {
        String account = stripeBalance.read(day);
        calculation.begin(day);
        approvals.begin(day, registry);
        evidence.check(day, registry);
        entries.check(day, account);
        balances.check(day);
        breaks.check(day, balances.today(), rows.findings());
        Map<BalanceKey, Long> after = seen.readAfter(day, account);
        stripeBalance.check(
                day, rows.posted(), entries.journals(), after, entries.places(), breaks);
        stripePayouts.check(day, account, seen, breaks);
        payouts.check(day, rows.transfers(), entries, breaks);
        calculation.end(day, breaks);
        checkControls(day);
        balances.nextDay();
        days++;
    }

    private void checkControls(Day day) throws VerificationException {
        ControlsCheck controls = ControlsCheck.read(day, breaks);
        controls.trialBalance(balances.today());
        controls.rowsPosted(rows.posted());
        controls.stripeBalance(stripeBalance.today());
        controls.payoutComposition(stripePayouts.today());
        controls.clearingExplained(breaks.figures());
        controls.payoutsTransferred(payouts.sums());
        controls.royaltiesReproduced(entries.traces(), calculation.inDispute());
    }

    /** What was checked, a line each. */
    List<String> lines() {
        return List.of(
                "entries: %d entries of %d days follow from their source, stand in their order and balance"
                        .formatted(entries.total(), days),
                "balances: closing balances roll forward and add up to 0 in every currency",
                "breaks: open breaks roll forward; %d are open and explain the clearing accounts"
                        .formatted(breaks.open()),
                "completeness: Stripe's rows, balance and payouts agree with the entries; %d rows of days not sealed yet were seen"
                        .formatted(seen.open()),
                "controls: the seven controls have the figures of the files",
                "calculation: taxes, shares, tiers, advances, reserves, refunds and guarantees of %d entries follow from the sealed orders, contracts and rows"
                        .formatted(calculation.again()),
                "calculation: not worked out again are orders from their first dispute on and"
                        + " refunds of destination charges",
                approvals.line());
    }
}
