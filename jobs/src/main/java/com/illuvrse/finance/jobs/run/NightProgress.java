package com.illuvrse.finance.jobs.run;

import java.time.Duration;
import java.time.LocalDate;

/** Is told how the nights go on, to show it to a person. */
public interface NightProgress {

    /** A night begins; what stands in for the outside world may now turn its clock. */
    void begins(LocalDate day);

    /** A step of the running night is done. */
    void stepEnds(String step, Duration took);

    /** A night is over, or was over before. */
    void ends(NightResult result);
}
