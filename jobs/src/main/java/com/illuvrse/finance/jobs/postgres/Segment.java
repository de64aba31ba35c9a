package com.illuvrse.finance.jobs.postgres;

import java.time.Instant;
import java.time.LocalDate;

/**
 * The cut of one accounting day: its number in the chain, when it was made, and which entries it
 * holds.
 *
 * @param number 0 for the genesis
 * @param sealedAt kept at the cut, so that sealing again writes the same bytes
 * @param seqBefore place of the last entry of all days before
 * @param seqAfter place of the last entry up to this day
 */
public record Segment(int number, LocalDate day, Instant sealedAt, long seqBefore, long seqAfter) {

    public long entries() {
        return seqAfter - seqBefore;
    }
}
