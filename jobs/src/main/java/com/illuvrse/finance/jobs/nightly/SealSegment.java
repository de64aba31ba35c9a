package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import org.springframework.batch.core.step.Step;

/**
 * Seals the accounting day: its package is put together, its manifest is kept, then the log key
 * signs it, and from then on nobody can change the day without being found out.
 *
 * <p>A key store that is away holds the day; the same command signs it later.
 */
public final class SealSegment {

    private final SegmentPackages packages;

    public SealSegment(SegmentPackages packages) {
        this.packages = packages;
    }

    public Step step(Steps steps, Night night) {
        return steps.once("seal-segment", () -> packages.seal(night, steps::stopHereIfAsked));
    }
}
