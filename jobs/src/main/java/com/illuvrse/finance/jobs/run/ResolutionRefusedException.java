package com.illuvrse.finance.jobs.run;

/** A person's word on a break that cannot be taken; the sentence says why. */
public final class ResolutionRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ResolutionRefusedException(String sentence) {
        super(sentence);
    }
}
