package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.money.Money;
import org.jspecify.annotations.Nullable;

/** A condition a person has accepted, with the amount it was accepted for and no other. */
public record Acceptance(BreakKey key, @Nullable Money amount) {

    /** The acceptance that covers what a night has found. */
    public static Acceptance of(Finding finding) {
        return new Acceptance(finding.key(), finding.amount());
    }
}
