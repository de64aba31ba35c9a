package com.illuvrse.finance.segment;

/** An object of a file does not have the members it must have. */
final class ShapeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String where;
    private final String expected;
    private final String found;

    ShapeException(String where, String expected, String found) {
        super(where + ": expected " + expected + ", found " + found);
        this.where = where;
        this.expected = expected;
        this.found = found;
    }

    String where() {
        return where;
    }

    String expected() {
        return expected;
    }

    String found() {
        return found;
    }
}
