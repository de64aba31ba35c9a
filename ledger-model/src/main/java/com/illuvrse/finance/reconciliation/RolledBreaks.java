package com.illuvrse.finance.reconciliation;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The breaks of a day, and what became of the words persons gave.
 *
 * @param rows by type and ref
 * @param groups of each break closed by a word or together with one: the name of what was closed
 *     together on this day
 * @param used the words that closed a break
 * @param waiting the words that closed nothing, each with the sentence why; they are tried again on
 *     the next night
 */
public record RolledBreaks(
        List<Break> rows,
        Map<BreakKey, String> groups,
        Map<BreakKey, Resolution> used,
        SortedMap<BreakKey, String> waiting) {

    public RolledBreaks {
        rows = List.copyOf(rows);
        groups = Map.copyOf(groups);
        used = Map.copyOf(used);
        waiting = Collections.unmodifiableSortedMap(new TreeMap<>(waiting));
    }

    /** Those of the rows that the next nights have to remember as closed by a word. */
    public List<ClosedBreak> closed() {
        return rows.stream()
                .filter(row -> groups.containsKey(row.key()))
                .map(row -> new ClosedBreak(row, groups.getOrDefault(row.key(), "")))
                .toList();
    }
}
