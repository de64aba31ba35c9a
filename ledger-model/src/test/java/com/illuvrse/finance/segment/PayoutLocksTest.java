package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Which break locked payouts at a moment: of the day sealed last, in a night of the one settled.
 */
class PayoutLocksTest {

    private static final Instant FIRST_ENDS = Instant.parse("2026-11-02T00:00:00Z");
    private static final Instant FIRST_SEALED = Instant.parse("2026-11-02T02:00:00Z");
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");
    private static final Instant SECOND_ENDS = Instant.parse("2026-11-03T00:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-11-03T01:00:00Z");
    private static final Instant SECOND_SEALED = Instant.parse("2026-11-03T02:00:00Z");

    private static PayoutLocks locks(@Nullable String first, @Nullable String second) {
        PayoutLocks locks = new PayoutLocks();
        locks.add(FIRST_ENDS, FIRST_SEALED, first);
        locks.add(SECOND_ENDS, SECOND_SEALED, second);
        return locks;
    }

    @Test
    void byDayTheDaySealedLastCounts() {
        assertThat(locks("SOURCE_CHANGED x", null).at(NOON)).isEqualTo("SOURCE_CHANGED x");
        assertThat(locks(null, "SOURCE_CHANGED x").at(NOON)).isNull();
    }

    @Test
    void inANightItIsEnoughThatTheDayBeingSettledIsFree() {
        assertThat(locks("SOURCE_CHANGED x", null).at(NIGHT)).isNull();
        assertThat(locks(null, "SOURCE_CHANGED x").at(NIGHT)).isNull();
        assertThat(locks("SOURCE_CHANGED x", "SOURCE_CHANGED x").at(NIGHT))
                .isEqualTo("SOURCE_CHANGED x");
    }

    @Test
    void afterTheSealTheDayThatWasSealedCounts() {
        assertThat(locks(null, "SOURCE_CHANGED x").at(SECOND_SEALED)).isEqualTo("SOURCE_CHANGED x");
        assertThat(locks("SOURCE_CHANGED x", null).at(SECOND_SEALED)).isNull();
    }

    @Test
    void beforeAnythingWasSealedNothingIsKnown() {
        assertThat(locks("SOURCE_CHANGED x", null).at(FIRST_ENDS)).isNull();
        assertThat(new PayoutLocks().at(NOON)).isNull();
    }
}
