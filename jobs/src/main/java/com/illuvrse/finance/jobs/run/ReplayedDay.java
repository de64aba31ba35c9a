package com.illuvrse.finance.jobs.run;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What became of a sealed day that was worked out again from its kept facts.
 *
 * @param entries how many were sealed
 * @param sealedRoot {@code entries.root} of its manifest
 * @param replayedRoot the root of the entries that follow from the facts today
 * @param keptRoot the root of the entries as they lie in the ledger today
 * @param difference the first entry that is not the sealed one; null when there is none
 * @param hasOtherSettings whether it was settled by other settings than today's
 */
public record ReplayedDay(
        LocalDate day,
        int segment,
        long entries,
        String sealedRoot,
        String replayedRoot,
        String keptRoot,
        @Nullable Difference difference,
        boolean hasOtherSettings) {

    /** Where an entry that differs lies. */
    public enum Where {
        /** What follows from the facts is another entry. */
        REPLAYED,
        /** The ledger holds another entry. */
        KEPT
    }

    /**
     * The first entry of a day that is not as sealed.
     *
     * @param seq its place in the whole ledger
     * @param sealed the line that was sealed; null when there is none at this place
     * @param found the line that was found; null when there is none
     */
    public record Difference(
            Where where, long seq, @Nullable String sealed, @Nullable String found) {}

    /** Whether facts and ledger both give the very entries that were sealed. */
    public boolean isReproduced() {
        return sealedRoot.equals(replayedRoot) && sealedRoot.equals(keptRoot);
    }
}
