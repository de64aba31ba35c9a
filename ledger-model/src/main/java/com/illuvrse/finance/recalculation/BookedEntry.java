package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the ledger has it.
 *
 * @param at milliseconds of its {@code occurredAt}
 * @param order the order it names; null for none
 * @param stripe the object of Stripe it names; null for none
 * @param trace its working; null for none
 */
public record BookedEntry(
        long seq,
        String source,
        long at,
        @Nullable String order,
        @Nullable String stripe,
        List<Line> lines,
        Json.@Nullable Obj trace) {

    /**
     * One line of an entry.
     *
     * @param amount above zero, minor units
     */
    public record Line(boolean debit, String account, String currency, long amount) {

        long signed() {
            return debit ? amount : -amount;
        }

        @Override
        public String toString() {
            return (debit ? "D " : "C ") + account + " " + currency + " " + amount;
        }
    }

    public BookedEntry {
        lines = List.copyOf(lines);
    }

    /** An entry without its place in the ledger, of nothing that happened at Stripe. */
    public static BookedEntry of(
            String source,
            Instant at,
            @Nullable String order,
            List<Line> lines,
            Json.@Nullable Obj trace) {
        return new BookedEntry(0, source, at.toEpochMilli(), order, null, lines, trace);
    }

    /** The entry as messages name it. */
    String name() {
        return "seq " + seq + " " + source;
    }

    /** Requires the entry to have happened at an instant, in milliseconds. */
    void requireAt(long expected) throws Mismatch {
        if (at != expected) {
            throw new Mismatch(
                    Mismatch.Kind.INSTANT,
                    name() + " occurredAt",
                    Instant.ofEpochMilli(expected),
                    Instant.ofEpochMilli(at));
        }
    }

    /** The working, which must be of a kind. */
    Json.Obj trace(String kind) throws Mismatch {
        Json.Obj found = trace;
        if (found == null || !found.text("kind").equals(kind)) {
            throw Mismatch.of(
                    name() + " trace.kind", kind, found == null ? "no trace" : found.text("kind"));
        }
        return found;
    }
}
