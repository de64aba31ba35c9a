package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.exporters.lineage.Derivation.Contribution;
import com.illuvrse.finance.jobs.postgres.EntrySources.Source;
import com.illuvrse.finance.jobs.report.ExplainedFigure;
import com.illuvrse.finance.jobs.run.ExplainDesk;
import com.illuvrse.finance.jobs.run.ExplainDesk.Brief;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.Side;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.io.PrintStream;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One cell of a report set as a person reads where it comes from. */
final class FigurePage {

    private final PrintStream out;
    private final ExplainDesk entries;

    FigurePage(PrintStream out, ExplainDesk entries) {
        this.out = out;
        this.entries = entries;
    }

    void show(ExplainedFigure figure) {
        line(
                "%s#%s/%s is %s",
                figure.file(),
                figure.row(),
                figure.column(),
                figure.value().isEmpty() ? "empty" : figure.value());
        line(
                "  of %s %s, %s, %s, at %s",
                figure.kind(),
                figure.period(),
                figure.revision(),
                figure.isFinal() ? "final" : "a draft",
                figure.set());
        line(
                "  the file is the one its %s lists, SHA-256 of the list %s",
                figure.isFinal() ? "signed manifest" : "sums (not signed)", figure.listSha256());
        section("rule");
        line("  %s", figure.words());
        String rule = figure.rule();
        if (rule != null) {
            line("  %s", rule);
        }
        ExplainedFigure.Sum sum = figure.sum();
        if (sum == null) {
            return;
        }
        section("facts");
        sum.first().forEach(this::show);
        long more = sum.facts() - sum.first().size();
        if (more > 0) {
            line("  and %d more; --limit %d lists all", more, sum.facts());
        }
        section("check");
        line(
                "  %d facts come to %s by the rule: %s",
                sum.facts(),
                sum.worked(),
                sum.agrees() ? "the cell" : "NOT THE CELL, which is " + figure.value());
        if (!sum.entries().isEmpty()) {
            section(more > 0 ? "entries behind the facts that are listed" : "entries");
            sum.entries().forEach(this::entry);
        }
    }

    private void show(Contribution each) {
        line(
                "  %s%s%s  %s",
                each.file(), each.name().isEmpty() ? "" : " ", each.name(), each.amount());
        String what =
                each.fact().entrySet().stream()
                        .filter(cell -> !cell.getValue().isEmpty())
                        .filter(cell -> !each.name().equals(cell.getKey() + " " + cell.getValue()))
                        .map(cell -> cell.getKey() + " " + cell.getValue())
                        .collect(Collectors.joining(", "));
        line("    %s", what);
    }

    private void entry(String id) {
        Brief brief = entries.brief(id).orElse(null);
        if (brief == null) {
            line("  %s IS NOT IN THIS LEDGER", id);
            return;
        }
        JournalEntry entry = brief.entry();
        line("  %s", entry.source());
        line(
                "    entry %s, effective on %s, booked on %s, %s",
                entry.id(), entry.effectiveOn(), entry.bookedOn(), amount(entry));
        if (brief.segment() == null || brief.root() == null) {
            line("    not sealed yet: the day is not closed");
        } else {
            line(
                    "    segment %d, root %s; its receipt: finance receipt --entry %s --out FILE",
                    brief.segment(), brief.root(), entry.id());
        }
        for (Source source : brief.sources()) {
            line("    from %s", source.where());
        }
        if (brief.sources().isEmpty()) {
            line("    from what the ledger itself holds: finance explain %s", entry.source());
        }
    }

    /** What it moved: its debits, currency by currency. */
    private static String amount(JournalEntry entry) {
        TreeMap<Currency, Money> debits = new TreeMap<>();
        for (Posting posting : entry.postings()) {
            if (posting.side() == Side.D) {
                debits.merge(posting.amount().currency(), posting.amount(), Money::plus);
            }
        }
        return debits.values().stream().map(Money::toString).collect(Collectors.joining(" and "));
    }

    private void section(String title) {
        line("%n%s", title);
    }

    private void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
