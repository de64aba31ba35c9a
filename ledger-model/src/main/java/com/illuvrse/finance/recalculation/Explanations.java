package com.illuvrse.finance.recalculation;

/** What the breaks of a day say of orders, contracts and rows. */
@FunctionalInterface
public interface Explanations {

    /** Whether an open break names it, or a person has closed one that did. */
    boolean names(String ref);

    /**
     * Whether a break of a type names an order, open or closed, with an amount of either sign.
     *
     * @param amount minor units of {@code currency}
     */
    default boolean says(String type, String order, long amount, String currency) {
        return names(order);
    }
}
