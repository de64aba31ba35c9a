package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All sealed contract versions so far, and where each contract stands. */
final class Contracts {

    private record Key(String contract, String currency) {}

    private record Earner(String contract, String party, String currency) {}

    private static final int MONTHS = 12;

    private final Map<String, List<Terms>> versions = new HashMap<>();
    private final Map<Key, Standing> standings = new HashMap<>();
    private final Set<Terms> today = new HashSet<>();

    /** What was earned in each month of the year that is read. */
    private final Map<Earner, long[]> earned = new HashMap<>();

    private int year;
    private int month;

    void begin(LocalDate day) {
        today.clear();
        if (day.getYear() != year) {
            earned.clear();
        }
        year = day.getYear();
        month = day.getMonthValue();
    }

    void add(Json.Obj row) {
        Terms terms = Terms.read(row);
        List<Terms> known = versions.computeIfAbsent(terms.contract(), name -> new ArrayList<>());
        Terms same = find(known, terms.version());
        if (same == null) {
            known.add(terms);
        }
        today.add(same == null ? terms : same);
    }

    private static @Nullable Terms find(List<Terms> known, long version) {
        for (Terms terms : known) {
            if (terms.version() == version) {
                return terms;
            }
        }
        return null;
    }

    /** A version seen on any day so far; null when there is none. */
    @Nullable Terms version(String contract, long version) {
        return find(versions.getOrDefault(contract, List.of()), version);
    }

    /** The highest version that holds on a day, which must be in the evidence of today. */
    Terms on(String item, String contract, LocalDate day) throws Mismatch {
        Terms highest = null;
        for (Terms terms : versions.getOrDefault(contract, List.of())) {
            if (terms.isValidOn(day) && (highest == null || terms.version() > highest.version())) {
                highest = terms;
            }
        }
        if (highest == null || !today.contains(highest)) {
            throw Mismatch.of(
                    item,
                    "the version of contract " + contract + " that holds on " + day,
                    highest == null
                            ? "none in contracts.jsonl"
                            : "version " + highest.version() + ", not in today's contracts.jsonl");
        }
        return highest;
    }

    Standing standing(String contract, String currency) {
        return standings.computeIfAbsent(new Key(contract, currency), key -> new Standing());
    }

    void earn(String contract, String party, String currency, long amount) {
        long[] months =
                earned.computeIfAbsent(
                        new Earner(contract, party, currency), key -> new long[MONTHS]);
        months[month - 1] = Math.addExact(months[month - 1], amount);
    }

    /** What was earned this year from a month on, up to now. */
    long earnedSince(int firstMonth, String contract, String party, String currency) {
        long[] months = earned.get(new Earner(contract, party, currency));
        long sum = 0;
        for (int i = firstMonth - 1; months != null && i < month; i++) {
            sum = Math.addExact(sum, months[i]);
        }
        return sum;
    }
}
