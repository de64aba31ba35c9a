package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.postgres.TrialBalances.LateEntry;
import com.illuvrse.finance.jobs.postgres.TrialBalances.LateLine;
import com.illuvrse.finance.jobs.run.PeriodStatement;
import com.illuvrse.finance.jobs.run.PeriodStatement.Line;
import java.io.PrintStream;
import java.util.Locale;

/** A period on one page of text: two trial balances, and what lies between them. */
final class PeriodPage {

    private final PeriodStatement statement;

    PeriodPage(PeriodStatement statement) {
        this.statement = statement;
    }

    /**
     * Amounts are in major units, debit positive.
     *
     * @param lock whether the period is locked, by whom and why
     */
    void print(PrintStream out, String lock) {
        out.printf(
                "%s, %s to %s, %s%n",
                statement.period(),
                statement.period().firstDay(),
                statement.period().lastDay(),
                lock);
        if (statement.effective().isBefore(statement.period().lastDay())) {
            out.printf("not over: sealed up to %s%n", statement.effective());
        }
        out.printf(
                "%nTrial balance at the end of %s: as sealed that day, and as known at the end of %s%n%n",
                statement.effective(), statement.known());
        printLines(out);
        out.println();
        printLateEntries(out);
    }

    private void printLines(PrintStream out) {
        String form = "%-48s %-3s %20s %20s %20s%n";
        out.printf(Locale.ROOT, form, "account", "", "as sealed", "late", "now known");
        for (Line line : statement.lines()) {
            out.printf(
                    Locale.ROOT,
                    form,
                    line.account(),
                    line.asSealed().currency(),
                    line.asSealed().toMajor(),
                    line.late().isZero() ? "" : line.late().toMajor(),
                    line.nowKnown().toMajor());
        }
    }

    private void printLateEntries(PrintStream out) {
        if (statement.late().isEmpty()) {
            out.printf("no late entry: nothing effective until then was booked after it%n");
            return;
        }
        out.printf(
                "%d late entries, effective until %s and booked after it:%n",
                statement.late().size(), statement.effective());
        for (LateEntry entry : statement.late()) {
            out.printf(
                    "  %s  booked on %s, effective on %s%s%n",
                    entry.source(),
                    entry.bookedOn(),
                    entry.effectiveOn(),
                    entry.memo() == null ? "" : "  " + entry.memo());
            for (LateLine line : entry.lines()) {
                out.printf(
                        Locale.ROOT,
                        "    %-44s %-3s %20s%n",
                        line.account(),
                        line.amount().currency(),
                        line.amount().toMajor());
            }
        }
        out.printf("as sealed + late = now known, for every account and currency%n");
    }
}
