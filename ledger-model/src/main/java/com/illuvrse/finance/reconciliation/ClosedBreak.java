package com.illuvrse.finance.reconciliation;

/**
 * A break that was closed by a person's word, or together with one that was.
 *
 * @param row the break on the day it was closed
 * @param group what was closed together with it on that day bears the same name
 */
public record ClosedBreak(Break row, String group) {}
