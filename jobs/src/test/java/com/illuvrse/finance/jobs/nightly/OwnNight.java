package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A night of our own, or several in one folder: what the world delivers, and beside it everything
 * the books must say, worked out by hand.
 *
 * <ul>
 *   <li>{@code expected.hledger}: every entry of every day. Its first line names the days (the last
 *       of several nights ends the run; nothing more may happen in the others).
 *   <li>{@code expected-breaks.csv}: every break with the day it opened and the day it ended; empty
 *       while it is open, {@code info} for one that is only told.
 *   <li>{@code expected-payouts.csv}, where creators are paid: every line of each payout day.
 * </ul>
 */
final class OwnNight {

    private static final Pattern DAYS = Pattern.compile("(?m)^; (\\S{10}) to (\\S{10})$");

    private final Path folder;
    private final String expected;
    private final LocalDate from;
    private final LocalDate to;

    private OwnNight(Path folder, String expected, LocalDate from, LocalDate to) {
        this.folder = folder;
        this.expected = expected;
        this.from = from;
        this.to = to;
    }

    static OwnNight of(Path folder) throws IOException {
        String expected = Files.readString(folder.resolve("expected.hledger"));
        Matcher days = DAYS.matcher(expected);
        if (!days.find()) {
            throw new IllegalStateException(folder + " does not say its days");
        }
        LocalDate from = LocalDate.parse(days.group(1));
        LocalDate to = LocalDate.parse(days.group(2));
        while (days.find()) {
            LocalDate other = LocalDate.parse(days.group(2));
            to = other.isAfter(to) ? other : to;
        }
        return new OwnNight(folder, expected, from, to);
    }

    Path folder() {
        return folder;
    }

    LocalDate from() {
        return from;
    }

    LocalDate to() {
        return to;
    }

    /** Compares every day; {@code daily} holds {@code dt=…/journal.hledger} and its neighbours. */
    void compareWith(Path daily) throws IOException {
        List<String> differences = new ArrayList<>();
        PlainJournal found = new PlainJournal();
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            Path files = daily.resolve("dt=" + day);
            found.add(Files.readString(files.resolve("journal.hledger")));
            differences.addAll(
                    differences(
                            day + " break ",
                            expectedBreaks(day),
                            breaks(Csv.read(files.resolve("breaks.csv")))));
            differences.addAll(
                    differences(
                            day + " payout ",
                            expectedPayouts(day),
                            payouts(Csv.read(files.resolve("payouts.csv")))));
        }
        differences.addAll(0, new PlainJournal().add(expected).differencesOf(found));
        assertThat(String.join("\n", differences)).as("all entries, breaks and payouts").isEmpty();
    }

    private static List<String> differences(String what, Set<String> expected, Set<String> found) {
        List<String> differences = new ArrayList<>();
        expected.stream()
                .filter(each -> !found.contains(each))
                .forEach(each -> differences.add("MISSING   " + what + each));
        found.stream()
                .filter(each -> !expected.contains(each))
                .forEach(each -> differences.add("TOO MUCH  " + what + each));
        return differences;
    }

    private Set<String> expectedBreaks(LocalDate day) throws IOException {
        Set<String> rows = new TreeSet<>();
        for (Map<String, String> row : Csv.read(folder.resolve("expected-breaks.csv"))) {
            LocalDate opened = LocalDate.parse(cell(row, "opened"));
            String ended = cell(row, "ended");
            String status = "";
            if (ended.equals("info")) {
                status = opened.equals(day) ? "INFO" : "";
            } else if (!opened.isAfter(day)) {
                boolean open = ended.isEmpty() || day.isBefore(LocalDate.parse(ended));
                boolean ends = !open && day.equals(LocalDate.parse(ended));
                status = open ? "OPEN" : ends ? "AUTO_RESOLVED" : "";
            }
            if (!status.isEmpty()) {
                rows.add(row(row, "type", "ref", "currency", "amount_minor") + opened + status);
            }
        }
        return rows;
    }

    private static Set<String> breaks(List<Map<String, String>> rows) {
        Set<String> breaks = new TreeSet<>();
        for (Map<String, String> row : rows) {
            breaks.add(
                    row(row, "type", "ref", "currency", "amount_minor")
                            + row.get("opened_on")
                            + row.get("status"));
        }
        return breaks;
    }

    private Set<String> expectedPayouts(LocalDate day) throws IOException {
        Path file = folder.resolve("expected-payouts.csv");
        Set<String> rows = new TreeSet<>();
        if (Files.exists(file)) {
            for (Map<String, String> row : Csv.read(file)) {
                if (cell(row, "batch").equals(day.toString())) {
                    rows.add(payout(row));
                }
            }
        }
        return rows;
    }

    private static Set<String> payouts(List<Map<String, String>> rows) {
        Set<String> payouts = new TreeSet<>();
        rows.forEach(row -> payouts.add(payout(row)));
        return payouts;
    }

    private static String payout(Map<String, String> row) {
        return row(
                row, "payee", "currency", "gross_minor", "withheld_minor", "net_minor", "reason");
    }

    /** Amounts without their sign: a break says how much, the journal says which way. */
    private static String row(Map<String, String> row, String... columns) {
        StringBuilder text = new StringBuilder();
        for (String column : columns) {
            text.append(cell(row, column).replaceFirst("^-(?=[0-9]+$)", "")).append(' ');
        }
        return text.toString();
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }
}
