package com.illuvrse.finance.tax;

import java.time.LocalDate;

/** A figure that is needed is not known: nothing may be decided that depends on it. */
public final class NoFigureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String rule;

    private NoFigureException(String rule, String message) {
        super(message);
        this.rule = rule;
    }

    /**
     * What is missing, as exceptions of reports name it: the rule without a figure, else a word.
     */
    public String rule() {
        return rule;
    }

    static NoFigureException of(TaxRule rule) {
        return new NoFigureException(
                rule.id(),
                "rule %s has no figure from %s on; put it into tax-rules.yml"
                        .formatted(rule.id(), rule.from()));
    }

    /** No rule of that name holds on a day. */
    public static NoFigureException missing(String id, LocalDate day) {
        return new NoFigureException(
                "rule.missing",
                "no rule %s is valid on %s; put one into tax-rules.yml".formatted(id, day));
    }

    static NoFigureException ambiguous(String id, LocalDate day) {
        return new NoFigureException(
                "rule.ambiguous",
                "several rules %s are valid on %s; leave one of them in tax-rules.yml"
                        .formatted(id, day));
    }

    /** No published rate tells what an amount is worth. */
    public static NoFigureException rate(Object from, Object to, LocalDate day) {
        return new NoFigureException(
                "fx.rate_missing",
                "fx.rate_missing: no reference rate tells what %s is worth in %s on %s; deliver one"
                        .formatted(from, to, day));
    }
}
