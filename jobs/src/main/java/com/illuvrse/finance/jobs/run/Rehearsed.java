package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.jobs.marketplace.ProposedContracts;
import com.illuvrse.finance.royalty.Contract;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rehearsed night, and beside it the same night without what was proposed.
 *
 * @param night with everything that was proposed
 * @param without the same night as it would be otherwise; null when nothing was proposed
 * @param replaced versions that were told with other content and are replaced in the rehearsal
 * @param waiting days after this one that are due as well, and not rehearsed
 */
public record Rehearsed(
        RehearsedNight night,
        @Nullable RehearsedNight without,
        ProposedContracts proposed,
        List<Contract> replaced,
        List<LocalDate> waiting) {

    public Rehearsed {
        replaced = List.copyOf(replaced);
        waiting = List.copyOf(waiting);
    }
}
