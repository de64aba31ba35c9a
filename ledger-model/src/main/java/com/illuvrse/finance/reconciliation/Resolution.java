package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person's word that an open break may be closed. It covers what the person saw: the amount the
 * break had, and an event as often as it had been found by then.
 *
 * @param amount what the break was about when the word was given
 * @param foundAgainOn first day after that on which the same was found; null when it was not
 * @param journals ids of the journals the person names as having moved the money
 */
public record Resolution(
        BreakKey key,
        String reason,
        Instant givenAt,
        @Nullable Money amount,
        @Nullable LocalDate foundAgainOn,
        Set<String> journals) {

    public Resolution {
        if (reason.isBlank()) {
            throw new IllegalArgumentException(
                    "the reason why " + key + " is resolved must be given");
        }
        journals = Set.copyOf(journals);
    }
}
