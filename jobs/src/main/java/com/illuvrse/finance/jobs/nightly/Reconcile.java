package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.calendar.BusinessCalendar;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.BreakResolutions;
import com.illuvrse.finance.jobs.postgres.ClearingParts;
import com.illuvrse.finance.jobs.postgres.ControlFigures;
import com.illuvrse.finance.jobs.postgres.ControlFigures.Unmatched;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Findings;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.ManualPayouts;
import com.illuvrse.finance.jobs.postgres.OwnMoney;
import com.illuvrse.finance.jobs.postgres.OwnMoney.BankDifference;
import com.illuvrse.finance.jobs.postgres.OwnMoney.BankPayout;
import com.illuvrse.finance.jobs.postgres.PaymentFiles;
import com.illuvrse.finance.jobs.postgres.PaymentFiles.Debited;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakNews;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Breaks;
import com.illuvrse.finance.reconciliation.ClearingJournals;
import com.illuvrse.finance.reconciliation.ClearingLegs;
import com.illuvrse.finance.reconciliation.ControlCheck;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.reconciliation.RolledBreaks;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.batch.core.step.Step;

/**
 * Compares the books with Stripe's balance, its reports, its payouts and our transfers, writes down
 * the breaks of the day, and stops the night when an invariant does not hold that no break may
 * explain.
 *
 * <p>Nothing is ever booked here to make a figure agree. What is booked is only money that came
 * back from a creator and is owed again.
 */
public final class Reconcile {

    private final Controls controls;
    private final ControlFigures figures;
    private final TransferMatches transfers;
    private final BankReturns returns;
    private final PaymentFiles files;
    private final ReportMatches reports;
    private final OwnMoney rows;
    private final ManualPayouts manual;
    private final Findings findings;
    private final ClearingParts journals;
    private final BreakDays breaks;
    private final BreakResolutions resolutions;

    public Reconcile(Database database, Controls controls) {
        this.controls = controls;
        this.figures = new ControlFigures(database);
        this.transfers = new TransferMatches(database);
        this.returns = new BankReturns(database);
        this.files = new PaymentFiles(database);
        this.reports = new ReportMatches(database);
        this.rows = new OwnMoney(database);
        this.manual = new ManualPayouts(database);
        this.findings = new Findings(database);
        this.journals = new ClearingParts(database);
        this.breaks = new BreakDays(database);
        this.resolutions = new BreakResolutions(database);
    }

    public Step step(Steps steps, Night night) {
        return steps.inChunks(
                "reconcile",
                LedgerRole.WRITER,
                night.epoch(),
                () -> {
                    reconcile(night);
                    return false;
                });
    }

    private void reconcile(Night night) {
        List<Break> yesterday = breaks.of(night.day().previous().date());
        findings.keep(night.date(), transfers.match(night));
        findings.keep(night.date(), returns.match(night));
        findings.keep(night.date(), controls.stripeBalance(night).findings());
        findings.keep(night.date(), reports.match(night));
        findings.keep(night.date(), compositions(night, yesterday));
        findings.keep(night.date(), ownMoney(night));
        findings.keep(night.date(), calendar(night));
        manual.open(night.date()).forEach(left -> manual.keepParts(left, night.date()));
        List<ClearingJournals.Part> parts = journals.bookedOn(night.date());
        findings.keep(night.date(), ClearingJournals.findings(parts));
        writeDown(night, yesterday, parts);
        controls.all(night);
    }

    /** Those Stripe completed today, and those that did not add up yesterday. */
    private List<Finding> compositions(Night night, List<Break> yesterday) {
        List<Finding> found =
                new ArrayList<>(
                        ControlCheck.payoutComposition(figures.compositionsOf(night.date()))
                                .findings());
        List<String> open =
                yesterday.stream()
                        .filter(Break::isOpen)
                        .filter(row -> row.type() == BreakType.PAYOUT_COMPOSITION_MISMATCH)
                        .map(Break::ref)
                        .toList();
        found.addAll(
                ControlCheck.payoutComposition(figures.compositions(night.date(), open))
                        .findings());
        return found;
    }

    private List<Finding> ownMoney(Night night) {
        LocalDate day = night.date();
        List<Finding> found = new ArrayList<>(ClearingLegs.missing(rows.legs(day)));
        for (BankPayout failed : rows.payoutsFailedOn(day)) {
            found.add(
                    Finding.of(
                            BreakType.PAYOUT_FAILED,
                            failed.payout(),
                            failed.amount(),
                            "Stripe took back payout "
                                    + failed.payout()
                                    + ", its bank refused it"));
        }
        for (BankPayout late : rows.payoutsNotArrived(day, arrivalEnds(night))) {
            found.add(
                    Finding.of(
                            BreakType.PAYOUT_NOT_ARRIVED,
                            late.payout(),
                            late.amount(),
                            "payout %s left Stripe at %s and is not at the bank"
                                    .formatted(late.payout(), late.created())));
        }
        for (BankDifference other : rows.bankDifferences(day, bankIsKnownFrom(night))) {
            found.add(bankMismatch(other));
        }
        for (Debited file : files.notAsBooked(day, arrivalEnds(night))) {
            found.add(notAsOrdered(file));
        }
        for (Unmatched sent : figures.sentWithoutRow(night.day())) {
            found.add(
                    Finding.of(
                            BreakType.PAYOUT_WITHOUT_TRANSFER,
                            sent.payout(),
                            sent.amount(),
                            "payout " + sent.payout() + " was sent, Stripe shows no row of it"));
        }
        return found;
    }

    /** Open in every night of a year whose closed days are not known. */
    private static List<Finding> calendar(Night night) {
        BusinessCalendar calendar = night.settings().payoutDays().calendar();
        if (calendar == null || calendar.knows(night.date())) {
            return List.of();
        }
        String ref = calendar.name() + ":" + night.date().getYear();
        return List.of(
                Finding.of(
                        BreakType.CALENDAR_MISSING,
                        ref,
                        "the calendar \"%s\" lists no closed days of %d: no payout is drafted, and arrivals at the bank are counted in weekdays"
                                .formatted(calendar.name(), night.date().getYear())));
    }

    /** The bank's debit takes the place of a row of Stripe: one a file, for its whole amount. */
    private static Finding notAsOrdered(Debited file) {
        String ref = file.batch() + ":" + file.rail();
        Money amount = file.amount();
        if (file.debited() == 0) {
            return Finding.of(
                    BreakType.PAYOUT_NOT_ARRIVED,
                    ref,
                    amount,
                    "the file of batch %s by %s was ordered at %s and the bank has not debited it"
                            .formatted(file.batch(), file.rail(), file.sentAt()));
        }
        Money debited = Money.of(file.debited(), amount.currency());
        return Finding.of(
                BreakType.BANK_AMOUNT_MISMATCH,
                ref,
                debited.minus(amount),
                "the bank debited %s for batch %s by %s, the file says %s"
                        .formatted(debited, file.batch(), file.rail(), amount));
    }

    private static Finding bankMismatch(BankDifference other) {
        Money atStripe = other.atStripe();
        Money missing = atStripe == null ? other.atBank() : other.atBank().minus(atStripe);
        String detail =
                atStripe == null
                        ? "the bank shows %s of %s, Stripe shows no row of it"
                                .formatted(other.atBank(), other.id())
                        : "the bank shows %s of %s, Stripe's rows say %s"
                                .formatted(other.atBank(), other.id(), atStripe);
        return Finding.of(BreakType.BANK_AMOUNT_MISMATCH, other.id(), missing, detail);
    }

    /**
     * Lines before this day may be arrivals of payouts that left before the books began and whose
     * rows are part of the opening balances.
     */
    private static LocalDate bankIsKnownFrom(Night night) {
        LocalDate day = night.settings().firstDay();
        int left = night.settings().payoutArrivalDays();
        while (left > 0) {
            day = day.plusDays(1);
            left -= night.settings().payoutDays().countsForArrival(day) ? 1 : 0;
        }
        return day;
    }

    /** Payouts that left before this had as many business days as the settings give them. */
    private static Instant arrivalEnds(Night night) {
        LocalDate day = night.date();
        int left = night.settings().payoutArrivalDays();
        while (left > 0) {
            left -= night.settings().payoutDays().countsForArrival(day) ? 1 : 0;
            day = day.minusDays(1);
        }
        return AccountingDay.of(day, night.day().zone()).to();
    }

    private void writeDown(Night night, List<Break> yesterday, List<ClearingJournals.Part> parts) {
        BreakNews news =
                new BreakNews(findings.of(night.date()), parts, resolutions.forNight(night.date()));
        RolledBreaks rolled =
                Breaks.roll(yesterday, breaks.closedBefore(night.date()), news, night.date());
        breaks.keep(night.date(), rolled);
    }
}
