package com.illuvrse.finance.jobs.nightly;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Entries read out of a plain-text journal, ours or one written by hand: what an entry is booked
 * under, and what it does to each account. Places, words and the order of lines are left out.
 */
final class PlainJournal {

    /** {@code 2026-03-03=2026-03-02 (17) sale:o-1:txn_1 | words}: place and words are optional. */
    private static final Pattern HEAD =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d(?:=\\S+)?) (?:\\(\\d+\\) )?(\\S+)(?: \\|.*)?");

    private static final Pattern LINE = Pattern.compile(" {4}(\\S+) {2,}([A-Z]{3}) (-?[0-9.]+)");

    private final Map<String, Map<String, BigDecimal>> entries = new TreeMap<>();

    /**
     * Adds the entries of a file. What several nights say of one entry adds up: money that becomes
     * available is one entry a day.
     */
    PlainJournal add(String text) {
        Map<String, BigDecimal> lines = new TreeMap<>();
        for (String line : text.lines().toList()) {
            Matcher head = HEAD.matcher(line);
            Matcher posting = LINE.matcher(line);
            if (head.matches()) {
                String key = head.group(1) + " " + head.group(2);
                lines = entries.computeIfAbsent(key, each -> new TreeMap<>());
            } else if (posting.matches()) {
                lines.merge(
                        posting.group(1) + "  " + posting.group(2),
                        new BigDecimal(posting.group(3)),
                        BigDecimal::add);
            } else if (!line.matches("|\\s*;.*|(decimal-mark|commodity) .*")) {
                throw new IllegalStateException("no line of a journal: " + line);
            }
        }
        return this;
    }

    /** What {@code found} says otherwise than this one, an entry a text; empty when they agree. */
    List<String> differencesOf(PlainJournal found) {
        List<String> differences = new ArrayList<>();
        entries.forEach(
                (key, lines) -> {
                    Map<String, BigDecimal> others = found.entries.get(key);
                    if (others == null) {
                        differences.add("MISSING   " + key + text(lines));
                    } else if (!others.equals(lines)) {
                        differences.add(
                                "DIFFERENT %s\n  expected%s\n  found%s"
                                        .formatted(key, text(lines), text(others)));
                    }
                });
        found.entries.forEach(
                (key, lines) -> {
                    if (!entries.containsKey(key)) {
                        differences.add("TOO MUCH  " + key + text(lines));
                    }
                });
        return differences;
    }

    private static String text(Map<String, BigDecimal> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(
                (account, amount) ->
                        text.append("\n      ").append(account).append(' ').append(amount));
        return text.toString();
    }
}
