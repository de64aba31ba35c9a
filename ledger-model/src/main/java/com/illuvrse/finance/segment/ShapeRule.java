package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Json;

/** What a value of a file must be. */
@FunctionalInterface
interface ShapeRule {

    /**
     * Requires it of a value.
     *
     * @param where path of the value inside its object, for the message
     */
    void check(Json value, String where) throws ShapeException;
}
