package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.exporters.report.HledgerJournal;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.Batch;
import com.illuvrse.finance.jobs.run.Rehearsals;
import com.illuvrse.finance.jobs.run.Rehearsed;
import com.illuvrse.finance.jobs.run.RehearsedNight;
import com.illuvrse.finance.jobs.run.RehearsedNight.Group;
import com.illuvrse.finance.jobs.run.RehearsedNight.Holding;
import com.illuvrse.finance.jobs.run.RehearsedNight.Payout;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakKey;
import com.illuvrse.finance.royalty.Contract;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rehearsed night as text for people: its entries while they are there, then what it means for
 * every creator, the payouts and the breaks. Amounts are in major units.
 */
final class RehearsalPage implements Rehearsals.Reader {

    private final PrintStream out;
    private @Nullable HledgerJournal journal;
    private String step = "";

    RehearsalPage(PrintStream out) {
        this.out = out;
    }

    @Override
    public void night(Rehearsed rehearsed) {
        RehearsedNight night = rehearsed.night();
        out.printf(
                "rehearsal of the night of %s: nothing is written, neither in the database nor in"
                        + " the archive, the inbox or at Stripe%n",
                night.day());
        out.println(
                "Stripe is not asked for its reports, because that leaves a trace there: what only"
                        + " they show is not looked at");
        if (!rehearsed.waiting().isEmpty()) {
            out.printf(
                    "%d more day(s) are due, up to %s; they build on what really happens in this"
                            + " one and are not rehearsed%n",
                    rehearsed.waiting().size(), rehearsed.waiting().getLast());
        }
        printProposed(rehearsed);
        printGroups(night.entries());
        journal =
                HledgerJournal.unplaced(
                        new OutputStreamWriter(out, StandardCharsets.UTF_8), night.day());
    }

    private void printProposed(Rehearsed rehearsed) {
        List<Contract> versions = rehearsed.proposed().versions();
        if (versions.isEmpty()) {
            return;
        }
        Set<String> replaced =
                rehearsed.replaced().stream()
                        .map(RehearsalPage::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        out.printf("%n%d contract version(s) are tried out:%n", versions.size());
        for (Contract version : versions) {
            out.printf(
                    "  %s, valid from %s%s%s%n",
                    name(version),
                    version.validFrom(),
                    replaced.contains(name(version))
                            ? "; it stands in the place of the version told under this number, in"
                                    + " this rehearsal only"
                            : "",
                    version.problem()
                            .map(problem -> "; it cannot be followed: " + problem)
                            .orElse(""));
        }
    }

    private static String name(Contract contract) {
        return contract.contract() + ":" + contract.version();
    }

    private void printGroups(List<Group> groups) {
        long count =
                groups.stream()
                        .filter(group -> !group.step().equals(RehearsedNight.BEFORE))
                        .mapToLong(Group::count)
                        .sum();
        out.printf("%n%d entries would be posted%n", count);
        for (Group group : groups) {
            out.printf(
                    Locale.ROOT,
                    "  %-16s %-18s %,8d  %s%n",
                    group.step(),
                    group.kind(),
                    group.count(),
                    amounts(group.totals()));
        }
        out.println();
    }

    private static String amounts(SortedMap<Currency, Long> totals) {
        return totals.entrySet().stream()
                .map(sum -> Money.of(sum.getValue(), sum.getKey()).toString())
                .collect(Collectors.joining(", "));
    }

    @Override
    public void entry(String postedBy, JournalEntry entry) {
        HledgerJournal text = journal;
        if (text == null) {
            throw new IllegalStateException("entries come after the night they belong to");
        }
        try {
            if (!postedBy.equals(step)) {
                step = postedBy;
                text.comment(postedBy);
            }
            text.write(entry);
        } catch (IOException e) {
            throw new UncheckedIOException("an entry cannot be shown", e);
        }
    }

    /** Prints what comes after the entries. */
    void finish(Rehearsed rehearsed) {
        showEntries();
        printCreators(rehearsed);
        printPayouts(rehearsed);
        printBreaks(rehearsed);
    }

    private void showEntries() {
        HledgerJournal text = journal;
        try {
            if (text != null) {
                text.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the entries cannot be shown", e);
        }
    }

    /** What a line of the creators' table is about. */
    private record Line(String payee, Currency currency, String part) implements Comparable<Line> {

        static Line of(Holding holding) {
            String part = holding.part().name().toLowerCase(Locale.ROOT);
            return new Line(
                    holding.payee(),
                    holding.currency(),
                    holding.contract().isEmpty() ? part : part + " " + holding.contract());
        }

        @Override
        public int compareTo(Line other) {
            int byPayee = payee.compareTo(other.payee);
            int byCurrency = byPayee == 0 ? currency.compareTo(other.currency) : byPayee;
            return byCurrency == 0 ? part.compareTo(other.part) : byCurrency;
        }
    }

    private static SortedMap<Line, Holding> lines(RehearsedNight night) {
        TreeMap<Line, Holding> lines = new TreeMap<>();
        night.creators().forEach(holding -> lines.put(Line.of(holding), holding));
        return lines;
    }

    private void printCreators(Rehearsed rehearsed) {
        SortedMap<Line, Holding> with = lines(rehearsed.night());
        RehearsedNight other = rehearsed.without();
        SortedMap<Line, Holding> without = other == null ? with : lines(other);
        Set<Line> all = new TreeSet<>(with.keySet());
        all.addAll(without.keySet());
        out.printf(
                Locale.ROOT,
                "creators%n  %-20s %-3s %-20s %14s %14s %14s%s%n",
                "creator",
                "",
                "",
                "before",
                "after",
                "change",
                other == null ? "" : "%14s %14s".formatted("without", "difference"));
        int still = 0;
        for (Line line : all) {
            long before = before(line, with, without);
            long after = after(line, with, before);
            long otherwise = after(line, without, before);
            if (after == before && after == otherwise) {
                still++;
                continue;
            }
            printLine(line, before, after, other == null ? null : otherwise);
        }
        if (still > 0) {
            out.printf("  %d balance(s) stay as they are%n", still);
        }
        if (other != null) {
            out.printf(
                    "  without: after the same night without the contracts that are tried out%n");
        }
        out.println();
    }

    private static long before(Line line, Map<Line, Holding> with, Map<Line, Holding> without) {
        Holding holding = with.getOrDefault(line, without.get(line));
        return holding == null ? 0 : holding.before();
    }

    /** A balance that is not told of did not move. */
    private static long after(Line line, Map<Line, Holding> night, long before) {
        Holding holding = night.get(line);
        return holding == null ? before : holding.after();
    }

    private void printLine(Line line, long before, long after, @Nullable Long otherwise) {
        Currency currency = line.currency();
        out.printf(
                Locale.ROOT,
                "  %-20s %-3s %-20s %14s %14s %14s%s%n",
                line.payee(),
                currency,
                line.part(),
                Money.of(before, currency).toMajor(),
                Money.of(after, currency).toMajor(),
                signed(Math.subtractExact(after, before), currency),
                otherwise == null
                        ? ""
                        : "%14s %14s"
                                .formatted(
                                        Money.of(otherwise, currency).toMajor(),
                                        signed(Math.subtractExact(after, otherwise), currency)));
    }

    private static String signed(long minor, Currency currency) {
        return (minor > 0 ? "+" : "") + Money.of(minor, currency).toMajor();
    }

    private void printPayouts(Rehearsed rehearsed) {
        RehearsedNight night = rehearsed.night();
        for (Payout payout : night.batches()) {
            out.printf(
                    "payout batch %s would pay %s; %s%n",
                    payout.batch().batch(),
                    payout.totals().isEmpty() ? "nothing" : amounts(payout.totals()),
                    fate(payout));
        }
        Map<String, PayoutItem> otherwise = items(rehearsed.without());
        for (PayoutItem item : night.payouts()) {
            PayoutItem other = otherwise.get(item.id());
            out.printf(
                    "  %-20s %-3s pays %s of %s: %s%s%s%n",
                    item.payee(),
                    item.currency(),
                    paid(item),
                    Money.of(item.available(), item.currency()),
                    item.reason(),
                    item.destination() == null ? "" : " to " + item.destination(),
                    rehearsed.without() == null
                            ? ""
                            : other == null
                                    ? "; without the contracts no payout is decided"
                                    : "; without the contracts " + paid(other));
        }
        items(rehearsed.without()).values().stream()
                .filter(item -> !items(night).containsKey(item.id()))
                .forEach(
                        item ->
                                out.printf(
                                        "  %-20s %-3s no payout is decided; without the contracts"
                                                + " %s%n",
                                        item.payee(), item.currency(), paid(item)));
        if (night.batches().isEmpty()) {
            out.println("no payout batch would be drawn or moved");
        }
        out.println();
    }

    private static Money paid(PayoutItem item) {
        return Money.of(item.isPaid() ? item.net() : 0, item.currency());
    }

    private static Map<String, PayoutItem> items(@Nullable RehearsedNight night) {
        Map<String, PayoutItem> items = new TreeMap<>();
        if (night != null) {
            night.payouts().forEach(item -> items.put(item.id(), item));
        }
        return items;
    }

    private static String fate(Payout payout) {
        Batch batch = payout.batch();
        return switch (batch.state()) {
            case RELEASED, SENT -> "it is released, and sent by the payout run after the night";
            case REJECTED, EXPIRED -> "it is cancelled, and its money is owed again";
            case DRAFT ->
                    payout.votes() > 0
                            ? "it waits for %d vote(s)".formatted(payout.votes())
                            : "it is not released while a break locks payouts";
        };
    }

    private void printBreaks(Rehearsed rehearsed) {
        RehearsedNight night = rehearsed.night();
        Set<BreakKey> otherwise = keys(rehearsed.without());
        boolean compared = rehearsed.without() != null;
        for (Break row : night.opened()) {
            out.printf(
                    "would open   %s%s%s%n",
                    row.key(),
                    row.amount() == null ? "" : "  " + row.amount(),
                    compared && !otherwise.contains(row.key()) ? "  only with the contracts" : "");
        }
        for (Break row : night.closed()) {
            out.printf(
                    "would close  %s%s%n",
                    row.key(), row.resolution() == null ? "" : "  " + row.resolution());
        }
        for (Break row : night.reported()) {
            out.printf("would report %s%n", row.key());
        }
        otherwise.removeAll(keys(night));
        otherwise.forEach(key -> out.printf("open only without the contracts  %s%n", key));
        out.printf(
                "%s would be open after the night%n",
                night.open().isEmpty() ? "no break" : night.open().size() + " break(s)");
    }

    private static Set<BreakKey> keys(@Nullable RehearsedNight night) {
        return night == null
                ? new HashSet<>()
                : night.open().stream()
                        .map(Break::key)
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
