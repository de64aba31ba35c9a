package com.illuvrse.finance.jobs.run;

/**
 * How often a past day is replayed.
 *
 * @param every after every how many seals; 1 each night, 0 never
 */
public record SelfAuditSettings(int every) {

    public SelfAuditSettings {
        if (every < 0) {
            throw new IllegalArgumentException(
                    "self-audit.every is 0 (never), 1 (each night) or more, found " + every);
        }
    }

    boolean isDue(int newest) {
        return every > 0 && newest % every == 0;
    }
}
