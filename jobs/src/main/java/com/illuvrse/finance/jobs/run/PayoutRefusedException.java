package com.illuvrse.finance.jobs.run;

/** What a person asked of a payout batch cannot be done; the sentence says why. */
public final class PayoutRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PayoutRefusedException(String sentence) {
        super(sentence);
    }
}
