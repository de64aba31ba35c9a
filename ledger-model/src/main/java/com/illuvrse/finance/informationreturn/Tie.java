package com.illuvrse.finance.informationreturn;

/**
 * Where the money of one measure and currency went, in minor units.
 *
 * @param onForms of payees whose form is required
 * @param belowThreshold of payees whose sum needs no form
 * @param excluded on no form by its kind
 */
public record Tie(long onForms, long belowThreshold, long excluded) {

    public static final Tie NOTHING = new Tie(0, 0, 0);

    public Tie plus(Tie other) {
        return new Tie(
                Math.addExact(onForms, other.onForms),
                Math.addExact(belowThreshold, other.belowThreshold),
                Math.addExact(excluded, other.excluded));
    }
}
