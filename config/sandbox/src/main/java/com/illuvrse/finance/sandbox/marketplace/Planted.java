package com.illuvrse.finance.sandbox.marketplace;

import java.time.LocalDate;

/**
 * An anomaly that was planted.
 *
 * @param anomaly what is wrong
 * @param ref the id that names it, as a break names it: a row, an order, a contract, a payee, a
 *     file
 * @param day the accounting day on which it can first be seen
 */
public record Planted(Anomaly anomaly, String ref, LocalDate day) {}
