package com.illuvrse.finance.jobs.marketplace;

import org.jspecify.annotations.Nullable;

/**
 * A line of a feed that is kept as it came and not used.
 *
 * @param reason a sentence for its sender: what was expected, what was found
 * @param conflictsWith the order whose event came again with other content; null for every other
 *     reason
 */
public record RefusedLine(FeedLine line, String reason, @Nullable String conflictsWith) {

    private static final int LONGEST_REASON = 1000;

    /** Reasons quote what came, which may hold anything, and must be kept all the same. */
    public RefusedLine {
        reason = reason.replaceAll("\\p{Cntrl}|\\p{Cs}", "?");
        if (reason.length() > LONGEST_REASON) {
            reason = reason.substring(0, LONGEST_REASON) + " …";
        }
    }

    public static RefusedLine of(FeedLine line, String reason) {
        return new RefusedLine(line, reason, null);
    }

    /** An event that came before with other content; the first stays. */
    public static RefusedLine conflict(FeedLine line, String order, String reason) {
        return new RefusedLine(line, reason, order);
    }
}
