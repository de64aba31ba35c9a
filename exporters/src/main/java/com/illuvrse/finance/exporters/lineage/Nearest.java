package com.illuvrse.finance.exporters.lineage;

import java.util.Comparator;
import java.util.TreeSet;

/** The few of many names that are written most like one that was asked for. */
public final class Nearest {

    private static final int NAMED = 8;

    private final TreeSet<String> names;
    private long seen;

    public Nearest(String asked) {
        this.names =
                new TreeSet<>(
                        Comparator.comparingInt((String name) -> distance(asked, name))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /** The nearest of some names, as a list in a sentence. */
    public static String of(String asked, Iterable<String> names) {
        Nearest nearest = new Nearest(asked);
        names.forEach(nearest::add);
        return nearest.inWords();
    }

    /** Takes a name into account. */
    public void add(String name) {
        seen++;
        names.add(name);
        if (names.size() > NAMED) {
            names.pollLast();
        }
    }

    /** The nearest first, and how many there are in all. */
    public String inWords() {
        if (names.isEmpty()) {
            return "there is none";
        }
        String listed = String.join(", ", names);
        return seen <= NAMED ? "known: " + listed : "nearest of %d: %s".formatted(seen, listed);
    }

    /** How many letters have to be changed, put in or left out. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[other.length() + 1];
            now[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(Math.min(now[j - 1], before[j]) + 1, before[j - 1] + change);
            }
            before = now;
        }
        return before[other.length()];
    }
}
