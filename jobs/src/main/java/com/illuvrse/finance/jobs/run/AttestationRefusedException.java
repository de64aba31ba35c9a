package com.illuvrse.finance.jobs.run;

/** What a person wanted to add to a sealed day cannot be added; the sentence says why. */
public final class AttestationRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AttestationRefusedException(String sentence) {
        super(sentence);
    }
}
