package com.illuvrse.finance.salestax;

import java.time.LocalDate;

/**
 * A state that has registered the filer.
 *
 * @param state two capitals, such as {@code WA}
 * @param from first day
 * @param id the filer's number there
 */
public record Registration(String state, LocalDate from, String id) {

    public Registration {
        if (!state.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException(
                    "a registration is in a state in two capitals such as WA, found \""
                            + state
                            + "\"");
        }
        if (id.isBlank()) {
            throw new IllegalArgumentException(
                    "the registration in " + state + " has a number, found none");
        }
    }
}
