package com.illuvrse.finance.informationreturn;

import org.jspecify.annotations.Nullable;

/**
 * Something a person has to know or decide before forms are filed.
 *
 * @param rule such as {@code payee.tin_missing}
 * @param payee whom it concerns; null when it concerns everybody
 * @param message what was expected, what was found, what to do
 * @param evidence where to look
 */
public record Question(
        String rule, @Nullable String payee, Weight weight, String message, String evidence) {

    /** How much it matters. */
    public enum Weight {
        /** No form may be filed before it is answered. */
        BLOCKING,
        /** A person should look. */
        MEDIUM,
        /** Good to know. */
        INFO
    }
}
