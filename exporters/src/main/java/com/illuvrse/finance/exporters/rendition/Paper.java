package com.illuvrse.finance.exporters.rendition;

/** A size of paper. */
public enum Paper {
    A4,
    LETTER
}
