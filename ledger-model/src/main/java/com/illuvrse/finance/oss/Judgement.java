package com.illuvrse.finance.oss;

import org.jspecify.annotations.Nullable;

/**
 * What the scheme makes of one order line.
 *
 * @param state ISO code of the member state the buyer is in; null for one outside the Union
 * @param supplyType {@code SERVICES} or {@code GOODS}, by rule; null where no rule says
 * @param rate percent with two digits; null for a line without tax of that state
 */
public record Judgement(
        SchemeResult result,
        @Nullable String state,
        @Nullable String supplyType,
        @Nullable String rate) {}
