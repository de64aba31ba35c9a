package com.illuvrse.finance.exporters.report;

import java.util.List;

/**
 * What became of a report set.
 *
 * @param number of the revision, or of the draft
 * @param place its folder below the set's prefix, with a slash at the end; empty for revision 1
 * @param issues all exceptions, blocking ones first
 */
public record SetOutcome(State state, int number, String place, List<ReportIssue> issues) {

    /** The ends a set can take. */
    public enum State {
        /** A revision that was not there before. */
        FINAL,
        /** A final revision with the same content is there. */
        UNCHANGED,
        /** Not final: something blocks it. */
        DRAFT,
        /** A draft with the same content is there. */
        UNCHANGED_DRAFT
    }

    public SetOutcome {
        issues = List.copyOf(issues);
    }

    public boolean isFinal() {
        return state == State.FINAL || state == State.UNCHANGED;
    }

    /** Such as {@code revision 1} or {@code unchanged: draft-02}. */
    public String inWords() {
        return switch (state) {
            case FINAL -> "revision " + number;
            case UNCHANGED -> "unchanged: revision " + number;
            case DRAFT -> draft();
            case UNCHANGED_DRAFT -> "unchanged: " + draft();
        };
    }

    private String draft() {
        return "draft-%02d".formatted(number);
    }
}
