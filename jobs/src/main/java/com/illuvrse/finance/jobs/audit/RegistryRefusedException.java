package com.illuvrse.finance.jobs.audit;

/**
 * A version of the key registry breaks a rule; the sentence names the rule, the key and what to do.
 */
public final class RegistryRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RegistryRefusedException(String sentence) {
        super(sentence);
    }

    RegistryRefusedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
